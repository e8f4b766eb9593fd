// A name and a password, kept from showing up where values are printed.

/// What a password login needs.
public struct Credentials: Equatable, Sendable {
    public let user: String
    let password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// The body of a login. `device` is what older servers give a longer session for (Frappe `sessions.py`).
    var form: [UInt8] { Self.form([("usr", user), ("pwd", password), ("device", "mobile")]) }

    /// `application/x-www-form-urlencoded`.
    static func form(_ fields: [(String, String)]) -> [UInt8] {
        Array(fields.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&").utf8)
    }

    /// What servers quote cookies with, undone. A percent sign without two hexadecimal digits stays.
    static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Percent-encoding of everything but the unreserved characters of RFC 3986 §2.3.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default:
                [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "credentials of \(user)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// Who we are to a server: the login's cookies, and the token some sessions want with every change.
public struct FrappeSession: Equatable, Sendable {
    public var cookies: CookieJar
    /// The value of an `Authorization` header: `token KEY:SECRET`, `Basic …` or `Bearer …` (Frappe 15 `auth.py`).
    public var authorization: String?
    /// Of the browser's sign-in; the value of `X-Access-Token`.
    public var accessToken: Secret?
    var csrfToken: String?

    public init(cookies: CookieJar = CookieJar(), authorization: String? = nil, accessToken: Secret? = nil) {
        self.cookies = cookies
        self.authorization = authorization
        self.accessToken = accessToken
    }

    /// Whether it is shown to the server in the same way; the token for changes does not count.
    func isSame(as other: FrappeSession) -> Bool {
        cookies == other.cookies && authorization == other.authorization && accessToken == other.accessToken
    }
}

extension FrappeSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "session with \(cookies)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["cookies": cookies]) }
}
