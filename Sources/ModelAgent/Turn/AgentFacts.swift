// What an agent is given for one request of a client: the conversation, the project, the model, the limits.

public import JSON
public import ModelWire

/// One `chat_completion` request as the agent reads it (contract §2.1.1).
public struct AgentFacts: Equatable, Sendable {
    /// The client's whole history, oldest first. Tool results are messages of the user's that begin with
    /// `[tool_result ID ACTION success]`; the client's own system messages are not sent on.
    public var history: [ModelMessage]
    /// `false` in ask mode: no tools are offered.
    public var allowsTools: Bool
    /// The request's `context` (contract §2.1.3): `workspace`, `workspacePath`, `workspaceMetadata`, `git`,
    /// `projectRules`.
    public var context: JSONObject
    /// The name that the model's server knows.
    public var model: String
    public var profile: ModelProfile
    /// The size of the model's context in tokens, as its server says; nil where it does not.
    public var contextTokens: Int?
    /// What is remembered of this conversation's earlier steps.
    public var memory: ConversationMemory
    /// Begins the ids of calls; different for each conversation.
    public var conversation: String
    public var limits: AgentLimits

    public init(
        history: [ModelMessage], allowsTools: Bool, context: JSONObject = JSONObject(), model: String,
        profile: ModelProfile = ModelProfile(), contextTokens: Int? = nil,
        memory: ConversationMemory = ConversationMemory(), conversation: String = "",
        limits: AgentLimits = AgentLimits()
    ) {
        self.history = history
        self.allowsTools = allowsTools
        self.context = context
        self.model = model
        self.profile = profile
        self.contextTokens = contextTokens
        self.memory = memory
        self.conversation = conversation
        self.limits = limits
    }
}

/// The numbers of a turn. A turn is all that one message of the user's sets off.
public struct AgentLimits: Equatable, Sendable {
    /// Rounds of tool calls for one message of the user's.
    public var steps = 40
    /// The same call with the same arguments, and no change between: so often it is made, then the model is told, then
    /// the turn is ended.
    public var sameCalls = 2
    /// Edits of one file that do not fit, one after the other.
    public var failedEdits = 3
    /// Answers to a client's one request that may be sent back with what is wrong.
    public var corrections = 1
    /// Bytes of `AGENTS.md` that the model is told.
    public var rulesBytes = 8 << 10
    /// The context in tokens where neither the profile nor the server says a size.
    public var unknownContext = 8192

    public init() {}
}
