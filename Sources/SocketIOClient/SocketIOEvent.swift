// What a program hears from the client.
public import SocketIO

/// News, in the order in which it happened.
public enum SocketIOEvent: Equatable, Sendable {
    /// We are in the namespace, now or again. Rooms that were joined before are gone: subscribe anew.
    case connected(id: String)
    /// The server sent an event.
    case received(SocketEvent)
    /// A connection ended. Nil: there will be no further attempt until `connect()`.
    case disconnected(SocketClosure, retryInMilliseconds: Int?)
    /// An attempt failed. Nil: as above.
    case attemptFailed(SocketClosure, retryInMilliseconds: Int?)
}

/// Counts since the client was made.
public struct SocketIOMetrics: Equatable, Sendable {
    public var connectAttempts = 0
    public var connectSuccesses = 0
    public var disconnects = 0
    public var eventsReceived = 0
    /// Successes after the first.
    public var reconnects = 0
    /// Events of the server that nobody read in time.
    public var eventsDropped = 0

    public init() {}
}

/// How things stand.
public struct SocketIOStatus: Equatable, Sendable {
    public var state: SocketSession.State
    public var namespace: String
    /// Waits for another attempt since the last success.
    public var retries: Int
    /// Time until the next attempt, while one is waited for.
    public var retryIn: Duration?
    /// Why the last connection or attempt ended; nil while connected.
    public var lastClosure: SocketClosure?
    /// Time since the last event of the server; nil before the first.
    public var lastEventAge: Duration?
    public var metrics: SocketIOMetrics

    public var isConnected: Bool {
        if case .connected = state { true } else { false }
    }
}
