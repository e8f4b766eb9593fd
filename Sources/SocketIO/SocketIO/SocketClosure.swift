// Why a client's connection ended or did not come about, and whether it can heal.
public import JSON

/// The end of a connection, or of an attempt.
public enum SocketClosure: Error, Equatable, Sendable {
    /// `disconnectRequested`.
    case requested
    /// The server put us out of the namespace (DISCONNECT).
    case disconnectedByServer
    /// The server ended the transport session (`1`).
    case closedByServer
    /// The transport failed, or was not to be had.
    case transport(SocketTransportEnd)
    /// Nothing came within the heartbeat's time.
    case pingTimeout
    /// The server did not send its open packet in time.
    case openTimeout
    /// The server did not answer CONNECT in time.
    case joinTimeout
    /// The server does not let us into the namespace (CONNECT_ERROR).
    case refused(message: String, data: JSONValue?)
    /// The server speaks an older protocol: Socket.IO 2 or older, or not Engine.IO 4.
    case unsupportedVersion
    /// The server sent something that is no packet.
    case parseError(PacketError)
    /// More events came before the answer to CONNECT than are held.
    case tooManyHeldEvents

    /// False where trying again without a change would fail in the same way.
    public var mayHeal: Bool {
        switch self {
        case .requested, .refused, .unsupportedVersion, .transport(.unusable): false
        case .transport(.refused(let status, _)): status != 401 && status != 403
        case .transport(.tls(_, let mayHeal)), .transport(.proxy(_, let mayHeal)): mayHeal
        default: true
        }
    }

    /// The server ended a connection that worked; it may do so again at once.
    var isServerMade: Bool { self == .disconnectedByServer || self == .closedByServer }

    /// An Engine.IO server says in words that it does not know protocol 4.
    var told: SocketClosure {
        guard case .transport(.refused(400, let body)) = self else { return self }
        let isVersion = body.contains("Unsupported protocol version") || body.contains("unsupported version")
        return isVersion ? .unsupportedVersion : self
    }
}

/// Why an emitted event failed.
public enum SocketEmitError: Error, Equatable, Sendable {
    /// `connectRequested` has not been said, or the connection was given up.
    case notConnected
    /// Too much waits already.
    case bufferFull
    /// The event is larger than the server takes, in bytes.
    case tooLarge(limit: Int)
    /// The name belongs to the library (`connect`, `disconnect`, …).
    case reservedName
    /// It was volatile and could not leave at once.
    case dropped
    /// The task that waited for the acknowledgement was cancelled; the event may have arrived.
    case cancelled
    /// The acknowledgement did not come in time.
    case timedOut
    /// The connection ended before the acknowledgement came; the event may have arrived.
    case disconnected
}
