// The bytes that a set of decisions stands for: the base with some of its hunks taken.

/// Laws: taking all hunks gives the proposed bytes, taking none gives the base, and taking some, then the rest, in any
/// order, gives the proposed bytes too.
public enum SelectedContent {
    /// The base with those hunks for which `takes` says yes. `hunks` are the ones between `base` and a proposed text.
    public static func bytes(base: [UInt8], hunks: [Hunk], taking takes: (Int) -> Bool) -> [UInt8] {
        let lines = ByteLines(base)
        var result: [UInt8] = []
        result.reserveCapacity(base.count)
        var copied = 0  // lines of the base
        for (index, hunk) in hunks.enumerated() where takes(index) {
            result.append(contentsOf: base[lines.starts[copied]..<lines.starts[hunk.oldStart]])
            for line in hunk.lines where line.kind != .removed { result.append(contentsOf: line.bytes) }
            copied = hunk.oldStart + hunk.oldCount
        }
        result.append(contentsOf: base[lines.starts[copied]...])
        return result
    }

    /// The state of a change's file with those units taken for which `takes` says yes; `nil` is "no file".
    ///
    /// The executable bit is no unit of its own: it comes with the first unit that is taken. A file that is created,
    /// deleted, not text or too large is one unit.
    public static func state(of change: Change, taking takes: (Decision) -> Bool) -> FileState? {
        let taken = change.decisions.indices.filter { takes(change.decisions[$0]) }
        if taken.isEmpty { return change.base }
        if taken.count == change.decisions.count { return change.proposed }
        guard let base = change.base, let proposed = change.proposed else { return change.proposed }
        let bytes = bytes(base: base.bytes, hunks: change.hunks) { takes(change.decisions[$0]) }
        return FileState(bytes: bytes, isExecutable: proposed.isExecutable)
    }
}
