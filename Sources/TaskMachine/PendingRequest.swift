// What a turn waits for: a word of the user's. The screen docks it above the composer; an answer goes by the call's id.

/// One thing that the user has to decide before the turn goes on.
public enum PendingRequest: Equatable, Sendable {
    /// Run this command?
    case command(ToolCall)
    /// Do this, though the policy has a reason against it (a secret file)?
    case access(ToolCall, reason: String)
    /// The agent asks.
    case question(ToolCall, FollowUpQuestion)
    /// The turn has come to a limit. Answered by `limitAnswered`.
    case limit(TurnLimit)

    /// nil for a limit.
    public var callID: String? {
        switch self {
        case .command(let call), .access(let call, _), .question(let call, _): call.id
        case .limit: nil
        }
    }
}

/// `ask_followup_question`.
public struct FollowUpQuestion: Equatable, Sendable {
    public var text: String
    /// Answers that the agent offers; may be empty. The user may always write another.
    public var choices: [String]

    public init(text: String, choices: [String] = []) {
        self.text = text
        self.choices = choices
    }
}

/// Why a turn does not go on by itself.
public enum TurnLimit: Equatable, Sendable {
    /// It has made so many requests since it began, or since the user let it go on.
    case requests(Int)
    /// The same call with the same arguments came so many times in a row.
    case repetition(action: String, times: Int)
}
