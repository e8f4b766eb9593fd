// How decisions move from one form of a change to the next.

extension Change {
    mutating func mark(_ decision: Decision) {
        for unit in decisions.indices { decisions[unit] = decision }
    }

    /// Takes over the marks of units that are the same in `old`, the same lines of the same base; others keep theirs.
    ///
    /// Note: a change of kind or of the executable bit comes with whatever unit is taken, so then no mark is taken
    /// over: nobody has said yes to it.
    mutating func carryMarks(from old: Change) {
        guard base == old.base, kind == old.kind, newExecutableBit == old.newExecutableBit else { return }
        if proposed == old.proposed {
            decisions = old.decisions
            return
        }
        var known: [Int: Int] = [:]
        for (unit, hunk) in old.hunks.enumerated() { known[hunk.oldStart] = unit }
        for (unit, hunk) in hunks.enumerated() {
            if let match = known[hunk.oldStart], old.hunks[match].isSameChange(as: hunk) {
                decisions[unit] = old.decisions[match]
            }
        }
    }

    /// What is left to decide after the accepted units of `written` are on disk, where `written` is this change as it
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
        let stays = decisions.indices.map { unit in
            written.decisions[unit] == .undecided
                || (written.decisions[unit] == .rejected && decisions[unit] != .rejected)
        }
        guard stays.contains(true) else { return nil }
        guard !hunks.isEmpty else { return self }  // one unit, and it was not written
        return withHunks(written, onDisk: onDisk, stays: stays)
    }

    /// Hunks are not searched again: the ones that stay only move by what was written, or dropped, above them.
    private func withHunks(_ written: Change, onDisk: FileState?, stays: [Bool]) -> Change {
        var future = written
        for unit in stays.indices where stays[unit] { future.decisions[unit] = .accepted }
        var headings = HeadingSearch(ByteLines(onDisk?.bytes ?? []))
        var (oldShift, newShift) = (0, 0)
        var left: [Hunk] = []
        var marks: [Decision] = []
        for (unit, hunk) in hunks.enumerated() {
            let growth = hunk.addedLines - hunk.removedLines
            if written.decisions[unit] == .accepted {
                oldShift += growth
            } else if stays[unit] {
                var moved = hunk
                moved.oldStart += oldShift
                moved.newStart += newShift
                moved.heading = headings.heading(before: moved.oldStart)
                left.append(moved)
                marks.append(decisions[unit])
            } else {
                newShift -= growth
            }
        }
        var rest = Change(
            path: path, base: onDisk, proposed: SelectedContent.state(of: future) { $0 == .accepted }, author: author,
            hunks: left, decisions: marks)
        rest.conflict = conflict
        return rest
    }
}
