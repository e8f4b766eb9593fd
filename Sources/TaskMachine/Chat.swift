// A request and a reply of `ai_assistant.api.chat_completion` (docs/PROTOCOL.md), without HTTP.

public import JSON

/// One message of the history, as the server sees it.
public struct ChatMessage: Equatable, Sendable {
    public enum Role: String, Equatable, Sendable { case system, user, assistant }
    public var role: Role
    public var content: String
    /// Sent as parts of the content where there are some.
    public var images: [ImageAttachment]

    public init(role: Role, content: String, images: [ImageAttachment] = []) {
        self.role = role
        self.content = content
        self.images = images
    }
}

public struct ChatRequest: Equatable, Sendable {
    /// Ours; counts up within a run. Replies and failures carry it.
    public var id: Int
    public var messages: [ChatMessage]
    public var conversationID: String?
    public var mode: ChatMode
    public var context: JSONObject

    public init(id: Int, messages: [ChatMessage], conversationID: String?, mode: ChatMode, context: JSONObject) {
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
    /// What the model thought, where the reply tells; plain text.
    public var reasoning = ""
    /// nil when the reply does not speak of them; an empty list says nothing either.
    public var todos: [Todo]?
    /// What the server says it ran itself; for information.
    public var toolResults: [ServerToolResult] = []
    /// How the server chose the model.
    public var badge: AgentBadge?

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

/// A tool that the server says it ran.
public struct ServerToolResult: Equatable, Sendable {
    public var action: String
    public var succeeded: Bool
    public var message: String

    public init(action: String, succeeded: Bool, message: String) {
        self.action = action
        self.succeeded = succeeded
        self.message = message
    }
}

/// What Agent Mode says of itself with a reply.
public struct AgentBadge: Equatable, Sendable {
    /// Why this model, in the server's words.
    public var reason: String?
    /// What is left of the month's budget, in the currency of the server.
    public var budgetRemaining: Double?
    public var provider: String?

    public init(reason: String? = nil, budgetRemaining: Double? = nil, provider: String? = nil) {
        self.reason = reason
        self.budgetRemaining = budgetRemaining
        self.provider = provider
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
    /// The server said no to what was asked, not to who asks (403 of a signed-in user); its words.
    case forbidden(String)
    /// A firewall or a gateway before the server said no; what it was.
    case blocked(status: Int, String)
    /// The history is longer than the model takes; the server's words.
    case contextTooLong(String)
    /// The server has no such method: another chat back end may be there.
    case noSuchMethod(String)
    /// This chat back end wants a key that is not there; the server's words.
    case keyWanted(String)
    /// The account's quota or budget is used up; the server's words.
    case quotaExceeded(String)
    /// The model behind the server did not answer; the server's words, which say what can be done.
    case modelFailed(String)
    case cancelled
}

extension RequestFailure {
    /// The server may have answered all the same, and the answer was lost on its way.
    var isOfNetwork: Bool {
        switch self {
        case .unreachable, .interrupted, .timedOut: true
        case .signedOut, .rateLimited, .refused, .malformed, .forbidden, .blocked, .contextTooLong, .noSuchMethod,
            .keyWanted, .quotaExceeded, .modelFailed, .cancelled:
            false
        }
    }
}
