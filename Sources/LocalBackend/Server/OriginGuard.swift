// Keeps web pages out: a page in the user's browser can reach loopback, but it can't lie about Host and Origin.

/// Which `Host` and `Origin` a request may carry.
struct OriginGuard: Equatable, Sendable {
    /// The port we listen on.
    var port: Int
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

    private func isOurs(_ host: String) -> Bool {
        let name = Self.hostName(host)
        return ["127.0.0.1", "localhost"].contains(name) && host.lowercased() == "\(name):\(port)"
    }

    /// The host of `host:port`, in lower case.
    static func hostName(_ host: String) -> String {
        String(host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]).lowercased()
    }

    /// The host of an origin, `http://host:port`; nil when it is none.
    static func hostName(ofOrigin origin: String) -> String? {
        let parts = origin.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return nil }
        return hostName(String(parts[2]))
    }
}
