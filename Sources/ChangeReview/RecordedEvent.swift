// What the staging log keeps, so that a set of changes is there again after a restart.

/// An event that changed a `ChangeSet`. Fed in order to an empty set, recorded events give an equal set.
///
/// It is made of paths, bytes and numbers alone; whoever writes it to disk picks the form.
public enum RecordedEvent: Equatable, Sendable {
    case proposed(FileStep, by: Author)
    /// A file under review, without a conflict: what it was before is known.
    case proposedAgain(RelativePath, FileState?, by: Author)
    case edited(RelativePath, FileState?)
    case decided(Decision, Selection)
    case rejected(Selection, reason: String)
    case commented(RelativePath, ReviewComment.Range?, String)
    case commentChanged(Int, String)
    case commentRemoved(Int)
    case commentResolved(Int)
    case feedbackSent(Int)
    case resolved(RelativePath, conflict: Int, ThreeWayMerge.Resolution)
    case split(RelativePath, at: Int)
    case joined(RelativePath, at: Int)
    case changedOnDisk(RelativePath, DiskFinding)
    case applyRequested
    case applied(journalEntry: Int)
    case applyFailed
    case undoRequested
    /// `plan`: of a write that the journal alone knew.
    case undone(journalEntry: Int, skipped: [RelativePath], plan: ChangePlan? = nil, by: Int? = nil)
    case undoFailed
    case undoLost
    case redoRequested
    case journalListed([WrittenFact])
    /// Something about single lines of this file, which another way of comparing had numbered.
    case outdated(RelativePath)
    /// From here on: a snapshot (see `ChangeSet.snapshot`).
    case held(Change)
    case heldComment(ReviewComment)
    case heldRest(HeldRest)

    /// About how many bytes it takes in a log.
    public var weight: Int {
        func bytes(_ states: FileState?...) -> Int { states.reduce(0) { $0 + ($1?.bytes.count ?? 0) } }
        switch self {
        case .proposed(let step, _): return 200 + bytes(step.before, step.after)
        case .proposedAgain(_, let state, _), .edited(_, let state): return 200 + bytes(state)
        case .changedOnDisk(_, .file(let state)): return 200 + bytes(state)
        case .resolved(_, _, .custom(let custom)): return 200 + custom.count
        case .held(let change): return 200 + bytes(change.base, change.proposed) + change.weave.runs.count * 24
        case .heldComment(let comment): return 200 + comment.patch.utf8.count
        case .undone(_, _, let plan?, _): return plan.steps.reduce(200) { $0 + bytes($1.before, $1.after) }
        case .journalListed(let facts): return facts.reduce(200) { $0 + 20 + 40 * $1.paths.count }
        case .heldRest(let rest): return rest.edits.reduce(200) { $0 + bytes($1.note.from, $1.note.to) }
        default: return 200
        }
    }

    /// `nil` for what is no news: see `ChangeSet.replay`.
    var event: ChangeSet.Event? {
        switch self {
        case .outdated, .held, .heldComment, .heldRest: nil
        case .proposedAgain(let path, let state, let author):
            .proposed(FileStep(path: path, before: nil, after: state), by: author)
        case .proposed(let step, let author): .proposed(step, by: author)
        case .edited(let path, let state): .edited(path, state)
        case .decided(let decision, let selection): .decided(decision, selection)
        case .rejected(let selection, let reason): .rejected(selection, reason: reason)
        case .commented(let path, let range, let text): .commented(path, range, text)
        case .commentChanged(let id, let text): .commentChanged(id, text)
        case .commentRemoved(let id): .commentRemoved(id)
        case .commentResolved(let id): .commentResolved(id)
        case .feedbackSent(let number): .feedbackSent(number)
        case .resolved(let path, let index, let resolution): .resolved(path, conflict: index, resolution)
        case .split(let path, let line): .split(path, at: line)
        case .joined(let path, let line): .joined(path, at: line)
        case .changedOnDisk(let path, let finding): .changedOnDisk(path, finding)
        // It was asked about when it was asked for.
        case .applyRequested: .applyConfirmed
        case .applied(let entry): .applied(journalEntry: entry)
        case .applyFailed: .applyFailed(.failed(path: nil, reason: ""))
        case .undoRequested: .undoRequested
        case .undone(let entry, let skipped, let plan, let by):
            .undone(journalEntry: entry, skipped: skipped, plan: plan, by: by)
        case .undoFailed: .undoFailed(reason: "")
        case .undoLost: .undoLost(reason: "")
        case .redoRequested: .redoRequested
        case .journalListed(let facts): .journalListed(facts)
        }
    }
}
