// A merge that waits for choices as rows: each conflict with both sides, and what stands around it.

internal import ChangeReview

struct ConflictWindow: Equatable, Sendable {
    var row = 0
    /// Rows between the window's top and the cursor.
    var lead = 0
    /// What was there before both is shown, too.
    var showsBase = false
}

struct ConflictRow: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        /// Lines that nobody argues about, this many of them not shown.
        case fold(Int)
        case header
        /// What the lines below are.
        case label(Source)
        case line(Source)
    }

    enum Source: Equatable, Sendable { case shared, base, disk, proposed }

    var kind: Kind
    /// The conflict that it belongs to, from 0; the next one for what stands between two.
    var conflict: Int
    /// From 0, in its source's text.
    var line = 0

    private static let context = 3

    static func rows(_ merge: ThreeWayMerge, showsBase: Bool) -> [ConflictRow] {
        var rows: [ConflictRow] = []
        var conflict = 0
        /// Lines since the last conflict: which text, which line.
        var between: [(source: Source, line: Int)] = []
        func append(_ source: Source, _ lines: Range<Int>) {
            rows.append(ConflictRow(kind: .label(source), conflict: conflict))
            rows += lines.map { ConflictRow(kind: .line(source), conflict: conflict, line: $0) }
        }
        func close(isLast: Bool) {
            let above = conflict == 0 ? 0 : context
            let below = isLast ? 0 : context
            let isFolded = between.count > above + below + 1
            for (number, part) in between.enumerated() {
                if isFolded, number == above {
                    rows.append(ConflictRow(kind: .fold(between.count - above - below), conflict: conflict))
                }
                if isFolded, number >= above, number < between.count - below { continue }
                rows.append(ConflictRow(kind: .line(part.source), conflict: conflict, line: part.line))
            }
            between = []
        }
        for piece in merge.pieces {
            switch piece.origin {
            case .unchanged: between += piece.base.map { (.shared, $0) }
            case .ours, .both: between += piece.ours.map { (.disk, $0) }
            case .theirs: between += piece.theirs.map { (.proposed, $0) }
            case .conflict:
                close(isLast: false)
                rows.append(ConflictRow(kind: .header, conflict: conflict))
                append(.disk, piece.ours)
                if showsBase { append(.base, piece.base) }
                append(.proposed, piece.theirs)
                conflict += 1
            }
        }
        close(isLast: true)
        return rows
    }
}
