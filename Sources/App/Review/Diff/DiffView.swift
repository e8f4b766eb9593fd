// The visible rows of one file's diff, in one column.

internal import ChangeReview
internal import Screen

struct DiffView {
    let change: Change
    let rows: DiffRows
    let window: DiffWindow
    let isFocused: Bool
    /// The diff has the cursor, whether or not the panel has the keys.
    let hasCursor: Bool
    let signs: Signs
    var comments: [Int: [TextRow]] = [:]
    /// The ids of a file that is not shown by lines.
    var blobs = ""
    /// The colours of both sides, as far as they are known.
    var colours: HighlightedChange?
    /// A line that is being written in place of the cursor's row.
    var edited: TextLine?

    /// Draws the window; gives the cursor of a line that is written in it.
    func draw(into cells: inout CellBuffer, within rect: Rect) -> Point? {
        guard !rect.isEmpty else { return nil }
        let height = rect.size.rows
        let top = window.top(of: rows, height: height)
        let current = rows.row(of: window.place)
        let selected = window.anchor.map { anchor in
            let row = rows.row(of: anchor)
            return min(row, current)...max(row, current)
        }
        let isSplit = window.isSplit(columns: rect.size.columns)
        var texts = DiffTexts(view: self, width: rect.size.columns, hunk: hasCursor ? rows.hunk(at: current) ?? -1 : -1)
        let split = SplitColumns(width: rect.size.columns, signs: signs)
        var cursor: Point?
        for number in top..<max(top, min(rows.count, top + height)) {
            let row = rows.rows[number]
            let isMarked = isFocused && (number == current || selected?.contains(number) == true)
            let place = Rect(column: rect.left, row: rect.top + number - top, columns: rect.size.columns, rows: 1)
            if number == current, let edited {
                cursor = draw(edited, row, texts, into: &cells, in: place)
            } else if isSplit, row.isLine {
                split.draw(row, &texts, isMarked: isMarked, into: &cells, in: place)
            } else {
                var shown = texts.text(of: row, at: number)
                if isMarked { shown = shown.coloured(Self.role(of: row)) }
                cells.draw(shown, at: 0, in: place, signs: signs, marks: isMarked ? .selected : [])
            }
        }
        return cursor
    }

    private func draw(
        _ line: TextLine, _ row: DiffRow, _ texts: DiffTexts, into cells: inout CellBuffer, in place: Rect
    ) -> Point {
        let start = texts.margin(of: row, .added)
        let picture = line.picture(columns: max(1, place.size.columns - start.width))
        cells.draw(TextRow(start + picture.line), at: 0, in: place, signs: signs)
        return Point(column: min(place.right - 1, place.left + start.width + picture.cursor), row: place.top)
    }

    /// The one colour of a row under the cursor.
    static func role(of row: DiffRow) -> Role {
        switch row.kind {
        case .added: .added
        case .removed: .removed
        case .note, .fold, .header, .context, .pair, .comment: .plain
        }
    }

    func fate(of changed: Int) -> (sign: String, role: Role) {
        ReviewSigns.sign(of: DecisionSummary(change.marks[changed]), signs)
    }

    /// What is said instead of lines.
    var contentNote: StyledLine {
        func size(_ state: FileState?) -> String {
            guard let state else { return "nothing" }
            return bytesText(state.bytes.count)
        }
        let sizes = "\(size(change.base)) \(signs.arrow) \(size(change.proposed))"
        switch change.content {
        case .binary: return StyledLine("binary  \(sizes)  blob \(blobs)", .dim)
        case .tooLarge: return StyledLine("too large to show  \(sizes)", .dim)
        case .text:
            switch change.kind {
            case .added: return StyledLine("a new, empty file", .dim)
            case .deleted: return StyledLine("an empty file goes", .dim)
            case .modified where change.origin != nil: return StyledLine("renamed, otherwise as it was", .dim)
            case .modified: return StyledLine("only the file's mode changes", .dim)
            }
        }
    }
}

enum ReviewSigns {
    static func sign(of facts: FileFacts, _ signs: Signs) -> (String, Role) {
        if facts.hasConflict { return (signs.conflict, .error) }
        return sign(of: facts.summary, signs)
    }

    static func sign(of decision: DecisionSummary, _ signs: Signs) -> (sign: String, role: Role) {
        switch decision {
        case .undecided: (signs.waiting, .attention)
        case .partly: (signs.partly, .attention)
        case .accepted: (signs.done, .added)
        case .rejected: (signs.failed, .removed)
        }
    }

    static func letter(of change: Change) -> String {
        if change.origin != nil { return "R" }
        return switch change.kind {
        case .added: "A"
        case .modified: "M"
        case .deleted: "D"
        }
    }
}
