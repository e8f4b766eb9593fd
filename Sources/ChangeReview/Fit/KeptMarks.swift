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
        /// Lines that were written, or dropped, by their place in `marks`. A source that does not know of that shows
        /// them again; where they are gone, nothing is missing.
        public var settled: Set<Int>

        public init(fingerprint: UInt64, marks: [Decision], cuts: HunkCuts = HunkCuts(), settled: Set<Int> = []) {
            self.fingerprint = fingerprint
            self.marks = marks
            self.cuts = cuts
            self.settled = settled
        }

        var isWorthKeeping: Bool { !cuts.isEmpty || marks.contains { $0 != .undecided } }
        /// Lines that were decided about, and neither written nor dropped.
        var openCount: Int { marks.indices.count { marks[$0] != .undecided && !settled.contains($0) } }
        func isSame(as other: Run) -> Bool { fingerprint == other.fingerprint && marks.count == other.marks.count }
    }

    /// Runs with a decision or a cut, in order.
    public var files: [RelativePath: [Run]]
    /// Of files of which parts are settled, what is above in the other forms in which a source may show it: without
    /// what was settled, and without that part of it which it knows of.
    public var otherForms: [RelativePath: [[Run]]] = [:]
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
        var known = Dictionary(settled.map { ($0.path, $0) }) { $1 }
        for change in open { known[change.path] = change }
        let earlier = Dictionary(grouping: settled, by: \.path)
        let openNow = Dictionary(open.map { ($0.path, $0) }) { $1 }
        for path in known.keys {
            let forms = KeptForms(earlier[path] ?? [], open: openNow[path], isInPlace: inPlace.contains(path)).forms
            files[path] = forms.first
            if forms.count > 1 { otherForms[path] = Array(forms.dropFirst()) }
            if earlier[path] != nil, inPlace.contains(path) { self.inPlace.insert(path) }
        }
        self.comments = comments.compactMap { comment in known[comment.path].flatMap { KeptComment(comment, on: $0) } }
    }

    public var isEmpty: Bool { files.isEmpty && comments.isEmpty && inPlace.isEmpty && choices.isEmpty }

    /// The files that something is kept of.
    public var paths: Set<RelativePath> { inPlace.union(files.keys).union(comments.map(\.path)).union(choices.keys) }

    /// What is kept of some files, and what of the others.
    public func parted(at paths: Set<RelativePath>) -> (these: KeptMarks, others: KeptMarks) {
        func part(_ isWanted: (RelativePath) -> Bool) -> KeptMarks {
            var part = self
            part.files = files.filter { isWanted($0.key) }
            part.otherForms = otherForms.filter { isWanted($0.key) }
            part.comments = comments.filter { isWanted($0.path) }
            part.inPlace = inPlace.filter(isWanted)
            part.choices = choices.filter { isWanted($0.key) }
            return part
        }
        return (part(paths.contains), part { !paths.contains($0) })
    }

    /// With what is kept of files that this knows nothing of.
    public func joined(with others: KeptMarks) -> KeptMarks {
        var all = self
        all.files.merge(others.files) { mine, _ in mine }
        all.otherForms.merge(others.otherForms) { mine, _ in mine }
        all.comments += others.comments
        all.inPlace.formUnion(others.inPlace)
        all.choices.merge(others.choices) { mine, _ in mine }
        return all
    }
}

extension Change {
    /// A file that is one unit is one run.
    ///
    /// - Parameter settled: changed lines that were written, or dropped.
    func keptRuns(settled: Set<Int> = []) -> [KeptMarks.Run] {
        guard !weave.runs.isEmpty else {
            var hash = Fingerprint()
            for state in [base, proposed] {
                hash.add(state?.isExecutable == true ? 2 : state == nil ? 0 : 1)
                for byte in state?.bytes ?? [] { hash.add(byte) }
            }
            return [KeptMarks.Run(fingerprint: hash.value, marks: marks, settled: settled)]
        }
        return weave.runs.indices.map { index in
            let lines = weave.starts[index]..<weave.starts[index + 1]
            var hash = Fingerprint()
            for line in lines {
                hash.add(weave.place(of: line).isAdded ? 1 : 0)
                for byte in weave[changed: line] { hash.add(byte) }
            }
            func own(_ places: Set<Int>) -> Set<Int> {
                Set(places.lazy.filter(lines.contains).map { $0 - lines.lowerBound })
            }
            return KeptMarks.Run(
                fingerprint: hash.value, marks: Array(marks[lines]),
                cuts: HunkCuts(splits: own(cuts.splits), joins: own(cuts.joins)), settled: own(settled))
        }
    }
}

/// FNV-1a, 64 bits (draft-eastlake-fnv).
struct Fingerprint {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
