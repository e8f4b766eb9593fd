// What a client may set, with the defaults that this client has.

/// Times and limits of a client's session. Times are in milliseconds.
public struct SocketConfiguration: Equatable, Sendable {
    /// The namespace to join: `/`, or one that begins with a slash and has no comma.
    public var namespace: String
    /// From the request for a connection to the server's open packet.
    public var openTimeoutMilliseconds = 20_000
    /// From CONNECT to its answer. Frappe asks its web workers before it answers, so this is generous.
    public var joinTimeoutMilliseconds = 30_000
    public var retry = RetrySchedule()
    /// Events that are kept while not connected; a further one is refused with `bufferFull`.
    public var maximumBufferedEvents = 256
    /// Bytes that wait to be sent, connected or not; an event beyond them is refused with `bufferFull`.
    public var maximumBufferedBytes = 4 << 20
    /// Events that may come before the answer to CONNECT; more end the connection.
    public var maximumHeldEvents = 1_000

    public init(namespace: String = "/") {
        self.namespace = namespace
    }
}

/// How long to wait before trying again. Waits double up to a limit; after a number of them they become slow, but
/// they never end: a server that restarts for minutes is found again.
public struct RetrySchedule: Equatable, Sendable {
    public var firstDelayMilliseconds = 1_000
    public var maximumDelayMilliseconds = 5_000
    /// Waits up to the maximum delay; later ones take `slowDelayMilliseconds`.
    public var fastAttempts = 5
    public var slowDelayMilliseconds = 30_000
    /// Each wait is drawn from its length times 1 - jitter … 1 + jitter.
    public var jitterFactor = 0.5

    public init() {}

    /// The wait before the next attempt.
    /// - Parameters:
    ///   - retries: waits since the last success.
    ///   - jitter: chance, from 0 up to 1.
    public func delayMilliseconds(retries: Int, jitter: Double) -> Int {
        let factor = 1 - jitterFactor + 2 * jitterFactor * jitter
        guard retries < fastAttempts else { return Int(Double(slowDelayMilliseconds) * factor) }
        let doubled = Double(firstDelayMilliseconds) * Double(1 << min(retries, 30))
        return Int(min(doubled * factor, Double(maximumDelayMilliseconds)))
    }
}

/// The timers of a client's session. Starting one that runs starts it anew.
public enum SocketTimer: Hashable, Sendable {
    /// The open packet is due.
    case open
    /// The answer to CONNECT is due.
    case join
    /// A sign of life is due.
    case heartbeat
    /// Time to try again.
    case retry
    /// The server's acknowledgement of this id is due.
    case acknowledgement(Int)
}
