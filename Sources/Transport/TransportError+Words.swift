// What went wrong in a few words, in one place: whoever tells of an exchange tells the same.

extension TransportError {
    /// The failure as a clause without its full stop. It may hold what the system or the server said, and no secret of
    /// ours: no header, cookie or query.
    public var words: String {
        switch self {
        case .nameNotFound(let host): "\(host): no such host"
        case .unreachable(let words), .interrupted(let words), .invalidURL(let words), .protocolViolation(let words),
            .unsupported(let words):
            words
        case .connectTimedOut(let host, let seconds): "\(host): no connection within \(seconds) s"
        case .tls(let failure): failure.words
        case .proxy(let failure): failure.words
        case .timedOut(let seconds): "no answer for \(seconds) s"
        case .tooLarge(let limit) where limit >= 1 << 20: "more than \(limit >> 20) MiB"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .upgradeRefused(let refusal): "the answer was \(refusal.status)"
        case .cancelled: "it was given up"
        case .closed: "the connection is closed"
        }
    }
}
