// Frames to ncurses, row by row at explicit columns; ncurses then sends only what differs.
private import CNcurses
public import Screen

extension NcursesDevice {
    /// One colour pair per role; pair 0 is the terminal's own colours.
    func definePairs() {
        guard palette.depth != .none else { return }
        for role in Role.allCases {
            let ink = palette.ink(for: role)
            cn_screen_pair(Self.pair(role), Int32(ink.foreground), Int32(ink.background))
        }
    }

    private static func pair(_ role: Role) -> Int32 { Int32(role.rawValue) + 1 }

    public func forget() { cn_screen_forget() }

    public func paint(_ frame: Frame) {
        putRows(of: frame.cells)
        putCursor(frame.cursor)
        cn_screen_flush()
        if modesAreDue {
            handle.write(sequences.enter)
            modesAreDue = false
            handle.write(sequences.title(frame.title))
        } else if shown?.title != frame.title {
            handle.write(sequences.title(frame.title))
        }
        shown = frame
    }

    private func putCursor(_ cursor: Point?) {
        if let cursor, Rect(size).contains(cursor) {
            cn_screen_cursor(Int32(cursor.row), Int32(cursor.column))
        } else {
            cn_screen_cursor(-1, 0)
        }
    }

    private func putRows(of cells: CellBuffer) {
        let known = shown?.cells.size == cells.size ? shown?.cells : nil
        for row in 0..<min(cells.size.rows, size.rows) {
            let new = cells.row(row)
            if let known, known.row(row) == new { continue }
            put(new.prefix(size.columns), row: row)
        }
    }

    /// A whole row is handed over when any of it changed: ncurses finds the difference itself, cell by cell.
    private func put(_ row: ArraySlice<Cell>, row number: Int) {
        var index: Int32 = 0
        var place = row.startIndex
        while place < row.endIndex {
            let cell = row[place]
            let isWide = place + 1 < row.endIndex && row[place + 1].isTail
            let glyph =
                cell.isTail ? Glyph(scalars: [0x20], padding: 0) : fitting.fit(cell.text, columns: isWide ? 2 : 1)
            let attributes = palette.attributes(for: cell.role, marks: cell.marks).rawValue
            let pair = palette.depth == .none ? 0 : Self.pair(cell.role)
            if cn_row_cell(index, glyph.scalars, Int32(glyph.scalars.count), attributes, pair) == 1 {
                index += 1
            } else {
                cn_row_cell(index, [0x3F], 1, attributes, pair)
                index += 1
            }
            for _ in 0..<glyph.padding {
                cn_row_cell(index, [0x20], 1, attributes, pair)
                index += 1
            }
            place += isWide ? 2 : 1
        }
        cn_row_put(Int32(number), 0, index)
    }
}
