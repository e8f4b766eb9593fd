// What `listen` has to say, before it is known whether a person or a program reads it.

public import Backend
public import SocketIO
public import SocketIOClient

/// One thing that happened.
public enum Note: Equatable, Sendable {
    /// There is nothing to listen to; a few words on why.
    case notStarted(reason: String)
    /// The end came while the first answer of this server was still waited for.
    case unanswered(server: String)
    case connected(namespace: String, id: String, transport: SocketTransportKind?, isRecovered: Bool)
    /// A connection, or one namespace of it, ended. `retryInMilliseconds` is nil when there is no next try.
    case disconnected(namespace: String, Finding?, retryInMilliseconds: Int?)
    /// `isLookedInto`: the layers follow, with what to do.
    case attemptFailed(namespace: String, Finding?, retryInMilliseconds: Int?, isLookedInto: Bool)
    case received(SocketEvent)
    case acknowledged(Emission, SocketArguments)
    case emitFailed(Emission, SocketEmitError)
    /// Something about the connection that is worth a word.
    case found(Finding)
    case check(LayerCheck)
    case summary(Summary)
}

/// The end of the account.
public struct Summary: Equatable, Sendable {
    public var seconds: Double
    public var metrics: SocketIOMetrics
    /// What the program ends with.
    public var status: Int32

    public init(seconds: Double, metrics: SocketIOMetrics, status: Int32) {
        self.seconds = seconds
        self.metrics = metrics
        self.status = status
    }

    /// Events in a second; 0 for no time at all.
    public var rate: Double { seconds > 0 ? Double(metrics.eventsReceived) / seconds : 0 }
}

/// When something happened.
public struct Stamp: Equatable, Sendable {
    /// Time of the day where the user is, in milliseconds since midnight.
    public var dayMilliseconds: Int
    /// Monotonic, since the program's start.
    public var seconds: Double
    /// Since the latest connection was made; nil before the first.
    public var secondsConnected: Double?

    public init(dayMilliseconds: Int, seconds: Double, secondsConnected: Double? = nil) {
        self.dayMilliseconds = dayMilliseconds
        self.seconds = seconds
        self.secondsConnected = secondsConnected
    }
}
