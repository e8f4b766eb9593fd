// The routes that only a served site has: what it keeps of conversations, its health, and its figures.

import JSON

/// A question to what is kept of a user's conversations (contract §2.2).
enum KeptCall: Equatable, Sendable {
    case history(conversationID: String, limit: Int)
    case conversations(offset: Int, limit: Int)
    case todos(conversationID: String)
    case toggleTodo(id: String)
    case clearTodos(conversationID: String)
    case feedback(word: String, text: String, conversationID: String)
}

extension Routes {
    private static let todoMethods = "ai_assistant.api.todos."
    static let healthMethod = "oropendola_ai.oropendola_ai.api.vscode_extension.health_check"

    /// What requests are counted under; all else is `other`.
    static let names: Set<String> = [
        "login", "logout", "version", "frappe.auth.get_logged_user", "socket.io", "/", "/metrics", healthMethod,
        chatMethod, agentMethod, historyMethod, "ai_assistant.api.chat.list_conversations",
        "ai_assistant.api.message_feedback", todoMethods + "get_todos_doctype", todoMethods + "toggle_todo_doctype",
        todoMethods + "clear_todos_doctype",
    ]

    private static let changingMethods: Set<String> = [
        todoMethods + "toggle_todo_doctype", todoMethods + "clear_todos_doctype", "ai_assistant.api.message_feedback",
    ]

    /// nil: it is no such call.
    func keptCall(_ method: String, _ request: ServerRequest) -> KeptCall? {
        // What changes something is no link that a page could lead to.
        guard request.method == "POST" || !Self.changingMethods.contains(method) else { return nil }
        let fields = CallFields(request)
        let conversation = fields["conversation_id"] ?? ""
        let limit = fields["limit"].flatMap { Int($0) }
        switch method {
        case Self.historyMethod: return .history(conversationID: conversation, limit: limit ?? 50)
        case "ai_assistant.api.chat.list_conversations":
            // Conversations have no other state here.
            let isOther = !["", "active", "all"].contains(fields["status"]?.lowercased() ?? "")
            return .conversations(
                offset: fields["offset"].flatMap { Int($0) } ?? 0, limit: isOther ? 0 : limit ?? 20)
        case "ai_assistant.api.message_feedback":
            return .feedback(
                word: fields["feedback"] ?? "", text: fields["message_content"] ?? "", conversationID: conversation)
        case Self.todoMethods + "get_todos_doctype": return .todos(conversationID: conversation)
        case Self.todoMethods + "toggle_todo_doctype": return .toggleTodo(id: fields["todo_id"] ?? "")
        case Self.todoMethods + "clear_todos_doctype": return .clearTodos(conversationID: conversation)
        default: return nil
        }
    }

    /// Answered to guests, too: it is how a client and a watchdog see that the server is up.
    func health() -> ServerAnswer {
        FrappeAnswer.message([
            "status": "healthy", "service": "oropendola", "version": .string(version),
            "timestamp": .string(Archive.date(sessions.now)),
        ])
    }

    /// Whether a request may see the figures: with the token, or, where none is set, from this machine.
    func maySeeMetrics(_ request: ServerRequest, token: String?) -> Bool {
        guard let token else { return request.isFromHere }
        guard let given = request.header("authorization"), given.lowercased().hasPrefix("bearer ") else { return false }
        return SessionTable.isSame(Array(given.utf8.dropFirst(7)), Array(token.utf8))
    }
}

/// The arguments of a call, wherever they stand: a query, a form, or a JSON object. Numbers count as texts.
private struct CallFields {
    private let json: JSONValue?
    private let form: FormFields
    private let query: FormFields

    init(_ request: ServerRequest) {
        let isJSON = request.header("content-type")?.lowercased().hasPrefix("application/json") ?? false
        json = isJSON ? try? JSONValue.parse(request.body) : nil
        form = FormFields(isJSON ? [] : request.body)
        query = FormFields(request.query.utf8)
    }

    subscript(name: String) -> String? {
        let value = json?[name]
        return value?.asString ?? value?.asInt.map { "\($0)" } ?? form[name] ?? query[name]
    }
}
