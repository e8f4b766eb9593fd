// What a chat request looks like to each kind of server (docs/PROTOCOL.md).

import JSON
import TaskMachine

enum ChatBody {
    /// The whole history. A content is a text, and a list of parts only where there are pictures: some servers take it
    /// for a text in any case.
    static func traditional(_ request: ChatRequest) -> JSONValue {
        let messages = request.messages.map { message -> JSONValue in
            ["role": .string(message.role.rawValue), "content": content(of: message)]
        }
        return [
            "messages": .array(messages),
            "conversation_id": request.conversationID.map { .string($0) } ?? .null,
            "mode": .string(request.mode.wire),
            "context": .object(request.context),
        ]
    }

    private static func content(of message: ChatMessage) -> JSONValue {
        guard !message.images.isEmpty else { return .string(message.content) }
        var parts: [JSONValue] = []
        if !message.content.isEmpty { parts.append(["type": "text", "text": .string(message.content)]) }
        parts += message.images.map { image in
            ["type": "image_url", "image_url": ["url": .string(image.dataURL), "detail": "high"]]
        }
        return .array(parts)
    }

    /// For early servers that take one `message` and remember the rest themselves: all that was said since their latest
    /// answer.
    static func single(_ request: ChatRequest) -> JSONValue {
        let new = request.messages.lastIndex { $0.role == .assistant }.map { request.messages[($0 + 1)...] }
        let words = (new ?? request.messages[...]).filter { $0.role == .user }.map(\.content)
        return [
            "message": .string(words.joined(separator: "\n\n")),
            "conversation_id": request.conversationID.map { .string($0) } ?? .null,
            "mode": .string(request.mode.wire),
            "context": .object(request.context),
        ]
    }

    /// Agent Mode forgets: what was said rides in the context, as far as it has room.
    static func agentMode(_ request: ChatRequest, apiKey: String?) -> JSONValue {
        let fold = HistoryFold(request.messages)
        let id = sessionID(of: request)
        var context = request.context
        if !fold.text.isEmpty { context["conversation"] = .string(fold.text) }
        var body: JSONObject = [
            "prompt": .string(fold.prompt), "context": .object(context), "session_id": .string(id),
            "conversation_id": .string(id),
        ]
        // Note: `mode` is the server's own word for which model it picks, and no matter of ours.
        if let apiKey { body["api_key"] = .string(apiKey) }
        return .object(body)
    }

    /// The same for all requests of a conversation. Agent Mode gives no id, so that one is made of how the conversation
    /// begins and where; it only keeps the server with one model.
    static func sessionID(of request: ChatRequest) -> String {
        if let id = request.conversationID { return id }
        let first = request.messages.first { $0.role == .user }?.content ?? ""
        let place = request.context["workspacePath"]?.asString ?? ""
        // FNV-1a, 64 bits.
        let hash = "\(place)\n\(first)".utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return "oropendola-" + String(hash, radix: 16)
    }
}
