// HTTP 200 is not success: every row is an answer that servers give, and what it means.
import JSON
import TaskMachine
import Testing

struct AnswerRow: Sendable, CustomTestStringConvertible {
    var name: String
    var status = 200
    var retryAfter: String?
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
            answer: .failure(.refused(status: 502, message: "an HTML page instead of JSON"))),
        AnswerRow(
            name: "a firewall's page", status: 403, body: "<html>",
            answer: .failure(.refused(status: 403, message: "an HTML page instead of JSON"))),
        AnswerRow(
            name: "expired with 200", body: #"{"session_expired": 1, "message": {"text": "x"}}"#,
            answer: .failure(.signedOut(""))),
        AnswerRow(
            name: "a guest may not", status: 403,
            body:
                #"{"exc_type": "PermissionError", "_server_messages": "[\"{\\\"message\\\": \\\"Not <b>permitted</b>\\\"}\"]"}"#,
            answer: .failure(.signedOut("Not permitted"))),
        AnswerRow(name: "401", status: 401, body: "{}", answer: .failure(.signedOut(""))),
        AnswerRow(
            name: "401 inside 200", body: #"{"message": {"status": 401, "error": "Invalid API key"}}"#,
            answer: .failure(.signedOut("Invalid API key"))),
        AnswerRow(
            name: "429 with a header", status: 429, retryAfter: " 17 ", body: "slow down",
            answer: .failure(.rateLimited(retryAfterSeconds: 17))),
        AnswerRow(
            name: "429 inside 200", body: #"{"message": {"status": 429, "error": "Quota exceeded"}}"#,
            answer: .failure(.rateLimited(retryAfterSeconds: nil))),
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
            answer: .failure(.refused(status: 404, message: "DoesNotExistError"))),
    ]

    @Test(arguments: rows)
    func answersAreClassified(row: AnswerRow) {
        let answer = ChatAnswer(status: row.status, retryAfter: row.retryAfter, body: Array(row.body.utf8))
        #expect(answer == row.answer)
    }
}
