// What the list and the panel's head say of files, counted when something changes and not whenever it is drawn.

internal import ChangeReview

/// What there is to say of one file.
struct FileFacts: Equatable, Sendable {
    var added = 0
    var removed = 0
    /// Hunks, or 1 for a file that is one unit.
    var units = 0
    /// Units with something undecided, accepted, rejected in them. A conflict waits for the user whatever was decided
    /// before it came, unless all of the proposal is rejected.
    var undecided = 0
    var accepted = 0
    var rejected = 0
    var hasConflict = false
    /// It waits for a choice, and not for a decision.
    var isHeldUp = false
    var isEdited = false
    var summary = DecisionSummary.undecided

    init() {}

    init(_ change: Change) {
        added = change.addedLines
        removed = change.removedLines
        units = change.decisions.count
        isHeldUp = change.isHeldUp
        undecided = max(change.count(of: .undecided), isHeldUp ? 1 : 0)
        accepted = change.count(of: .accepted)
        rejected = change.count(of: .rejected)
        hasConflict = change.conflict != nil
        isEdited = change.isEdited
        summary = change.summary
    }

    /// The order of files by state: what waits for the user comes first.
    var rank: Int {
        if hasConflict { return 0 }
        if undecided > 0 { return accepted + rejected > 0 ? 1 : 2 }
        return rejected > 0 ? 4 : 3
    }
}

struct ReviewFacts: Equatable, Sendable {
    private(set) var files: [RelativePath: FileFacts] = [:]
    private(set) var added = 0
    private(set) var removed = 0
    private(set) var undecided = 0
    /// Files in conflict, and how many of the undecided units are in them.
    private(set) var conflicts = 0
    private(set) var heldUp = 0
    private(set) var accepted = 0
    private(set) var rejected = 0
    /// Grows with everything that changes.
    private(set) var revision = 0
    /// Grows when files come or go.
    private(set) var structure = 0

    subscript(path: RelativePath) -> FileFacts { files[path] ?? FileFacts() }

    /// After an event that was about these files alone; nil: it may have been about any.
    mutating func follow(_ changes: ChangeSet, _ paths: [RelativePath]?) {
        revision += 1
        guard let paths else {
            let before = files.count
            let isSame = before == changes.changes.count && changes.changes.allSatisfy { files[$0.path] != nil }
            self = ReviewFacts(changes, revision: revision, structure: structure + (isSame ? 0 : 1))
            return
        }
        for path in paths {
            let known = files[path]
            let now = changes[path].map(FileFacts.init)
            if (known == nil) != (now == nil) { structure += 1 }
            if let known { count(known, -1) }
            if let now { count(now, 1) }
            files[path] = now
        }
        // A rename joins two files, or comes apart again.
        if files.count != changes.changes.count {
            self = ReviewFacts(changes, revision: revision, structure: structure + 1)
        }
    }

    init() {}

    private init(_ changes: ChangeSet, revision: Int, structure: Int) {
        self.revision = revision
        self.structure = structure
        files.reserveCapacity(changes.changes.count)
        for change in changes.changes {
            let facts = FileFacts(change)
            files[change.path] = facts
            count(facts, 1)
        }
    }

    private mutating func count(_ facts: FileFacts, _ sign: Int) {
        added += sign * facts.added
        removed += sign * facts.removed
        undecided += sign * facts.undecided
        conflicts += facts.isHeldUp ? sign : 0
        heldUp += facts.isHeldUp ? sign * facts.undecided : 0
        accepted += sign * facts.accepted
        rejected += sign * facts.rejected
    }
}

extension ChangeSet.Event {
    /// The files that the event can change; nil: any.
    var paths: [RelativePath]? {
        switch self {
        case .proposed(let step, _): [step.path]
        case .decided(_, .file(let path)), .decided(_, .hunk(let path, _)), .decided(_, .lines(let path, _)): [path]
        case .split(let path, _), .joined(let path, _), .changedOnDisk(let path, _): [path]
        case .edited(let path, _), .lineEdited(let path, _, _), .resolved(let path, _, _): [path]
        case .rejected(.file(let path), _), .rejected(.hunk(let path, _), _), .rejected(.lines(let path, _), _): [path]
        case .commented, .commentChanged, .commentRemoved, .commentResolved, .feedbackSent: []
        default: nil
        }
    }
}
