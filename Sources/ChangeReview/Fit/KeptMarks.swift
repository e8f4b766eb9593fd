// What was decided and said in a review that was left, under the lines that it is about.

/// Marks and cuts of changed runs, each under a fingerprint of its lines, and comments, each under those that it stands
/// on: a review of the same change shows them again, also when other parts of it are different by then.
public struct KeptMarks: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        /// FNV-1a of the removed lines and the added ones.
        public var fingerprint: UInt64
        /// One for each changed line.
        public var marks: [Decision]
        /// Where hunks were cut apart and joined, as in `HunkCuts`, from the run's first changed line.
        public var cuts: HunkCuts
        /// It was written, or dropped. A source that does not know of that shows it again; where it is gone, nothing is
        /// missing.
        public var isSettled: Bool

        public init(fingerprint: UInt64, marks: [Decision], cuts: HunkCuts = HunkCuts(), isSettled: Bool = false) {
            self.fingerprint = fingerprint
            self.marks = marks
            self.cuts = cuts
            self.isSettled = isSettled
        }

        var isWorthKeeping: Bool { !cuts.isEmpty || marks.contains { $0 != .undecided } }
        func isSame(as other: Run) -> Bool { fingerprint == other.fingerprint && marks.count == other.marks.count }
    }

    /// Runs with a decision or a cut, in order.
    public var files: [RelativePath: [Run]]
    /// In the order they were made.
    public var comments: [KeptComment] = []
    /// Files that were reviewed in place and written in part: what is not there of them was taken out.
    public var inPlace: Set<RelativePath> = []
    /// What was chosen in conflicts.
    public var choices: [RelativePath: ConflictChoices] = [:]

    public init(files: [RelativePath: [Run]] = [:]) { self.files = files }

    /// What is open, and what was settled in this review, in the order it was: a source that does not know of that (a
    /// patch, or a difference that the disk goes on to hold) shows it again. Nothing when nothing is open any more.
    ///
    /// - Parameter inPlace: the files that are, or were, reviewed in place.
    public init(
        open: [Change], settled: [Change] = [], comments: [ReviewComment] = [], inPlace: Set<RelativePath> = [],
        choices: [RelativePath: ConflictChoices] = [:]
    ) {
        files = [:]
        if open.isEmpty { return }
        self.choices = choices
        for change in open {
            let runs = change.keptRuns.filter(\.isWorthKeeping)
            if !runs.isEmpty { files[change.path] = runs }
        }
        var known = Dictionary(settled.map { ($0.path, $0) }) { $1 }
        for (path, earlier) in Dictionary(grouping: settled, by: \.path) {
            guard let first = earlier.first else { continue }
            // The first of them has all runs, in their order; what was decided about each stands in any of them.
            let done = earlier.flatMap(\.keptRuns).filter { $0.marks.contains { $0 != .undecided } }
            var left = done.map { Run(fingerprint: $0.fingerprint, marks: $0.marks, cuts: $0.cuts, isSettled: true) }
            left += files[path] ?? []
            let runs = first.keptRuns.compactMap { run in
                left.firstIndex { $0.isSame(as: run) }.map { left.remove(at: $0) }
            }
            files[path] = runs.isEmpty ? nil : runs
            if inPlace.contains(path) { self.inPlace.insert(path) }
        }
        for change in open { known[change.path] = change }
        self.comments = comments.compactMap { comment in known[comment.path].flatMap { KeptComment(comment, on: $0) } }
    }

    public var isEmpty: Bool { files.isEmpty && comments.isEmpty && inPlace.isEmpty && choices.isEmpty }
}

extension Change {
    /// A file that is one unit is one run.
    var keptRuns: [KeptMarks.Run] {
        guard !weave.runs.isEmpty else {
            var hash = Fingerprint()
            for state in [base, proposed] {
                hash.add(state?.isExecutable == true ? 2 : state == nil ? 0 : 1)
                for byte in state?.bytes ?? [] { hash.add(byte) }
            }
            return [KeptMarks.Run(fingerprint: hash.value, marks: marks)]
        }
        return weave.runs.indices.map { index in
            let lines = weave.starts[index]..<weave.starts[index + 1]
            var hash = Fingerprint()
            for line in lines {
                hash.add(weave.place(of: line).isAdded ? 1 : 0)
                for byte in weave[changed: line] { hash.add(byte) }
            }
            func own(_ cuts: Set<Int>) -> Set<Int> {
                Set(cuts.lazy.filter(lines.contains).map { $0 - lines.lowerBound })
            }
            return KeptMarks.Run(
                fingerprint: hash.value, marks: Array(marks[lines]),
                cuts: HunkCuts(splits: own(cuts.splits), joins: own(cuts.joins)))
        }
    }
}

/// FNV-1a, 64 bits (draft-eastlake-fnv).
struct Fingerprint {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
