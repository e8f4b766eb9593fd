// A request and a reply of `ai_assistant.api.chat_completion` (docs/PROTOCOL.md), without HTTP.

public import JSON

/// One message of the history, as the server sees it.
public struct ChatMessage: Equatable, Sendable {
    public enum Role: String, Equatable, Sendable { case system, user, assistant }
    public var role: Role
    public var content: String

    public init(role: Role, content: String) {
        self.role = role
        self.content = content
    }
}

public struct ChatRequest: Equatable, Sendable {
    /// Ours; counts up within a run. Replies and failures carry it.
    public var id: Int
    public var messages: [ChatMessage]
    public var conversationID: String?
    public var mode: String
    public var context: JSONObject

    public init(id: Int, messages: [ChatMessage], conversationID: String?, mode: String, context: JSONObject) {
        self.id = id
        self.messages = messages
        self.conversationID = conversationID
        self.mode = mode
        self.context = context
    }
}

public struct ChatReply: Equatable, Sendable {
    /// For people: without the tool fences it came with. May be empty when there are tool calls.
    public var text: String
    /// For the history, when it differs from `text`: the words as the model wrote them, fences included.
    public var originalText: String?
    public var toolCalls: [ToolCall]
    public var conversationID: String?
    public var model: String?
    public var inputTokens: Int?
    public var outputTokens: Int?
    /// In the currency of the server, as it said.
    public var cost: Double?
    public var fileChanges: ReportedChanges
    /// From sending the request to having the reply, as the link measured it.
    public var milliseconds: Int?

    public init(
        text: String, originalText: String? = nil, toolCalls: [ToolCall] = [], conversationID: String? = nil,
        model: String? = nil,
        inputTokens: Int? = nil, outputTokens: Int? = nil, cost: Double? = nil,
        fileChanges: ReportedChanges = ReportedChanges(), milliseconds: Int? = nil
    ) {
        self.text = text
        self.originalText = originalText
        self.toolCalls = toolCalls
        self.conversationID = conversationID
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cost = cost
        self.fileChanges = fileChanges
        self.milliseconds = milliseconds
    }
}

/// Why a request did not give a reply; `App` words it.
public enum RequestFailure: Error, Equatable, Sendable {
    /// Nothing could be sent (refused, no route, name not found): safe to send again.
    case unreachable(String)
    /// The connection broke, or no answer came in time, after something was sent: it may have run.
    case interrupted(String)
    case timedOut(seconds: Int)
    case signedOut(String)
    case rateLimited(retryAfterSeconds: Int?)
    /// The server answered with an error of its own (status, its words).
    case refused(status: Int, message: String)
    /// The answer was not what the protocol says (HTML, broken JSON, nothing): a word on what it was.
    case malformed(String)
    /// The turn made `limit` requests without coming to an end; going on is the user's decision.
    case runaway(limit: Int)
    case cancelled
}

extension RequestFailure {
    /// The server may have answered all the same, and the answer was lost on its way.
    var isOfNetwork: Bool {
        switch self {
        case .unreachable, .interrupted, .timedOut: true
        case .signedOut, .rateLimited, .refused, .malformed, .runaway, .cancelled: false
        }
    }
}
