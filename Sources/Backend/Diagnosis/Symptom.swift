// What was seen of a fault, before anybody says what it means.

public import SocketIO
public import Transport

/// A fact about a connection that does not work, or not as it should.
public enum Symptom: Equatable, Sendable {
    /// A request got no answer.
    case noAnswer(TransportError)
    /// The polling handshake, which every Socket.IO server answers with 200, was answered otherwise. `server` is the
    /// start of the `Server` header, `body` that of what it said.
    case answered(status: Int, server: String?, body: String)
    /// The handshake was answered with 200 and something that is no open packet.
    case notSocketIO(server: String?)
    /// The server speaks Socket.IO 2: Frappe 13 does.
    case oldProtocol
    /// The server takes websockets and no polling.
    case webSocketsOnly
    /// Polling works and the websocket does not.
    case upgradeFailed(TransportError)
    /// The websocket opened, and the server closed it instead of greeting. `code` is nil when the frame was empty
    /// (RFC 6455 §7.1.5).
    case upgradeClosed(code: Int?, reason: String)
    /// The websocket opened, and the server's open packet did not come.
    case upgradeSwallowed
    /// What a client said when its connection failed or ended.
    case ended(SocketClosure)
    /// The site takes the session for nobody's. `hadSession`: there was one to show.
    case guest(hadSession: Bool)
    /// We are in `/` of a Frappe site whose events go to a namespace of its own.
    case mainNamespace
    /// The server let us in and ended the connection at once.
    case endedAtOnce(SocketClosure)
}

/// What is known about the server that a symptom is about.
public struct ServerContext: Equatable, Sendable {
    /// Scheme, host and port.
    public var origin: String
    /// The host's name, without a port.
    public var host: String
    /// The namespace that was asked for.
    public var namespace: String
    /// The site's own name for itself; nil when it is not known.
    public var siteName: String?
    /// Whether a Frappe site answers there; nil when it is not known.
    public var isFrappe: Bool?
    /// The `Origin` that is sent; the server's own address where nobody says otherwise.
    public var sentOrigin: String

    public init(
        origin: String, host: String, namespace: String = "/", siteName: String? = nil, isFrappe: Bool? = nil,
        sentOrigin: String? = nil
    ) {
        self.origin = origin
        self.host = host
        self.namespace = namespace
        self.siteName = siteName
        self.isFrappe = isFrappe
        self.sentOrigin = sentOrigin ?? origin
    }
}

extension Symptom {
    /// Polling carries a connection though a websocket was tried first, which ended so.
    public static func webSocketGaveWay(_ end: SocketTransportEnd) -> Symptom {
        switch end {
        case .refused(let status, let body): .upgradeFailed(.upgradeRefused(status: status, body: body))
        case .closeFrame(let code, let reason): .upgradeClosed(code: code, reason: reason)
        case .timedOut: .upgradeSwallowed
        default: .upgradeFailed(.interrupted(end.words))
        }
    }
}
