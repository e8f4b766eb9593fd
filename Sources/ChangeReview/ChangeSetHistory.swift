// The part of the machine that takes things back and does them again.

/// What undo would do next, for a question before it is done.
public enum UndoStep: Equatable, Sendable {
    /// Marks of these files go back.
    case decision([RelativePath])
    /// An edit, or a choice in a conflict.
    case edit(RelativePath)
    /// Something said about these files.
    case comment([RelativePath])
    /// Rejected parts of these files come back under review; nothing is written.
    case dropped([RelativePath])
    /// The steps would be taken back on disk, and are under review again. Of a write of an earlier run there are none
    /// here: the journal knows them.
    case write(journalEntry: Int, ChangePlan)
}

extension ChangeSet {
    public var nextUndo: UndoStep? { history.past.last { !isStale($0) }.map(described) }
    public var nextRedo: UndoStep? { history.future.last.map(described) }

    private func described(_ step: ReviewHistory.Step) -> UndoStep {
        switch step {
        case .decided([:], let comments):
            .comment(Set(comments.compactMap { $0.value?.path ?? comment($0.key)?.path }).sorted())
        case .decided(let before, _): .decision(before.keys.sorted())
        case .replaced(let before, let after, _): .edit(before?.path ?? after?.path ?? .anywhere)
        case .wroteEarlier(let fact), .tookBack(let fact): .write(journalEntry: fact.entry, ChangePlan(steps: []))
        case .dropped(let before): .dropped(before.keys.sorted())
        case .wrote(let entry, let write): .write(journalEntry: entry, write.plan)
        }
    }

    mutating func requestUndo() -> [Effect] {
        guard activity == .idle else { return [.busy] }
        let recorded = Effect.record(.undoRequested)
        var forgets = false
        while let step = history.past.last, isStale(step) {
            history.forgetLatest()
            forgets = true
        }
        guard let step = history.past.last else { return forgets ? [recorded, .nothingToUndo] : [.nothingToUndo] }
        switch step {
        case .decided(let before, let comments):
            let paths = described(step).paths
            let now = exchange(before, comments)
            history.undid(redo: now)
            return [recorded, .restored(paths)]
        case .replaced(let before, let after, let isEdit):
            putBack(before, insteadOf: after, isEdit)
            history.undid(redo: .replaced(before: after, after: before, isEdit: isEdit))
            return [recorded, .restored([(before?.path ?? after?.path)].compactMap { $0 })]
        case .dropped(let before):
            history.undid(redo: step)
            let known = retract(nil, before.keys)
            for (path, change) in before { restore(change, path, isKnown: known.contains(path)) }
            return [recorded, .restored(before.keys.sorted())]
        case .wrote(let entry, let write):
            activity = .undoing(write, journalEntry: entry)
            return [recorded, .undo(journalEntry: entry)]
        case .wroteEarlier(let fact), .tookBack(let fact): return [recorded] + takeBack(fact, isRedo: false)
        }
    }

    mutating func requestRedo() -> [Effect] {
        guard activity == .idle else { return [.busy] }
        // It stays there until it is done.
        if case .tookBack(let fact) = history.future.last {
            return [.record(.redoRequested)] + takeBack(fact, isRedo: true)
        }
        guard let step = history.takeRedo() else { return [.nothingToRedo] }
        switch step {
        case .decided(let after, let comments):
            let paths = described(step).paths
            history.didRedo(undo: exchange(after, comments))
            return [.record(.redoRequested), .restored(paths)]
        case .replaced(let after, let before, let isEdit):
            let recorded = Effect.record(.redoRequested)
            // Proposed anew since it was undone.
            guard isThere(before, orItsPlaceIsEmpty: after) else { return [recorded, .nothingToRedo] }
            putBack(after, insteadOf: before, isEdit)
            history.didRedo(undo: .replaced(before: before, after: after, isEdit: isEdit))
            return [recorded, .restored([(after?.path ?? before?.path)].compactMap { $0 })]
        case .dropped, .wrote, .wroteEarlier, .tookBack:
            return requestWrite(recording: .redoRequested)
        }
    }

    /// A decision about changes that are gone, or were proposed anew: taking it back would change nothing. Nor can an
    /// edit be taken back when something else stands there.
    private func isStale(_ step: ReviewHistory.Step) -> Bool {
        switch step {
        case .replaced(let before, let after, _): return !isThere(after, orItsPlaceIsEmpty: before)
        case .dropped, .wrote, .wroteEarlier, .tookBack: return false
        case .decided(let before, let comments):
            for (id, earlier) in comments where comment(id) != earlier { return false }
            return before.allSatisfy { path, earlier in
                guard let current = files[path] else { return true }
                var marked = current
                marked.carryMarks(from: earlier)
                return marked.marks == current.marks && marked.cuts == current.cuts
            }
        }
    }

    private func isThere(_ change: Change?, orItsPlaceIsEmpty other: Change?) -> Bool {
        guard let path = change?.path ?? other?.path else { return false }
        let current = files[path]
        return current?.base == change?.base && current?.proposed == change?.proposed
            && current?.conflict == change?.conflict && current?.origin == change?.origin
            && (current == nil) == (change == nil)
    }

