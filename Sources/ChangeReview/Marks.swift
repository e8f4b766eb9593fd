// How decisions move from one form of a change to the next.

extension Change {
    mutating func mark(_ decision: Decision) { mark(decision, marks.indices) }

    mutating func mark(_ decision: Decision, _ lines: Range<Int>) {
        for line in lines { marks[line] = decision }
        summarize()
    }

    /// Takes over marks, authors and cuts of runs that are the same in `old`, the same lines of the same base; others
    /// keep theirs.
    ///
    /// Note: a change of kind or of the executable bit comes with whatever line is taken, so then no mark is taken
    /// over: nobody has said yes to it.
    mutating func carryMarks(from old: Change) {
        guard base == old.base, kind == old.kind, newExecutableBit == old.newExecutableBit else { return }
        if proposed == old.proposed {
            // What was left of a write need not be cut as a new comparison would.
            weave = old.weave
            marks = old.marks
            authors = old.authors
            cuts = old.cuts
            recut()
            return
        }
        guard !weave.runs.isEmpty else { return }
        var known: [Int: Int] = [:]
        for (index, run) in old.weave.runs.enumerated() { known[run.old.lowerBound] = index }
        for (index, run) in weave.runs.enumerated() {
            guard let match = known[run.old.lowerBound], isSameRun(index, as: match, of: old.weave) else { continue }
            let (start, oldStart) = (weave.starts[index], old.weave.starts[match])
            for offset in 0..<(weave.starts[index + 1] - start) {
                marks[start + offset] = old.marks[oldStart + offset]
                if old.cuts.splits.contains(oldStart + offset) { cuts.splits.insert(start + offset) }
                if old.cuts.joins.contains(oldStart + offset) { cuts.joins.insert(start + offset) }
            }
            authors[index] = old.authors[match]
        }
        recut()
    }

    private func isSameRun(_ index: Int, as match: Int, of other: Weave) -> Bool {
        let (mine, theirs) = (weave.runs[index], other.runs[match])
        return mine.old == theirs.old && mine.new.count == theirs.new.count
            && zip(mine.new, theirs.new).allSatisfy { weave.new.line($0, equals: other.new, $1) }
    }

    /// What is left to decide after the accepted lines of `written` are on disk, where `written` is this change as it
    /// was when the write began. `nil`: nothing.
    func remainder(afterWriting written: Change) -> Change? {
        let onDisk = SelectedContent.state(of: written) { $0 == .accepted }
        guard proposed == written.proposed, base == written.base else {
            // Proposed anew while the write was on its way.
            if onDisk == proposed { return nil }
            var rest = Change(path: path, base: onDisk, proposed: proposed, author: author)
            rest.carryMarks(from: self)
            rest.conflict = conflict
            return rest
        }
        let fates = marks.indices.map { line -> Weave.Fate in
            switch written.marks[line] {
            case .undecided: .stays
            case .accepted: .taken
            case .rejected: marks[line] == .rejected ? .dropped : .stays
            }
        }
        guard fates.contains(.stays) else { return nil }
        guard weave.changedCount > 0 else { return self }  // one unit, and it was not written
        return rest(fates, onDisk: onDisk)
    }

    private func rest(_ fates: [Weave.Fate], onDisk: FileState?) -> Change {
        let rest = weave.settled { fates[$0] }
        let isExecutable = (proposed ?? base)?.isExecutable ?? false
        let left =
            fates.contains(.dropped) ? FileState(bytes: rest.weave.new.bytes, isExecutable: isExecutable) : proposed
        guard let stayed = rest.stayed else {
            var change = Change(path: path, base: onDisk, proposed: left, author: author)
            change.conflict = conflict
            return change
        }
        var number: [Int: Int] = [:]
        for (now, before) in stayed.enumerated() { number[before] = now }
        var change = Change(
            path: path, base: onDisk, proposed: left, weave: rest.weave, marks: stayed.map { marks[$0] },
            authors: rest.weave.starts.dropLast().map { authors[weave.run(of: stayed[$0])] },
            cuts: HunkCuts(
                splits: Set(cuts.splits.compactMap { number[$0] }), joins: Set(cuts.joins.compactMap { number[$0] })))
        change.conflict = conflict
        return change
    }
}
