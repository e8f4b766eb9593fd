// Where a server is, checked once: what a user or a port number gives us becomes URLs only here.

/// A server's base URL: `http` or `https`, a host, maybe a port and a path. No user, no query.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    public let isSecure: Bool
    /// A name or an IPv4 address as it was written, or an IPv6 address in brackets.
    public let host: String
    public let port: Int?
    /// Empty, or starts with `/` and does not end with one.
    public let path: String

    /// nil for what is no such URL.
    public init?(_ url: String) {
        let lowered = url.lowercased()
        let schemes = [("http://", false), ("https://", true)]
        guard let (scheme, isSecure) = schemes.first(where: { lowered.hasPrefix($0.0) }) else { return nil }
        let rest = url.dropFirst(scheme.count)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        guard !rest.contains(where: { "?#@\"<>".contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.isSecure = isSecure
        self.host = host.lowercased()
        self.port = port
        var path = rest[authority.endIndex...]
        while path.last == "/" { path.removeLast() }
        self.path = String(path)
    }

    private static func split(_ authority: Substring) -> (Substring, Int?)? {
        let hostEnd: Substring.Index
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let (host, rest) = (authority[..<hostEnd], authority[hostEnd...])
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (host, nil) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
        return (host, port)
    }

    /// Scheme, host and port, as a browser writes an origin.
    public var origin: String { (isSecure ? "https://" : "http://") + host + (port.map { ":\($0)" } ?? "") }

    public var description: String { origin + path }

    /// The URL of a whitelisted method, `login` or `frappe.auth.get_logged_user`.
    func method(_ name: String) -> String { description + "/api/method/" + name }
}
