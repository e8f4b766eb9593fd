// How decisions move from one form of a change to the next.

extension Change {
    mutating func mark(_ decision: Decision) { mark(decision, marks.indices) }

    mutating func mark(_ decision: Decision, _ lines: Range<Int>) {
        for line in lines { marks[line] = decision }
        summarize()
    }

    /// Takes over marks, authors and cuts of runs that are the same in `old`; others keep theirs. Says which runs those
    /// are.
    ///
    /// Of the same base the same run is the same lines of it. Of another base it is a run that takes out and puts in the
    /// same lines, when both changes have it equally often: the first is the first then. Where they don't, nobody can
    /// tell which one was decided about.
    ///
    /// Note: a change of kind or of the executable bit comes with whatever line is taken, so then no mark is taken
    /// over: nobody has said yes to it.
    @discardableResult
    mutating func carryMarks(from old: Change) -> Set<Int> {
        guard kind == old.kind, newExecutableBit == old.newExecutableBit else { return [] }
        if base == old.base, proposed == old.proposed {
            // What was left of a write need not be cut as a new comparison would.
            weave = old.weave
            marks = old.marks
            told = old.told
            authors = old.authors
            cuts = old.cuts
            recut()
            return Set(weave.runs.indices)
        }
        guard !weave.runs.isEmpty else { return [] }
        let matches = base == old.base ? sameRuns(old.weave) : movedRuns(old.weave)
        for (index, match) in matches {
            let (start, oldStart) = (weave.starts[index], old.weave.starts[match])
            for offset in 0..<(weave.starts[index + 1] - start) {
                marks[start + offset] = old.marks[oldStart + offset]
                told[start + offset] = old.told[oldStart + offset]
                if old.cuts.splits.contains(oldStart + offset) { cuts.splits.insert(start + offset) }
                if old.cuts.joins.contains(oldStart + offset) { cuts.joins.insert(start + offset) }
            }
            authors[index] = old.authors[match]
        }
        recut()
        return Set(matches.map(\.0))
    }

    private func sameRuns(_ old: Weave) -> [(Int, Int)] {
        var known: [Int: Int] = [:]
        for (index, run) in old.runs.enumerated() { known[run.old.lowerBound] = index }
        return weave.runs.indices.compactMap { index in
            guard let match = known[weave.runs[index].old.lowerBound], isSameRun(index, as: match, of: old) else {
                return nil
            }
            return (index, match)
        }
    }

    private func movedRuns(_ old: Weave) -> [(Int, Int)] {
        var known: [[ArraySlice<UInt8>]: [Int]] = [:]
        for index in old.runs.indices { known[old.lines(ofRun: index), default: []].append(index) }
        var wanted: [[ArraySlice<UInt8>]: [Int]] = [:]
        for index in weave.runs.indices { wanted[weave.lines(ofRun: index), default: []].append(index) }
        var matches: [(Int, Int)] = []
        for (lines, places) in wanted {
            guard let old = known[lines], old.count == places.count else { continue }
            matches += zip(places, old)
        }
        return matches
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
            let isRenamed = written.count(of: .accepted) > 0
            if onDisk == proposed, isRenamed || origin == nil { return nil }
            var rest = Change(path: path, base: onDisk, proposed: proposed, author: author)
            rest.origin = isRenamed ? nil : origin
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
        // A rename is done with the first lines that are taken.
        let from = fates.contains(.taken) ? nil : origin
        guard let stayed = rest.stayed else {
            var change = Change(path: path, base: onDisk, proposed: left, author: author)
            change.conflict = conflict
            change.origin = from
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
        change.origin = from
        change.told = stayed.map { told[$0] }
        return change
    }
}

extension Weave {
    /// What a run takes out, an empty slice (which no line is), and what it puts in.
    fileprivate func lines(ofRun index: Int) -> [ArraySlice<UInt8>] {
        runs[index].old.map { old[$0] } + [[]] + runs[index].new.map { new[$0] }
    }
}
