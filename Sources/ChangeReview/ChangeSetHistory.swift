// The part of the machine that takes things back and does them again.

/// What undo would do next, for a question before it is done.
public enum UndoStep: Equatable, Sendable {
    /// Marks of these files go back.
    case decision([RelativePath])
    /// Rejected parts of these files come back under review; nothing is written.
    case dropped([RelativePath])
    /// The steps would be taken back on disk, and are under review again.
    case write(journalEntry: Int, ChangePlan)
}

extension ChangeSet {
    public var nextUndo: UndoStep? { history.past.last { !isStale($0) }.map(Self.described) }
    public var nextRedo: UndoStep? { history.future.last.map(Self.described) }

    private static func described(_ step: ReviewHistory.Step) -> UndoStep {
        switch step {
        case .decided(let before): .decision(before.keys.sorted())
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
        case .decided(let before):
            let now = exchangeMarks(before)
            history.undid(redo: .decided(before: now))
            return [recorded, .restored(now.keys.sorted())]
        case .dropped(let before):
            history.undid(redo: step)
            for (path, change) in before { restore(change, path) }
            return [recorded, .restored(before.keys.sorted())]
        case .wrote(let entry, let write):
            activity = .undoing(write, journalEntry: entry)
            return [recorded, .undo(journalEntry: entry)]
        }
    }

    mutating func requestRedo() -> [Effect] {
        guard activity == .idle else { return [.busy] }
        guard let step = history.takeRedo() else { return [.nothingToRedo] }
        switch step {
        case .decided(let after):
            let now = exchangeMarks(after)
            history.didRedo(undo: .decided(before: now))
            return [.record(.redoRequested), .restored(now.keys.sorted())]
        case .dropped, .wrote:
            return requestWrite(recording: .redoRequested)
        }
    }

    /// A decision about changes that are gone, or were proposed anew: taking it back would change nothing.
    private func isStale(_ step: ReviewHistory.Step) -> Bool {
        guard case .decided(let before) = step else { return false }
        return before.allSatisfy { path, earlier in
            guard let current = files[path] else { return true }
            var marked = current
            marked.carryMarks(from: earlier)
            return marked.marks == current.marks && marked.cuts == current.cuts
        }
    }

    /// Gives files their earlier marks, by content where they were proposed anew; returns them as they were until now.
    private mutating func exchangeMarks(_ earlier: [RelativePath: Change]) -> [RelativePath: Change] {
        var now: [RelativePath: Change] = [:]
        for (path, change) in earlier {
            guard let current = files[path] else { continue }
            now[path] = current
            files[path]?.carryMarks(from: change)
        }
        return now
    }

    mutating func finishUndo(_ entry: Int, skipped: [RelativePath]) -> [Effect] {
        guard case .undoing(let write, entry) = activity else { return [] }
        activity = .idle
        history.undidWrite(entry)
        let restored = write.before.keys.filter { !skipped.contains($0) }.sorted()
        for path in restored {
            if let change = write.before[path] { restore(change, path) }
        }
        forgetUnchanged(in: write)
        return [.record(.undone(journalEntry: entry, skipped: skipped)), .restored(restored)]
    }

    mutating func abandonUndo(_ reason: String) -> [Effect] {
        guard case .undoing(let write, _) = activity else { return [] }
        activity = .idle
        forgetUnchanged(in: write)
        return [.record(.undoFailed), .undoRefused(reason: reason)]
    }

    /// Puts a change back as it was before it was settled. Its base is on disk again.
    private mutating func restore(_ earlier: Change, _ path: RelativePath) {
        let rest = earlier.remainder(afterWriting: earlier)
        guard let current = files[path], rest == nil || current.proposed != rest?.proposed else {
            files[path] = earlier
            return
        }
        // Proposed anew since: the proposal stays, on the base that is back.
        var change = Change(path: path, base: earlier.base, proposed: current.proposed, author: current.author)
        change.carryMarks(from: earlier)
        files[path] = change.base == change.proposed ? nil : change
    }
}
