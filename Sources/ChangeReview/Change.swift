// One file under review: what is on disk, what is proposed, and what was decided about the difference.

/// One file before and after, cut into units of decision.
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

    /// Why a change is not written although it is accepted.
    public enum Conflict: Equatable, Sendable {
        /// The file on disk is neither the base nor the proposed one any more. `nil`: it is gone.
        case changedOnDisk(FileState?)
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
    public internal(set) var hunks: [Hunk]
    /// One per unit: as many as hunks, and one for a file without hunks (not text, too large, empty, mode only).
    public internal(set) var decisions: [Decision]
    public internal(set) var conflict: Conflict?
    /// Who proposed the present content (a tool call's id, a command, the user).
    public internal(set) var author: String
    public let addedLines: Int
    public let removedLines: Int

    public init(path: RelativePath, base: FileState?, proposed: FileState?, author: String = "") {
        self.path = path
        self.base = base
        self.proposed = proposed
        self.author = author
        content = Self.content(of: base, proposed)
        if content == .text, base?.bytes != proposed?.bytes {
            hunks = Hunk.hunks(from: ByteLines(base?.bytes ?? []), to: ByteLines(proposed?.bytes ?? []))
        } else {
            hunks = []
        }
        decisions = Array(repeating: .undecided, count: max(1, hunks.count))
        addedLines = hunks.reduce(0) { $0 + $1.addedLines }
        removedLines = hunks.reduce(0) { $0 + $1.removedLines }
    }

    /// With hunks that are known already: what is left of a change after a part of it was written.
    init(
        path: RelativePath, base: FileState?, proposed: FileState?, author: String, hunks: [Hunk], decisions: [Decision]
    ) {
        self.path = path
        self.base = base
        self.proposed = proposed
        self.author = author
        content = Self.content(of: base, proposed)
        self.hunks = hunks
        self.decisions = decisions
        addedLines = hunks.reduce(0) { $0 + $1.addedLines }
        removedLines = hunks.reduce(0) { $0 + $1.removedLines }
    }

    public var kind: Kind { base == nil ? .added : proposed == nil ? .deleted : .modified }
    public var isBinary: Bool { content == .binary }
    /// The executable bit as it is to become; `nil` when it stays, or the file comes or goes.
    public var newExecutableBit: Bool? {
        guard let base, let proposed, base.isExecutable != proposed.isExecutable else { return nil }
        return proposed.isExecutable
    }

    public var summary: DecisionSummary {
        guard let first = decisions.first, decisions.allSatisfy({ $0 == first }) else { return .partly }
        switch first {
        case .undecided: return .undecided
        case .accepted: return .accepted
        case .rejected: return .rejected
        }
    }

    public func count(of decision: Decision) -> Int { decisions.count { $0 == decision } }

    /// What the file would be with everything but the rejected units.
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
