// What the application hears: keys, the agent, the disk, timers. Plain news, no orders.

public import ChangeReview
public import Screen
public import Settings
public import TaskMachine

/// One piece of news. `at` is a monotonic clock in milliseconds; only differences count.
public enum AppMessage: Equatable, Sendable {
    case input(InputEvent)
    /// What is known of the world after the first paint; comes once.
    case started(StartReport)
    case agent(AgentEvent, at: Int)
    case prepared(PreparedTurn, id: Int)
    case toolFinished(ToolResult, at: Int)
    /// A command that runs printed this.
    case toolOutput(callID: String, String)
    /// Files' names, as they were asked for.
    case filesFound(FileAnswer)
    /// What commands left running: all of it, whenever it changes.
    case leftRunning([BackgroundCommand])
    case applied(journalEntry: Int)
    case applyFailed(ApplyRefusal)
    /// `plan`: what the entry had written.
    case undone(journalEntry: Int, skipped: [SkippedFile], plan: ChangePlan?, by: Int? = nil)
    case undoPreviewed(UndoPreview)
    /// The journal was too large: so many of its oldest writes can no longer be undone.
    case journalTrimmed(writes: Int)
    case undoFailed(reason: String)
    /// The journal has that entry no more, or not whole.
    case undoLost(reason: String)
    case changedOnDisk(RelativePath, DiskFinding)
    /// The colours of a change that was asked about.
    case highlighted(HighlightedChange)
    /// Another program holds the journal, so that a write or an undo waits for it; `false`: it goes on.
    case waitingForWriter(Bool)
    /// This project's conversations, the latest one first.
    case conversationsListed([ConversationSummary])
    /// Another conversation takes the place of the one that is shown.
    case conversationOpened(ConversationState, id: String)
    /// What was asked about kept conversations did not come about.
    case conversationTroubled(ConversationTrouble)
    /// The conversation was written to the file of this path.
    case exported(path: String)
    /// What stands above the first entry of a conversation that was read in part; `isPartial`: there is more above.
    case earlierEntries([Entry], isPartial: Bool)
    /// A stretch of the part of the conversation that is on disk alone was looked through.
    case earlierSearched(EarlierFinds)
    /// Signing in ended; nil: it was given up or refused, and was told about where it happened.
    case signedIn(user: String?)
    /// A settings file was written, or the folder is trusted now: all that holds from here on.
    case settingsChanged(ChosenSettings)
    case models(ModelNews)
    case timerFired(AppTimer, at: Int)
    /// The editor gave this text back; nil: it failed, or was left without saving.
    case editorReturned(String?)
    /// The user's version of a proposed file; nil: the editor failed, or the file is as it was.
    case fileEdited(RelativePath, FileState?)
    /// What was to be copied, by what it is called, is there.
    case copied(name: String, CopyPlace)
    case reviewExported(path: String)
    /// nil: a file of that name exists, and is as it was.
    case reviewExportFailed(path: String, reason: String?)
    case commitNews(CommitNews)
    /// What is checked out in the project: a branch, or the beginning of a commit's name; nil: it is in no repository.
    case branchFound(String?)
    /// Something of ours went wrong at the rim.
    case troubled(Trouble)
    /// For a review without a chat.
    case review(ReviewNews)
    /// Back from a suspension.
    case resumed
}

/// What the application can ask to be woken by. Starting a timer that runs starts it anew.
public enum AppTimer: Hashable, Sendable {
    /// Four times a second while a turn runs.
    case tick
    case task(TaskTimer)
    /// A request's answer keys come alive.
    case arming
    /// The passing word in the status line has been there long enough.
    case flash
    /// `Task complete!` has been there for three seconds.
    case complete
    /// The time of day is another one.
    case minute
    /// A second Ctrl-C no longer quits.
    case quitting
    /// Keys of the panel that closed by itself are no longer taken for its own.
    case panelClosed
    /// What stands in the composer is kept.
    case draft
    /// The search of the conversation goes on: keys came first.
    case search
    /// A press on a rule is no second one any more.
    case doublePress
    /// A key is waited for, and none has come: what it can be is shown.
    case keyHints
}

/// What goes wrong beside the agent and the review; reasons are the system's own words.
public enum Trouble: Equatable, Sendable {
    /// The staging log can't be written.
    case decisionNotKept(reason: String)
    /// The project's approval rules can't be written, or read.
    case rulesNotKept(reason: String)
    case rulesNotRead(path: String, reason: String)
    /// That the folder is trusted, or not, can't be kept.
    case trustNotKept(reason: String)
    /// The project's folder can't be opened.
    case projectNotOpened(reason: String)
    /// The conversation's file can't be written.
    case conversationNotKept(reason: String)
    /// A conversation was left whose end the disk does not take.
    case conversationEndNotKept(reason: String)
    /// Lines of the conversation's file could not be read, or are a newer program's. They stay in it.
    case conversationNotWhole(unreadable: Int, isOfNewerProgram: Bool)
    /// Files under review can't be watched.
    case notWatched(reason: String)
    /// The program that tells of a turn's end is not there, or failed.
    case noticeFailed(program: String)
    /// Files that were written had further names, so many each, which keep the old contents. By path.
    case otherNames([RelativePath: Int])
    /// What can be undone is not known.
    case journalNotRead(reason: String)
    /// What a review kept of the last time; `aside`: where it is now, `nil` when it could not be put there.
    case keptNotRead(reason: String, aside: String?)
    /// The journal is larger than it may be.
    case journalTooLarge(reason: String)
    /// The latest write alone is larger than the journal may be.
    case writeTooLarge(bytes: Int)
    /// The session's recording can't be written; it was given up.
    case recordingStopped(reason: String)
    /// Our own folder (its path) can't be used.
    case stateNotKept(folder: String, reason: String)
}
