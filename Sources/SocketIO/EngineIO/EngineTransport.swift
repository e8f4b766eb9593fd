// What a client's session asks of its transports and hears from them. The driver maps these to real requests.
public import JSON

/// News from the transports. The driver names the connection it is about; news of an older one is ignored.
public enum SocketTransportEvent: Equatable, Sendable {
    /// What the attempt needs is there: headers, and the payloads for CONNECT.
    case prepared(SocketAuthentication)
    /// The websocket is open.
    case opened
    /// Whole messages came over the websocket, in this order.
    case received([EngineFrame])
    /// The frames of the last `send` were handed to the network.
    case sent
    /// The websocket could not be opened, or is gone; or the attempt could not be prepared. Nothing more comes of it.
    case closed(SocketTransportEnd)
    /// The answer to the last `poll`, read to its end.
    case polled(status: Int, body: [UInt8])
    /// The last `poll` got no answer.
    case pollFailed(SocketTransportEnd)
    /// The answer to the last `post`.
    case posted(status: Int, body: [UInt8])
    /// The last `post` got no answer.
    case postFailed(SocketTransportEnd)
}

/// Orders to the transports, each for one connection.
public enum SocketTransportEffect: Equatable, Sendable {
    /// Find out as whom to connect, for this attempt alone; answered by `prepared` or `closed`.
    case prepare
    /// Open a websocket: a session of its own, or one for the polling session that is to move to it. Answered by
    /// `opened` or `closed`.
    case openWebSocket(sessionID: EngineSessionID?)
    /// Send these in order over the websocket; answered by `sent`. The next `send` comes after that, directly before
    /// `close`, or when the answer to a probe came first.
    case send([EngineFrame])
    /// Close the websocket alone, also while it is being opened. Not answered.
    case closeWebSocket
    /// `GET`, for a new session or for what waits in one. It may take as long as it likes, and is never given up but
    /// by `close`. Answered by `polled` or `pollFailed`; there is never a second one before that.
    case poll(sessionID: EngineSessionID?)
    /// `POST` this body (`text/plain;charset=UTF-8`). Answered by `posted` or `postFailed`. The next `post` comes after
    /// that, or directly before `close`.
    case post([UInt8], sessionID: EngineSessionID)
    /// Close everything of the connection after what was sent before; also while it is being opened. Not answered.
    case close
}

/// Why a request failed, or a websocket is gone or did not come about.
public enum SocketTransportEnd: Equatable, Sendable {
    /// The server's name has no address.
    case nameNotFound(String)
    /// No TCP connection: refused, no route.
    case unreachable(String)
    /// No connection in time.
    case connectTimedOut(String)
    /// TLS did not come about. `mayHeal` is false for what stays wrong until somebody changes it, such as a certificate.
    case tls(String, mayHeal: Bool)
    /// The proxy on the way failed or refused. `mayHeal` is false for what stays wrong until somebody changes it.
    case proxy(String, mayHeal: Bool)
    /// Nothing came in time on a connection.
    case timedOut
    /// The server answered with this status instead of 101 or 200. `body` is the start of what it said.
    case refused(status: Int, body: String)
    /// A close frame; `code` is nil when it was empty.
    case closeFrame(code: Int?, reason: String)
    /// The connection broke, or ended without a close frame.
    case interrupted(String)
    /// The other side broke the rules of HTTP or websockets.
    case protocolViolation(String)
    /// A message beyond our limit, in bytes.
    case tooLarge(limit: Int)
    /// It cannot work as configured: a bad URL, an unsupported scheme.
    case unusable(String)

    /// Whether polling may get through where the websocket did not: the server was reached, and did not upgrade.
    var isAboutUpgrade: Bool {
        switch self {
        case .refused(let status, _): status != 401
        case .interrupted, .protocolViolation, .closeFrame: true
        case .nameNotFound, .unreachable, .connectTimedOut, .tls, .proxy, .timedOut, .tooLarge, .unusable: false
        }
    }
}

/// The ways a session's packets can travel.
public enum SocketTransportKind: String, Equatable, Sendable {
    case webSocket = "websocket"
    case polling
}

/// Payloads of the CONNECT packets, made for one attempt. Shows itself nowhere.
public struct SocketAuthentication: Equatable, Sendable {
    /// The payload for every namespace that has none of its own.
    public var payload: JSONValue?
    /// Payloads by namespace.
    public var payloads: [String: JSONValue]

    public init(_ payload: JSONValue? = nil, payloads: [String: JSONValue] = [:]) {
        self.payload = payload
        self.payloads = payloads
    }

    func payload(for namespace: String) -> JSONValue? { payloads[namespace] ?? payload }
}

extension SocketAuthentication: CustomStringConvertible, CustomReflectable {
    public var description: String { "authentication for \(payloads.keys.sorted())" }
    public var customMirror: Mirror { Mirror(self, children: ["namespaces": payloads.keys.sorted()]) }
}

/// The id of a transport session, or the private id by which a lost one is found again. Whoever knows it can speak in
/// that session's name, so it is never printed.
public struct EngineSessionID: Hashable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }
}

extension EngineSessionID: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(\(text.utf8.count) characters)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["length": text.utf8.count]) }
}
