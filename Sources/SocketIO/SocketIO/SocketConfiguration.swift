// What a client may set, with the defaults that this client has.

/// Times and limits of a client's session. Times are in milliseconds.
public struct SocketConfiguration: Equatable, Sendable {
    /// The namespaces to join, at least one: each is `/`, or begins with a slash and has no comma. The first is meant
    /// where none is named.
    public var namespaces: [String]
    /// What may carry the packets, and what is tried first.
    public var transports = SocketTransports.webSocketThenPolling
    /// From the request for a connection to the server's open packet. Where polling may take over from a websocket that
    /// does not open, each has half of it.
    public var openTimeoutMilliseconds = 20_000
    /// How long a move from polling to a websocket may take; servers give it 10 s as well.
    public var upgradeTimeoutMilliseconds = 10_000
    /// From CONNECT to its answer. Some servers ask another one before they answer, so this is generous.
    public var joinTimeoutMilliseconds = 30_000
    /// When to try again after a connection or an attempt ended.
    public var retry = RetrySchedule()
    /// Whether to come back, after a wait, when the server puts us out (DISCONNECT). The JavaScript client does not.
    public var rejoinsWhenPutOut = true
    /// Events of one namespace that are kept while it is not joined; a further one is refused with `bufferFull`.
    public var maximumBufferedEvents = 256
    /// Bytes that wait to be sent, connected or not; an event beyond them is refused with `bufferFull`.
    public var maximumBufferedBytes = 4 << 20
    /// Events of one namespace that may come before the answer to CONNECT; more end the connection.
    public var maximumHeldEvents = 1_000

    /// The defaults, for one namespace; add others to `namespaces`.
    public init(namespace: String = "/") {
        namespaces = [namespace]
    }

    /// The first namespace.
    public var namespace: String { namespaces.first ?? "/" }
}

/// Which transports are used, in which order.
public enum SocketTransports: String, Equatable, Sendable, CaseIterable {
    /// A websocket or nothing.
    case webSocketOnly
    /// Polling takes over for a connection whose websocket the server, or a proxy on the way, does not open.
    case webSocketThenPolling
    /// HTTP requests alone.
    case pollingOnly
    /// Starts by polling and moves to a websocket when the server offers it and a probe comes through.
    case pollingThenWebSocket

    var startsOnWebSocket: Bool { self == .webSocketOnly || self == .webSocketThenPolling }
}

/// How long to wait before trying again. Waits double up to a limit; after a number of them they become slow. They
/// never end unless a limit is set: a server that restarts for minutes is found again.
public struct RetrySchedule: Equatable, Sendable {
    /// The first wait, before its jitter.
    public var firstDelayMilliseconds = 1_000
    /// No fast wait is longer than this, jitter included.
    public var maximumDelayMilliseconds = 5_000
    /// Waits up to the maximum delay; later ones take `slowDelayMilliseconds`.
    public var fastAttempts = 5
    /// The wait after the fast ones, before its jitter.
    public var slowDelayMilliseconds = 30_000
    /// Each wait is drawn from its length times 1 - jitter … 1 + jitter.
    public var jitterFactor = 0.5
    /// Attempts after the first, or after the last success; nil: without end. 0: a lost connection stays lost.
    public var maximumAttempts: Int?

    /// Waits of 1, 2, 4, 5 and 5 seconds, then 30, each with its jitter, without end.
    public init() {}

    /// Never by itself.
    public static var never: RetrySchedule {
        var schedule = RetrySchedule()
        schedule.maximumAttempts = 0
        return schedule
    }

    /// The wait before the next attempt; nil when there is to be none.
    /// - Parameters:
    ///   - retries: waits since the last success.
    ///   - jitter: chance, from 0 up to 1.
    public func delayMilliseconds(retries: Int, jitter: Double) -> Int? {
        if let maximumAttempts, retries >= maximumAttempts { return nil }
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
    /// The websocket is due: polling takes over, or goes on.
    case webSocket
    /// The answer to CONNECT is due.
    case join(namespace: String)
    /// Time to ask again to be let into a namespace of a connection that lives on.
    case rejoin(namespace: String)
    /// A sign of life is due.
    case heartbeat
    /// Time to try again.
    case retry
    /// The server's acknowledgement of this id is due.
    case acknowledgement(namespace: String, Int)
}
