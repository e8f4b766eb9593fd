// What the application orders: plain data, so that a test compares it and the rim does it.

public import ChangeReview
public import TaskMachine

public enum AppEffect: Equatable, Sendable {
    case agent(AgentCommand)
    /// Answered by `prepared`.
    case prepare(Preparation)
    /// Answered by `toolFinished`, and while it runs by `toolOutput`; the tool's reads see the staged files.
    case execute(ToolCall, StagedFiles, ToolPermit)
    case cancelTool(callID: String)
    /// Answered by `applied` or `applyFailed`.
    case apply(ChangePlan)
    /// Answered by `undone` or `undoFailed`.
    case undo(journalEntry: Int)
    /// Look at these files on disk; each answered by `changedOnDisk`.
    case look([RelativePath])
    /// Append to the staging log.
    case record(RecordedEvent)
    /// Append to the conversation's file.
    case keep([ConversationRecord])
    /// Keep the project's approval rules.
    case keepRules([ApprovalRule])
    /// Append to the project's list of sent messages.
    case remember(String)
    case startTimer(AppTimer, milliseconds: Int)
    case stopTimer(AppTimer)
    /// Give this text to `$EDITOR`; answered by `editorReturned`.
    case edit(String)
    case suspend
    case redraw
    case bell
    /// The end; `AppModel.farewell` is for the terminal afterwards.
    case quit
}
