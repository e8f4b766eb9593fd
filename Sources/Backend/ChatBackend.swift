// Which chat of the server is spoken to: there are two, and they have little in common but the words that come back.

/// The chat that requests go to (docs/PROTOCOL.md).
public enum ChatBackend: Equatable, Sendable {
    /// `ai_assistant.api.chat_completion`: history, tools, todos, pictures, realtime progress.
    case traditional
    /// `oropendola_ai.oropendola_ai.api.vscode_extension.agent`: one prompt, no memory, no pictures. It wants an AI API
    /// key; without one it says so (`RequestFailure.keyWanted`).
    case agentMode(apiKey: String?)

    var method: String {
        switch self {
        case .traditional: "ai_assistant.api.chat_completion"
        case .agentMode: "oropendola_ai.oropendola_ai.api.vscode_extension.agent"
        }
    }

    /// Whether pictures reach the model.
    public var takesImages: Bool { self == .traditional }
}

extension ServerAccount {
    /// The chat that this account uses. Agent Mode takes an AI API Key alone; with anything else it asks for one.
    public var chatBackend: ChatBackend {
        guard chat == .agent else { return .traditional }
        guard case .aiKey(let key) = credential else { return .agentMode(apiKey: nil) }
        return .agentMode(apiKey: key.exposed)
    }
}

/// The key is as good as a password.
extension ChatBackend: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .traditional: "traditional chat"
        case .agentMode(let key): "Agent Mode \(key == nil ? "without a key" : "with a key")"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["chat": description]) }
}
