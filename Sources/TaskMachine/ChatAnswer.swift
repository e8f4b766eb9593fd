// What an HTTP answer to a chat request means. HTTP 200 is not success: the order of the checks is in docs/PROTOCOL.md.

import JSON

/// An answer, classified.
public enum ChatAnswer: Equatable, Sendable {
    case reply(ChatReply)
    case failure(RequestFailure)

    /// - Parameters:
    ///   - retryAfter: the header of that name, if any, in seconds or as a date.
    ///   - date: the `Date` header; a `retryAfter` that is a date counts from there.
    ///   - isGuest: whether the request came from nobody. A permission that is missing then means a sign-in that is.
    ///   - body: at most what the transport let through; JSON, or whatever a proxy sent instead.
    public init(status: Int, retryAfter: String?, date: String? = nil, isGuest: Bool = false, body: [UInt8]) {
        let refusal = ServerRefusal(
            status: status, waitSeconds: RetryAfter.seconds(retryAfter, date: date), isGuest: isGuest)
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(body)
        } catch {
            self = .failure(Self.unreadable(refusal, ServerPage(body, error)))
            return
        }
        guard json.asObject != nil else {
            self = .failure(Self.unreadable(refusal, .other("JSON of another shape")))
            return
        }
        if let failure = Self.failure(refusal, json) {
            self = .failure(failure)
        } else if let reply = ChatReply(reading: json["message"] ?? json) {
            self = .reply(reply)
        } else {
            self = .failure(.malformed("an empty reply"))
        }
    }

    private static func unreadable(_ refusal: ServerRefusal, _ page: ServerPage) -> RequestFailure {
        (200..<300).contains(refusal.status) ? .malformed(page.words) : refusal.failure(for: page)
    }

    private static func failure(_ refusal: ServerRefusal, _ json: JSONValue) -> RequestFailure? {
        var refusal = refusal
        let words = ServerWords(json)
        let message = json["message"]
        if json["session_expired"]?.isTruthy == true || message?["session_expired"]?.isTruthy == true {
            return .signedOut(words.text)
        }
        if refusal.waitSeconds == nil, let seconds = message?["retry_after"]?.lenientInt, seconds >= 0 {
            refusal.waitSeconds = seconds
        }
        if refusal.status >= 400 || words.exception != nil { return refusal.failure(for: words) }
        // Agent Mode has its own status inside an answer that HTTP calls a success.
        if let inner = message?["status"]?.lenientInt, inner >= 400 {
            refusal.status = inner
            return refusal.failure(for: words)
        }
        let isRefused =
            message?["success"].map({ !$0.isTruthy }) == true || message?["error"]?.isTruthy == true
            || message?.asObject == nil && json["error"]?.isTruthy == true
        guard isRefused else { return nil }
        // A server that asks a model itself says what kind of failure it was.
        return switch message?["failure"]?.asString {
        case "model": .modelFailed(words.text)
        case "context": .contextTooLong(words.text)
        case "rate_limit": .rateLimited(retryAfterSeconds: refusal.waitSeconds)
        default: refusal.failure(for: words)
        }
    }
}
