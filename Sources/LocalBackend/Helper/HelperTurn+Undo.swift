// The part of a turn that takes earlier work back: by edits the other way round, staged like any other.

extension HelperTurn {
    /// An undo under way.
    struct UndoRun: Equatable, Sendable {
        enum Stage: Equatable, Sendable {
            case comparing([Unedit], UndoReading)
            case editing([Unedit])
            case movingBack(from: String, to: String)
            /// Whether anybody has worked on the file since.
            case checking(Restoration, UndoReading)
            /// The first of the calls that are left is under way.
            case restoring(Restoration, left: ArraySlice<HelperCall>)
        }

        struct Left: Equatable, Sendable {
            var path: String
            var reason: String
            /// It reads as it did before what was to be taken back.
            var isBack = false
        }

        /// The place of the turn whose work it is.
        var target: Int
        var steps: ArraySlice<UndoStep>
        var stage: Stage?
        var restored: [String] = []
        /// Those of them that are on disk as they were left, and no longer under review.
        var written: [String] = []
        /// What could not be taken back, and why.
        var left: [Left] = []
    }

    mutating func undo(_ target: UndoTarget) -> [Effect] {
        guard !writesAtOnce else { return finish(HelperText.undoInAuto) }
        switch target {
        case .file(let path): return act(.revert(path))
        case .last(let verb):
            guard let index = PastTurn.latest(verb, in: context.past) else {
                return finish(HelperText.nothingToUndo(verb, isLost: context.past.contains(where: \.isLost)))
            }
            let work = context.past[index].work
            let steps = UndoStep.all(back: work, after: context.past[..<index].flatMap(\.work))
            return [.publish(.thinking("Taking back \(HelperText.count(work.count, "change"))"))]
                + next(UndoRun(target: index, steps: steps[...]))
        }
    }

    private mutating func next(_ run: UndoRun) -> [Effect] {
        var run = run
        var edits: [Unedit] = []
        while edits.count < 40, case .unedit(let edit)? = run.steps.first {
            edits.append(edit)
            run.steps.removeFirst()
        }
        if !edits.isEmpty {
            let reading = UndoReading(of: edits)
            return go(run, .comparing(edits, reading), reading.calls)
        }
        switch run.steps.popFirst() {
        case .moveBack(let from, let to):
            return go(run, .movingBack(from: from, to: to), [.moveFile(path: from, to: to)])
        case .restore(let file):
            let reading = UndoReading(of: file)
            return go(run, .checking(file, reading), reading.calls)
        case .unedit, nil: return end(run)
        }
    }

    private mutating func go(_ run: UndoRun, _ stage: UndoRun.Stage, _ calls: [HelperCall]) -> [Effect] {
        var run = run
        run.stage = stage
        state = .undoing(run)
        return [.call(calls)]
    }

    mutating func undone(_ answers: [ToolAnswer], _ run: UndoRun) -> [Effect] {
        var run = run
        // An undo that was refused has taken nothing back: the next one means the same turn.
        if !past.work.isEmpty { past.undoes = run.target }
        switch run.stage {
        case .comparing(let edits, var reading):
            reading.note(answers)
            guard reading.calls.isEmpty else { return go(run, .comparing(edits, reading), reading.calls) }
            return compared(edits, reading, run)
        case .editing(let edits):
            for (index, edit) in edits.enumerated() {
                note(index < answers.count ? answers[index] : nil, edit.path, wasStaged: isStaged(edit.path), &run)
            }
        case .movingBack(let from, let to): note(answers.first, to, wasStaged: isStaged(from), &run)
        case .checking(let file, var reading):
            reading.note(answers)
            guard reading.calls.isEmpty else { return go(run, .checking(file, reading), reading.calls) }
            if let obstacle = file.obstacle(reading) {
                run.left.append(UndoRun.Left(path: file.path, reason: obstacle))
            } else {
                return go(run, .restoring(file, left: file.calls[...]), Array(file.calls.prefix(1)))
            }
        case .restoring(let file, let calls): return restored(answers.first, file, calls, run)
        case nil: break
        }
        return next(run)
    }

