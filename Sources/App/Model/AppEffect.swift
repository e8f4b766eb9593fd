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
    /// What `undo` would do now; answered by `undoPreviewed` or `undoFailed`.
    case previewUndo(journalEntry: Int)
    /// Answered by `undone` or `undoFailed`.
    case undo(journalEntry: Int)
    /// Look at these files on disk; each answered by `changedOnDisk`.
    case look([RelativePath])
    /// Look at these, and no others, whenever they change on disk, until told otherwise; each time `changedOnDisk`.
    case watch([RelativePath])
    /// Read both sides of a change for their colours; answered by `highlighted`.
    case highlight(HighlightRequest)
    /// Append to the staging log.
    case record(RecordedEvent)
    /// The staging log starts over with these.
    case recordAnew([RecordedEvent])
    /// Append to the conversation's file.
    case keep([ConversationRecord])
    /// Keep the project's approval rules.
    case keepRules([ApprovalRule])
    /// What is kept from here on goes to a conversation of its own.
    case beginConversation
    /// What stands in the composer; on disk within a second, so that it outlives a crash. Empty: nothing does.
    case keepDraft(String)
    /// Answered by `conversationsListed`, the latest one first.
    case listConversations
    /// Take up one of this project's conversations, by its id; answered by `conversationOpened` or `conversationTroubled`.
    case openConversation(String)
    /// Give a conversation that is not open another title; answered by `conversationsListed`. The open one is renamed by
    /// `Conversation.Event.renamed`.
    case renameConversation(String, title: String)
    /// Move one that is not open to the trash; answered by `conversationsListed`.
    case deleteConversation(String)
    /// Write the open conversation to a file, secrets hidden, and never over one that exists; without a path into the
    /// project's state folder. Answered by `exported` or `conversationTroubled`.
    case exportConversation(ExportFormat, path: String?)
    /// Of a conversation that was read in part: what stands above its first entry; answered by `earlierEntries`.
    case readEarlierEntries
    /// The same part, looked through and not read: a stretch of it, from its end up; answered by `earlierSearched`.
    /// `isFirst`: from where the entries that were read begin.
    case searchEarlier(TextSearch, isFirst: Bool)
    /// The project's own settings are used from now on, or not; answered by `settingsChanged`.
    case trustProject(Bool)
    /// Ask for credentials on the terminal; answered by `signedIn`.
    case signIn
    /// Forget the credentials of the server.
    case signOut
    /// Which files answer to a few letters? Answered by `filesFound`, while names are still being read more than once.
    /// A newer question takes the place of one that waits.
    case findFiles(FileQuery)
    /// Append to the project's list of sent messages.
    case remember(String)
    case startTimer(AppTimer, milliseconds: Int)
    case stopTimer(AppTimer)
    /// Give this text to `$EDITOR`; answered by `editorReturned`.
    case edit(String)
    /// Put this where it can be pasted from; answered by `copied`.
    case copy([UInt8], name: String)
    /// Give a proposed file to `$EDITOR`; answered by `fileEdited`.
    case editFile(RelativePath, FileState)
    /// Write this to a file, never over one that exists; answered by `reviewExported` or `reviewExportFailed`.
    case exportReview([UInt8], path: String)
    /// The same with the review as JSON.
    case exportReviewJSON([Change], [ReviewComment], path: String)
    /// Is there a repository to commit to? Answered by `commitNews`.
    case findRepository
    /// Commit exactly these parts, in order, on HEAD; answered by `commitNews`.
    case commit([FileStep], message: String)
    /// End git, and what runs in its session; the commit on its way is then answered.
    case endCommit
    /// How the screen is shared out, for the next start.
    case keepShares(PaneShares)
    /// Wheel and buttons are the program's from now on, or the terminal's own.
    case takeMouse(Bool)
    case model(ModelOrder)
    /// Of a review without a chat.
    case review(ReviewOrder)
    /// What is checked out? Answered by `branchFound`.
    case findBranch
    case suspend
    case redraw
    case bell
    /// Words for somebody who looks elsewhere.
    case notify(Notice)
    /// The end; `AppModel.farewell` is for the terminal afterwards.
    case quit
}
