// Why a proxy did not let us through, told apart by what a person can do about it.

/// A failure of the proxy between us and the server. It never holds the proxy's user or password.
public struct ProxyFailure: Equatable, Sendable {
    /// The proxy's host and port; the name of the variable where the setting itself cannot be used.
    public var proxy: String
    /// What went wrong.
    public var cause: Cause

    /// A failure of the proxy at this host and port.
    public init(proxy: String, cause: Cause) {
        self.proxy = proxy
        self.cause = cause
    }

    /// What went wrong, told apart by what a person can do about it.
    public enum Cause: Equatable, Sendable {
        /// The setting cannot be used, for this reason; nothing was connected, and nothing went around the proxy.
        case unusableSetting(String)
        /// The proxy's name has no address.
        case nameNotFound
        /// No TCP connection to the proxy: the operating system's word.
        case unreachable(String)
        /// The proxy did not accept, or did not answer, in time.
        case timedOut(seconds: Int)
        /// It wants a user and a password, and none is set (407, RFC 9110 §15.5.8; SOCKS 5, RFC 1928 §3).
        case credentialsWanted
        /// It does not take the user and the password that are set.
        case credentialsRefused
        /// It answered CONNECT with this status.
        case refused(status: Int)
        /// A SOCKS proxy did not connect; the text says why (RFC 1928 §6).
        case failed(String, mayHeal: Bool)
        /// What answered is no proxy of the kind that is set.
        case notAProxy
        /// It ended the connection before the way was open.
        case closed
    }
}

extension ProxyFailure {
    /// False where trying again without a change would fail in the same way.
    public var mayHeal: Bool {
        switch cause {
        case .unusableSetting, .credentialsWanted, .credentialsRefused, .notAProxy: false
        case .nameNotFound, .unreachable, .timedOut, .closed: true
        case .refused(let status): status >= 500
        case .failed(_, let mayHeal): mayHeal
        }
    }

    /// The failure in a sentence without its full stop, fit for a log.
    public var words: String {
        switch cause {
        case .unusableSetting(let reason): "\(proxy): \(reason)"
        case .nameNotFound: "proxy \(proxy): no such host"
        case .unreachable(let word): "proxy \(proxy): \(word)"
        case .timedOut(let seconds): "proxy \(proxy): no answer for \(seconds) s"
        case .credentialsWanted: "proxy \(proxy) wants a user and a password"
        case .credentialsRefused: "proxy \(proxy) does not take this user and password"
        case .refused(let status): "proxy \(proxy) answered \(status)"
        case .failed(let word, _): "proxy \(proxy): \(word)"
        case .notAProxy: "\(proxy) does not answer like a proxy of this kind"
        case .closed: "proxy \(proxy) closed the connection"
        }
    }
}
