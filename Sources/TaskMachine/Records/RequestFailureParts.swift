// A failed request as a word, a text and a number: the one table for all who write failures down.

/// What a failure is made of. Conversations and recordings keep it under names of their own.
public struct RequestFailureParts: Equatable, Sendable {
    /// The case's name: `timedOut`.
    public var kind: String
    /// The server's or the system's words, where the case has some.
    public var words: String?
    /// Seconds or an HTTP status, as the case has it.
    public var number: Int?

    public init(_ kind: String, _ words: String? = nil, number: Int? = nil) {
        self.kind = kind
        self.words = words
        self.number = number
    }
}

extension RequestFailure {
    public var parts: RequestFailureParts {
        switch self {
        case .unreachable(let words): RequestFailureParts("unreachable", words)
        case .interrupted(let words): RequestFailureParts("interrupted", words)
        case .timedOut(let seconds): RequestFailureParts("timedOut", number: seconds)
        case .signedOut(let words): RequestFailureParts("signedOut", words)
        case .rateLimited(let seconds): RequestFailureParts("rateLimited", number: seconds)
        case .refused(let status, let message): RequestFailureParts("refused", message, number: status)
        case .malformed(let words): RequestFailureParts("malformed", words)
        case .forbidden(let words): RequestFailureParts("forbidden", words)
        case .blocked(let status, let words): RequestFailureParts("blocked", words, number: status)
        case .contextTooLong(let words): RequestFailureParts("contextTooLong", words)
        case .noSuchMethod(let words): RequestFailureParts("noSuchMethod", words)
        case .keyWanted(let words): RequestFailureParts("keyWanted", words)
        case .quotaExceeded(let words): RequestFailureParts("quotaExceeded", words)
        case .modelFailed(let words): RequestFailureParts("modelFailed", words)
        case .cancelled: RequestFailureParts("cancelled")
        }
    }

    /// nil: no failure is called so.
    public init?(_ parts: RequestFailureParts) {
        let (words, number) = (parts.words ?? "", parts.number)
        switch parts.kind {
        case "unreachable": self = .unreachable(words)
        case "interrupted": self = .interrupted(words)
        case "timedOut": self = .timedOut(seconds: number ?? 0)
        case "signedOut": self = .signedOut(words)
        case "rateLimited": self = .rateLimited(retryAfterSeconds: number)
        case "refused": self = .refused(status: number ?? 0, message: words)
        case "malformed": self = .malformed(words)
        case "forbidden": self = .forbidden(words)
        case "blocked": self = .blocked(status: number ?? 0, words)
        case "contextTooLong": self = .contextTooLong(words)
        case "noSuchMethod": self = .noSuchMethod(words)
        case "keyWanted": self = .keyWanted(words)
        case "quotaExceeded": self = .quotaExceeded(words)
        case "modelFailed": self = .modelFailed(words)
        case "cancelled": self = .cancelled
        default: return nil
        }
    }
}
