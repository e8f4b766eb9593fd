// What a server may set, with the defaults of socket.io, and what its sessions report.

/// Limits and times of a server's sessions. All times are in milliseconds.
public struct SocketServerConfiguration: Equatable, Sendable {
    /// How often the server asks for a sign of life.
    public var pingIntervalMilliseconds = 25_000
    /// How long it waits for one.
    public var pingTimeoutMilliseconds = 20_000
    /// A client that joined no namespace by then is sent away.
    public var joinTimeoutMilliseconds = 45_000
    /// How long a move from polling to a websocket may take.
    public var upgradeTimeoutMilliseconds = 10_000
    /// How long a close packet waits for a poll that carries it.
    public var closeTimeoutMilliseconds = 30_000
    /// Bytes of one message or POST; announced to the client. The driver refuses longer websocket messages (1009).
    public var maximumPayloadBytes = 1_000_000
    /// Bytes that may wait for a client that does not read; beyond them the session is closed.
    public var maximumBufferedBytes = 16 << 20
    /// Namespaces that one client may be in.
    public var maximumNamespaces = 32
    /// Events of one client that may wait for their acknowledgement.
    public var maximumUnanswered = 1_000
    /// Whether polling sessions may move to a websocket.
    public var allowsUpgrade = true
    /// Whose habits the server has where the protocol is silent.
    public var dialect = SocketServerDialect.javaScript

    /// The defaults of socket.io 4.8.
    public init() {}
}

/// The timers of a session on the server. Starting one that runs starts it anew.
public enum SocketServerTimer: Hashable, Sendable {
    /// Time to send `2`.
    case ping
    /// Time within which `3` must come.
    case pong
    /// A namespace must be joined by then.
    case join
    /// The move to a websocket must be over by then.
    case upgrade
    /// The close packet no longer waits for a poll.
    case close
}

/// Why a session on the server ended.
public enum SocketServerClosure: Equatable, Sendable {
    /// The client said so.
    case leftByClient
    /// `closeRequested`.
    case closedByServer
    /// The websocket or the poll is gone.
    case transportClosed
    /// No `3` came in time.
    case pingTimeout
    /// No namespace was joined in time.
    case joinTimeout
    /// The client sent something that is no packet.
    case parseError(PacketError)
    /// A packet that may not come now: an event outside of a namespace, a second CONNECT, a client's heartbeat.
    case protocolViolation
    /// A POST beyond the limit.
    case tooLarge
    /// The client does not take what is sent.
    case tooSlow
}
