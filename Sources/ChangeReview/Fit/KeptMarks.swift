// Decisions of a review that was left, found again by the lines that they are about.

/// Marks of changed runs, each under a fingerprint of its lines: a review of the same change shows them again, also when
/// other parts of it are different by then.
public struct KeptMarks: Hashable, Sendable {
    public struct Run: Hashable, Sendable {
        /// FNV-1a of the removed lines and the added ones.
        public var fingerprint: UInt64
        /// One for each changed line.
        public var marks: [Decision]

        public init(fingerprint: UInt64, marks: [Decision]) {
            self.fingerprint = fingerprint
            self.marks = marks
        }
    }

    /// Runs with a decision, in order.
    public var files: [RelativePath: [Run]]

    public init(files: [RelativePath: [Run]] = [:]) { self.files = files }

    public init(_ changes: [Change]) {
        files = [:]
        for change in changes where change.marks.contains(where: { $0 != .undecided }) {
            let runs = change.keptRuns.filter { run in run.marks.contains { $0 != .undecided } }
            if !runs.isEmpty { files[change.path] = runs }
        }
    }

    /// What is open, and what was settled in this review, in the order it was: a source that does not know of that (a
    /// patch, or a difference that the disk goes on to hold) shows it again. Nothing when nothing is open any more.
    public init(open: [Change], settled: [Change]) {
        self.init(open)
        if open.isEmpty { return }
        for (path, earlier) in Dictionary(grouping: settled, by: \.path) {
            guard let first = earlier.first else { continue }
            // The first of them has all runs, in their order; what was decided about each stands in any of them.
            var left = (earlier.flatMap(\.keptRuns) + (files[path] ?? [])).filter { run in
                run.marks.contains { $0 != .undecided }
            }
            let runs = first.keptRuns.compactMap { run -> Run? in
                left.firstIndex { $0.fingerprint == run.fingerprint && $0.marks.count == run.marks.count }
                    .map { left.remove(at: $0) }
            }
            files[path] = runs.isEmpty ? nil : runs
        }
    }

    public var isEmpty: Bool { files.isEmpty }

    /// What to decide about a change so that it has its marks again.
    public func decisions(for change: Change) -> [(decision: Decision, lines: Range<Int>)] {
        guard var left = files[change.path] else { return [] }
        var found: [(decision: Decision, lines: Range<Int>)] = []
        var start = 0
        for run in change.keptRuns {
            defer { start += run.marks.count }
            guard
                let place = left.firstIndex(where: {
                    $0.fingerprint == run.fingerprint && $0.marks.count == run.marks.count
                })
            else { continue }
            let marks = left[place].marks
            // Those before it are gone: runs keep their order.
            left.removeFirst(place + 1)
            var line = 0
            while line < marks.count {
                let end = marks[line...].firstIndex { $0 != marks[line] } ?? marks.count
                if marks[line] != .undecided { found.append((marks[line], start + line..<start + end)) }
                line = end
            }
        }
        return found
    }
}

extension Change {
    /// A file that is one unit is one run.
    fileprivate var keptRuns: [KeptMarks.Run] {
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
            return KeptMarks.Run(fingerprint: hash.value, marks: Array(marks[lines]))
        }
    }
}

/// FNV-1a, 64 bits (draft-eastlake-fnv).
private struct Fingerprint {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
