// What can go wrong between us and a server, told apart where a person can do something different about it.

/// A failed exchange, by the layer that failed. No case carries a header, a cookie or a query: they may be secret.
///
/// `nameNotFound`, `unreachable`, `connectTimedOut`, `tls` and `proxy` come before a connection is there: nothing of the
/// request was sent, and sending it again is safe. All others may come after something was sent.
public enum TransportError: Error, Equatable, Sendable {
    /// The name has no address. The text names the host.
    case nameNotFound(String)
    /// No TCP connection came about: refused, or no route. The text names host and cause.
    case unreachable(String)
    /// No connection came about in time: neither TCP nor, where it was asked for, TLS.
    case connectTimedOut(host: String, seconds: Int)
    /// TCP connected, TLS did not come about.
    case tls(TLSFailure)
    /// The proxy on the way failed or refused, or its setting cannot be used.
    case proxy(ProxyFailure)
    /// The connection broke during the exchange.
    case interrupted(String)
    /// Nothing, or not enough, came in time; the connection was there.
    case timedOut(seconds: Int)
    /// The reply or the message is larger than was allowed, in bytes.
    case tooLarge(limit: Int)
    /// Not a URL that can be connected to.
    case invalidURL(String)
    /// The task that asked was cancelled.
    case cancelled
    /// The server answered, but not with a websocket.
    case upgradeRefused(UpgradeRefusal)
    /// The other side broke the rules of HTTP or of websockets.
    case protocolViolation(String)
    /// Something that this transport does not do.
    case unsupported(String)
    /// The connection is closed; nothing was sent.
    case closed

    /// A refused upgrade of which no more is known than this.
    public static func upgradeRefused(status: Int, body: String) -> TransportError {
        .upgradeRefused(UpgradeRefusal(status: status, body: body))
    }
}

/// What a server said instead of `101 Switching Protocols` (RFC 6455 §4.1).
public struct UpgradeRefusal: Equatable, Sendable {
    /// The status code, such as 404.
    public var status: Int
    /// At most 1 KiB of what it said.
    public var body: String
    /// Whether the answer has an `Upgrade` header, so that its sender knows of upgrades (RFC 9110 §7.8).
    public var offersUpgrade: Bool
    /// Where a redirect leads, without its query; nil for other answers.
    public var location: String?
    /// The start of the `Server` header: which program answered.
    public var server: String?

    /// A refusal; at most 1 KiB of `body` is to be kept.
    public init(
        status: Int, body: String, offersUpgrade: Bool = false, location: String? = nil, server: String? = nil
    ) {
        self.status = status
        self.body = body
        self.offersUpgrade = offersUpgrade
        self.location = location
        self.server = server
    }

    /// A 200 or a 400 that knows of no upgrade is what a web server gives when the upgrade headers did not reach the
    /// program behind it: a proxy on the way dropped them, or the path is served by something else.
    public var looksLikeDroppedUpgrade: Bool { !offersUpgrade && (status == 200 || status == 400) }
}
