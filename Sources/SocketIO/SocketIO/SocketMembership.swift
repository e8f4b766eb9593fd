// One namespace of a client's connection: whether we are in it, and what waits for that.
import JSON

/// What a client knows of a namespace that it wants to be in.
struct SocketMembership: Equatable, Sendable {
    enum Phase: Equatable {
        /// There is no connection.
        case out
        /// CONNECT is sent.
        case joining
        case joined(id: String)
        /// We left before the answer to CONNECT came, and say so when it comes: socket.io's server ends the connection
        /// over a DISCONNECT, or a second CONNECT, that comes before its answer (socket.io, `Client.ondecoded`).
        case leaving
        /// The server put us out and the connection lives on; we ask again after a while.
        case putOut
        /// The server does not want us. What it still sends for this namespace is ignored: Frappe's server has a
        /// CONNECT follow its CONNECT_ERROR.
        case refused
    }

    /// How a server with connection state recovery finds our lost session (Socket.IO 4.6).
    struct Recovery: Equatable {
        var privateID: EngineSessionID
        /// The last event that came.
        var offset: String?
    }

    let namespace: String
    var phase = Phase.out
    var recovery: Recovery?
    /// Times that we were put out since a heartbeat came.
    var timesPutOut = 0
    /// Events that came before the answer to CONNECT.
    var held: [SocketEvent] = []
    /// Events that wait to be sent.
    var buffer: [BufferedEmission] = []
    var bufferedBytes = 0
    var acknowledgements: AcknowledgementBook

    init(_ namespace: String, firstAcknowledgementID: Int = 0) {
        self.namespace = namespace
        acknowledgements = AcknowledgementBook(nextID: firstAcknowledgementID)
    }

    var isJoined: Bool {
        if case .joined = phase { true } else { false }
    }

    /// Whether a connection is worth having for its sake.
    var isWanted: Bool { phase != .refused && phase != .leaving }

    /// The payload of CONNECT: the application's, and what recovers the session.
    func payload(_ authentication: SocketAuthentication) -> JSONValue? {
        let own = authentication.payload(for: namespace)
        guard let recovery, own == nil || own?.asObject != nil else { return own }
        var object: JSONObject = ["pid": .string(recovery.privateID.text)]
        if let offset = recovery.offset { object["offset"] = .string(offset) }
        for (key, value) in own?.asObject?.pairs ?? [] { object[key] = value }
        return .object(object)
    }
}

extension SocketMembership {
    mutating func forgetBuffer() -> [BufferedEmission] {
        defer {
            buffer = []
            bufferedBytes = 0
        }
        return buffer
    }
}
