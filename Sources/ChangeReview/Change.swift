// One file under review: what is on disk, what is proposed, and what was decided about the difference.

/// One file before and after, cut into hunks, with a decision for every changed line.
public struct Change: Equatable, Sendable {
    public enum Kind: Hashable, Sendable { case added, modified, deleted }

    /// Why a file is not shown line by line.
    public enum Content: Hashable, Sendable {
        case text
        /// A zero byte among the first 8,000 bytes of either side (git's rule).
        case binary
        /// One side has more than `Change.largestText` bytes or `Change.mostLines` lines.
        case tooLarge
    }

    /// Bytes and lines of one side up to which a file is compared by lines. Beyond, it is one unit of decision.
    public static let largestText = 32 << 20
    public static let mostLines = 2_000_000

    public let path: RelativePath
    /// What was on disk when the file was first proposed, or what was written since. `nil`: no file.
    public let base: FileState?
    /// `nil`: the file is to go.
    public let proposed: FileState?
    public let content: Content
    /// The lines of both sides; without changed ones for a file that is one unit (not text, too large, empty, mode
    /// only).
    public internal(set) var weave: Weave
    public private(set) var hunks: [Hunk]
    /// One decision for each changed line, and a single one for a file that is one unit.
    public internal(set) var marks: [Decision]
    /// What the agent has been told of each mark; `undecided`: nothing.
    public internal(set) var told: [Decision]
    /// The decisions of each hunk in one word; one for a file that is one unit.
    public private(set) var decisions: [DecisionSummary] = []
    /// Who made each run of the weave; one for a file that is one unit.
    public internal(set) var authors: [Author]
    public internal(set) var cuts: HunkCuts
    public internal(set) var conflict: Conflict?
    /// The file that this one was before: a rename. The base is that file's contents then.
    public var origin: RelativePath?
    public let addedLines: Int
    public let removedLines: Int

    public init(path: RelativePath, base: FileState?, proposed: FileState?, author: Author = "") {
        let content = Self.content(of: base, proposed)
        let sides = [base, proposed].map { ByteLines(content == .text ? $0?.bytes ?? [] : []) }
        let weave = Weave(from: sides[0], to: sides[1])
        self.init(
            path: path, base: base, proposed: proposed, content: content, weave: weave,
            marks: Array(repeating: .undecided, count: max(1, weave.changedCount)),
            authors: Array(repeating: author, count: max(1, weave.runs.count)), cuts: HunkCuts())
    }

    /// With a weave that is known already: what is left of a change after a part of it was written.
    init(
        path: RelativePath, base: FileState?, proposed: FileState?, content: Content = .text, weave: Weave,
        marks: [Decision], authors: [Author], cuts: HunkCuts
    ) {
        self.path = path
        self.base = base
        self.proposed = proposed
        self.content = content
        self.weave = weave
        self.marks = marks
        told = Array(repeating: .undecided, count: marks.count)
        self.authors = authors
        self.cuts = cuts
        hunks = weave.hunks(cuts: cuts)
        addedLines = weave.runs.reduce(0) { $0 + $1.new.count }
        removedLines = weave.runs.reduce(0) { $0 + $1.old.count }
        summarize()
    }

    /// As it was kept: `nil` when the parts don't fit together. `runs` without any for a file that is one unit.
    public init?(
        kept path: RelativePath, base: FileState?, proposed: FileState?, runs: [LineRun], marks: [Decision],
        told: [Decision], authors: [Author], cuts: HunkCuts
    ) {
        let content = Self.content(of: base, proposed)
        let sides = [base, proposed].map { ByteLines(content == .text ? $0?.bytes ?? [] : []) }
        guard let weave = Weave(checking: sides[0], sides[1], runs), marks.count == max(1, weave.changedCount),
            told.count == marks.count, authors.count == max(1, runs.count)
        else { return nil }
        self.init(
            path: path, base: base, proposed: proposed, content: content, weave: weave, marks: marks, authors: authors,
            cuts: cuts)
        self.told = told
    }

    mutating func recut() {
        hunks = weave.hunks(cuts: cuts)
        summarize()
    }

    mutating func summarize() {
        decisions =
            hunks.isEmpty ? [DecisionSummary(marks)] : hunks.map { DecisionSummary(marks[$0.changed]) }
    }

    /// Who made the newest part of it.
    public var author: Author { authors[authors.count - 1] }
    /// Everybody who made a part of a hunk, in the order of its lines.
    public func authors(ofHunk hunk: Int) -> [Author] {
        guard hunks.indices.contains(hunk), !hunks[hunk].changed.isEmpty else { return authors }
        let changed = hunks[hunk].changed
        var found: [Author] = []
        for author in authors[weave.run(of: changed.lowerBound)...weave.run(of: changed.upperBound - 1)]
        where !found.contains(author) { found.append(author) }
        return found
    }

    /// The changed lines of a hunk; all of them for a file that is one unit, `nil` when there is no such hunk.
    public func lines(ofHunk hunk: Int) -> Range<Int>? {
        if hunks.isEmpty { return hunk == 0 ? marks.indices : nil }
        return hunks.indices.contains(hunk) ? hunks[hunk].changed : nil
    }

    public var kind: Kind { base == nil ? .added : proposed == nil ? .deleted : .modified }
    /// The user has changed what was proposed.
    public var isEdited: Bool { authors.contains { $0.kind == .user } }
    public var isBinary: Bool { content == .binary }
    /// The executable bit as it is to become; `nil` when it stays, or the file comes or goes.
    public var newExecutableBit: Bool? {
        guard let base, let proposed, base.isExecutable != proposed.isExecutable else { return nil }
        return proposed.isExecutable
    }

    public var summary: DecisionSummary {
        guard let first = decisions.first, decisions.allSatisfy({ $0 == first }) else { return .partly }
        return first
    }

    /// Hunks in which a decision stands on at least one line.
    public func count(of decision: Decision) -> Int {
        let whole = DecisionSummary(decision)
        var count = 0
        for (hunk, summary) in decisions.enumerated() {
            if summary == whole {
                count += 1
            } else if summary == .partly, let lines = lines(ofHunk: hunk), marks[lines].contains(decision) {
                count += 1
            }
        }
        return count
    }

    /// What the file would be with everything but the rejected lines.
    public var withoutRejected: FileState? { SelectedContent.state(of: self) { $0 != .rejected } }

    private static func content(of states: FileState?...) -> Content {
        let sides = states.compactMap { $0?.bytes }
        if sides.contains(where: { $0.count > largestText }) { return .tooLarge }
        if sides.contains(where: { $0.prefix(8000).contains(0) }) { return .binary }
        if sides.contains(where: { $0.count > mostLines && countedLines($0) > mostLines }) { return .tooLarge }
        return .text
    }

    private static func countedLines(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { buffer in buffer.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }
    }
}