    /// What still reads as it was left is put back; the rest was rejected, or changed by somebody since.
    private mutating func compared(_ edits: [Unedit], _ reading: UndoReading, _ run: UndoRun) -> [Effect] {
        var run = run
        var same: [Unedit] = []
        for edit in edits {
            let lines = reading.lines[edit.path] ?? [:]
            let blocks = edit.untouched(in: lines)
            let others = edit.blocks.count - blocks.count
            if others > 0 {
                let what = HelperText.count(others, "place")
                let reason =
                    reading.isThere(edit.path)
                    ? "\(what) no longer as I left \(others == 1 ? "it" : "them")"
                    : reading.failures[edit.path]?.firstLine.trimmed(of: ".") ?? "no answer came"
                run.left.append(UndoRun.Left(path: edit.path, reason: reason, isBack: edit.isBack(in: lines)))
            }
            if !blocks.isEmpty { same.append(Unedit(path: edit.path, blocks: blocks)) }
        }
        guard !same.isEmpty else { return next(run) }
        return go(
            run, .editing(same), same.map { .applyDiff(path: $0.path, diff: $0.blocks.map(\.text).joined()) })
    }

    /// One call after the other: each goes on from what the one before it made.
    private mutating func restored(
        _ answer: ToolAnswer?, _ file: Restoration, _ calls: ArraySlice<HelperCall>, _ run: UndoRun
    ) -> [Effect] {
        var run = run
        var calls = calls
        let isFirst = calls.count == file.calls.count
        let reason = answer?.firstLine.trimmed(of: ".") ?? "no answer came"
        guard let call = calls.popFirst() else { return next(run) }
        switch call {
        case _ where answer?.succeeded == true: break
        // There was nothing to make room for.
        case .deleteFile where !isFirst: break
        case .applyDiff:
            let text = "an edit of mine before that did not apply again: \(reason)"
            run.left.append(UndoRun.Left(path: file.path, reason: text))
        case .moveFile(let from, _):
            run.left.append(UndoRun.Left(path: file.path, reason: "it is at \(from.inCode) now: \(reason)"))
            return next(run)
        default:
            run.left.append(UndoRun.Left(path: file.path, reason: reason))
            return next(run)
        }
        if calls.isEmpty {
            let wasOnDisk = if case .revertFile = file.calls.first { false } else { !isStaged(file.path) }
            run.note(file.path, wasStaged: !wasOnDisk)
            return next(run)
        }
        return go(run, .restoring(file, left: calls), Array(calls.prefix(1)))
    }

    private func isStaged(_ path: String) -> Bool { context.staged.contains { $0.path == path } }

    private func note(_ answer: ToolAnswer?, _ path: String, wasStaged: Bool, _ run: inout UndoRun) {
        if answer?.succeeded == true {
            run.note(path, wasStaged: wasStaged)
        } else {
            let reason = answer?.firstLine.trimmed(of: ".") ?? "no answer came"
            run.left.append(UndoRun.Left(path: path, reason: reason))
        }
    }

    private mutating func end(_ run: UndoRun) -> [Effect] {
        // What the user has rejected already needs no undo, and the next one goes on from there.
        if run.restored.isEmpty, run.left.allSatisfy(\.isBack) { past.undoes = run.target }
        let words = HelperText.undone(run)
        return [.publish(run.restored.isEmpty ? .error(words.short) : .complete(words.short, ReportedFiles()))]
            + finish(words.text)
    }
}

extension HelperTurn.UndoRun {
    fileprivate mutating func note(_ path: String, wasStaged: Bool) {
        guard !restored.contains(path) else { return }
        restored.append(path)
        if !wasStaged { written.append(path) }
    }
}
