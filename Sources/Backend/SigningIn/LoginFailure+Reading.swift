// What an answer to a login means. Frappe says the same things in three shapes, and what stands before it in a fourth.

import JSON
import TaskMachine
import Transport

extension LoginFailure {
    /// nil: nothing stands against it; whether a session came with the answer is another question.
    init?(_ response: HTTPResponse) {
        guard let body = try? JSONValue.parse(response.body), body.asObject != nil else {
            guard let failure = Self.withoutJSON(response) else { return nil }
            self = failure
            return
        }
        if let factor = SecondFactor(reading: body) {
            self = .secondFactorWanted(factor)
        } else if body["message"]?.asString == "Password Reset" {
            self = .passwordResetWanted
        } else if let failure = Self.refusal(response, body) {
            self = failure
        } else {
            return nil
        }
    }

    // MARK: Frappe's own words

    private static func refusal(_ response: HTTPResponse, _ body: JSONValue) -> LoginFailure? {
        let type = body["exc_type"]?.asString ?? ""
        guard response.status >= 400 || !type.isEmpty || body["exception"] != nil else { return nil }
        let answer = ChatAnswer(response, isGuest: false)
        guard case .failure(let failure) = answer else {
            return .failed(.refused(status: response.status, message: ""))
        }
        let words = failure.serverWords
        let said = words.lowercased()
        if type == "SecurityException" || said.contains("account has been locked") {
            return .locked(seconds: number(in: words))
        }
        if case .rateLimited(let seconds) = failure { return .rateLimited(retryAfterSeconds: seconds) }
        if ["TooManyRequestsError", "RateLimitExceededError"].contains(type) {
            return .rateLimited(retryAfterSeconds: nil)
        }
        if said.contains("verification code") { return .wrongCode }
        if said.contains("login session expired") || type == "ExpiredLoginException" { return .codeExpired }
        if said.contains("disabled or missing") { return .disabled }
        if said.contains("not allowed") { return .notAllowed(words) }
        if response.status == 401 || type == "AuthenticationError" { return .wrongCredentials(words) }
        return .failed(failure)
    }

    /// The first number in a text.
    private static func number(in text: String) -> Int? {
        Int(text.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber })
    }

    // MARK: What stands before the server

    private static func withoutJSON(_ response: HTTPResponse) -> LoginFailure? {
        let isPage = response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
        switch response.status {
        case 200..<300:
            // Some answer with a page and a session.
            var jar = CookieJar()
            jar.take(setCookies: response.headers("Set-Cookie"))
            return jar.sid != nil ? nil : .notAServer(isPage ? "a web page" : "something that is not JSON")
        case 300..<400:
            let location = response.header("Location") ?? ""
            return .moved(String(location.prefix { $0 != "?" && $0 != "#" }.prefix(200)))
        case 429 where !isPage:
            let seconds = response.header("Retry-After").flatMap { Int($0.filter { $0 != " " }) }
            return .rateLimited(retryAfterSeconds: seconds)
        case 401, 403, 406, 429: return .blocked(status: response.status, gateway(response))
        case 503 where isCloudflare(response): return .blocked(status: response.status, gateway(response))
        case 404, 405: return .notAServer("no such page")
        default: return .failed(.refused(status: response.status, message: isPage ? "a page without a word" : ""))
        }
    }

    private static func gateway(_ response: HTTPResponse) -> String {
        if isCloudflare(response) { return "Cloudflare" }
        return response.status == 401 ? "a gateway that wants a sign-in of its own" : "a firewall"
    }

    private static func isCloudflare(_ response: HTTPResponse) -> Bool {
        if response.header("CF-RAY") != nil { return true }
        if response.header("Server")?.lowercased().hasPrefix("cloudflare") == true { return true }
        return String(decoding: response.body.prefix(8_192), as: UTF8.self).lowercased().contains("cloudflare")
    }
}

extension SecondFactor {
    /// `verification` (an object, or false where the code could not be sent) and `tmp_id`.
    fileprivate init?(reading body: JSONValue) {
        guard let id = body["tmp_id"]?.asString, !id.isEmpty else { return nil }
        let details = body["verification"]
        let prompt = details?["prompt"]?.asString.map(PlainText.withoutHTML) ?? ""
        self.init(
            temporaryID: Secret(id), method: details?["method"]?.asString, prompt: prompt.isEmpty ? nil : prompt)
    }
}

extension RequestFailure {
    /// The server's own words, where the failure has some.
    var serverWords: String {
        switch self {
        case .signedOut(let words), .refused(_, let words), .forbidden(let words), .blocked(_, let words),
            .contextTooLong(let words), .noSuchMethod(let words), .keyWanted(let words), .quotaExceeded(let words),
            .modelFailed(let words):
            words
        case .unreachable, .interrupted, .timedOut, .rateLimited, .malformed, .cancelled: ""
        }
    }
}
