// A file that went and one that came can be one file that moved; a reader wants to see it as that.

/// Pairs of deleted and added files with the same or like content, as `git diff -M` finds them.
///
/// Equal content first, then files of one name in other folders that are three quarters alike, then the likest of all
/// other pairs. Likeness is how many bytes of the larger file are in lines of the other, in per cent.
/// Cost: O(bytes), and for unlike names one comparison for each pair, within `mostComparisons` and `mostSpans`.
public struct RenameDetection: Hashable, Sendable {
    public struct File: Hashable, Sendable {
        public var path: RelativePath
        public var bytes: [UInt8]

        public init(path: RelativePath, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    public struct Rename: Hashable, Sendable {
        public var from: RelativePath
        public var to: RelativePath
        /// Per cent.
        public var similarity: Int
    }

    public static let leastSimilarity = 50
    /// For files of one name (git's: half way from the least to all).
    static let leastSimilarityOfName = 75
    /// Pairs that are compared: a thousand files each way (git's `diff.renameLimit`).
    public static let mostComparisons = 1_000_000
    /// Lines that are looked at in all comparisons.
    static let mostSpans = 200_000_000

    /// By the new path.
    public private(set) var renames: [Rename] = []
    /// False when there were too many files to compare each with each: then only equal ones and those of one name were
    /// found.
    public private(set) var isComplete = true

    public init(deleted: [File], added: [File]) {
        var search = RenameSearch(deleted, added)
        search.pairEqual()
        search.pairByName()
        isComplete = search.pairByContent()
        renames = search.renames.sorted { $0.to < $1.to }
    }
}

private struct RenameSearch {
    private let deleted: [RenameDetection.File]
    private let added: [RenameDetection.File]
    private var openDeleted: [Int]
    private var openAdded: [Int]
    private var spans: [Int: FileSpans] = [:]
    private(set) var renames: [RenameDetection.Rename] = []

    init(_ deleted: [RenameDetection.File], _ added: [RenameDetection.File]) {
        (self.deleted, self.added) = (deleted, added)
        (openDeleted, openAdded) = (Array(deleted.indices), Array(added.indices))
    }

    private mutating func pair(_ from: Int, _ to: Int, _ similarity: Int) {
        renames.append(.init(from: deleted[from].path, to: added[to].path, similarity: similarity))
    }

    private mutating func close(_ usedDeleted: Set<Int>, _ usedAdded: Set<Int>) {
        openDeleted.removeAll { usedDeleted.contains($0) }
        openAdded.removeAll { usedAdded.contains($0) }
    }

    mutating func pairEqual() {
        var sources: [[UInt8]: [Int]] = [:]
        for index in openDeleted { sources[deleted[index].bytes, default: []].append(index) }
        var (usedDeleted, usedAdded): (Set<Int>, Set<Int>) = ([], [])
        for index in openAdded {
            guard var equal = sources[added[index].bytes], !equal.isEmpty else { continue }
            let place = equal.firstIndex { deleted[$0].path.lastPart == added[index].path.lastPart } ?? 0
            let source = equal.remove(at: place)
            sources[added[index].bytes] = equal
            pair(source, index, 100)
            usedDeleted.insert(source)
            usedAdded.insert(index)
        }
        close(usedDeleted, usedAdded)
    }

    /// A name that occurs once on both sides.
    mutating func pairByName() {
        var names: [Substring: (deleted: [Int], added: [Int])] = [:]
        for index in openDeleted { names[deleted[index].path.lastPart, default: ([], [])].deleted.append(index) }
        for index in openAdded { names[added[index].path.lastPart, default: ([], [])].added.append(index) }
        var (usedDeleted, usedAdded): (Set<Int>, Set<Int>) = ([], [])
        for to in openAdded {
            guard let same = names[added[to].path.lastPart], same.deleted.count == 1, same.added.count == 1
            else { continue }
            let from = same.deleted[0]
            let similarity = similarity(from, to)
            guard similarity >= RenameDetection.leastSimilarityOfName else { continue }
            pair(from, to, similarity)
            usedDeleted.insert(from)
            usedAdded.insert(to)
        }
        close(usedDeleted, usedAdded)
    }

    private struct Candidate {
        var from: Int
        var to: Int
        var similarity: Int
        var hasSameName: Bool
    }

    /// False when there are too many to compare.
    mutating func pairByContent() -> Bool {
        guard openDeleted.count * openAdded.count <= RenameDetection.mostComparisons else { return false }
        var candidates: [Candidate] = []
        var looks = 0
        for to in openAdded {
            for from in openDeleted {
                guard FileSpans.canBeAlike(deleted[from].bytes.count, added[to].bytes.count) else { continue }
                looks += addedSpans(to).count + deletedSpans(from).count
                guard looks <= RenameDetection.mostSpans else { return false }
                let similarity = similarity(from, to)
                guard similarity >= RenameDetection.leastSimilarity else { continue }
                candidates.append(
                    Candidate(
                        from: from, to: to, similarity: similarity,
                        hasSameName: deleted[from].path.lastPart == added[to].path.lastPart))
            }
        }
        candidates.sort { a, b in
            if a.similarity != b.similarity { return a.similarity > b.similarity }
            if a.hasSameName != b.hasSameName { return a.hasSameName }
            return (a.to, a.from) < (b.to, b.from)
        }
        var (usedDeleted, usedAdded): (Set<Int>, Set<Int>) = ([], [])
        for candidate in candidates
        where !usedDeleted.contains(candidate.from) && !usedAdded.contains(candidate.to) {
            pair(candidate.from, candidate.to, candidate.similarity)
            usedDeleted.insert(candidate.from)
            usedAdded.insert(candidate.to)
        }
        return true
    }

    private mutating func similarity(_ from: Int, _ to: Int) -> Int {
        guard FileSpans.canBeAlike(deleted[from].bytes.count, added[to].bytes.count) else { return 0 }
        return deletedSpans(from).similarity(addedSpans(to))
    }

    private mutating func deletedSpans(_ index: Int) -> FileSpans { known(index, deleted[index].bytes) }

    private mutating func addedSpans(_ index: Int) -> FileSpans { known(-1 - index, added[index].bytes) }

    private mutating func known(_ key: Int, _ bytes: [UInt8]) -> FileSpans {
        if let spans = spans[key] { return spans }
        let own = FileSpans(bytes)
        spans[key] = own
        return own
    }
}
