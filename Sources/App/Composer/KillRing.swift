// What was cut, to be put back: cuts that follow each other are one, and what is put back can be changed for an older cut.

struct KillRing: Equatable, Sendable {
    /// The latest last.
    private var cuts: [[DraftPiece]] = []
    /// The cut that was put back last, counted from the latest.
    private var turned = 0

    private static let limit = 60

    /// - Parameters:
    ///   - joins: the key before cut as well.
    ///   - isBackward: what is cut stood before the cursor.
    mutating func cut(_ pieces: [DraftPiece], joins: Bool, isBackward: Bool) {
        turned = 0
        guard joins, let last = cuts.popLast() else {
            cuts.append(pieces)
            if cuts.count > Self.limit { cuts.removeFirst() }
            return
        }
        cuts.append(isBackward ? pieces + last : last + pieces)
    }

    var latest: [DraftPiece]? { cuts.last }

    /// The latest cut.
    mutating func yank() -> [DraftPiece]? {
        turned = 0
        return cuts.last
    }

    /// The one before the cut that was put back; after the oldest the latest again.
    mutating func turn() -> [DraftPiece]? {
        guard !cuts.isEmpty else { return nil }
        turned = (turned + 1) % cuts.count
        return cuts[cuts.count - 1 - turned]
    }
}
