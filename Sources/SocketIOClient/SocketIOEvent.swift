// What a program hears from the client.
public import SocketIO

/// News, in the order in which it happened.
public enum SocketIOEvent: Equatable, Sendable {
    /// We are in a namespace, now or again. Unless the session was recovered, rooms that were joined before are gone:
    /// subscribe anew, and fetch what was missed.
    case connected(namespace: String, id: String, isRecovered: Bool)
    /// The server sent an event.
    case received(SocketEvent)
    /// One of several namespaces was refused or ended; the connection lives on. Nil: for good.
    case namespaceClosed(namespace: String, SocketClosure, retryInMilliseconds: Int?)
    /// A connection ended. Nil: there will be no further attempt until `connect()`.
    case disconnected(SocketClosure, retryInMilliseconds: Int?)
    /// An attempt failed. Nil: as above.
    case attemptFailed(SocketClosure, retryInMilliseconds: Int?)
}

/// Counts since the client was made.
public struct SocketIOMetrics: Equatable, Sendable {
    /// Connections that were begun.
    public var connectAttempts = 0
    /// Connections over which a namespace was joined.
    public var connectSuccesses = 0
    /// Connections that ended after that, whoever ended them.
    public var disconnects = 0
    /// Events of the server, the dropped ones included.
    public var eventsReceived = 0
    /// Successes after the first.
    public var reconnects = 0
    /// Events of the server that nobody read in time.
    public var eventsDropped = 0

    /// All counts zero: those of a client that has not begun.
    public init() {}
}

/// How things stand.
public struct SocketIOStatus: Equatable, Sendable {
    /// Where the connection and its first namespace stand; with the Socket.IO id once we are in it.
    public var state: SocketSession.State
    /// The first namespace, which `state` and `id` are about.
    public var namespace: String
    /// What carries the packets; nil while there is no connection.
    public var transport: SocketTransportKind?
    /// Why polling carries them though a websocket was wanted first; nil where it was not tried, or works.
    public var webSocketEnd: SocketTransportEnd?
    /// Waits for another attempt since the last success.
    public var retries: Int
    /// Time until the next attempt, while one is waited for.
    public var retryIn: Duration?
    /// Why the last connection or attempt ended; nil while connected.
    public var lastClosure: SocketClosure?
    /// Time since the last event of the server; nil before the first.
    public var lastEventAge: Duration?
    /// Counts since the client was made.
    public var metrics: SocketIOMetrics

    /// Whether we are in the first namespace.
    public var isConnected: Bool { id != nil }

    /// The Socket.IO id in the first namespace.
    public var id: String? {
        if case .connected(let id) = state { id } else { nil }
    }
}
