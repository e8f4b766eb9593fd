// What an HTTP request to `/socket.io/` asks for, and how wrong ones are answered (Engine.IO 4, as engine.io does).
import JSON

/// A request for an Engine.IO session, told apart by its method and query.
public enum EngineRequest: Equatable, Sendable {
    /// `GET …transport=polling` without `sid`: a new session; the request is its first poll.
    case newPolling
    /// A websocket upgrade without `sid`: a new session.
    case newWebSocket
    /// `GET` with `sid`: wants the packets that wait for the client.
    case poll(sessionID: String)
    /// `POST` with `sid`: brings packets.
    case post(sessionID: String)
    /// A websocket upgrade with `sid`: a session that wants to leave polling.
    case upgrade(sessionID: String)

    /// - Parameters:
    ///   - query: the part of the target after `?`, without it.
    ///   - isWebSocketUpgrade: the request has `Upgrade: websocket`.
    public init(method: String, query: String, isWebSocketUpgrade: Bool) throws(EngineRequestError) {
        var fields: [Substring: Substring] = [:]
        for field in query.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        guard let transport = fields["transport"], transport == "polling" || transport == "websocket" else {
            throw .transportUnknown
        }
        let sessionID = fields["sid"].map(String.init)
        guard fields["EIO"] == "4" else { throw .unsupportedVersion }
        switch (transport == "websocket", method, sessionID) {
        case (true, "GET", _) where !isWebSocketUpgrade: throw .badRequest
        case (true, "GET", nil): self = .newWebSocket
        case (true, "GET", let sessionID?): self = .upgrade(sessionID: sessionID)
        case (false, "GET", nil): self = .newPolling
        case (false, "GET", let sessionID?): self = .poll(sessionID: sessionID)
        case (false, "POST", let sessionID?): self = .post(sessionID: sessionID)
        case (_, _, nil): throw .badHandshakeMethod
        default: throw .badRequest
        }
    }
}

/// A refusal; the numbers and words are those of engine.io.
public enum EngineRequestError: Int, Error, Equatable, Sendable {
    /// `transport` is missing, or neither `polling` nor `websocket`.
    case transportUnknown = 0
    /// The session is over, or was never here.
    case sessionUnknown = 1
    /// A POST without a session.
    case badHandshakeMethod = 2
    /// A request that does not fit the session's transport, or a websocket without an upgrade.
    case badRequest = 3
    /// The application does not let this request in.
    case forbidden = 4
    /// `EIO` is missing or not 4.
    case unsupportedVersion = 5

    /// engine.io's words for it.
    public var message: String {
        switch self {
        case .transportUnknown: "Transport unknown"
        case .sessionUnknown: "Session ID unknown"
        case .badHandshakeMethod: "Bad handshake method"
        case .badRequest: "Bad request"
        case .forbidden: "Forbidden"
        case .unsupportedVersion: "Unsupported protocol version"
        }
    }

    /// The HTTP answer: 400, or 403 for `forbidden`, with `{"code":…,"message":…}`.
    public var answer: EngineAnswer {
        let body: JSONValue = ["code": JSONValue(rawValue), "message": .string(message)]
        return EngineAnswer(
            status: self == .forbidden ? 403 : 400, contentType: "application/json", body: body.serialized())
    }
}

/// An HTTP answer to a poll, a post, or a wrong request. Send it with `Cache-Control: no-store`.
public struct EngineAnswer: Equatable, Sendable {
    /// The status code, such as 200.
    public var status: Int
    /// The value of `Content-Type`.
    public var contentType: String
    /// The whole body.
    public var body: [UInt8]

    /// An answer with this body.
    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    static func packets(_ frames: [EngineFrame]) -> EngineAnswer {
        EngineAnswer(status: 200, contentType: "text/plain; charset=UTF-8", body: PollingPayload.encode(frames))
    }
}
