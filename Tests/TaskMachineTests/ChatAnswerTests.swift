// HTTP 200 is not success: every row is an answer that servers give, and what it means.
import JSON
import TaskMachine
import Testing

struct AnswerRow: Sendable, CustomTestStringConvertible {
    var name: String
    var status = 200
    var retryAfter: String?
    var date: String?
    var isGuest = false
    var body: String
    var answer: ChatAnswer

    var testDescription: String { name }
}

@Suite struct ChatAnswerTests {
    static let rows: [AnswerRow] = [
        AnswerRow(name: "a reply", body: #"{"message": {"response": "Hi."}}"#, answer: .reply(ChatReply(text: "Hi."))),
        AnswerRow(name: "no envelope", body: #"{"content": "Hi."}"#, answer: .reply(ChatReply(text: "Hi."))),
        AnswerRow(
            name: "calls without text", body: #"{"message": {"tool_calls": [{"id": "1", "action": "list_files"}]}}"#,
            answer: .reply(
                ChatReply(text: "", toolCalls: [ToolCall(id: "1", action: "list_files", arguments: [:])]))),
        AnswerRow(
            name: "notices beside a reply", body: #"{"message": {"text": "Hi."}, "_server_messages": "[\"x\"]"}"#,
            answer: .reply(ChatReply(text: "Hi."))),
        AnswerRow(name: "nothing in it", body: #"{"message": {}}"#, answer: .failure(.malformed("an empty reply"))),
        AnswerRow(name: "empty body", body: "", answer: .failure(.malformed("an empty answer"))),
        AnswerRow(
            name: "a page", body: "\n<!DOCTYPE html><html>",
            answer: .failure(.malformed("an HTML page instead of JSON"))
        ),
        AnswerRow(
            name: "cut JSON", body: #"{"message": {"#, answer: .failure(.malformed("JSON that breaks off or is broken"))
        ),
        AnswerRow(name: "a list", body: "[1]", answer: .failure(.malformed("JSON of another shape"))),
        AnswerRow(
            name: "a gateway's page", status: 502, body: "<html>Bad Gateway",
            answer: .failure(.refused(status: 502, message: "the gateway got no answer from the server behind it"))),
        AnswerRow(
            name: "a gateway's patience", status: 504, body: "<html>",
            answer: .failure(.refused(status: 504, message: "the server behind the gateway took too long"))),
        AnswerRow(
            name: "a server's page", status: 500, body: "<html><title>Server Error</title>",
            answer: .failure(.refused(status: 500, message: #"an HTML page instead of JSON: "Server Error""#))),
        AnswerRow(
            name: "a firewall's page", status: 403, body: "<html>",
            answer: .failure(.blocked(status: 403, "an HTML page instead of JSON"))),
        AnswerRow(
            name: "a firewall's page with a title", status: 406,
            body: "<!doctype html>\n<HTML><HEAD><TITLE>Attention &amp; <b>Required</b>!</TITLE>",
            answer: .failure(.blocked(status: 406, #"an HTML page instead of JSON: "Attention & Required!""#))),
        AnswerRow(
            name: "an overloaded gateway", status: 503, body: "<html>",
            answer: .failure(.blocked(status: 503, "an HTML page instead of JSON"))),
        AnswerRow(
            name: "a firewall's 429", status: 429, body: "<html>",
            answer: .failure(.blocked(status: 429, "an HTML page instead of JSON"))),
        AnswerRow(
            name: "a firewall's 429 that names a time", status: 429, retryAfter: "9", body: "<html>",
            answer: .failure(.rateLimited(retryAfterSeconds: 9))),
        AnswerRow(
            name: "a request that is too large for the gateway", status: 413, body: "<html>",
            answer: .failure(.contextTooLong("the request is larger than the server takes"))),
        AnswerRow(
            name: "a site that is not there", status: 404, body: "<html><title>Not Found</title>",
            answer: .failure(.noSuchMethod(#"an HTML page instead of JSON: "Not Found""#))),
        AnswerRow(
            name: "levels without end", body: String(repeating: "[", count: 10_000),
            answer: .failure(.malformed("JSON of more than 512 levels"))),
        AnswerRow(
            name: "expired with 200", body: #"{"session_expired": 1, "message": {"text": "x"}}"#,
            answer: .failure(.signedOut(""))),
        AnswerRow(
            name: "a guest may not", status: 403, isGuest: true,
            body:
                #"{"exc_type": "PermissionError", "_server_messages": "[\"{\\\"message\\\": \\\"Not <b>permitted</b>\\\"}\"]"}"#,
            answer: .failure(.signedOut("Not permitted"))),
        AnswerRow(
            name: "a user may not", status: 403,
            body:
                #"{"exc_type": "PermissionError", "_server_messages": "[\"{\\\"message\\\": \\\"Not <b>permitted</b>\\\"}\"]"}"#,
            answer: .failure(.forbidden("Not permitted"))),
        AnswerRow(
            name: "several messages, the last one first", status: 417,
            body:
                #"{"exc_type": "ValidationError", "_server_messages": "[\"{\\\"message\\\": \\\"Saved.\\\"}\", \"plain\", \"{\\\"message\\\": \\\"No <i>title</i>.\\\"}\", \"plain\"]"}"#,
            answer: .failure(.refused(status: 417, message: "plain\nNo title.\nSaved."))),
        AnswerRow(
            name: "an expectation that fails", status: 417, body: #"{"message": "Expectation Failed"}"#,
            answer: .failure(.refused(status: 417, message: "Expectation Failed"))),
        AnswerRow(
            name: "417 for a session", status: 417,
            body: #"{"exc_type": "ValidationError", "message": "Session expired"}"#,
            answer: .failure(.signedOut("Session expired"))),
        AnswerRow(
            name: "a token that is wrong", status: 400,
            body: #"{"exc_type": "CSRFTokenError", "exception": "frappe.exceptions.CSRFTokenError: Invalid Request"}"#,
            answer: .failure(.refused(status: 400, message: "Invalid Request"))),
        AnswerRow(
            name: "a site in maintenance", status: 503,
            body: #"{"exc_type": "SessionStopped", "message": "Updating"}"#,
            answer: .failure(.refused(status: 503, message: "SessionStopped: Updating"))),
        AnswerRow(
            name: "a frappe rate limit", status: 429, body: #"{"exc_type": "RateLimitExceededError"}"#,
            answer: .failure(.rateLimited(retryAfterSeconds: nil))),
        AnswerRow(
            name: "a date to wait for", status: 429, retryAfter: "Sun, 06 Nov 1994 08:51:07 GMT",
            date: "Sun, 06 Nov 1994 08:49:37 GMT", body: "{}", answer: .failure(.rateLimited(retryAfterSeconds: 90))),
        AnswerRow(
            name: "a date without a clock", status: 429, retryAfter: "Sun, 06 Nov 1994 08:51:07 GMT", body: "{}",
            answer: .failure(.rateLimited(retryAfterSeconds: nil))),
        AnswerRow(
            name: "a history that is too long", status: 500,
            body: #"{"exception": "BadRequestError: prompt is too long: 210000 tokens > 200000 maximum"}"#,
            answer: .failure(.contextTooLong("prompt is too long: 210000 tokens > 200000 maximum"))),
        AnswerRow(
            name: "too long inside 200",
            body: #"{"message": {"success": false, "error": "maximum context length is 8192 tokens"}}"#,
            answer: .failure(.contextTooLong("maximum context length is 8192 tokens"))),
        AnswerRow(
            name: "a token is no context",
            body: #"{"message": {"success": false, "error": "Unexpected token < in JSON"}}"#,
            answer: .failure(.refused(status: 200, message: "Unexpected token < in JSON"))),
        AnswerRow(
            name: "nor is an access token",
            body: #"{"message": {"success": false, "error": "The access token is too long"}}"#,
            answer: .failure(.refused(status: 200, message: "The access token is too long"))),
        AnswerRow(name: "401", status: 401, body: "{}", answer: .failure(.signedOut(""))),
        AnswerRow(
            name: "401 inside 200", body: #"{"message": {"status": 401, "error": "Invalid API key"}}"#,
            answer: .failure(.keyWanted("Invalid API key"))),
        AnswerRow(
            name: "a key that is missing", body: #"{"message": {"status": 400, "error": "API key is required"}}"#,
            answer: .failure(.keyWanted("API key is required"))),
        AnswerRow(
            name: "401 inside 200 without a key", body: #"{"message": {"status": 401, "error": "Who are you?"}}"#,
            answer: .failure(.signedOut("Who are you?"))),
        AnswerRow(
            name: "a budget", body: #"{"message": {"status": 429, "error": "Monthly budget exceeded"}}"#,
            answer: .failure(.quotaExceeded("Monthly budget exceeded"))),
        AnswerRow(
            name: "a rate inside 200",
            body: #"{"message": {"status": 429, "error": "Rate limit exceeded", "retry_after": "7"}}"#,
            answer: .failure(.rateLimited(retryAfterSeconds: 7))),
        AnswerRow(
            name: "500 inside 200",
            body: #"{"message": {"status": 500, "error": "Agent mode error", "message": "boom"}}"#,
            answer: .failure(.refused(status: 500, message: "Agent mode error: boom"))),
        AnswerRow(
            name: "429 with a header", status: 429, retryAfter: " 17 ", body: "slow down",
            answer: .failure(.rateLimited(retryAfterSeconds: 17))),
        AnswerRow(
            name: "429 inside 200", body: #"{"message": {"status": 429, "error": "Quota exceeded"}}"#,
            answer: .failure(.quotaExceeded("Quota exceeded"))),
        AnswerRow(
            name: "an exception", status: 500,
            body: #"{"exc_type": "KeyError", "exception": "KeyError: 'x'", "exc": "[\"Traceback\"]"}"#,
            answer: .failure(.refused(status: 500, message: "KeyError: 'x'"))),
        AnswerRow(
            name: "an exception with 200", body: #"{"exc_type": "ValidationError", "message": {"text": "x"}}"#,
            answer: .failure(.refused(status: 200, message: "ValidationError"))),
        AnswerRow(
            name: "503 inside 200", body: #"{"message": {"status": 503, "error": "No available models"}}"#,
            answer: .failure(.refused(status: 503, message: "No available models"))),
        AnswerRow(
            name: "success false", body: #"{"message": {"success": false, "error": "No", "response": "x"}}"#,
            answer: .failure(.refused(status: 200, message: "No"))),
        AnswerRow(
            name: "an error and a text", body: #"{"message": {"error": "No", "response": "x"}}"#,
            answer: .failure(.refused(status: 200, message: "No"))),
        AnswerRow(
            name: "an error without envelope", body: #"{"error": "No"}"#,
            answer: .failure(.refused(status: 200, message: "No"))),
        AnswerRow(
            name: "no such method", status: 404, body: #"{"exc_type": "DoesNotExistError"}"#,
            answer: .failure(.noSuchMethod("DoesNotExistError"))),
        AnswerRow(
            name: "no such method, as a validation", status: 417,
            body: #"{"exc_type": "ValidationError", "message": "Failed to get method for command x with y"}"#,
            answer: .failure(.noSuchMethod("Failed to get method for command x with y"))),
        AnswerRow(
            name: "a method that is not for calling", status: 403,
            body: #"{"exception": "frappe.exceptions.PermissionError: Function x is not whitelisted."}"#,
            answer: .failure(.noSuchMethod("Function x is not whitelisted."))),
        AnswerRow(
            name: "a conversation that is gone", status: 404,
            body: #"{"exc_type": "DoesNotExistError", "message": "AI Conversation c-1 not found"}"#,
            answer: .failure(.refused(status: 404, message: "AI Conversation c-1 not found"))),
    ]

    @Test(arguments: rows)
    func answersAreClassified(row: AnswerRow) {
        let answer = ChatAnswer(
            status: row.status, retryAfter: row.retryAfter, date: row.date, isGuest: row.isGuest,
            body: Array(row.body.utf8))
        #expect(answer == row.answer)
    }
}
