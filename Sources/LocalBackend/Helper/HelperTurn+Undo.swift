// The part of a turn that takes earlier work back: by edits the other way round, staged like any other.

extension HelperTurn {
    /// An undo under way.
    struct UndoRun: Equatable, Sendable {
        enum Step: Equatable, Sendable {
            /// Blocks the other way round, as far as their lines are still as they were left.
            case unedit(Unedit)
            /// `isNeeded`: without it the file is not as it was.
            case call(HelperCall, isNeeded: Bool)
        }

        struct Left: Equatable, Sendable {
            var path: String
            var reason: String
        }

        var steps: [Step]
        /// The edits whose lines are being read, or that are being made.
        var edits: [Unedit] = []
        var isReading = false
        var restored: [String] = []
        /// Those of them that are on disk as they were left, and no longer under review.
        var written: [String] = []
        /// What could not be taken back, and why.
        var left: [Left] = []
    }

    /// An edit of one file, the other way round.
    struct Unedit: Equatable, Sendable {
        var path: String
        var blocks: [DiffBlock]
    }

    mutating func undo(_ target: UndoTarget) -> [Effect] {
        guard !writesAtOnce else { return finish(HelperText.undoInAuto) }
        switch target {
        case .file(let path): return act(.revert(path))
        case .last(let verb):
            guard let index = PastTurn.latest(verb, in: context.past) else {
                return finish(HelperText.nothingToUndo(verb, isLost: context.past.contains(where: \.isLost)))
            }
            past.undoes = index
            let steps = Self.steps(back: context.past[index].work, before: context.past[..<index].flatMap(\.work))
            let what = HelperText.count(context.past[index].work.count, "change")
            return [.publish(.thinking("Taking back \(what)"))] + next(UndoRun(steps: steps))
        }
    }

    /// The last change first. What a whole file was is not in the history: it comes from the disk, with what was staged
    /// of it before put on top again.
    private static func steps(back work: [HelperCall], before earlier: [HelperCall]) -> [UndoRun.Step] {
        var steps: [UndoRun.Step] = []
        for (index, call) in work.enumerated().reversed() {
            switch call {
            case .applyDiff(let path, let diff):
                steps.append(.unedit(Unedit(path: path, blocks: DiffBlock.inverse(of: DiffBlock.blocks(of: diff)))))
            case .moveFile(let path, let to): steps.append(.call(.moveFile(path: to, to: path), isNeeded: true))
            case .createFile(let path, _), .deleteFile(let path):
                let before = (earlier + work[..<index]).filter { $0.makes(path) }
                steps.append(.call(.revertFile(path: path), isNeeded: before.isEmpty))
                let start = before.lastIndex { if case .applyDiff = $0 { false } else { !$0.isDeletion } }
                for call in before[(start ?? before.startIndex)...] {
                    // What came from elsewhere comes from there again.
                    if case .moveFile(let from, _) = call {
                        steps.append(.call(.revertFile(path: from), isNeeded: false))
                    }
                    steps.append(.call(call, isNeeded: false))
                }
            case .revertFile, .search, .readLines, .listFiles, .runTerminal: break
            }
        }
        return steps
    }

    private mutating func next(_ run: UndoRun) -> [Effect] {
        var run = run
        run.edits = []
        while case .unedit(let edit)? = run.steps.first, run.edits.count < 40 {
            run.edits.append(edit)
            run.steps.removeFirst()
        }
        if !run.edits.isEmpty {
            run.isReading = true
            state = .undoing(run)
            return [.call(run.edits.map { .readLines(path: $0.path, $0.lines) })]
        }
        run.isReading = false
        guard case .call(let call, _)? = run.steps.first else { return end(run) }
        state = .undoing(run)
        return [.call([call])]
    }

    mutating func undone(_ answers: [ToolAnswer], _ run: UndoRun) -> [Effect] {
        var run = run
        if run.isReading { return compared(answers, run) }
        if run.edits.isEmpty {
            guard case .call(let call, let isNeeded)? = run.steps.first else { return end(run) }
            run.steps.removeFirst()
            // A call that drops what is staged fails where nothing is.
            let wasStaged = if case .revertFile = call { true } else { isStaged(call.source) }
            note(answers.first, call.path, wasStaged: wasStaged, isNeeded, &run)
            return next(run)
        }
        for (index, edit) in run.edits.enumerated() {
            note(index < answers.count ? answers[index] : nil, edit.path, wasStaged: isStaged(edit.path), true, &run)
        }
        return next(run)
    }

    /// What still reads as it was left is put back; the rest was rejected, or changed by somebody since.
    private mutating func compared(_ answers: [ToolAnswer], _ run: UndoRun) -> [Effect] {
        var run = run
        run.isReading = false
        var edits: [Unedit] = []
        for (index, edit) in run.edits.enumerated() {
            let lines = index < answers.count && answers[index].succeeded ? FileReport(answers[index].text).lines : [:]
            let same = edit.blocks.filter { block in
                block.old.enumerated().allSatisfy { offset, text in
                    lines[block.start + offset].map { Array($0.utf8) == Array(text.utf8) } ?? false
                }
            }
            let others = edit.blocks.count - same.count
            if others > 0 {
                let what = HelperText.count(others, "place")
                let reason = "\(what) no longer as I left \(others == 1 ? "it" : "them")"
                run.left.append(UndoRun.Left(path: edit.path, reason: reason))
            }
            if !same.isEmpty { edits.append(Unedit(path: edit.path, blocks: same)) }
        }
        run.edits = edits
        guard !edits.isEmpty else { return next(run) }
        state = .undoing(run)
        return [.call(edits.map { .applyDiff(path: $0.path, diff: $0.blocks.map(\.text).joined()) })]
    }

    private func isStaged(_ path: String) -> Bool { context.staged.contains { $0.path == path } }

    private func note(
        _ answer: ToolAnswer?, _ path: String, wasStaged: Bool, _ isNeeded: Bool, _ run: inout UndoRun
    ) {
        if answer?.succeeded == true {
            guard !run.restored.contains(path) else { return }
            run.restored.append(path)
            if !wasStaged { run.written.append(path) }
        } else if isNeeded {
            let reason = answer?.firstLine.trimmed(of: ".") ?? "no answer came"
            run.left.append(UndoRun.Left(path: path, reason: reason))
        }
    }

    private mutating func end(_ run: UndoRun) -> [Effect] {
        let words = HelperText.undone(run)
        return [.publish(run.restored.isEmpty ? .error(words.short) : .complete(words.short, ReportedFiles()))]
            + finish(words.text)
    }
}

extension HelperTurn.Unedit {
    /// From the first line of its blocks to the last.
    fileprivate var lines: ClosedRange<Int> {
        guard let first = blocks.first, let last = blocks.last else { return 1...1 }
        return first.start...max(first.start, last.start + last.old.count - 1)
    }
}

extension HelperCall {
    fileprivate var path: String {
        switch self {
        case .applyDiff(let path, _), .createFile(let path, _), .deleteFile(let path), .moveFile(_, let path),
            .revertFile(let path), .readLines(let path, _):
            path
        case .search, .listFiles, .runTerminal: ""
        }
    }

    /// Where the file is before the call.
    fileprivate var source: String { if case .moveFile(let from, _) = self { from } else { path } }

    fileprivate var isDeletion: Bool { if case .deleteFile = self { true } else { false } }

    /// Whether the file of that path is what it is by this, too.
    fileprivate func makes(_ path: String) -> Bool {
        switch self {
        case .applyDiff(let one, _), .createFile(let one, _), .deleteFile(let one), .moveFile(_, let one): one == path
        default: false
        }
    }
}
