// Which words of a changed line are the change, so that the eye goes there.

public enum WordDiff {
    /// Bytes of a line up to which words are looked for.
    public static let longestLine = 64 << 10
    /// Words that are compared on each side once the common beginning and end are off; a longer middle is one change.
    static let mostTokens = 1_000

    /// Byte ranges of two lines, counted from each slice's start, that the other line does not have; whole words, in
    /// order, not touching. `nil` when the lines have less than a third in common (blanks don't count) or one is longer
    /// than `longestLine`: then the whole line is new.
    ///
    /// Cost: O(bytes) and the bound of `MyersSearch` for at most `mostTokens` on each side.
    public static func ranges(
        old: ArraySlice<UInt8>, new: ArraySlice<UInt8>
    ) -> (old: [Range<Int>], new: [Range<Int>])? {
        guard old.count <= longestLine, new.count <= longestLine else { return nil }
        if old == new { return ([], []) }
        let (oldTokens, newTokens) = (WordTokens(old), WordTokens(new))
        let oldLines = ByteLines(Array(old), starts: oldTokens.starts)
        let newLines = ByteLines(Array(new), starts: newTokens.starts)
        var runs = LineDiff.unclean(oldLines, newLines, mostInSearch: mostTokens)?.runs ?? []
        guard hasEnoughInCommon(runs, oldTokens, newTokens) else { return nil }
        joinOverBlanks(&runs, oldTokens, newTokens)
        return (
            runs.compactMap { oldTokens.bytes($0.old) }, runs.compactMap { newTokens.bytes($0.new) }
        )
    }

    /// The same for a whole run: for each line its ranges against the line that it is paired with. `nil` for a line that
    /// has no partner or too little in common with it.
    ///
    /// Cost: that of `LinePairing` and of `ranges` for each pair.
    public static func ranges(
        removed: [ArraySlice<UInt8>], added: [ArraySlice<UInt8>]
    ) -> (removed: [[Range<Int>]?], added: [[Range<Int>]?]) {
        var result: (removed: [[Range<Int>]?], added: [[Range<Int>]?]) = (
            Array(repeating: nil, count: removed.count), Array(repeating: nil, count: added.count)
        )
        for pair in LinePairing.pairs(old: removed, new: added) {
            guard let ranges = ranges(old: removed[pair.old], new: added[pair.new]) else { continue }
            (result.removed[pair.old], result.added[pair.new]) = (ranges.old, ranges.new)
        }
        return result
    }

    private static func hasEnoughInCommon(_ runs: [LineRun], _ old: WordTokens, _ new: WordTokens) -> Bool {
        let oldSize = old.size(0..<old.count)
        let newSize = new.size(0..<new.count)
        // Blank lines differ in blanks alone.
        if oldSize == 0 && newSize == 0 { return true }
        let oldChanged = runs.reduce(0) { $0 + old.size($1.old) }
        let newChanged = runs.reduce(0) { $0 + new.size($1.new) }
        return (oldSize - oldChanged + newSize - newChanged) * 3 >= oldSize + newSize
    }

    /// Two words replaced by two others are one change, not two with a blank between that stayed.
    private static func joinOverBlanks(_ runs: inout [LineRun], _ old: WordTokens, _ new: WordTokens) {
        var result: [LineRun] = []
        for run in runs {
            if let last = result.last, !last.old.isEmpty || !run.old.isEmpty, !last.new.isEmpty || !run.new.isEmpty,
                (last.old.upperBound..<run.old.lowerBound).allSatisfy({ old.kinds[$0] == .blank })
            {
                result[result.count - 1] = LineRun(
                    old: last.old.lowerBound..<run.old.upperBound, new: last.new.lowerBound..<run.new.upperBound)
            } else {
                result.append(run)
            }
        }
        runs = result
    }
}

extension WordTokens {
    /// The bytes of some tokens; `nil` for none.
    fileprivate func bytes(_ tokens: Range<Int>) -> Range<Int>? {
        tokens.isEmpty ? nil : starts[tokens.lowerBound]..<starts[tokens.upperBound]
    }

    /// Bytes of some tokens, blanks left out.
    fileprivate func size(_ tokens: Range<Int>) -> Int {
        tokens.reduce(0) { kinds[$1] == .blank ? $0 : $0 + self[$1].count }
    }
}
