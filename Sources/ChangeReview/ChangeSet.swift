// What is under review, as a machine: proposals and decisions come in, plans to write come out.

/// The changes of a project that wait for a decision or a write.
///
/// - A second proposal for a file keeps the first base; one that returns to the base removes the change.
///   Marks stay on hunks that are the same lines of the same base, and are cleared on others.
/// - A write takes what is accepted; then accepted parts are the base, rejected ones are gone, undecided ones stay.
/// - While a write or an undo is on its way, proposals and decisions go on; only one of the two runs at a time.
/// - Undo takes back the latest decision or write. After a write was undone its changes are under review again with the
///   marks that they had; a file that got a new proposal meanwhile keeps the proposal and gets the old base back.
public struct ChangeSet: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        case proposed(FileStep, by: Author)
        case decided(Decision, Selection)
        /// A hunk is cut in two before a changed line, or joined with the one above its first changed line.
        case split(RelativePath, at: Int)
        case joined(RelativePath, at: Int)
        /// The user's own version of a file under review; `nil`: it is to go.
        case edited(RelativePath, FileState?)
        /// An added line, by its number, becomes these bytes; none takes it out. It keeps its line end.
        case lineEdited(RelativePath, changed: Int, [UInt8])
        /// Rejected, and why: the agent hears it with the user's next message.
        case rejected(Selection, reason: String)
        /// A remark on lines of a file under review, or on all of it.
        case commented(RelativePath, ReviewComment.Range?, String)
        /// An empty text takes it away. A comment that was sent waits again.
        case commentChanged(Int, String)
        case commentRemoved(Int)
        case commentResolved(Int)
        /// The message that holds the feedback of this number is kept.
        case feedbackSent(Int)
        /// One conflict of a file is resolved (see `Change.Conflict`).
        case resolved(RelativePath, conflict: Int, ThreeWayMerge.Resolution)
        /// A file was looked at on disk. Paths that are not under review are ignored.
        case changedOnDisk(RelativePath, DiskFinding)
        /// The disk holds what is proposed for these files: they are reviewed in place from here on.
        case foundInPlace([RelativePath])
        /// Answered by `askShrink` where a file would lose most of its lines.
        case applyRequested
        /// The write is wanted all the same.
        case applyConfirmed
        case applied(journalEntry: Int)
        case applyFailed(ApplyRefusal)
        case undoRequested
        /// `skipped`: files that were changed since and were left alone. `plan`: what the entry had written, for a write
        /// of an earlier run. `by`: the entry that the undo itself is; `nil`: nothing was left to do.
        case undone(journalEntry: Int, skipped: [RelativePath], plan: ChangePlan? = nil, by: Int? = nil)
        case undoFailed(reason: String)
        /// The journal has the entry no more, or not whole: it is out of the way of those before it.
        case undoLost(reason: String)
        case redoRequested
        /// The writes that the journal holds, at the start. Those that this review does not know can be undone too.
        case journalListed([WrittenFact])
        /// The log of an earlier run. Answered by no effects but `marksDropped`; see `pendingWrite` for what may be left to
        /// find out.
        case replayed([RecordedEvent])
    }

    public enum Effect: Equatable, Sendable {
        /// Write this; answered by `applied` or `applyFailed`.
        case apply(ChangePlan)
        /// Take this write back; answered by `undone`, `undoFailed` or `undoLost`.
        case undo(journalEntry: Int)
        /// Append to the staging log.
        case record(RecordedEvent)
        /// A write is done; counted in units of decision.
        case settled(accepted: Int, rejected: Int)
        /// Accepted, but not in the plan: the files changed on disk.
        case leftOut([RelativePath])
        /// Asks before a write in which these files would lose more than half of their lines; answered by `applyConfirmed`.
        case askShrink([RelativePath])
        /// The file changed on disk, and the proposal was put on top of it: no line was changed by both.
        case rebased(RelativePath)
        /// The log is by another way of comparing: decisions about parts of these files could not be taken over.
        case marksDropped([RelativePath])
        /// Somebody else brought the file to what was proposed; there is nothing left to decide.
        case alreadyOnDisk(RelativePath)
        /// These files are under review again, or have other marks.
        case restored([RelativePath])
        case refused(ApplyRefusal)
        case undoRefused(reason: String)
        case nothingAccepted
        case nothingToUndo
        case nothingToRedo
        /// A write or an undo is on its way; asked again later it will do.
        case busy
        /// A decision about something that is not there (any more).
        case ignored(Selection)
    }

    enum Activity: Equatable, Sendable {
        case idle
        case writing(Write)
        case undoing(Write, journalEntry: Int)
    }

    /// What a write set out from.
    struct Write: Equatable, Sendable {
        var plan: ChangePlan
        /// The changes that it settles, as they were when it began.
        var before: [RelativePath: Change]
        var isRedo: Bool
        /// Of a write, or the undo of one, that the journal alone knows.
        var earlier: WrittenFact?
    }

    /// What the agent has not heard yet, and how often it was told something.
    struct Told: Equatable, Sendable {
        var number = 0
        var outcomes: [Outcome] = []
        var edits: [RelativePath: EditNote] = [:]
        /// The words of comments that it has read, by id.
        var comments: [Int: String] = [:]
    }

    var files = ChangeList()
    var activity = Activity.idle
    var history = ReviewHistory()
    /// What is on disk of the files that are reviewed in place.
    var held: [RelativePath: FileState?] = [:]
    /// What resolved a conflict last, by file.
    var chosen: [RelativePath: Chosen] = [:]
    /// What an earlier run took out in place is reviewed in place again when it is taken back. Only where no log has to
    /// tell of it: a log says nothing of places.
    public var takesUpInPlace = false
    /// What the reviewer said, in the order he did.
    public internal(set) var comments: [ReviewComment] = []
    var nextComment = 1
    var told = Told()
    /// The newest journal entry that this review has seen the end of. A write that is under way comes after it, also
    /// where an older entry holds the same steps.
    public internal(set) var latestEntry: Int?

    public init() {}

    /// By path.
    public var changes: [Change] { files.items }
    public subscript(path: RelativePath) -> Change? { files[path] }
    public var isEmpty: Bool { files.items.isEmpty }
    public var isWriting: Bool { activity != .idle }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .proposed(let step, let author): propose(step, author)
        case .decided(let decision, let selection): decide(decision, selection)
        case .split(let path, let line): cut(path, at: line, joining: false)
        case .joined(let path, let line): cut(path, at: line, joining: true)
        case .changedOnDisk(let path, let finding): look(at: path, finding)
        case .edited(let path, let state): edit(path, state)
        case .lineEdited(let path, let line, let bytes): editLine(path, line, bytes)
        case .rejected(let selection, let reason): reject(selection, reason)
        case .commented(let path, let range, let text): comment(path, range, text)
        case .commentChanged(let id, let text): changeComment(id, text)
        case .commentRemoved(let id): removeComment(id)
        case .commentResolved(let id): resolveComment(id)
        case .feedbackSent(let number): sentFeedback(number)
        case .resolved(let path, let index, let resolution): resolve(path, index, resolution)
        case .foundInPlace(let paths): stand(inPlace: paths)
        case .applyRequested: requestWrite(recording: .applyRequested)
        case .applyConfirmed: requestWrite(recording: .applyRequested, isConfirmed: true)
        case .applied(let entry): finishWrite(entry)
        case .applyFailed(let refusal): abandonWrite(refusal)
        case .undoRequested: requestUndo()
        case .undone(let entry, let skipped, let plan, let by): finishUndo(entry, skipped: skipped, plan, by: by)
        case .undoFailed(let reason): abandonUndo(reason, isLost: false)
        case .undoLost(let reason): abandonUndo(reason, isLost: true)
        case .redoRequested: requestRedo()
        case .journalListed(let facts): learn(facts)
        case .replayed(let events): replay(events)
        }
    }
}
