// What goes to the server beside the chat. A side call that fails is counted and forgotten: it never retries and never
// stands in the way of a turn.

/// A call that nobody waits for.
public enum SideCall: Equatable, Sendable {
    /// `message_feedback`: the user liked an answer or not.
    case feedback(conversationID: String?, answer: String, isLiked: Bool)
    /// `toggle_todo_doctype`.
    case toggleTodo(id: String)
    /// `clear_todos_doctype`.
    case clearTodos(conversationID: String)
    /// Asks for the account; `AgentEvent.accountKnown` follows if the server tells.
    case account
}

/// A question whose answer comes as `AgentEvent.answered`; nil when it did not come about.
public enum SideQuestion: Equatable, Sendable {
    /// `summarize`: the text in at most so many characters.
    case summary(of: String, maximumCharacters: Int)
    /// The prompt, worded better.
    case betterPrompt(String)
}
