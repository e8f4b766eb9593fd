// The calls beside the chat (docs/PROTOCOL.md). Each is made once and may fail without a word: nothing depends on them.

import JSON
import TaskMachine
import Transport

extension FrappeClient {
    private static let feedbackSeconds = 5
    private static let questionSeconds = 30
    private static let feedbackCharacters = 500
    private static let summaryInstruction =
        "Summarise this conversation so that it can go on from the summary: what is wanted, what was decided, what was "
        + "done to which files, what is open."
    private static let promptInstruction =
        "Word this request to a coding agent better: clear, complete, in the same language. Answer with the request "
        + "alone.\n\n"

    /// Makes a call that nobody waits for; `account` is none of these.
    func tell(_ call: SideCall, _ session: FrappeSession) async throws(RequestFailure) {
        switch call {
        case .feedback(let conversationID, let answer, let isLiked):
            try await side(
                "ai_assistant.api.message_feedback",
                [
                    "conversation_id": conversationID.map { .string($0) } ?? .null,
                    "message_content": .string(String(answer.prefix(Self.feedbackCharacters))),
                    "feedback": isLiked ? "accept" : "reject",
                ], session, seconds: Self.feedbackSeconds)
        case .toggleTodo(let id):
            try await side(
                "ai_assistant.api.todos.toggle_todo_doctype", ["todo_id": .string(id)], session,
                seconds: Self.feedbackSeconds)
        case .clearTodos(let conversationID):
            try await side(
                "ai_assistant.api.todos.clear_todos_doctype", ["conversation_id": .string(conversationID)], session,
                seconds: Self.feedbackSeconds)
        case .account: break
        }
    }

    /// The answer to a question; nil when the server said nothing.
    func ask(
        _ question: SideQuestion, _ session: FrappeSession
    ) async throws(RequestFailure) -> String? {
        let message: JSONValue
        switch question {
        case .summary(let text, let maximum):
            message = try await side(
                "ai_assistant.api.summarize",
                [
                    "text": .string(text), "max_length": .integer(Int64(maximum)),
                    "instruction": .string(Self.summaryInstruction),
                ], session, seconds: Self.questionSeconds)
        case .betterPrompt(let prompt):
            // Of no conversation: the server must not take this for something that the user said.
            message = try await side(
                "ai_assistant.api.chat_completion",
                ["message": .string(Self.promptInstruction + prompt), "conversation_id": .null, "mode": "ask"], session,
                seconds: Self.questionSeconds)
        }
        let text = message["summary"]?.asString ?? ChatReply(reading: message)?.text ?? ""
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        if case .summary(_, let maximum) = question { return String(text.prefix(maximum)) }
        return text
    }

    /// `get_todos_doctype`: what the server has on its list for a conversation.
    func todos(conversationID: String, _ session: FrappeSession) async throws(RequestFailure) -> [Todo] {
        let method = address.method("ai_assistant.api.todos.get_todos_doctype")
        let url = "\(method)?conversation_id=\(Credentials.percentEncoded(conversationID))"
        let message = try Self.message(in: try await get(url, Self.callMaximumBytes, session, seconds: 10))
        let list = message["todos"] ?? message
        return ChatReply(reading: ["todos": list])?.todos ?? []
    }

    /// Sends once and reads the `message`; an answer that says no in any way is a failure.
    @discardableResult
    private func side(
        _ method: String, _ body: JSONValue, _ session: FrappeSession, seconds: Int
    ) async throws(RequestFailure) -> JSONValue {
        let request = HTTPRequest(
            method: "POST", url: address.method(method),
            headers: [HTTPHeader("Content-Type", "application/json")] + Self.headers(session),
            body: body.serialized(), timeoutSeconds: seconds, maximumBodyBytes: Self.callMaximumBytes)
        do {
            return try Self.message(in: try await transport.send(request))
        } catch let error as TransportError {
            throw RequestFailure(error)
        } catch let failure as RequestFailure {
            throw failure
        } catch {
            throw .malformed("\(type(of: error))")
        }
    }

    /// What a method returned.
    static func message(in response: HTTPResponse) throws(RequestFailure) -> JSONValue {
        // These answers need no text: an empty reply is a fine one.
        switch ChatAnswer(response, isGuest: false) {
        case .failure(.malformed) where (200..<300).contains(response.status): break
        case .failure(let failure): throw failure
        case .reply: break
        }
        guard let body = try? JSONValue.parse(response.body), body.asObject != nil else {
            throw .malformed("no JSON object")
        }
        return body["message"] ?? .null
    }
}
