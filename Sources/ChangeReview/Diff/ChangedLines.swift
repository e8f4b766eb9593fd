// The result of a search for equal lines: which lines of each side have no partner.

/// A flag for each line of the compared ranges. Lines without the flag are equal in order, as many on both sides.
struct ChangedLines {
    var old: [Bool]
    var new: [Bool]

    /// Nothing changed yet.
    init(oldCount: Int, newCount: Int) {
        old = [Bool](repeating: false, count: oldCount)
        new = [Bool](repeating: false, count: newCount)
    }

    /// By Myers' search over all lines.
    init(shortest names: LineNames) {
        self.init(oldCount: names.old.count, newCount: names.new.count)
        markShortest(names, 0..<old.count, 0..<new.count)
    }

    /// Marks what differs between a part of the old and a part of the new lines, by Myers' search.
    mutating func markShortest(_ names: LineNames, _ oldRange: Range<Int>, _ newRange: Range<Int>) {
        // A line that the other side does not have at all has changed; the search need not see it.
        let oldKept = oldRange.filter { names.newUses[Int(names.old[$0])] > 0 }
        let newKept = newRange.filter { names.oldUses[Int(names.new[$0])] > 0 }
        let search = MyersSearch(oldKept.map { names.old[$0] }, newKept.map { names.new[$0] })
        for line in oldRange { old[line] = true }
        for line in newRange { new[line] = true }
        for (kept, line) in oldKept.enumerated() { old[line] = search.aChanged[kept] }
        for (kept, line) in newKept.enumerated() { new[line] = search.bChanged[kept] }
    }

    /// The runs, with line numbers that begin at `offset`.
    func runs(offset: Int) -> [LineRun] {
        var runs: [LineRun] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            let (oldStart, newStart) = (i, j)
            while i < old.count, old[i] { i += 1 }
            while j < new.count, new[j] { j += 1 }
            if i > oldStart || j > newStart {
                runs.append(LineRun(old: offset + oldStart..<offset + i, new: offset + newStart..<offset + j))
            } else {
                i += 1
                j += 1
            }
        }
        return runs
    }
}
