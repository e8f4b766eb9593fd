// The draft on rows of a width: soft wrap by grapheme, and which row and column the cursor is on.

internal import Screen

/// Where every piece of a draft stands.
struct DraftLayout: Equatable {
    struct Row: Equatable {
        /// The pieces on this row, its newline not among them.
        var range: Range<Int>
        /// Columns before each piece, and the width of the row last.
        var columns: [Int]
    }

    private(set) var rows: [Row] = []
    private(set) var cursorRow = 0
    private(set) var cursorColumn = 0

    init(_ draft: Draft, width: Int) {
        let width = max(1, width)
        var start = 0
        var columns = [0]
        for (index, piece) in draft.pieces.enumerated() {
            if piece.isNewline {
                rows.append(Row(range: start..<index, columns: columns))
                start = index + 1
                columns = [0]
                continue
            }
            let size = Self.columns(of: piece)
            let used = columns[columns.count - 1]
            if used + size > width, index > start {
                rows.append(Row(range: start..<index, columns: columns))
                start = index
                columns = [0, size]
            } else {
                columns.append(used + size)
            }
        }
        rows.append(Row(range: start..<draft.pieces.count, columns: columns))
        // The cursor needs a cell of its own behind a full last row.
        if let last = rows.last, let used = last.columns.last, used >= width, draft.cursor == draft.pieces.count {
            rows.append(Row(range: draft.pieces.count..<draft.pieces.count, columns: [0]))
        }
        // A place at a soft break belongs to the row that begins there.
        cursorRow = rows.lastIndex { $0.range.lowerBound <= draft.cursor } ?? 0
        cursorColumn = rows[cursorRow].columns[draft.cursor - rows[cursorRow].range.lowerBound]
    }

    /// The place on a row that is nearest to a column.
    func place(row: Int, column: Int) -> Int {
        let row = rows[row]
        let offset = row.columns.lastIndex { $0 <= column } ?? 0
        return min(row.range.lowerBound + offset, row.range.upperBound)
    }

    func line(_ row: Int, of draft: Draft) -> StyledLine {
        var line = StyledLine()
        for piece in draft.pieces[rows[row].range] {
            switch piece {
            case .character(let character): line.append(String(character))
            case .pasted(let paste): line.append(paste.label, .link)
            }
        }
        return line
    }

    private static func columns(of piece: DraftPiece) -> Int {
        switch piece {
        case .character(let character): displayWidth(of: character)
        case .pasted(let paste): paste.columns
        }
    }
}
