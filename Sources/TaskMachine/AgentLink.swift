// The port to any agent: commands out, events in. `Backend` is one conformer.

/// A connection to an agent.
public protocol AgentLink: Sendable {
    /// One consumer. Bounded: progress may be dropped under pressure (newest kept), replies and failures never.
    var events: AsyncStream<AgentEvent> { get }
    func perform(_ command: AgentCommand) async
}

/// What we ask of an agent.
public enum AgentCommand: Equatable, Sendable {
    case send(ChatRequest)
    /// Give up on a request: its HTTP exchange is closed. No event follows for it.
    case cancel(request: Int)
    /// Connect the realtime feed now, whatever the back-off says.
    case retryRealtime
    case disconnect
    case tell(SideCall)
    /// Answered by `answered` with the same number.
    case ask(SideQuestion, question: Int)
    /// The user signed in or chose another server: what is kept of the session is read again.
    case accountChanged
}

/// What an agent tells us.
public enum AgentEvent: Equatable, Sendable {
    case replied(ChatReply, request: Int)
    case requestFailed(RequestFailure, request: Int)
    case progressed(AgentProgress)
    case linkChanged(LinkStatus)
    /// A notice for the user (`msgprint`), plain text.
    case noticed(String)
    /// The feed is there again after it was away, and what the server published meanwhile is gone.
    case feedMissed(FeedGap)
    /// nil: it did not come about; the caller goes on without.
    case answered(String?, question: Int)
    case accountKnown(Account)
}

/// What is known of a time without a feed. Requests are not touched by it: their replies come over HTTP.
public struct FeedGap: Equatable, Sendable {
    /// How long the feed was away, in milliseconds.
    public var milliseconds: Int
    /// The latest answer that the server has of this conversation, asked for over HTTP after the gap; nil when there is
    /// no conversation yet, or the server did not tell.
    public var latestAnswer: String?

    public init(milliseconds: Int, latestAnswer: String? = nil) {
        self.milliseconds = milliseconds
        self.latestAnswer = latestAnswer
    }
}

/// The realtime feed as the status line shows it, and the seed's five metrics.
public struct LinkStatus: Equatable, Sendable {
    public enum State: Equatable, Sendable {
        case connecting
        case online
        /// `attempt` of `limit`, next try in so many milliseconds.
        case reconnecting(attempt: Int, limit: Int, milliseconds: Int)
        case offline(reason: String)
        /// Chat works over HTTP, and there is no feed on purpose (no session cookie, or refused for good).
        case realtimeOff(reason: String)
    }

    public var state: State
    public var metrics: RealtimeMetrics
    public var server: String
    /// The Socket.IO namespace; empty while it is not known.
    public var namespace = ""
    /// `websocket` or `polling`; nil while there is no connection.
    public var transport: String?
    /// The server's id for this connection; nil while there is none.
    public var socketID: String?
    /// Why the latest connection or attempt ended; nil while that is over.
    public var lastError: String?
    /// Whether the session was found to be nobody's after the feed had joined: no event will come.
    public var isGuest = false

    public init(state: State, metrics: RealtimeMetrics = RealtimeMetrics(), server: String = "") {
        self.state = state
        self.metrics = metrics
        self.server = server
    }
}

/// The seed's counters ("Monitor Production").
public struct RealtimeMetrics: Equatable, Sendable {
    public var connectAttempts = 0
    public var connectSuccesses = 0
    public var disconnects = 0
    public var eventsReceived = 0
    public var reconnects = 0

    public init() {}
}
