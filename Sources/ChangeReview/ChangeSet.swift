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
        /// A file was looked at on disk. Paths that are not under review are ignored.
        case changedOnDisk(RelativePath, DiskFinding)
        case applyRequested
        case applied(journalEntry: Int)
        case applyFailed(ApplyRefusal)
        case undoRequested
        /// `skipped`: files that were changed since and were left alone. `plan`: what the entry had written, for a write
        /// of an earlier run.
        case undone(journalEntry: Int, skipped: [RelativePath], plan: ChangePlan? = nil)
        case undoFailed(reason: String)
        case redoRequested
        /// The log of an earlier run. Answered by no effects; see `pendingWrite` for what may be left to find out.
        case replayed([RecordedEvent])
    }

    public enum Effect: Equatable, Sendable {
        /// Write this; answered by `applied` or `applyFailed`.
        case apply(ChangePlan)
        /// Take this write back; answered by `undone` or `undoFailed`.
        case undo(journalEntry: Int)
        /// Append to the staging log.
        case record(RecordedEvent)
        /// A write is done; counted in units of decision.
        case settled(accepted: Int, rejected: Int)
        /// Accepted, but not in the plan: the files changed on disk.
        case leftOut([RelativePath])
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
    }

    var files = ChangeList()
    var activity = Activity.idle
    var history = ReviewHistory()
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
        case .applyRequested: requestWrite(recording: .applyRequested)
        case .applied(let entry): finishWrite(entry)
        case .applyFailed(let refusal): abandonWrite(refusal)
        case .undoRequested: requestUndo()
        case .undone(let entry, let skipped, _): finishUndo(entry, skipped: skipped)
        case .undoFailed(let reason): abandonUndo(reason)
        case .redoRequested: requestRedo()
        case .replayed(let events): replay(events)
        }
    }

    private mutating func replay(_ events: [RecordedEvent]) -> [Effect] {
        for recorded in events { _ = handle(recorded.event) }
        return []
    }
}

extension ChangeSet {
    private mutating func propose(_ step: FileStep, _ author: Author) -> [Effect] {
        let known = files[step.path]
        var base = known == nil ? step.before : known?.base
        if case .changedOnDisk(let found) = known?.conflict, .some(step.before) == found.state {
            // Made from what is on disk now: the conflict is solved.
            base = step.before
        }
        if known == nil, base == step.after { return [] }
        history.forgetRedo()
        let recorded = Effect.record(.proposed(step, by: author))
        guard base != step.after || isBeingWritten(step.path) else {
            files[step.path] = nil
            return [recorded]
        }
        var change = Change(path: step.path, base: base, proposed: step.after, author: author)
        if let known {
            change.carryMarks(from: known)
            if base == known.base { change.conflict = known.conflict }
        }
        files[step.path] = change
        return [recorded]
    }

    private func isBeingWritten(_ path: RelativePath) -> Bool {
        switch activity {
        case .idle: false
        case .writing(let write), .undoing(let write, _): write.before[path] != nil
        }
    }

    private mutating func decide(_ decision: Decision, _ selection: Selection) -> [Effect] {
        var before: [RelativePath: Change] = [:]
        switch selection {
        case .everything:
            for change in files.items where change.marks.contains(where: { $0 != decision }) {
                before[change.path] = change
            }
            for path in before.keys { files[path]?.mark(decision) }
        case .file(let path):
            guard let change = files[path] else { return [.ignored(selection)] }
            if change.marks.contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision)
        case .hunk(let path, let hunk):
            guard let change = files[path], let lines = change.lines(ofHunk: hunk) else { return [.ignored(selection)] }
            if change.marks[lines].contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision, lines)
        case .lines(let path, let lines):
            guard let change = files[path], !lines.isEmpty, change.marks.indices.contains(lines.lowerBound),
                lines.upperBound <= change.marks.count
            else { return [.ignored(selection)] }
            if change.marks[lines].contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision, lines)
        }
        guard !before.isEmpty else { return [] }
        history.did(.decided(before: before))
        return [.record(.decided(decision, selection))]
    }

    private mutating func cut(_ path: RelativePath, at line: Int, joining: Bool) -> [Effect] {
        guard var change = files[path], change.cut(at: line, joining: joining) else {
            return [.ignored(.lines(path, line..<line + 1))]
        }
        if let before = files[path] { history.did(.decided(before: [path: before])) }
        files[path] = change
        return [.record(joining ? .joined(path, at: line) : .split(path, at: line))]
    }

    private mutating func look(at path: RelativePath, _ finding: DiskFinding) -> [Effect] {
        guard let change = files[path], !isOwnDoing(path, finding) else { return [] }
        let recorded = Effect.record(.changedOnDisk(path, finding))
        if finding.state == .some(change.base) {
            guard change.conflict != nil else { return [] }
            files[path]?.conflict = nil
            return [recorded]
        }
        if finding.state == .some(change.proposed), !change.marks.contains(.rejected), !isBeingWritten(path) {
            files[path] = nil
            return [recorded, .alreadyOnDisk(path)]
        }
        let conflict = Change.Conflict.changedOnDisk(finding)
        guard change.conflict != conflict else { return [] }
        files[path]?.conflict = conflict
        return [recorded]
    }

    /// A file that is just being written may be seen in either state.
    private func isOwnDoing(_ path: RelativePath, _ finding: DiskFinding) -> Bool {
        guard let state = finding.state else { return false }
        return isOwnDoing(path, state)
    }

    private func isOwnDoing(_ path: RelativePath, _ state: FileState?) -> Bool {
        switch activity {
        case .idle: false
        case .writing(let write), .undoing(let write, _):
            write.plan.steps.contains { $0.path == path && ($0.before == state || $0.after == state) }
        }
    }
}
