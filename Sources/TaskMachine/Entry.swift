// What the chat shows, as values with stable ids and revisions, so that the view lays out again only what changed.

/// One thing in the chat. `id` never changes; `revision` grows with every change of `content`.
public struct Entry: Equatable, Sendable, Identifiable {
    public enum Content: Equatable, Sendable {
        /// The user's words.
        case user(String)
        /// What the user's message above takes along, and what of it was refused.
        case attached([AttachedLine])
        case assistant(AssistantText)
        /// What the server said it was doing during a turn; one per turn, where the first event came.
        case progress(ProgressBlock)
        case tool(ToolLine)
        /// A word from the server or from the program, plain text; `times` when the same one came again at once.
        case notice(String, times: Int)
        /// The feed was away while a turn ran: how often, and how long in all, in milliseconds. One per turn, where the
        /// first gap ended.
        case feedGap(times: Int, milliseconds: Int)
        case failure(RequestFailure)
        /// The turn was cancelled by the user.
        case cancelled
        /// What the agent asked the user, and what it got for an answer; nil as long as it waits, or when it was
        /// cancelled.
        case question(FollowUpQuestion, answer: String?)
        /// Words that rode with tool results.
        case steered(String)
        /// A remark of the program's own about a turn.
        case remark(Remark)
        /// What a slash command printed.
        case report(String)
    }

    public let id: Int
    public internal(set) var revision = 0
    public internal(set) var content: Content

    public init(id: Int, content: Content) {
        self.id = id
        self.content = content
    }
}

/// A tool call in the chat.
public struct ToolLine: Equatable, Sendable {
    public enum State: Equatable, Sendable {
        case awaitingApproval, running, succeeded, failed, rejected, cancelled
    }

    public var callID: String
    /// As the server named it; `tool` is what we take it for.
    public var action: String
    /// A path, a command, a pattern; empty when the call did not say.
    public var object: String
    public var state: State
    /// The whole text that the agent got, bounded.
    public var output: BoundedText
    /// For commands.
    public var exitStatus: Int32?
    public var milliseconds: Int?
    /// The end of what a command that runs has printed so far.
    public var liveTail = ""
    /// For commands: where it ran.
    public var place = CommandPlace.disk
    /// What it proposed was written without a question.
    public var isWritten = false

    public var tool: ToolAction? { ToolAction.named(action) }

    public init(
        callID: String, action: String, object: String, state: State, output: BoundedText = BoundedText(""),
        exitStatus: Int32? = nil, milliseconds: Int? = nil
    ) {
        self.callID = callID
        self.action = action
        self.object = object
        self.state = state
        self.output = output
        self.exitStatus = exitStatus
        self.milliseconds = milliseconds
    }
}
