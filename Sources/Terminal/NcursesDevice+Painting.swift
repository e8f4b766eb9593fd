// Frames to ncurses, row by row at explicit columns; ncurses then sends only what differs.
private import CNcurses
public import Screen

extension NcursesDevice {
    /// One colour pair per coloured role.
    func definePairs() {
        for role in Role.allCases where pair(role) != 0 {
            let ink = palette.ink(for: role)
            cn_screen_pair(pair(role), Int32(ink.foreground), Int32(ink.background))
        }
    }

    /// Pair 0 is the terminal's own colours: switching to it costs no bytes, and no attribute is withheld from it as
    /// the Linux console does with coloured text.
    private func pair(_ role: Role) -> Int32 {
        palette.ink(for: role).hasColour ? Int32(role.rawValue) + 1 : 0
    }

    public func forget() { cn_screen_forget() }

    public func paint(_ frame: Frame) {
        putRows(of: frame.cells)
        putCursor(frame.cursor)
        cn_screen_flush()
        let isEntering = modesAreDue
        if isEntering {
            handle.write(sequences.enter)
            modesAreDue = false
        }
        let title = isEntering ? "" : self.title
        if title != frame.title { handle.write(sequences.title(frame.title)) }
        self.title = frame.title
        // Nothing is shown of a work that has not begun.
        let former = isEntering ? WorkProgress.none : progress
        if former != frame.progress { handle.write(sequences.progress(frame.progress)) }
        progress = frame.progress
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
        var count: Int32 = 0
        var place = row.startIndex
        while place < row.endIndex {
            let isWide = place + 1 < row.endIndex && row[place + 1].isTail
            put(row[place], columns: isWide ? 2 : 1, after: &count)
            place += isWide ? 2 : 1
        }
        cn_row_put(Int32(number), 0, count)
    }

    private func put(_ cell: Cell, columns: Int, after count: inout Int32) {
        // A tail without its head, at the edge of a cut row, is a blank.
        let glyph = fitting.fit(cell.isTail ? " " : cell.text, columns: columns)
        let attributes = palette.attributes(for: cell.role, marks: cell.marks).rawValue
        let pair = pair(cell.role)
        var padding = glyph.padding
        if cn_row_cell(count, glyph.scalars, Int32(glyph.scalars.count), attributes, pair) != 1 {
            cn_row_cell(count, GlyphFitting.unknown, 1, attributes, pair)
            padding = columns - 1
        }
        count += 1
        for _ in 0..<padding {
            cn_row_cell(count, GlyphFitting.blank, 1, attributes, pair)
            count += 1
        }
    }
}