    private mutating func putBack(_ change: Change?, insteadOf other: Change?, _ isEdit: Bool) {
        guard let path = change?.path ?? other?.path else { return }
        if isEdit {
            let (from, to) = (other ?? change?.unchanged, change ?? other?.unchanged)
            noteEdit(path, from: from?.proposed, to: to?.proposed)
        }
        if let change { adopt(change) } else { files[path] = nil }
    }

    /// Gives files their earlier marks, by content where they were proposed anew, and comments their earlier form; returns
    /// the step that brings back what was until now.
    private mutating func exchange(
        _ earlier: [RelativePath: Change], _ comments: [Int: ReviewComment?]
    ) -> ReviewHistory.Step {
        var now: [RelativePath: Change] = [:]
        for (path, change) in earlier {
            guard let current = files[path] else { continue }
            now[path] = current
            let told = current.told
            files[path]?.carryMarks(from: change)
            // What the agent knows is not taken back.
            files[path]?.told = told
        }
        return .decided(before: now, comments: exchangeComments(comments))
    }

    mutating func finishUndo(
        _ entry: Int, skipped: [RelativePath], _ plan: ChangePlan?, by: Int?
    ) -> [Effect] {
        guard case .undoing(let write, entry) = activity else { return [] }
        if let fact = write.earlier {
            return finishEarlier(fact, write.isRedo, plan, Set(skipped), by: by)
        }
        activity = .idle
        moveHeld(by: write.plan.steps.filter { !skipped.contains($0.path) }.map(\.inverse))
        history.undidWrite(entry, redo: .wrote(journalEntry: entry, write))
        let restored = restore(write, Set(skipped), entry)
        forgetUnchanged(in: write)
        return [.record(.undone(journalEntry: entry, skipped: skipped)), .restored(restored)]
    }

    /// Brings back what a write settled, where it was taken back on disk. Returns the paths.
    mutating func restore(_ write: Write, _ skipped: Set<RelativePath>, _ entry: Int) -> [RelativePath] {
        var before = write.before.filter { path, change in
            !skipped.contains(path) && !(change.origin.map { skipped.contains($0) } ?? false)
        }
        // One end of a rename alone is back.
        for (path, change) in write.before
        where change.origin.map({ skipped.contains($0) != skipped.contains(path) }) ?? false {
            for step in write.plan.steps
            where !skipped.contains(step.path) && (step.path == path || step.path == change.origin) {
                var half = Change(path: step.path, base: step.before, proposed: step.after, author: change.author)
                half.mark(.accepted)
                before[step.path] = half
            }
        }
        // Nothing on disk went back for a file that was rejected: what it has become since stays.
        before = before.filter { path, change in
            let isWritten = write.plan.steps.contains { $0.path == path || $0.path == change.origin }
            return isWritten || files[path].map { $0.base == change.base } ?? true
        }
        let restored = before.keys.sorted()
        let known = retract(entry, restored)
        for path in restored {
            if let change = before[path] { restore(change, path, isKnown: known.contains(path)) }
        }
        return restored
    }

    mutating func abandonUndo(_ reason: String, isLost: Bool) -> [Effect] {
        guard case .undoing(let write, let entry) = activity else { return [] }
        activity = .idle
        forgetUnchanged(in: write)
        if isLost { history.lost(entry) }
        return [.record(isLost ? .undoLost : .undoFailed), .undoRefused(reason: reason)]
    }

    /// Puts a change back as it was before it was settled. Its base is on disk again. `isKnown`: the agent was told what
    /// had been decided.
    private mutating func restore(_ earlier: Change, _ path: RelativePath, isKnown: Bool) {
        var earlier = earlier
        if isKnown { earlier.told = earlier.marks }
        if let origin = earlier.origin, let there = files[origin] {
            // A file was proposed at the old path since: the rename comes back as its two halves.
            let former = Change(path: origin, base: earlier.base, proposed: there.proposed, author: there.author)
            files[origin] = former.isNothing ? nil : former
            // It was this one, moved back: at the new path nothing is proposed any more.
            if there.origin == path { return }
            var half = Change(path: path, base: nil, proposed: earlier.proposed, author: earlier.author)
            if earlier.summary != .partly, let mark = earlier.marks.first { half.mark(mark) }
            earlier = half
        }
        let rest = earlier.remainder(afterWriting: earlier)
        guard let current = files[path], rest == nil || current.proposed != rest?.proposed else {
            adopt(earlier)
            return
        }
        // Proposed anew since: the proposal stays, on the base that is back.
        var change = Change(path: path, base: earlier.base, proposed: current.proposed, author: current.author)
        change.origin = earlier.origin
        if change.proposed == nil, earlier.origin != nil {
            // The renamed file was to go: so is the old one, that is back.
            files[path] = nil
            guard let origin = earlier.origin, files[origin] == nil else { return }
            files[origin] = Change(path: origin, base: earlier.base, proposed: nil, author: current.author)
            return
        }
        change.carryMarks(from: earlier)
        if change.isNothing { files[path] = nil } else { adopt(change) }
    }
}

extension Change {
    /// The base, proposed.
    fileprivate var unchanged: Change { Change(path: path, base: base, proposed: base) }
}

extension UndoStep {
    var paths: [RelativePath] {
        switch self {
        case .decision(let paths), .dropped(let paths), .comment(let paths): paths
        case .edit(let path): [path]
        case .write(_, let plan): plan.steps.map(\.path)
        }
    }
}
