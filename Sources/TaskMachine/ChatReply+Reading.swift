// The `message` of a chat reply as servers send it (docs/PROTOCOL.md): three names for the text, flat tool calls.

public import JSON

extension ChatReply {
    /// nil when there is nothing in it: no text, no calls, nothing that the server reports.
    public init?(reading message: JSONValue) {
        let original = Self.text(message)
        let listed = (message["tool_calls"]?.asArray ?? []).compactMap(ToolCall.init(reading:))
        let fences = ToolFences(original)
        let changes = ReportedChanges(reading: message["file_changes"])
        let text = AnswerLimit.cut(fences.text)
        // What was sent goes back to the model, unless it is mostly words that nobody reads.
        let kept = text == fences.text ? original : AnswerLimit.cut(original)
        let calls = ToolCall.merged(listed: listed, fenced: fences.calls)
        let usage = message["usage"]
        self.init(
            text: text, originalText: text == kept ? nil : kept, toolCalls: calls,
            conversationID: message["conversation_id"]?.nonEmptyText, model: message["model"]?.nonEmptyText,
            inputTokens: Self.inputTokens(usage), outputTokens: Usage.count(usage?["output_tokens"]),
            cost: message["cost"]?.lenientDouble, fileChanges: changes)
        let thoughts = ["reasoning", "reasoning_content"].lazy.map { Self.words(message[$0]) }.first { !$0.isEmpty }
        reasoning = AnswerLimit.cut(thoughts ?? "")
        todos = Self.todos(message["todos"])
        toolResults = (message["tool_results"]?.asArray ?? []).compactMap(ServerToolResult.init(reading:))
        badge = AgentBadge(reading: message)
        let isEmpty = text.isEmpty && toolCalls.isEmpty && fileChanges.isEmpty && toolResults.isEmpty
        guard !isEmpty || todos?.isEmpty == false else { return nil }
    }

    /// `response`, `content`, `text`, in that order; the first that says something. A bare string is the text.
    private static func text(_ message: JSONValue) -> String {
        if let text = message.asString { return text }
        return ["response", "content", "text"].lazy.map { words(message[$0]) }.first { !$0.isEmpty } ?? ""
    }

    /// A text; the texts of a list of parts; the text of an object that has one. An object without is what the model
    /// wrote instead of words, and is shown as JSON.
    private static func words(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): return text
        case .array(let parts):
            let texts = parts.compactMap { $0.asString ?? $0["text"]?.asString }
            return texts.count == parts.count ? texts.joined(separator: "\n") : shown(.array(parts))
        case .object(let object):
            if object.isEmpty { return "" }
            return ["content", "text"].lazy.compactMap { object[$0]?.asString }.first { !$0.isEmpty }
                ?? shown(.object(object))
        default: return ""
        }
    }

    private static func shown(_ value: JSONValue) -> String { "```json\n\(value.prettyText)\n```" }

    /// What the model read: the cached tokens too, which providers count beside the others.
    private static func inputTokens(_ usage: JSONValue?) -> Int? {
        let keys = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
        let counts = keys.compactMap { Usage.count(usage?[$0]) }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }

    /// In their `order` where all have one. nil where there is no list.
    private static func todos(_ value: JSONValue?) -> [Todo]? {
        guard let items = value?.asArray else { return nil }
        let orders = items.compactMap { $0["order"]?.lenientDouble }
        let inOrder =
            orders.count == items.count
            ? zip(items, orders).enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
                .map(\.element.0) : items
        return inOrder.compactMap { item in
            guard var todo = Todo(reading: item) else { return nil }
            if item["status"] == nil, item["completed"]?.isTruthy == true { todo.status = .done }
            return todo
        }
    }
}

extension ServerToolResult {
    /// nil when it is no object, or says nothing. The outcome stands in `status`, `type` or `success`.
    init?(reading value: JSONValue) {
        guard value.asObject != nil else { return nil }
        let action = ["action", "tool", "tool_name"].lazy.compactMap { value[$0]?.nonEmptyText }.first ?? ""
        let texts = ["message", "error", "result", "output"].lazy.compactMap { value[$0]?.nonEmptyText }
        let message = texts.first ?? ""
        guard !action.isEmpty || !message.isEmpty else { return nil }
        let outcome = ["status", "type"].lazy.compactMap { value[$0]?.asString?.lowercased() }.first
        let failed = outcome == "error" || outcome == "failed" || value["error"]?.isTruthy == true
        self.init(action: action, succeeded: value["success"].map(\.isTruthy) ?? !failed, message: message)
    }
}

extension AgentBadge {
    /// nil when the reply says nothing of the kind.
    init?(reading message: JSONValue) {
        self.init(
            reason: message["selection_reason"]?.nonEmptyText,
            budgetRemaining: message["budget_remaining"]?.lenientDouble, provider: message["provider"]?.nonEmptyText)
        if self == AgentBadge() { return nil }
    }
}
