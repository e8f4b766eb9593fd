// Ends and failures in a sentence, for programs that have no words of their own.

extension SocketClosure {
    /// The end in a sentence without its full stop. It may hold what the server or the system said, and no secret of
    /// ours: no header, id or query.
    public var words: String {
        switch self {
        case .requested: "disconnected"
        case .disconnectedByServer: "the server put us out"
        case .closedByServer: "the server ended the session"
        case .transport(let end): end.words
        case .pingTimeout: "nothing came within the time of the heartbeat"
        case .openTimeout: "the server did not begin a session in time"
        case .joinTimeout: "the server did not answer CONNECT in time"
        case .refused(let message, _): "refused: \(message)"
        case .unsupportedVersion: "the server speaks an older protocol"
        case .parseError: "the server sent something that is no packet"
        case .tooManyHeldEvents: "the server sent too many events before it let us in"
        }
    }
}

extension SocketTransportEnd {
    /// The failure in a sentence without its full stop; as for `SocketClosure.words`.
    public var words: String {
        switch self {
        case .nameNotFound(let words), .unreachable(let words), .connectTimedOut(let words), .tls(let words, _),
            .proxy(let words, _), .interrupted(let words), .protocolViolation(let words), .unusable(let words):
            words
        case .timedOut: "nothing came in time"
        case .refused(let status, _): "the server answered \(status)"
        case .closeFrame(let code, let reason):
            "the server closed the websocket (\(code.map(String.init) ?? "no code")\(reason.isEmpty ? "" : ": \(reason)"))"
        case .tooLarge(let limit): "a message of more than \(limit) bytes"
        }
    }
}

extension SocketEmitError {
    /// The failure in a sentence without its full stop.
    public var words: String {
        switch self {
        case .notConnected: "not connected"
        case .bufferFull: "too much waits to be sent"
        case .tooLarge(let limit): "the server takes at most \(limit) bytes"
        case .reservedName: "the name belongs to the library"
        case .dropped: "it could not leave at once"
        case .cancelled: "the wait was cancelled"
        case .timedOut: "no acknowledgement in time"
        case .disconnected: "the connection ended before the acknowledgement"
        }
    }
}
