// One proxy, as a URL names it.

/// A proxy that connections can go through.
public struct Proxy: Hashable, Sendable {
    /// What the proxy speaks.
    public enum Kind: Hashable, Sendable {
        /// Tunnels by CONNECT (RFC 9110 §9.3.6).
        case http
        /// SOCKS 5 without credentials; the proxy looks the server's name up (RFC 1928).
        case socks
    }

    /// What an HTTP proxy asks for (RFC 7617).
    public struct Credentials: Hashable, Sendable {
        /// The user, percent-decoded.
        public var user: String
        /// The password, percent-decoded.
        public var password: String
    }

    /// What the proxy speaks.
    public var kind: Kind
    /// Name or address; an IPv6 address without its brackets.
    public var host: String
    /// The port, 1 to 65535.
    public var port: Int
    /// What the proxy asks for; nil for none.
    public var credentials: Credentials?

    /// Where a proxy listens whose URL has no port, as curl has it.
    public static let defaultPort = 1_080

    /// Host and port, an IPv6 address in brackets.
    public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension Proxy.Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}

/// The password shows nowhere, nor does the user's name.
extension Proxy: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(kind) proxy \(authority)\(credentials == nil ? "" : " with credentials")" }
    public var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}

extension Proxy {
    /// Why a text is not the URL of a proxy that we can use. It repeats nothing of the text but a known scheme: the
    /// text may hold a password.
    struct Unusable: Error, Equatable {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Reads `[scheme://][user:password@]host[:port][/]`. Without a scheme it is an HTTP proxy.
    init(url: String) throws(Unusable) {
        var rest = url[...]
        kind = .http
        if let mark = url.firstRange(of: "://") {
            kind = try Self.kind(url[..<mark.lowerBound].lowercased())
            rest = url[mark.upperBound...]
        }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        // A password with an unescaped slash would make its first half the host.
        guard !rest[end...].contains("@") else { throw Unusable("not the URL of a proxy") }
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            credentials = try Credentials(authority[..<at])
            authority = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.split(authority) else { throw Unusable("not the URL of a proxy") }
        self.host = host
        self.port = port ?? Self.defaultPort
        if kind == .socks, credentials != nil {
            throw Unusable("a SOCKS proxy with a user and a password is not supported")
        }
    }

    private static func kind(_ scheme: String) throws(Unusable) -> Kind {
        switch scheme {
        case "http": return .http
        case "socks5", "socks5h": return .socks
        case "https": throw Unusable("a proxy that is itself reached over TLS (https://) is not supported")
        case "socks", "socks4", "socks4a": throw Unusable("of SOCKS proxies only socks5:// is supported")
        default: throw Unusable("not the URL of a proxy")
        }
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let hostEnd: Substring.Index
        let host: Substring
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            hostEnd = authority.index(after: bracket)
            host = authority[..<bracket].dropFirst()
            guard IPAddress(host)?.bytes.count == 16 else { return nil }
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<hostEnd]
            guard host.utf8.allSatisfy({ isNameByte($0) }) else { return nil }
        }
        guard !host.isEmpty else { return nil }
        let rest = authority[hostEnd...]
        if rest.isEmpty || rest == ":" { return (host.lowercased(), nil) }
        guard rest.first == ":", rest.dropFirst().utf8.allSatisfy({ isDigit($0) }), let port = Int(rest.dropFirst()),
            1...65_535 ~= port
        else { return nil }
        return (host.lowercased(), port)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || "-._".utf8.contains(byte)
    }
}

extension Proxy.Credentials {
    /// `user:password`, both percent-encoded; a missing password is empty.
    fileprivate init(_ text: Substring) throws(Proxy.Unusable) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        guard let user = Self.decoded(text[..<colon]), let password = Self.decoded(text[colon...].dropFirst()),
            !user.contains(":")
        else { throw Proxy.Unusable("its user or password is not properly percent-encoded") }
        self.user = user
        self.password = password
    }

    /// Nil for broken escapes, control characters and what is no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(escaped)
            rest = rest.dropFirst(2)
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
