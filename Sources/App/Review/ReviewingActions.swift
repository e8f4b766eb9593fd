// What the panel's keys do to the review: decisions, cuts, writes, undo.

internal import ChangeReview
internal import Screen

extension Reviewing {
    mutating func perform(_ action: Action) -> [Effect] {
        touch()
        list.follow(changes, facts)
        switch action {
        case .yes, .no:
            guard case .question(let question) = prompt else { return [] }
            return answer(question, yes: action == .yes)
        case .accept, .reject: return decide(action == .accept ? .accepted : .rejected)
        case .rejectWithReason: return askReason()
        case .acceptFile: return path.map { review(.decided(.accepted, .file($0))) } ?? []
        case .acceptAll: return review(.decided(.accepted, .everything))
        case .rejectAll:
            guard !changes.isEmpty else { return [] }
            prompt = .question(.rejectAll(files: changes.changes.count))
            return []
        case .editFile: return edit()
        case .splitHunk: return split()
        case .joinHunk: return join()
        case .write: return requestWrite()
        case .undoReview: return requestUndo()
        case .redoReview: return requestRedo()
        case .openFile: return open()
        case .commitReview: return askCommit()
        default:
            if let effects = performInView(action) ?? performInSizes(action) { return effects }
            move(action)
            return []
        }
    }

    /// Enter: from the list to the diff; a folder or a fold opens.
    private mutating func open() -> [Effect] {
        if side == .list, let folder = list.folder {
            list.closed.formSymmetricDifference([folder])
            list.follow(changes, facts)
            return []
        }
        if side == .diff { openFold(all: true, atCursor: true) }
        side = .diff
        return []
    }

    // MARK: Decisions

    /// What a decision would be about: on the list the file or all in the folder, else the selected lines or the hunk.
    mutating func selections() -> [Selection] {
        guard let path, changes[path] != nil else { return [] }
        guard side == .diff else {
            guard let folder = list.folder else { return [.file(path)] }
            return changes.changes.filter { $0.path.text.hasPrefix(folder) }.map { .file($0.path) }
        }
        guard let anchor = window.anchor, let (change, rows) = diff() else { return [.hunk(path, unit())] }
        let ends = [rows.row(of: anchor), rows.row(of: window.place)].sorted()
        return rows.changed(from: ends[0], through: ends[1], in: change).map { .lines(path, $0) }
    }

    private mutating func decide(_ decision: Decision) -> [Effect] {
        // Where a conflict is in sight, its lines are what is decided about.
        if side == .diff, merging != nil {
            return decision == .rejected
                ? resolve(.ours) : [.say("1 keeps what is on disk, 2 takes the proposal, 3 both, 4 what was before")]
        }
        let selections = selections()
        guard !selections.isEmpty else {
            return window.anchor == nil ? [] : [.say("No changed line is selected")]
        }
        let isDone = selections.allSatisfy { isDecided($0, decision) }
        window.anchor = nil
        return selections.flatMap { review(.decided(isDone ? .undecided : decision, $0)) }
    }

    private func isDecided(_ selection: Selection, _ decision: Decision) -> Bool {
        switch selection {
        case .everything: false
        case .file(let path): changes[path]?.marks.allSatisfy { $0 == decision } ?? false
        case .hunk(let path, let hunk):
            changes[path]?.lines(ofHunk: hunk).map { isDecided(.lines(path, $0), decision) } ?? false
        case .lines(let path, let lines): changes[path]?.marks[lines].allSatisfy { $0 == decision } ?? false
        }
    }

    private mutating func askReason() -> [Effect] {
        let selections = selections()
        guard !selections.isEmpty else { return [] }
        prompt = .line(.reason(selections), TextLine())
        return []
    }

    // MARK: Cuts

    /// Before the line with the cursor; from the header into its runs of changed lines.
    private mutating func split() -> [Effect] {
        guard side == .diff, let path, let (change, rows) = diff() else {
            return [.say("\(keys.name(of: .splitHunk, in: .changes)) splits a hunk in the diff")]
        }
        let row = rows.row(of: window.place)
        guard let hunk = rows.hunk(at: row), change.hunks.indices.contains(hunk) else { return [] }
        let lines = change.hunks[hunk].changed
        if let line = rows.changed(at: row, in: change).first, line > lines.lowerBound {
            return review(.split(path, at: line))
        }
        let starts = change.weave.starts.filter { $0 > lines.lowerBound && $0 < lines.upperBound }
        guard !starts.isEmpty else { return [.say("Put the cursor on the line where a hunk is to begin")] }
        return starts.flatMap { review(.split(path, at: $0)) }
    }

