// Which proxy a connection goes through, from the variables that the tools of a system share.

/// How a server is reached.
public enum ProxyRoute: Equatable, Sendable {
    /// Without a proxy.
    case direct
    /// By way of this proxy.
    case through(Proxy)
    /// A proxy is set for this server and cannot be used: connecting around it would break the user's rule.
    case unusable(ProxyFailure)
}

/// Proxies by scheme, and the servers that need none. A value: nothing reads the environment after it is made.
public struct ProxySettings: Equatable, Sendable {
    /// For `http` and `ws`.
    private let plain: ProxyRoute
    /// For `https` and `wss`.
    private let secure: ProxyRoute
    private let bypass: ProxyBypass

    /// No proxies.
    public init() {
        self.init(environment: [:])
    }

    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` as curl does: lower case goes before upper case,
    /// an empty variable counts as none, and `HTTP_PROXY` is ignored, because a web server sets it for its programs
    /// from a client's header. Websockets follow their scheme: `ws` as `http`, `wss` as `https`.
    public init(environment: [String: String]) {
        func route(_ names: [String]) -> ProxyRoute {
            for name in names {
                guard let text = environment[name], !text.isEmpty else { continue }
                do throws(Proxy.Unusable) {
                    return .through(try Proxy(url: text))
                } catch {
                    return .unusable(ProxyFailure(proxy: name, cause: .unusableSetting(error.reason)))
                }
            }
            return .direct
        }
        plain = route(["http_proxy", "all_proxy", "ALL_PROXY"])
        secure = route(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        let bypassed = ["no_proxy", "NO_PROXY"].compactMap { environment[$0] }.first { !$0.isEmpty }
        bypass = ProxyBypass(bypassed ?? "")
    }

    /// The way to a server.
    /// - Parameters:
    ///   - isSecure: whether the scheme is `https` or `wss`.
    ///   - host: a name, or an address without brackets.
    public func route(isSecure: Bool, host: String, port: Int) -> ProxyRoute {
        bypass.covers(host: host, port: port) ? .direct : isSecure ? secure : plain
    }
}
