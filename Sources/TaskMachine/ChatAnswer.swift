// What an HTTP answer to a chat request means. HTTP 200 is not success: the order of the checks is in docs/PROTOCOL.md.

import JSON

/// An answer, classified.
public enum ChatAnswer: Equatable, Sendable {
    case reply(ChatReply)
    case failure(RequestFailure)

    /// - Parameters:
    ///   - retryAfter: the header of that name, if any; only its form in seconds is read.
    ///   - body: at most what the transport let through; JSON, or whatever a proxy sent instead.
    public init(status: Int, retryAfter: String?, body: [UInt8]) {
        let seconds = retryAfter.flatMap { Int(PlainText.trimmed($0)) }
        guard let json = try? JSONValue.parse(body), json.asObject != nil else {
            self = .failure(Self.unreadable(status: status, seconds, body))
            return
        }
        if let failure = Self.failure(status: status, seconds, json) {
            self = .failure(failure)
            return
        }
        if let reply = ChatReply(reading: json["message"] ?? json) {
            self = .reply(reply)
        } else {
            self = .failure(.malformed("an empty reply"))
        }
    }

    private static func unreadable(status: Int, _ seconds: Int?, _ body: [UInt8]) -> RequestFailure {
        let what = description(of: body)
        return switch status {
        case 401: .signedOut("")
        case 429: .rateLimited(retryAfterSeconds: seconds)
        case 200..<300: .malformed(what)
        default: .refused(status: status, message: what)
        }
    }

    /// A word on what came instead of JSON.
    private static func description(of body: [UInt8]) -> String {
        guard let first = body.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            return "an empty answer"
        }
        switch first {
        case UInt8(ascii: "<"): return "an HTML page instead of JSON"
        case UInt8(ascii: "{"): return "JSON that breaks off or is broken"
        case UInt8(ascii: "["), UInt8(ascii: "\""): return "JSON of another shape"
        default: return "something that is not JSON"
        }
    }

    private static func failure(status: Int, _ seconds: Int?, _ json: JSONValue) -> RequestFailure? {
        let words = ServerWords(json)
        let message = json["message"]
        if json["session_expired"]?.isTruthy == true || message?["session_expired"]?.isTruthy == true {
            return .signedOut(words.text)
        }
        let inner = message?["status"]?.lenientInt ?? 0
        for code in [status, inner] {
            if code == 401 { return .signedOut(words.text) }
            if code == 429 { return .rateLimited(retryAfterSeconds: seconds ?? message?["retry_after"]?.lenientInt) }
        }
        if words.isSignedOut, status == 403 || status == 401 || status < 400 { return .signedOut(words.text) }
        if status >= 400 || words.isException { return .refused(status: status, message: words.text) }
        if inner >= 400 { return .refused(status: inner, message: words.text) }
        if message?["success"].map({ !$0.isTruthy }) == true || message?["error"]?.isTruthy == true {
            return .refused(status: status, message: words.text)
        }
        if message?.asObject == nil, json["error"]?.isTruthy == true {
            return .refused(status: status, message: words.text)
        }
        return nil
    }
}

/// The words of a server's error, from wherever it put them: the last of `_server_messages`, `error`, `message`, the
/// exception's own text, its type.
struct ServerWords: Equatable {
    var text: String
    /// The body is a Frappe exception.
    var isException: Bool
    /// The exception says that nobody is signed in, or that a guest may not.
    var isSignedOut: Bool

    init(_ json: JSONValue) {
        let type = json["exc_type"]?.nonEmptyText
        isException = type != nil || ["exception", "exc"].contains { json[$0]?.nonEmptyText != nil }
        isSignedOut = ["AuthenticationError", "PermissionError", "SessionExpired", "SessionStopped"].contains(type)
        let message = json["message"]
        let candidates = [
            Self.lastServerMessage(json["_server_messages"]), message?["error"]?.nonEmptyText,
            message?["message"]?.nonEmptyText, message?.nonEmptyText, json["error"]?.nonEmptyText,
            json["exception"]?.nonEmptyText, type,
        ]
        text = candidates.lazy.compactMap { $0.map(PlainText.withoutHTML) }.first { !$0.isEmpty } ?? ""
    }

    /// `_server_messages` is JSON text of a list of JSON texts of objects with a `message`.
    private static func lastServerMessage(_ value: JSONValue?) -> String? {
        guard let text = value?.asString, let list = try? JSONValue.parse(text), let last = list.asArray?.last else {
            return nil
        }
        guard let inner = last.asString else { return last["message"]?.nonEmptyText }
        guard let object = try? JSONValue.parse(inner), object.asObject != nil else { return inner }
        return object["message"]?.nonEmptyText
    }
}
