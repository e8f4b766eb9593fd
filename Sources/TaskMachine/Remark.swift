// What the program has to say about a turn, as values: `App` words it.

/// A remark of the program's own in the chat.
public struct Remark: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// `count` older messages, `tokens` long, are not sent any more. They stay in the chat.
        case omitted
        /// `count` older messages are sent as a summary from here on.
        case condensed
        /// The agent called `count` tools in ask mode; none was run.
        case callsIgnored
        /// The agent's reply was empty; it was asked once to go on.
        case nudged
        /// The program ended while a turn ran.
        case programEnded
        /// The user gave up the message above, whose turn had failed: it is not sent.
        case givenUp
        /// The agent switched to ask mode.
        case askChosen
        /// The agent switched to agent mode.
        case agentChosen
    }

    public var kind: Kind
    /// 0 where the kind counts nothing.
    public var count: Int
    public var tokens: Int

    public init(_ kind: Kind, count: Int = 0, tokens: Int = 0) {
        self.kind = kind
        self.count = count
        self.tokens = tokens
    }
}
