// One question to a model, before it is JSON.

/// What `POST /v1/chat/completions` is asked.
public struct ModelRequest: Equatable, Sendable {
    public var model: String
    public var messages: [ModelMessage]
    /// None for a model that can't call tools.
    public var tools: [ModelTool]
    /// The most tokens of the answer; nil leaves it to the server.
    public var maximumTokens: Int?
    /// nil leaves it to the server.
    public var temperature: Double?

    public init(
        model: String, messages: [ModelMessage], tools: [ModelTool] = [], maximumTokens: Int? = nil,
        temperature: Double? = nil
    ) {
        self.model = model
        self.messages = messages
        self.tools = tools
        self.maximumTokens = maximumTokens
        self.temperature = temperature
    }
}
