// Which servers are reached without a proxy: the list of `no_proxy`, by curl's rules and with ports.

/// The entries of `no_proxy`: `example.com` (and all below it), `.example.com` (the same), `*` (all), an address,
/// a network such as `10.0.0.0/8` or `fd00::/8`, each but the last with an optional `:port`.
struct ProxyBypass: Equatable, Sendable {
    private enum Hosts: Equatable, Sendable {
        case all
        /// The name, and every name that ends in a dot and it.
        case domain(String)
        case network(IPAddress, length: Int)
    }

    private struct Entry: Equatable, Sendable {
        var hosts: Hosts
        var port: Int?
    }

    private let entries: [Entry]

    /// Reads entries between commas or blanks. What is no entry is left out: it can match nothing.
    init(_ text: String) {
        entries = text.split { $0 == "," || $0.isWhitespace }.compactMap { Self.entry($0.lowercased()) }
    }

    /// - Parameter host: a name in any case, or an address without brackets.
    func covers(host: String, port: Int) -> Bool {
        let address = IPAddress(host)
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        return entries.contains { entry in
            guard entry.port == nil || entry.port == port else { return false }
            switch entry.hosts {
            case .all: return true
            case .domain(let domain): return address == nil && (name == domain || name.hasSuffix("." + domain))
            case .network(let network, let length): return address?.sharesPrefix(network, length: length) ?? false
            }
        }
    }

    private static func entry(_ text: String) -> Entry? {
        if let slash = text.firstIndex(of: "/") {
            guard let network = IPAddress(unbracketed(text[..<slash])),
                let length = Int(text[slash...].dropFirst()), 0...network.bytes.count * 8 ~= length
            else { return nil }
            return Entry(hosts: .network(network, length: length))
        }
        // An address with colons of its own has a port only behind brackets.
        if let address = IPAddress(unbracketed(text[...])) {
            return Entry(hosts: .network(address, length: address.bytes.count * 8))
        }
        var host = text[...]
        var port: Int?
        if let colon = text.lastIndex(of: ":") {
            guard let number = Int(text[colon...].dropFirst()), 1...65_535 ~= number else { return nil }
            port = number
            host = text[..<colon]
        }
        if let address = IPAddress(unbracketed(host)) {
            return Entry(hosts: .network(address, length: address.bytes.count * 8), port: port)
        }
        if host == "*" { return Entry(hosts: .all, port: port) }
        if host.hasPrefix("*.") { host = host.dropFirst() }
        if host.hasPrefix(".") { host = host.dropFirst() }
        if host.hasSuffix(".") { host = host.dropLast() }
        guard !host.isEmpty, !host.contains(":") else { return nil }
        return Entry(hosts: .domain(String(host)), port: port)
    }

    private static func unbracketed(_ text: Substring) -> Substring {
        text.first == "[" && text.last == "]" ? text.dropFirst().dropLast() : text
    }
}