    private mutating func join() -> [Effect] {
        guard side == .diff, let path, let (change, rows) = diff(),
            let hunk = rows.hunk(at: rows.row(of: window.place)), change.hunks.indices.contains(hunk)
        else { return [.say("\(keys.name(of: .joinHunk, in: .changes)) joins a hunk in the diff with the one above")] }
        guard hunk > 0 else { return [.say("This is the first hunk; J joins one with the one above")] }
        return review(.joined(path, at: change.hunks[hunk].changed.lowerBound))
    }

    // MARK: Write and undo

    mutating func requestWrite() -> [Effect] {
        guard !changes.isEmpty else { return [.say("Nothing to write")] }
        return review(.applyRequested)
    }

    /// A decision is taken back at once; a write is asked about. The question is there before the files were looked at:
    /// that takes as long as there are files.
    private mutating func requestUndo() -> [Effect] {
        if let commit = inCommit, let next = changes.nextUndo, next == commit.undo, !changes.isWriting {
            inCommit = nil
            return [.note(Words.text(ofUndoingIn: commit.id, again: keys.name(of: .undoReview, in: .changes)))]
        }
        guard case .write(let entry, let plan) = changes.nextUndo, !changes.isWriting else {
            return review(.undoRequested)
        }
        // Nothing is asked that would be refused.
        if let madeCommit { return [.note(Words.text(ofUndoing: madeCommit))] }
        awaitedPreview = entry
        prompt = .question(.undoWrite(UndoPreview(entry: entry, steps: plan.inverse.steps), isChecked: false))
        return [.previewUndo(journalEntry: entry), .asked]
    }

    private mutating func requestRedo() -> [Effect] {
        guard case .write(let entry, let plan) = changes.nextRedo, !changes.isWriting else {
            return review(.redoRequested)
        }
        // The journal alone knows what was undone by another run.
        if plan.steps.isEmpty {
            awaitedPreview = entry
            return [.previewUndo(journalEntry: entry)]
        }
        prompt = .question(.redoWrite(plan))
        return []
    }

    /// What stands next in the journal can't be read: it is passed, so that what is before it can be reached.
    mutating func lose(_ reason: String) -> [Effect] {
        let entry = awaitedPreview
        stopAsking()
        let isUndo = if case .write(entry, _) = changes.nextUndo { true } else { false }
        let isRedo = if case .write(entry, _) = changes.nextRedo { true } else { false }
        guard isUndo || isRedo else { return told([.undoRefused(reason: reason)], MarkFates()) }
        let begun = review(isUndo ? .undoRequested : .redoRequested).filter { effect in
            if case .undo = effect { false } else { true }
        }
        return begun + review(.undoLost(reason: reason))
    }

    /// What the undo of a write, or of an undo, would do is known.
    mutating func previewed(_ preview: UndoPreview) -> [Effect] {
        guard awaitedPreview == preview.entry else { return [] }
        awaitedPreview = nil
        if case .question(.undoWrite) = prompt {
            prompt = .question(.undoWrite(preview, isChecked: true))
            return []
        }
        guard prompt == nil, case .write(preview.entry, _) = changes.nextRedo else { return [] }
        prompt = .question(.redoWrite(ChangePlan(steps: preview.steps), leaving: preview.skipped))
        return [.asked]
    }

    /// What an undo would do could not be found out.
    mutating func previewFailed(_ reason: String) -> [Effect] {
        stopAsking()
        return told([.undoRefused(reason: reason)], MarkFates())
    }

    private mutating func stopAsking() {
        awaitedPreview = nil
        if case .question(.undoWrite) = prompt { prompt = nil }
    }

    private mutating func answer(_ question: ReviewQuestion, yes: Bool) -> [Effect] {
        prompt = nil
        awaitedPreview = nil
        guard yes else {
            guard isCommitting, case .shrink = question else { return [] }
            committing = .idle
            return [.say("Nothing was written or committed. What is accepted stays accepted")]
        }
        switch question {
        case .rejectAll: return review(.decided(.rejected, .everything))
        case .undoWrite(let preview, let isChecked):
            // Of a write that the journal alone knows nothing is listed yet: a yes comes too early.
            guard isChecked || !preview.steps.isEmpty else {
                (prompt, awaitedPreview) = (.question(question), preview.entry)
                return []
            }
            guard case .write(preview.entry, _) = changes.nextUndo else {
                return [.say("Something else happened meanwhile. Nothing was undone; u asks again")]
            }
            return review(.undoRequested)
        case .redoWrite: return review(.redoRequested)
        case .shrink: return review(.applyConfirmed)
        case .commitRefused(_, let isWritten): return isWritten ? askCommit() : []
        }
    }
}
