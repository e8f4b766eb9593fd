// Why a plan was not written. In every case but `rollbackFailed` the project is as it was before.
public import ChangeReview
public import Storage

/// A plan that was not written.
public enum ApplyFailure: Error, Hashable, Sendable {
    /// These files are not what the plan starts from; nothing was touched. `nil` is a file that is gone.
    case changedOnDisk([RelativePath: FileState?])
    /// A path that may not be written, or can't be.
    case refused(RelativePath, AccessFailure)
    /// The disk failed, or is full; everything was taken back. `path` is what it was about, if one file.
    case failed(RelativePath?, FileError)
    /// The disk failed, and failed again on the way back. The journal has it all; the next write or start tries again.
    case rollbackFailed(entry: Int, FileError)
    /// The journal itself can't be read or written; nothing was touched.
    case journal(FileError)
    /// An earlier write was interrupted and can't be taken back yet; nothing was touched.
    case recoveryFailed(FileError)
    /// There is no such entry to undo, or it is gone.
    case noSuchEntry(Int)
    /// The entry's file is torn, or not ours; nothing was touched.
    case damagedEntry(Int)
    /// Cancelled while waiting for another process; nothing was touched.
    case cancelled
}

/// A plan that was written.
public struct WrittenPlan: Hashable, Sendable {
    /// Its journal entry, which can be undone.
    public var entry: Int
    /// Files that had further names (hard links), and how many. A file is replaced and not written over, so each of
    /// those names keeps the old contents.
    public var otherNames: [RelativePath: Int] = [:]
    /// What the journal had to forget for it.
    public var trim = JournalTrim()
}

/// What an undo did.
public struct UndoneWrite: Hashable, Sendable {
    /// The write that the undo itself was, and that can be undone in turn; `nil` when there was nothing left to do.
    public var written: WrittenPlan?
    /// What the entry had written, and what the review held then.
    public var plan: ChangePlan
    /// By path.
    public var undone: [RelativePath]
    /// Left alone, by path.
    public var skipped: [SkippedFile]

    public var entry: Int? { written?.entry }
}

/// What was found at start, or before a write, and what was done about it.
public struct RecoveryReport: Hashable, Sendable {
    /// Files of interrupted writes that are as they were before.
    public var restored: [RelativePath] = []
    /// Files that were changed by somebody since the interrupted write, and were left alone; the journal keeps what
    /// they were before it.
    public var leftAlone: [RelativePath] = []
    /// Writes that were complete but for tidying up; that is done now.
    public var finished: [Int] = []
    /// Entries of the journal that were begun and can't be read: what was done under them is not known. Their files are
    /// kept in the journal's folder.
    public var unreadable: [Int] = []
    /// Another process is writing (its id where known), so nothing was looked at; the next write looks.
    public var isBusy = false
    public var holder: Int32?
    /// Something could not be taken back now; the next write or start tries again.
    public var failure: FileError?

    public init() {}

    public var isClean: Bool {
        restored.isEmpty && leftAlone.isEmpty && finished.isEmpty && unreadable.isEmpty && !isBusy && failure == nil
    }
}
