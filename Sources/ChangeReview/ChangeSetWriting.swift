// The part of the machine that turns decisions into a plan and learns what became of it.

extension ChangeSet {
    mutating func requestWrite(recording request: RecordedEvent, isConfirmed: Bool = false) -> [Effect] {
        guard activity == .idle else { return [.busy] }
        let isRedo = request == .redoRequested
        if !isConfirmed, !isRedo {
            let shrinking = changes.filter { $0.conflict == nil && shrinks($0) }.map(\.path)
            if !shrinking.isEmpty { return [.askShrink(shrinking)] }
        }
        let effects = beginWrite(isRedo: isRedo)
        let isWorthRecording = effects.contains { effect in
            switch effect {
            case .apply, .settled: true
            default: isRedo  // A redo that came to nothing has still been used up.
            }
        }
        return (isWorthRecording ? [.record(request)] : []) + effects
    }

    private mutating func beginWrite(isRedo: Bool) -> [Effect] {
        var write = Write(plan: ChangePlan(steps: []), before: [:], isRedo: isRedo)
        var leftOut: [RelativePath] = []
        for change in changes where change.summary != .undecided {
            let accepts = change.count(of: .accepted) > 0
            if change.isHeldUp {
                // Never written, and its marks are kept for when the conflict is solved.
                if accepts { leftOut.append(change.path) }
                continue
            }
            guard accepts || change.count(of: .rejected) > 0 else { continue }
            write.before[change.path] = change
            let steps = steps(writing: change)
            write.plan.steps += steps
            if let reviewed = reviewed(change, writing: steps) { write.plan.reviewed.append(reviewed) }
        }
        write.plan.leaving = madeFolders(left: write)
        // Deletions first: a file may come where a folder was.
        write.plan.steps = write.plan.steps.filter { $0.after == nil } + write.plan.steps.filter { $0.after != nil }
        let report: [Effect] = leftOut.isEmpty ? [] : [.leftOut(leftOut)]
        if write.before.isEmpty { return leftOut.isEmpty ? [.nothingAccepted] : report }
        if write.plan.steps.isEmpty { return report + settle(write, step: .dropped(before: write.before)) }
        activity = .writing(write)
        return report + [.apply(write.plan)]
    }

    mutating func finishWrite(_ entry: Int) -> [Effect] {
        guard case .writing(let write) = activity else { return [] }
        activity = .idle
        moveHeld(by: write.plan.steps)
        latestEntry = max(entry, latestEntry ?? entry)
        return [.record(.applied(journalEntry: entry))] + settle(write, step: .wrote(journalEntry: entry, write))
    }

    private mutating func settle(_ write: Write, step: ReviewHistory.Step) -> [Effect] {
        var (accepted, rejected) = (0, 0)
        for (path, before) in write.before {
            if let outcome = outcome(of: before, entry: step.entry) { told.outcomes.append(outcome) }
            accepted += before.count(of: .accepted)
            rejected += before.count(of: .rejected)
            if let rest = files[path]?.remainder(afterWriting: before) {
                adopt(rest, isProposal: false)
            } else {
                files[path] = nil
            }
            if let origin = before.origin, before.count(of: .accepted) > 0 { settleOrigin(origin) }
        }
        told.outcomes.sort { ($0.path, $0.entry ?? -1) < ($1.path, $1.entry ?? -1) }
        forgetReasons(of: Set(write.before.keys))
        history.did(step, keepingRedo: write.isRedo)
        return [.settled(accepted: accepted, rejected: rejected)]
    }

    mutating func abandonWrite(_ refusal: ApplyRefusal) -> [Effect] {
        guard case .writing(let write) = activity else { return [] }
        activity = .idle
        if write.isRedo { history.didNotRedo(write) }
        forgetUnchanged(in: write)
        var effects: [Effect] = [.record(.applyFailed), .refused(refusal)]
        if case .changedOnDisk(let findings) = refusal {
            for finding in findings { effects += handle(.changedOnDisk(finding.path, DiskFinding(finding.state))) }
        }
        return effects
    }

    /// A rename was written: nothing is at its old path.
    private mutating func settleOrigin(_ path: RelativePath) {
        guard let there = files[path] else { return }
        files[path] = there.proposed.map { Change(path: path, base: nil, proposed: $0, author: there.author) }
    }

    /// Reasons that the agent has read, about parts that are gone.
    private mutating func forgetReasons(of paths: Set<RelativePath>) {
        comments.removeAll {
            $0.kind == .rejection && $0.state != .waiting && paths.contains($0.path) && files[$0.path] == nil
        }
    }

    /// A proposal that returned to the base during a write is kept until its end; then it is no change.
    func isUnchanged(_ path: RelativePath) -> Bool {
        files[path]?.isNothing ?? false
    }

    mutating func forgetUnchanged(in write: Write) {
        for path in write.before.keys where isUnchanged(path) { files[path] = nil }
    }
}

extension Change {
    /// Fewer lines than these may go without a question.
    public static let fewLines = 20

    /// What is accepted would leave less than half of the file's lines, and it is no deletion.
    public var shrinks: Bool {
        guard content == .text, weave.old.count > Self.fewLines, proposed != nil else { return false }
        var left = weave.old.count
        for (index, run) in weave.runs.enumerated() {
            let (start, end) = (weave.starts[index], weave.starts[index + 1])
            left -= marks[start..<start + run.old.count].count { $0 == .accepted }
            left += marks[start + run.old.count..<end].count { $0 == .accepted }
        }
        return left * 2 < weave.old.count
    }
}

extension ChangeSet {
    /// The plan of a write that was begun and of which no end is known. After a replay, the journal knows: tell the set
    /// `applied` when it holds this plan as done in an entry after `latestEntry`, `applyFailed` when not.
    public var pendingWrite: ChangePlan? {
        if case .writing(let write) = activity { write.plan } else { nil }
    }

    /// The journal entry of an undo that was begun and of which no end is known; likewise.
    public var pendingUndo: Int? {
        if case .undoing(_, let entry) = activity { entry } else { nil }
    }

    /// What is taken back is an undo: it is written again.
    public var isWritingAgain: Bool {
        if case .undoing(let write, _) = activity { write.isRedo } else { false }
    }

    /// What the agent's own reads must see: what is proposed, without what was rejected, so that its next edit does
    /// not build on lines that the user has refused. A file in conflict is left out: the agent reads it from the
    /// disk, and a proposal made from that solves the conflict.
    public var staged: StagedFiles {
        var states: [RelativePath: FileState?] = [:]
        var bases: [RelativePath: FileState?] = [:]
        for change in changes where change.conflict == nil {
            let state = change.withoutRejected
            if let origin = change.origin {
                if change.summary == .rejected { continue }
                states.updateValue(nil, forKey: origin)
                bases.updateValue(change.base, forKey: origin)
                states.updateValue(state, forKey: change.path)
                bases.updateValue(nil, forKey: change.path)
                continue
            }
            if state == change.base { continue }
            states.updateValue(state, forKey: change.path)
            bases.updateValue(change.base, forKey: change.path)
        }
        return StagedFiles(states: states, bases: bases)
    }
}
