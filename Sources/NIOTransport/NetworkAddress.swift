// The parts of a URL that a connection needs (RFC 3986, as far as http and ws go).
import Transport

/// Scheme, host, port and target of `http`, `https`, `ws` or `wss` URLs.
struct NetworkAddress: Equatable {
    let scheme: String
    /// Name or address; an IPv6 address without its brackets.
    let host: String
    let port: Int
    /// Path and query, at least `/`.
    let target: String

    /// The longest name of the domain name system; SOCKS has no room for more.
    private static let maximumHostBytes = 255
    private static let defaultPorts = ["http": 80, "ws": 80, "https": 443, "wss": 443]

    var isSecure: Bool { scheme == "https" || scheme == "wss" }

    /// Host and, unless it is the scheme's own, port; as in a `Host` header.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == Self.defaultPorts[scheme] ? name : "\(name):\(port)"
    }

    var origin: String { "\(scheme)://\(authority)" }

    /// The host as an address; nil for a name.
    var literal: IPAddress? { IPAddress(host) }

    /// What TLS asks for by name (SNI, RFC 6066 §3): never an address, never with the root's dot.
    var serverName: String? {
        literal != nil ? nil : host.hasSuffix(".") ? String(host.dropLast()) : host
    }

    /// Host and port, always both.
    var endpoint: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Nil when this is no URL of these schemes, or has user information in it.
    init?(_ url: String) {
        guard let mark = url.firstRange(of: "://") else { return nil }
        scheme = url[..<mark.lowerBound].lowercased()
        guard let defaultPort = Self.defaultPorts[scheme] else { return nil }
        let rest = url[mark.upperBound...].prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        target = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !authority.contains("@") else { return nil }

        let hostEnd: Substring.Index
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<bracket].dropFirst().lowercased()
            guard IPAddress(host)?.bytes.count == 16 else { return nil }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
            host = authority[..<hostEnd].lowercased()
        }
        guard !host.isEmpty, host.utf8.count <= Self.maximumHostBytes, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        if hostEnd == authority.endIndex {
            port = defaultPort
        } else {
            guard authority[hostEnd] == ":", let number = Int(authority[hostEnd...].dropFirst()), 1...65535 ~= number
            else { return nil }
            port = number
        }
    }
}
