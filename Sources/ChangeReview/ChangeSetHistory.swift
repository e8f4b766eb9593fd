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
    /// The steps would be taken back on disk, and are under review again.
    case write(journalEntry: Int, ChangePlan)
    /// The same for a write of an earlier run; what is in it stands in the journal.
    case earlierWrite(WrittenFact)
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
        case .wroteEarlier(let fact): .earlierWrite(fact)
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
        case .wroteEarlier(let fact):
            let write = Write(plan: ChangePlan(steps: []), before: [:], isRedo: false, earlier: fact.paths)
            activity = .undoing(write, journalEntry: fact.entry)
            return [recorded, .undo(journalEntry: fact.entry)]
        }
    }

    mutating func requestRedo() -> [Effect] {
        guard activity == .idle else { return [.busy] }
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
        case .dropped, .wrote, .wroteEarlier:
            return requestWrite(recording: .redoRequested)
        }
    }

    /// A decision about changes that are gone, or were proposed anew: taking it back would change nothing. Nor can an
    /// edit be taken back when something else stands there.
    private func isStale(_ step: ReviewHistory.Step) -> Bool {
        switch step {
        case .replaced(let before, let after, _): return !isThere(after, orItsPlaceIsEmpty: before)
        case .dropped, .wrote, .wroteEarlier: return false
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

    mutating func finishUndo(_ entry: Int, skipped: [RelativePath], _ plan: ChangePlan?) -> [Effect] {
        guard case .undoing(var write, entry) = activity else { return [] }
        // The journal says what is in a write that this review has not made.
        let isEarlier = !write.earlier.isEmpty
        if isEarlier, let plan { write = Write(plan, isRedo: false) }
        activity = .idle
        moveHeld(by: write.plan.steps.filter { !skipped.contains($0.path) }.map(\.inverse))
        history.undidWrite(entry, write)
        let restored = write.before.filter { path, change in
            !skipped.contains(path) && !(change.origin.map { skipped.contains($0) } ?? false)
        }.keys.sorted()
        let known = retract(entry, restored)
        for path in restored {
            if let change = write.before[path] { restore(change, path, isKnown: known.contains(path)) }
        }
        forgetUnchanged(in: write)
        let recorded = RecordedEvent.undone(journalEntry: entry, skipped: skipped, plan: isEarlier ? plan : nil)
        return [.record(recorded), .restored(restored)]
    }

    /// Takes up the writes of earlier runs, and of other programs, that can be undone.
    mutating func learn(_ facts: [WrittenFact]) -> [Effect] {
        let undone = Set(facts.compactMap(\.undoes))
        let known = history.entries
        let new = facts.filter { $0.undoes == nil && !undone.contains($0.entry) && !known.contains($0.entry) }
        guard !new.isEmpty else { return [] }
        for fact in new.sorted(by: { $0.entry < $1.entry }) { history.learn(fact) }
        return [.record(.journalListed(new))]
    }

    mutating func abandonUndo(_ reason: String) -> [Effect] {
        guard case .undoing(let write, _) = activity else { return [] }
        activity = .idle
        forgetUnchanged(in: write)
        return [.record(.undoFailed), .undoRefused(reason: reason)]
    }

    /// Puts a change back as it was before it was settled. Its base is on disk again. `isKnown`: the agent was told what
    /// had been decided.
    private mutating func restore(_ earlier: Change, _ path: RelativePath, isKnown: Bool) {
        var earlier = earlier
        if isKnown { earlier.told = earlier.marks }
        if let origin = earlier.origin, let there = files[origin] {
            // A file was proposed at the old path since: the rename comes back as its two halves.
            files[origin] = Change(path: origin, base: earlier.base, proposed: there.proposed, author: there.author)
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
        case .earlierWrite(let fact): fact.paths
        }
    }
}

extension ChangeSet.Write {
    /// A write as the journal kept it.
    init(_ plan: ChangePlan, isRedo: Bool) {
        self.init(plan: plan, before: [:], isRedo: isRedo)
        let reviewed = Dictionary(plan.reviewed.map { ($0.path, $0) }) { $1 }
        for step in plan.steps {
            let kept = reviewed[step.path]
            var change = Change(path: step.path, base: step.before, proposed: kept.map(\.proposed) ?? step.after)
            if let kept, kept.marks.count == change.marks.count {
                for (line, mark) in kept.marks.enumerated() { change.mark(mark, line..<line + 1) }
            } else if kept == nil {
                change.mark(.accepted)
            }
            // Another way of comparing numbers lines otherwise: then they don't give what was written.
            if SelectedContent.state(of: change, taking: { $0 == .accepted }) != step.after { change.mark(.undecided) }
            before[step.path] = change
        }
    }
}
