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
    /// How equal lines are found.
    public enum Search: Hashable, Sendable {
        /// By the rarest lines first, which keeps what a reader takes for a unit together (`git diff --histogram`).
        case histogram
        /// Short, but passing over frequent lines amid changed ones (git's default, and that of its merges).
        case myers
        /// The shortest result within the search's bound (`git diff --minimal`).
        case minimal
    }

    /// How two texts are compared. Decisions and patches stand on the default; other rules are for looking.
    public struct Options: Hashable, Sendable {
        public var search = Search.histogram
        public var whitespace = WhitespaceRule.exact
        /// Runs of nothing but blank lines are left out, so that unchanged lines need not be as many on both sides.
        public var ignoresBlankLines = false
        /// Runs that can stand at several places with the same meaning stand where a reader likes them; if not, as low
        /// as they can.
        var readsIndents = true

        public init(
            search: Search = .histogram, whitespace: WhitespaceRule = .exact, ignoresBlankLines: Bool = false
        ) {
            self.search = search
            self.whitespace = whitespace
            self.ignoresBlankLines = ignoresBlankLines
        }
    }

    /// The runs that lead from one text to the other, in order, at least one equal line apart.
    ///
    /// Cost: O(bytes), the bound of `HistogramSearch` and that of `MyersSearch`; never quadratic. Deterministic.
    public static func runs(from old: ByteLines, to new: ByteLines, options: Options = Options()) -> [LineRun] {
        let (a, b) = (options.whitespace.comparable(old), options.whitespace.comparable(new))
        guard var changed = unclean(a, b, search: options.search) else { return [] }
        RunEdges.clean(&changed, old: a, new: b, shown: options.readsIndents ? (old, new) : nil)
        let runs = changed.runs
        guard options.ignoresBlankLines else { return runs }
        return runs.filter { run in
            !(run.old.allSatisfy { options.isBlank(old[$0]) } && run.new.allSatisfy { options.isBlank(new[$0]) })
        }
    }

    /// What changed, before runs are moved to their best places; `nil` for nothing. With more than `mostInSearch` parts
    /// between the common beginning and end of either side, all between has changed.
    static func unclean(
        _ old: ByteLines, _ new: ByteLines, search: Search = .minimal, mostInSearch: Int = .max
    ) -> ChangedLines? {
        var start = 0
        let shorter = min(old.count, new.count)
        while start < shorter, old.line(start, equals: new, start) { start += 1 }
        var (oldEnd, newEnd) = (old.count, new.count)
        while oldEnd > start, newEnd > start, old.line(oldEnd - 1, equals: new, newEnd - 1) {
            oldEnd -= 1
            newEnd -= 1
        }
        if start == oldEnd && start == newEnd { return nil }
        var changed = ChangedLines(oldCount: old.count, newCount: new.count)
        let (oldRange, newRange) = (start..<oldEnd, start..<newEnd)
        if oldRange.isEmpty || newRange.isEmpty || max(oldEnd, newEnd) - start > mostInSearch {
            changed.mark(oldRange, newRange)
            return changed
        }
        switch search {
        case .histogram:
            var search = HistogramSearch(LineNames(old, oldRange, new, newRange))
            search.mark(&changed, offset: start)
        case .myers:
            // Which lines are frequent is a question about the whole text.
            let names = LineNames(old, 0..<old.count, new, 0..<new.count)
            changed.markByMyers(names, oldRange, newRange, offset: 0, passesOverFrequent: true)
        case .minimal:
            let names = LineNames(old, oldRange, new, newRange)
            changed.markByMyers(
                names, names.old.indices, names.new.indices, offset: start, passesOverFrequent: false)
        }
        return changed
    }
}

extension LineDiff.Options {
    fileprivate func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        whitespace == .exact ? line.elementsEqual([0x0A]) : line.allSatisfy(WhitespaceRule.isBlank)
    }
}
