// A name and a password, kept from showing up where values are printed.

/// What a password login needs.
public struct Credentials: Equatable, Sendable {
    public let user: String
    let password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// The body of a login (`application/x-www-form-urlencoded`).
    var form: [UInt8] {
        Array("usr=\(Self.percentEncoded(user))&pwd=\(Self.percentEncoded(password))".utf8)
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
    var csrfToken: String?

    public init(cookies: CookieJar = CookieJar(), authorization: String? = nil) {
        self.cookies = cookies
        self.authorization = authorization
    }
}

extension FrappeSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "session with \(cookies)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["cookies": cookies]) }
}
