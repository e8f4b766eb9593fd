// What was said in the latest conversations, so that a client which lost its connection can ask how they went on.

import JSON

/// The latest messages of the latest conversations, in memory alone. The oldest go first, in both.
struct ConversationLog: Sendable {
    static let maximumConversations = 32
    static let maximumMessages = 20
    /// Of a message, in characters.
    static let maximumText = 64_000

    private var conversations: [(id: String, user: String, messages: [EngineRequest.Message])] = []

    /// Notes a request and the engine's answer to it.
    mutating func note(_ request: EngineRequest, _ reply: JSONValue) {
        guard let id = reply["conversation_id"]?.asString ?? request.conversationID, !id.isEmpty else { return }
        let text = ["response", "content", "text"].lazy.compactMap { reply[$0]?.asString }.first ?? ""
        let answer = text.isEmpty ? [] : [EngineRequest.Message(role: "assistant", content: text)]
        let messages = (request.messages + answer).suffix(Self.maximumMessages).map { message in
            EngineRequest.Message(role: message.role, content: String(message.content.prefix(Self.maximumText)))
        }
        conversations.removeAll { $0.id == id && $0.user == request.user }
        conversations.append((id, request.user, messages))
        if conversations.count > Self.maximumConversations { conversations.removeFirst() }
    }

    /// The messages of a user's conversation, the latest last.
    func history(of id: String, user: String, limit: Int) -> JSONValue {
        let messages = conversations.first { $0.id == id && $0.user == user }?.messages ?? []
        let shown = messages.suffix(min(max(limit, 0), Self.maximumMessages)).map { message -> JSONValue in
            ["role": .string(message.role), "content": .string(message.content)]
        }
        return ["conversation_id": .string(id), "messages": .array(shown)]
    }
}
