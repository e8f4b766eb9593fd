// How a failed request is kept: its kind, and the server's or the system's words.
import JSON

extension RequestFailure {
    var json: JSONValue {
        switch self {
        case .unreachable(let words): Self.kept("unreachable", words)
        case .interrupted(let words): Self.kept("interrupted", words)
        case .timedOut(let seconds): Self.kept("timedOut", number: seconds)
        case .signedOut(let words): Self.kept("signedOut", words)
        case .rateLimited(let seconds): Self.kept("rateLimited", number: seconds)
        case .refused(let status, let message): Self.kept("refused", message, number: status)
        case .malformed(let words): Self.kept("malformed", words)
        case .forbidden(let words): Self.kept("forbidden", words)
        case .blocked(let status, let words): Self.kept("blocked", words, number: status)
        case .contextTooLong(let words): Self.kept("contextTooLong", words)
        case .noSuchMethod(let words): Self.kept("noSuchMethod", words)
        case .keyWanted(let words): Self.kept("keyWanted", words)
        case .quotaExceeded(let words): Self.kept("quotaExceeded", words)
        case .modelFailed(let words): Self.kept("modelFailed", words)
        case .cancelled: Self.kept("cancelled")
        }
    }

    private static func kept(_ kind: String, _ words: String? = nil, number: Int? = nil) -> JSONValue {
        TaskMachine.kept(
            ("k", .string(kind)), ("t", words.map { .string($0) }), ("n", number.map { JSONValue($0) }))
    }

    /// A kind that this program does not know is told by its words, where it has any.
    init?(_ json: JSONValue) {
        let words = json["t"]?.asString ?? ""
        let number = json["n"]?.asInt
        switch json["k"]?.asString {
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
        default:
            guard !words.isEmpty else { return nil }
            self = .interrupted(words)
        }
    }
}
