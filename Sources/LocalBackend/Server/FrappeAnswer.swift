// Answers in the shapes of Frappe 15: `{"message": …}`, or an exception's type and words.

import JSON
import Scenarios

enum FrappeAnswer {
    /// The return value of a method.
    static func message(_ value: JSONValue) -> ServerAnswer {
        ServerAnswer(status: 200, body: (["message": value] as JSONValue).serialized())
    }

    /// An exception. `_server_messages` is a JSON text of JSON texts.
    static func failure(_ status: Int, _ type: String, _ words: String, closes: Bool = false) -> ServerAnswer {
        let shown: JSONValue = ["message": .string(words), "indicator": "red"]
        let body: JSONValue = [
            "exc_type": .string(type), "exception": .string("frappe.exceptions.\(type): \(words)"),
            "_server_messages": .string((.array([.string(shown.text)]) as JSONValue).text), "message": .string(words),
        ]
        return ServerAnswer(status: status, body: body.serialized(), closes: closes)
    }

    /// Who is signed in, and the session's token where it is told here.
    static func user(_ user: String?, _ csrf: (token: String, place: SiteFaults.TokenPlace)?) -> ServerAnswer {
        var body: JSONObject = ["message": .string(user ?? "Guest")]
        if let csrf, csrf.place == .body, user != nil { body["csrf_token"] = .string(csrf.token) }
        var answer = ServerAnswer(status: 200, body: JSONValue.object(body).serialized())
        if let csrf, csrf.place == .header, user != nil {
            answer.headers = [ServerAnswer.Header(name: "X-Frappe-CSRF-Token", value: csrf.token)]
        }
        return answer
    }

    /// A page of the website: its boot data has the site's name (Frappe 15 `website/utils.py`).
    static func page(siteName: String, _ csrf: (token: String, place: SiteFaults.TokenPlace)?) -> ServerAnswer {
        var data: JSONObject = ["sitename": .string(siteName)]
        if let csrf, csrf.place == .page { data["csrf_token"] = .string(csrf.token) }
        let boot = JSONValue.object(data).text
        let text = """
            <!DOCTYPE html><title>Oropendola</title><p>The backend of Oropendola in your terminal answers here. There is \
            nothing to see.<script>frappe = {boot: \(boot)}</script>
            """
        return ServerAnswer(status: 200, contentType: "text/html; charset=utf-8", body: Array(text.utf8))
    }

    /// Frappe's answer to a wrong name or password.
    static let wrongPassword = ServerAnswer(
        status: 401,
        body: (["message": "Invalid login credentials", "exc_type": "AuthenticationError"] as JSONValue).serialized())

    /// What a served site says at the door of its realtime feed.
    static func unknownSession(sidWasGiven: Bool) -> ServerAnswer {
        var body: JSONObject = ["exc_type": "AuthenticationError", "message": "Not signed in"]
        if sidWasGiven { body["session_expired"] = 1 }
        return ServerAnswer(status: 401, body: JSONValue.object(body).serialized(), closes: true)
    }

    /// Too much at once, or in a minute.
    static func tooMany(_ words: String, seconds: Int) -> ServerAnswer {
        var answer = failure(429, "TooManyRequestsError", words)
        answer.headers = [ServerAnswer.Header(name: "Retry-After", value: "\(seconds)")]
        return answer
    }

    /// What the server has for all can't be had for a while.
    static func unavailable(_ words: String, seconds: Int, closes: Bool = false) -> ServerAnswer {
        var answer = failure(503, "ServiceUnavailable", words, closes: closes)
        answer.headers = [ServerAnswer.Header(name: "Retry-After", value: "\(seconds)")]
        return answer
    }

    /// The server is on its way down; whoever comes back soon finds the next one.
    static func stopping(_ words: String) -> ServerAnswer {
        unavailable(words, seconds: 5, closes: true)
    }

    /// What a guest gets from a method that wants a session; `sidWasGiven` when the session is over.
    static func guest(_ method: String, sidWasGiven: Bool) -> ServerAnswer {
        let words = "Function \(method) is not whitelisted."
        var body: JSONObject = [
            "exc_type": "PermissionError", "exception": .string("frappe.exceptions.PermissionError: \(words)"),
            "message": .string(words),
        ]
        if sidWasGiven { body["session_expired"] = 1 }
        return ServerAnswer(status: 403, body: JSONValue.object(body).serialized())
    }
}
