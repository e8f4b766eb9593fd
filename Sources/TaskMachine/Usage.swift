// Tokens and cost. Two roads tell of them, the replies and the feed, and nothing may be counted twice.

import JSON

/// Tokens and cost, as the server told them.
public struct Usage: Equatable, Sendable {
    /// nil as long as the server never said.
    public var inputTokens: Int?
    public var outputTokens: Int?
    /// In the currency of the server.
    public var cost: Double?

    public var tokens: Int? {
        guard inputTokens != nil || outputTokens != nil else { return nil }
        return (inputTokens ?? 0) &+ (outputTokens ?? 0)
    }

    public init(inputTokens: Int? = nil, outputTokens: Int? = nil, cost: Double? = nil) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cost = cost
    }

    mutating func add(_ more: Usage) {
        if let tokens = more.inputTokens { inputTokens = (inputTokens ?? 0) &+ tokens }
        if let tokens = more.outputTokens { outputTokens = (outputTokens ?? 0) &+ tokens }
        if let cost = more.cost { self.cost = (self.cost ?? 0) + cost }
    }
}

extension Usage {
    /// `metrics` of an event, or the same members flat; nil when it tells nothing.
    init?(reading event: JSONValue) {
        let metrics = event["metrics"] ?? event["usage"] ?? event
        func count(_ keys: [String]) -> Int? { keys.lazy.compactMap { Self.count(metrics[$0]) }.first }
        let cost = ["cost", "total_cost", "totalCost"].lazy.compactMap { metrics[$0]?.lenientDouble }
            .first { $0 >= 0 && $0 < 1e12 }
        self.init(
            inputTokens: count(["tokensIn", "tokens_in", "inputTokens", "input_tokens"]),
            outputTokens: count(["tokensOut", "tokens_out", "outputTokens", "output_tokens"]), cost: cost)
        if self == Usage() { return nil }
    }

    /// A count that is none (negative, absurd) is left out.
    static func count(_ value: JSONValue?) -> Int? {
        guard let number = value?.lenientInt, (0...1_000_000_000_000).contains(number) else { return nil }
        return number
    }
}

/// A conversation's usage. The feed's word is taken for what the running turn has used so far: it is shown as far as it
/// is more than what the turn's replies told, and until the next reply tells.
struct UsageCount: Equatable, Sendable {
    /// Of the turns before this one.
    private var before = Usage()
    /// What the replies of this turn told, together.
    private var replied = Usage()
    /// What the feed told since the latest reply, member by member.
    private var fed = Usage()

    init(before: Usage = Usage()) { self.before = before }

    var total: Usage {
        var total = before
        total.add(turn)
        return total
    }

    private var turn: Usage {
        func more<Number: Comparable>(_ a: Number?, _ b: Number?) -> Number? {
            guard let a, let b else { return a ?? b }
            return max(a, b)
        }
        return Usage(
            inputTokens: more(replied.inputTokens, fed.inputTokens),
            outputTokens: more(replied.outputTokens, fed.outputTokens), cost: more(replied.cost, fed.cost))
    }

    mutating func startTurn() {
        before = total
        replied = Usage()
        fed = Usage()
    }

    mutating func add(_ reply: ChatReply) {
        let own = Usage(inputTokens: reply.inputTokens, outputTokens: reply.outputTokens, cost: reply.cost)
        replied.add(own)
        if own.inputTokens != nil { fed.inputTokens = nil }
        if own.outputTokens != nil { fed.outputTokens = nil }
        if own.cost != nil { fed.cost = nil }
    }

    /// - Parameter isLate: no reply is awaited, so that this may be of one that has come; a member that a reply told
    ///   stays.
    mutating func take(_ told: Usage, isLate: Bool) {
        if let tokens = told.inputTokens, !isLate || replied.inputTokens == nil { fed.inputTokens = tokens }
        if let tokens = told.outputTokens, !isLate || replied.outputTokens == nil { fed.outputTokens = tokens }
        if let cost = told.cost, !isLate || replied.cost == nil { fed.cost = cost }
    }
}
