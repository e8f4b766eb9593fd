// What the user decided for more than one command: rules that can be listed and taken back.

/// A standing answer.
public struct ApprovalRule: Hashable, Sendable {
    public enum Scope: String, Hashable, Sendable {
        /// Until the program ends.
        case session
        /// Kept with the project's state.
        case project
    }

    public enum Answer: Hashable, Sendable {
        /// Commands that begin with these words run without asking, in this place while something is staged.
        case allow(CommandPrefix, CommandPlace)
        /// Commands that begin with these words are refused, and the agent is told so.
        case deny(CommandPrefix)
        /// Where commands run while something is staged, when the user does not say otherwise.
        case place(CommandPlace)
    }

    public var answer: Answer
    public var scope: Scope

    public init(_ answer: Answer, _ scope: Scope) {
        self.answer = answer
        self.scope = scope
    }
}
