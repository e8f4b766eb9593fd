// Values of the transport in the words of the session, and the other way round.
import SocketIO
import Transport

extension WebSocketMessage {
    init(_ frame: EngineFrame) {
        switch frame {
        case .text(let bytes): self = .text(bytes)
        case .binary(let bytes): self = .binary(bytes)
        }
    }
}

extension SocketTransportEnd {
    init(_ error: TransportError) {
        switch error {
        case .nameNotFound(let host): self = .nameNotFound("\(host): no such host")
        case .unreachable(let text): self = .unreachable(text)
        case .connectTimedOut(let host, let seconds):
            self = .connectTimedOut("\(host): no connection within \(seconds) s")
        case .tls(let failure): self = .tls(failure.words, mayHeal: failure.mayHeal)
        case .proxy(let failure): self = .proxy(failure.words, mayHeal: failure.mayHeal)
        case .interrupted(let text): self = .interrupted(text)
        case .timedOut: self = .timedOut
        case .tooLarge(let limit): self = .tooLarge(limit: limit)
        case .invalidURL(let text), .unsupported(let text): self = .unusable(text)
        case .upgradeRefused(let refusal): self = .refused(status: refusal.status, body: refusal.body)
        case .protocolViolation(let text): self = .protocolViolation(text)
        case .cancelled, .closed: self = .interrupted("the connection was given up")
        }
    }

    init(_ close: WebSocketClose) {
        switch close {
        case .frame(let code, let reason): self = .closeFrame(code: code, reason: reason)
        case .closedByUs: self = .interrupted("the connection was given up")
        case .failed(let error): self = SocketTransportEnd(error)
        }
    }
}

extension SocketClosure {
    /// The kind of end without anything that a server said: fit for a log.
    var kind: String {
        switch self {
        case .requested: "requested"
        case .disconnectedByServer: "disconnected by server"
        case .closedByServer: "closed by server"
        case .pingTimeout: "ping timeout"
        case .openTimeout: "open timeout"
        case .joinTimeout: "join timeout"
        case .refused: "refused"
        case .unsupportedVersion: "unsupported version"
        case .parseError: "parse error"
        case .tooManyHeldEvents: "too many held events"
        case .transport(let end): end.kind
        }
    }
}

extension SocketTransportEnd {
    fileprivate var kind: String {
        switch self {
        case .nameNotFound: "name not found"
        case .unreachable: "unreachable"
        case .connectTimedOut: "connecting timed out"
        case .tls: "TLS failed"
        case .proxy: "proxy failed"
        case .timedOut: "timed out"
        case .refused(let status, _): "HTTP status \(status)"
        case .closeFrame(let code, _): "close frame \(code.map(String.init) ?? "without code")"
        case .interrupted: "interrupted"
        case .protocolViolation: "protocol violation"
        case .tooLarge: "too large"
        case .unusable: "unusable"
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down; at most a hundred years, so that whoever says "for ever" in seconds is
    /// understood.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 3_153_600_000 else { return 3_153_600_000_000 }
        return Int(max(seconds, 0)) * 1_000 + Int(max(attoseconds, 0) / 1_000_000_000_000_000)
    }
}
