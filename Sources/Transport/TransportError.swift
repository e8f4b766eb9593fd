// What can go wrong between us and a server, told apart where a person can do something different about it.

/// A failed exchange. No case carries a header, a cookie or a query: they may be secret.
public enum TransportError: Error, Equatable, Sendable {
    /// No connection came about: refused, no route, no such name. The text names host and cause.
    case unreachable(String)
    /// The connection broke during the exchange.
    case interrupted(String)
    /// Nothing, or not enough, came in time.
    case timedOut(seconds: Int)
    /// The reply or the message is larger than was allowed, in bytes.
    case tooLarge(limit: Int)
    /// Not a URL that can be connected to.
    case invalidURL(String)
    /// The task that asked was cancelled.
    case cancelled
    /// The server answered, but not with a websocket. `body` holds at most 1 KiB of what it said.
    case upgradeRefused(status: Int, body: String)
    /// The other side broke the rules of HTTP or of websockets.
    case protocolViolation(String)
    /// Something that this transport does not do.
    case unsupported(String)
    /// The connection is closed; nothing was sent.
    case closed
}
