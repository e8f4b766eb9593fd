// The `message` of a chat reply as servers send it (docs/PROTOCOL.md): three names for the text, flat tool calls.

public import JSON

extension ChatReply {
    /// nil when there is nothing in it: no text, no calls, no reported changes.
    public init?(reading message: JSONValue) {
        let original = Self.text(message)
        let listed = (message["tool_calls"]?.asArray ?? []).compactMap(ToolCall.init(reading:))
        let fences = ToolFences(original)
        let changes = ReportedChanges(reading: message["file_changes"])
        let calls = ToolCall.merged(listed: listed, fenced: fences.calls)
        guard !fences.text.isEmpty || !calls.isEmpty || !changes.isEmpty else { return nil }
        let usage = message["usage"]
        self.init(
            text: fences.text, originalText: fences.text == original ? nil : original, toolCalls: calls,
            conversationID: message["conversation_id"]?.nonEmptyText, model: message["model"]?.nonEmptyText,
            inputTokens: Usage.count(usage?["input_tokens"]), outputTokens: Usage.count(usage?["output_tokens"]),
            cost: message["cost"]?.lenientDouble, fileChanges: changes)
    }

    /// `response`, `content`, `text`, in that order; the first that says something. A bare string is the text.
    private static func text(_ message: JSONValue) -> String {
        if let text = message.asString { return text }
        for key in ["response", "content", "text"] {
            if let text = message[key]?.asString, !text.isEmpty { return text }
        }
        return ""
    }
}
