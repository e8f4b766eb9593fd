// Where a reviewer has cut hunks apart, or joined them: on top of where context cuts them.

/// Boundaries between hunks that were set or lifted by hand. A boundary stands before a changed line, by its number.
public struct HunkCuts: Hashable, Sendable {
    public internal(set) var splits: Set<Int> = []
    /// First changed lines of runs that stay with the hunk above, however far away that is.
    public internal(set) var joins: Set<Int> = []

    public init(splits: Set<Int> = [], joins: Set<Int> = []) {
        self.splits = splits
        self.joins = joins
    }

    public var isEmpty: Bool { splits.isEmpty && joins.isEmpty }
}

extension Change {
    /// Cuts a hunk in two before a changed line, or joins the one that begins there with the one above. False when there
    /// is nothing to cut or to join.
    mutating func cut(at line: Int, joining: Bool) -> Bool {
        let isBoundary = hunks.contains { $0.changed.lowerBound == line }
        guard line > 0, line < weave.changedCount, isBoundary == joining else { return false }
        if joining {
            if cuts.splits.remove(line) == nil || weave.starts.contains(line) { cuts.joins.insert(line) }
        } else {
            cuts.joins.remove(line)
            recut()
            if !hunks.contains(where: { $0.changed.lowerBound == line }) { cuts.splits.insert(line) }
        }
        recut()
        return true
    }
}
