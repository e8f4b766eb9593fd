// Keeps web pages out: a page in the user's browser can reach loopback, but it can't lie about Host and Origin.

/// Which `Host` and `Origin` a request may carry.
struct OriginGuard: Equatable, Sendable {
    /// Whom the server is for.
    enum Rule: Equatable, Sendable {
        /// One user of this machine: nothing but its own address.
        case loopback
        /// Others: these names, or any where there are none, and pages of the site alone.
        case site(Set<String>)
    }

    /// The port we listen on.
    var port: Int
    var rule = Rule.loopback
    /// False only in tests of what comes behind.
    var isOn = true

    /// The answer to a request that may not go on, or nil.
    ///
    /// A name that an attacker points at 127.0.0.1 (DNS rebinding) shows in `Host`; a foreign page shows in `Origin`.
    func refusal(of request: ServerRequest) -> ServerAnswer? {
        guard request.count(of: "host") == 1, let host = request.header("host") else {
            return FrappeAnswer.failure(400, "BadRequest", "Exactly one Host header is wanted.", closes: true)
        }
        guard isOn else { return nil }
        if case .site(let names) = rule { return refusal(of: request, host, names) }
        guard isOurs(host) else {
            return FrappeAnswer.failure(403, "PermissionError", "This host is not served here.", closes: true)
        }
        for header in request.headers where header.name == "origin" {
            guard header.value.hasPrefix("http://"), isOurs(String(header.value.dropFirst(7))) else {
                return FrappeAnswer.failure(403, "PermissionError", "This origin is not served here.", closes: true)
            }
        }
        return nil
    }

    /// A request without an `Origin` comes from no page, but for what `Sec-Fetch-Site` says.
    private func refusal(of request: ServerRequest, _ host: String, _ names: Set<String>) -> ServerAnswer? {
        let name = Self.hostName(host)
        guard names.isEmpty || names.contains(name) || ["127.0.0.1", "localhost", "[::1]"].contains(name) else {
            return FrappeAnswer.failure(403, "PermissionError", "This host is not served here.", closes: true)
        }
        let origins = request.headers.filter { $0.name == "origin" }.map(\.value)
        let isForeign =
            origins.contains { Self.authority(ofOrigin: $0) != Self.authority(host) }
            || (origins.isEmpty && request.header("sec-fetch-site") == "cross-site"
                && (request.method == "POST" || request.path.hasPrefix("/api/method/")))
        guard !isForeign else {
            return FrappeAnswer.failure(403, "PermissionError", "This origin is not served here.", closes: true)
        }
        return nil
    }

    /// Host and port, without the port that the scheme has anyway.
    private static func authority(_ host: String) -> String {
        let text = host.lowercased()
        for port in [":80", ":443"] where text.hasSuffix(port) { return String(text.dropLast(port.count)) }
        return text
    }

    private static func authority(ofOrigin origin: String) -> String? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, ["http:", "https:"].contains(parts[0].lowercased()), parts[1].isEmpty else {
            return nil
        }
        return authority(String(parts[2]))
    }

    private func isOurs(_ host: String) -> Bool {
        let name = Self.hostName(host)
        return ["127.0.0.1", "localhost"].contains(name) && host.lowercased() == "\(name):\(port)"
    }

    /// The host of `host:port`, in lower case.
    static func hostName(_ host: String) -> String {
        // An IPv6 address stands in brackets.
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return host[...end].lowercased() }
        return plainHostName(host)
    }

    private static func plainHostName(_ host: String) -> String {
        String(host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]).lowercased()
    }

    /// The host of an origin, `http://host:port`; nil when it is none.
    static func hostName(ofOrigin origin: String) -> String? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return nil }
        return hostName(String(parts[2]))
    }
}
