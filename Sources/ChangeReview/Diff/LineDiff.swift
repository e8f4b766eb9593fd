// What changed between two texts, as runs of lines. The review and the export are made of these.

/// A run of changed lines: `old` lines (indices from 0) make way for `new` lines. Never both empty.
public struct LineRun: Hashable, Sendable {
    public var old: Range<Int>
    public var new: Range<Int>

    public init(old: Range<Int>, new: Range<Int>) {
        self.old = old
        self.new = new
    }
}

public enum LineDiff {
    /// The runs that lead from one text to the other, in order, at least one equal line apart.
    ///
    /// Cost: O(bytes) and the bound of `MyersSearch`. Deterministic.
    public static func runs(from old: ByteLines, to new: ByteLines) -> [LineRun] {
        var start = 0
        let shorter = min(old.count, new.count)
        while start < shorter, old.line(start, equals: new, start) { start += 1 }
        var (oldEnd, newEnd) = (old.count, new.count)
        while oldEnd > start, newEnd > start, old.line(oldEnd - 1, equals: new, newEnd - 1) {
            oldEnd -= 1
            newEnd -= 1
        }
        if start == oldEnd && start == newEnd { return [] }

        let runs: [LineRun]
        if start == oldEnd || start == newEnd {
            runs = [LineRun(old: start..<oldEnd, new: start..<newEnd)]
        } else {
            runs = middleRuns(old, start..<oldEnd, new, start..<newEnd)
        }
        return RunEdges.cleaned(runs, old: old, new: new)
    }

    private static func middleRuns(
        _ old: ByteLines, _ oldRange: Range<Int>, _ new: ByteLines, _ newRange: Range<Int>
    ) -> [LineRun] {
        let names = LineNames(old, oldRange, new, newRange)
        // A line that the other side does not have at all has changed; the search need not see it.
        let oldKept = names.old.indices.filter { names.newUses[Int(names.old[$0])] > 0 }
        let newKept = names.new.indices.filter { names.oldUses[Int(names.new[$0])] > 0 }
        let search = MyersSearch(oldKept.map { names.old[$0] }, newKept.map { names.new[$0] })

        var oldChanged = [Bool](repeating: true, count: oldRange.count)
        for (kept, line) in oldKept.enumerated() { oldChanged[line] = search.aChanged[kept] }
        var newChanged = [Bool](repeating: true, count: newRange.count)
        for (kept, line) in newKept.enumerated() { newChanged[line] = search.bChanged[kept] }
        return runs(oldChanged, newChanged, offset: oldRange.lowerBound)
    }

    private static func runs(_ oldChanged: [Bool], _ newChanged: [Bool], offset: Int) -> [LineRun] {
        var runs: [LineRun] = []
        var (old, new) = (0, 0)
        while old < oldChanged.count || new < newChanged.count {
            let (oldStart, newStart) = (old, new)
            while old < oldChanged.count, oldChanged[old] { old += 1 }
            while new < newChanged.count, newChanged[new] { new += 1 }
            if old > oldStart || new > newStart {
                runs.append(
                    LineRun(old: offset + oldStart..<offset + old, new: offset + newStart..<offset + new))
            } else {
                old += 1
                new += 1
            }
        }
        return runs
    }
}
