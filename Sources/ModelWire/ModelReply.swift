// What a model answers: piece by piece while it streams, and as a whole.

/// A piece of an answer as it streams.
public enum ModelPiece: Equatable, Sendable {
    case text(String)
    case reasoning(String)
    /// A call has begun; its arguments are still to come.
    case callBegan(name: String)
}

/// A whole answer.
public struct ModelReply: Equatable, Sendable {
    /// Why a model stopped (`finish_reason`).
    public enum Ending: Equatable, Sendable {
        case stop
        case toolCalls
        /// The answer met the limit of tokens, or the end of the context.
        case length
        /// Something between the model and us took the answer away.
        case contentFilter
        /// The answer ended without a reason, and its stream without the mark of an end: it may be cut.
        case unsaid
        case other(String)
    }

    public var text = ""
    public var reasoning = ""
    public var calls: [ModelCall] = []
    public var ending = Ending.unsaid
    public var usage: ModelUsage?
    /// The model that the server says answered.
    public var model: String?

    public init() {}
}

/// Tokens of one exchange (`usage`), where a server counts them.
public struct ModelUsage: Equatable, Sendable {
    public var inputTokens: Int
    public var outputTokens: Int
    /// Of the input, what the server had kept from before.
    public var cachedTokens: Int
    /// What the exchange cost, in US dollars, where a server says so (OpenRouter's `usage.cost`, in credits of a dollar).
    public var cost: Double?

    public init(inputTokens: Int, outputTokens: Int, cachedTokens: Int = 0, cost: Double? = nil) {
        self.cost = cost
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cachedTokens = cachedTokens
    }
}

/// Why a model did not answer, told apart as far as a user can do something about it.
public enum ModelFailure: Error, Equatable, Sendable {
    /// Nothing listens, no name, no route: the address is wrong or the server is down.
    case notReached(String)
    /// The key is missing, wrong, or may not do this (401, 403).
    case keyRefused(String)
    case modelNotFound(String)
    /// Too many requests (429); seconds to wait where the server said so.
    case rateLimited(retryAfter: Int?, String)
    /// Nothing left to pay with (402, `insufficient_quota`).
    case quotaExhausted(String)
    /// The conversation is longer than the model's context; its size in tokens where the server said so.
    case contextOverflow(limit: Int?, String)
    /// The machine of the model has not the memory to load it.
    case outOfMemory(String)
    /// The model, or its server, takes no tools.
    case toolsUnsupported(String)
    /// The server is there and can't now (500, 502, 503, 504, 529; an error in the middle of a stream).
    case serverFailed(status: Int?, String)
    /// What came is no answer of this protocol.
    case unreadable(String)
    /// Nothing came for so long.
    case silent(seconds: Int)
    case cancelled
}
