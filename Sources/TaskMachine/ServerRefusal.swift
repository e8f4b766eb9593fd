// What a server's no means for the user: told apart where a person can do something different about it.

/// How a refusal came: its status, and who had asked.
struct ServerRefusal: Equatable {
    /// HTTP's, or the one inside an answer; below 400 where only the words or the exception say no.
    var status: Int
    /// How long the server asks to wait.
    var waitSeconds: Int?
    /// The request came from nobody.
    var isGuest: Bool

    /// A refusal in the server's own words. What it says comes before its exception's type, and both before the status:
    /// Frappe answers with 417 to half of what can go wrong.
    func failure(for words: ServerWords) -> RequestFailure {
        let said = words.text.lowercased()
        if let failure = failure(saying: said, words.text) { return failure }
        switch words.exception {
        case "AuthenticationError", "SessionExpired", "InvalidAuthorizationHeader", "InvalidAuthorizationPrefix",
            "InvalidAuthorizationToken":
            return .signedOut(words.text)
        case "PermissionError":
            if isGuest { return .signedOut(words.text) }
            return said.contains("not whitelisted") ? .noSuchMethod(words.text) : .forbidden(words.text)
        case "TooManyRequestsError", "RateLimitExceededError": return .rateLimited(retryAfterSeconds: waitSeconds)
        case "DoesNotExistError", "PageDoesNotExistError": return missing(words)
        default: break
        }
        switch status {
        case 401: return speaksOfKey(said) ? .keyWanted(words.text) : .signedOut(words.text)
        case 402: return .quotaExceeded(words.text)
        case 403: return isGuest ? .signedOut(words.text) : .forbidden(words.text)
        case 404: return missing(words)
        case 413: return .contextTooLong(words.text)
        case 429: return .rateLimited(retryAfterSeconds: waitSeconds)
        default: return .refused(status: status, message: words.full(status: status))
        }
    }

    private func failure(saying said: String, _ text: String) -> RequestFailure? {
        func says(_ phrases: [String]) -> Bool { phrases.contains { said.contains($0) } }
        if says(Self.quota) { return .quotaExceeded(text) }
        if says(Self.tooLong) { return .contextTooLong(text) }
        if says(["rate limit exceeded", "too many requests"]) { return .rateLimited(retryAfterSeconds: waitSeconds) }
        if says(["failed to get method"]) { return .noSuchMethod(text) }
        if says(["api key is required", "invalid api key", "invalid or expired api key"]) { return .keyWanted(text) }
        // A 417 is not about who asks, unless it says so; nor is an answer that HTTP calls a success.
        let mayMeanSession = [401, 403, 417].contains(status) || status < 400
        return mayMeanSession && says(Self.signedOut) ? .signedOut(text) : nil
    }

    /// Only what names the limit itself: `Unexpected token` and `access token` have nothing to do with it.
    private static let tooLong = [
        "context length", "context_length", "context window", "maximum context", "too many tokens",
        "prompt is too long", "input is too long",
    ]
    private static let quota = [
        "quota exceeded", "exceeded your current quota", "insufficient_quota", "budget exceeded",
    ]
    private static let signedOut = [
        "session expired", "session has expired", "not logged in", "please log in", "please login", "login to access",
        "authentication required",
    ]

    private func speaksOfKey(_ said: String) -> Bool { said.contains("api key") || said.contains("api_key") }

    /// A conversation that is gone is no method that is not there.
    private func missing(_ words: ServerWords) -> RequestFailure {
        words.text.lowercased().contains("conversation")
            ? .refused(status: status, message: words.text) : .noSuchMethod(words.text)
    }

    /// A refusal without JSON: a firewall's or a gateway's page, mostly.
    func failure(for page: ServerPage) -> RequestFailure {
        switch (status, page) {
        case (401, _): .signedOut("")
        case (413, _): .contextTooLong("the request is larger than the server takes")
        case (404, _): .noSuchMethod(page.words)
        case (429, .html) where waitSeconds == nil: .blocked(status: status, page.words)
        case (429, _): .rateLimited(retryAfterSeconds: waitSeconds)
        case (403, .html), (406, .html), (503, .html): .blocked(status: status, page.words)
        case (502, _): .refused(status: status, message: "the gateway got no answer from the server behind it")
        case (504, _): .refused(status: status, message: "the server behind the gateway took too long")
        default: .refused(status: status, message: page.words)
        }
    }
}
