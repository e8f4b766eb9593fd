// The cookies of one site, as received: values are sent back byte for byte, since servers percent-encode them.

/// Cookies by name. Its description has names only: a `sid` is as good as a password.
public struct CookieJar: Equatable, Sendable {
    private var cookies: [(name: String, value: String)] = []

    public init() {}

    /// Reads what a person pasted or what was stored: `name=value; name=value`.
    public init(header: String) {
        for pair in header.split(separator: ";") { set(pair) }
    }

    public static func == (a: CookieJar, b: CookieJar) -> Bool {
        a.cookies.elementsEqual(b.cookies, by: ==)
    }

    public var isEmpty: Bool { cookies.isEmpty }

    /// The session id; `Guest` is what Frappe gives to nobody.
    public var sid: String? {
        guard let sid = self["sid"], !sid.isEmpty, sid != "Guest" else { return nil }
        return sid
    }

    public subscript(name: String) -> String? { cookies.first { $0.name == name }?.value }

    /// The value of a `Cookie` header; nil when there are none.
    public var header: String? {
        guard !isEmpty else { return nil }
        return cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    /// Takes the values of `Set-Cookie` headers. An empty value removes the cookie, which is how Frappe deletes one;
    /// so does `Max-Age=0`. Other attributes don't matter to a client of one host.
    public mutating func take(setCookies: [String]) {
        for field in setCookies {
            let parts = field.split(separator: ";", omittingEmptySubsequences: false)
            guard let pair = parts.first else { continue }
            let isDeleted = parts.dropFirst().contains { part in
                let attribute = part.filter { $0 != " " }.lowercased()
                return attribute == "max-age=0" || attribute.hasPrefix("max-age=-")
            }
            set(pair, isDeleted: isDeleted)
        }
    }

    /// Splits on the first `=` alone: values have some of their own.
    private mutating func set(_ pair: Substring, isDeleted: Bool = false) {
        guard let equals = pair.firstIndex(of: "=") else { return }
        let name = Self.trimmed(pair[..<equals])
        let value = Self.trimmed(pair[pair.index(after: equals)...])
        guard Self.isSafe(name), Self.isSafe(value), !name.isEmpty else { return }
        cookies.removeAll { $0.name == name }
        if !isDeleted, !value.isEmpty { cookies.append((String(name), String(value))) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }

    /// What could end the header line or the cookie is not taken.
    private static func isSafe(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ";") }
    }
}

extension CookieJar: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "cookies: " + cookies.map(\.name).joined(separator: ", ") }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["names": cookies.map(\.name)]) }
}
