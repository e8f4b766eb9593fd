// What a scenario sees of a request: who asks, the words, the results of tools that came back.

/// A request for an answer, as a played server hears it.
public struct ScenarioRequest: Equatable, Sendable {
    /// One message of the history.
    public struct Message: Equatable, Sendable {
        /// `user`, `assistant` or `system`.
        public var role: String
        public var content: String

        public init(role: String, content: String) {
            self.role = role
            self.content = content
        }
    }

    /// nil: a conversation begins.
    public var conversation: String?
    /// The whole history, oldest first.
    public var messages: [Message]
    /// `agent`, `ask` or `auto`.
    public var mode: String
    /// Messages of the user's that rode with results since the running turn began.
    public var steered: Int
    /// Asked beside any conversation, to word a message better.
    public var isBesideChat: Bool

    public init(
        conversation: String? = nil, messages: [Message], mode: String = "agent", steered: Int = 0,
        isBesideChat: Bool = false
    ) {
        self.conversation = conversation
        self.messages = messages
        self.mode = mode
        self.steered = steered
        self.isBesideChat = isBesideChat
    }
}

/// A result of a tool, as the history holds it (docs/PROTOCOL.md).
struct PlayedResult: Equatable {
    var action: String
    var succeeded: Bool
    var text: String

    /// nil for a message that is none.
    init?(_ message: ScenarioRequest.Message) {
        guard message.role == "user", message.content.hasPrefix("[tool_result ") else { return nil }
        let content = message.content.utf8
        let end = content.firstIndex(of: 10) ?? content.endIndex
        let words = (Substring(content[..<end]).dropFirst().dropLast()).split(separator: " ")
        guard words.count == 4 else { return nil }
        action = String(words[2])
        succeeded = words[3] == "success"
        text = String(Substring(content[end...].dropFirst()))
    }
}

extension ScenarioRequest {
    /// What came since the server's latest answer.
    private var latest: ArraySlice<Message> {
        messages[(messages.lastIndex { $0.role == "assistant" }.map { $0 + 1 } ?? messages.startIndex)...]
    }

    var results: [PlayedResult] { latest.compactMap(PlayedResult.init) }

    private func isUsers(_ message: Message) -> Bool {
        message.role == "user" && PlayedResult(message) == nil && !message.content.hasPrefix("[program] ")
    }

    /// Where the running turn began: the user's latest message that did not ride with results.
    var turnStart: Int? {
        let users = messages.indices.filter { isUsers(messages[$0]) }
        return users.dropLast(min(max(0, steered), max(0, users.count - 1))).last
    }

    /// The user's latest words, and what the program attached to them.
    var words: (said: String, attached: String) {
        guard let content = messages.last(where: isUsers)?.content else { return ("", "") }
        guard let mark = content.firstRange(of: "\n\n[attached]\n") else { return (content, "") }
        return (String(content[..<mark.lowerBound]), String(content[mark.upperBound...]))
    }

    /// Nothing was said before in this conversation.
    var isFirst: Bool { messages.count(where: isUsers) == 1 }
}
