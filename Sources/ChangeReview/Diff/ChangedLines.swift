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

    /// Nothing in these ranges has a partner.
    mutating func mark(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
        for line in oldRange { old[line] = true }
        for line in newRange { new[line] = true }
    }

    /// Marks what differs between a part of the old and a part of the new names, by Myers' search. The first name of
    /// both sides is that of line `offset`.
    mutating func markByMyers(
        _ names: LineNames, _ oldRange: Range<Int>, _ newRange: Range<Int>, offset: Int, passesOverFrequent: Bool
    ) {
        let oldKept = SearchedLines.kept(names.old, oldRange, names.newUses, passesOverFrequent: passesOverFrequent)
        let newKept = SearchedLines.kept(names.new, newRange, names.oldUses, passesOverFrequent: passesOverFrequent)
        let search = MyersSearch(oldKept.map { names.old[$0] }, newKept.map { names.new[$0] })
        for line in oldRange { old[offset + line] = true }
        for line in newRange { new[offset + line] = true }
        for (kept, line) in oldKept.enumerated() { old[offset + line] = search.aChanged[kept] }
        for (kept, line) in newKept.enumerated() { new[offset + line] = search.bChanged[kept] }
    }

    /// The runs, in order.
    var runs: [LineRun] {
        var runs: [LineRun] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            let (oldStart, newStart) = (i, j)
            while i < old.count, old[i] { i += 1 }
            while j < new.count, new[j] { j += 1 }
            if i > oldStart || j > newStart { runs.append(LineRun(old: oldStart..<i, new: newStart..<j)) }
            i += 1
            j += 1
        }
        return runs
    }
}
