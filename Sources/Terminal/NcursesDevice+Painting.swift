// Frames to ncurses, row by row at explicit columns; ncurses then sends only what differs.
private import CNcurses
public import Screen

extension NcursesDevice {
    func definePairs() {
        for pair in palette.pairs { cn_screen_pair(pair.number, pair.foreground, pair.background) }
    }

    /// Another theme: every cell is sent again, since ncurses compares pairs by their numbers.
    private func take(_ theme: Theme) {
        palette = Palette(theme, depth: palette.depth)
        definePairs()
        guard shown != nil else { return }
        forget()
    }

    public func forget() {
        // The rows are sent anew, and the links in them with them.
        (shown, linked) = (nil, nil)
        cn_screen_forget()
    }

    public func paint(_ frame: Frame, isEcho: Bool) {
        if frame.theme != palette.theme { take(frame.theme) }
        putRows(of: frame.cells, from: isEcho ? max(0, (frame.cursor?.row ?? 0) - 1) : 0)
        flush(frame.cursor)
        let isEntering = modesAreDue
        // A key's echo leaves rows out; their links come with them.
        if links > .none, !isEcho {
            send(linkedRows(of: frame.cells, isWhole: isEntering))
            linked = frame.cells
        }
        if isEntering {
            send(sequences.enter)
            modesAreDue = false
        }
        let title = isEntering ? "" : self.title
        if title != frame.title { send(sequences.title(frame.title)) }
        self.title = frame.title
        // Nothing is shown of a work that has not begun.
        let former = isEntering ? WorkProgress.none : progress
        if former != frame.progress { send(sequences.progress(frame.progress)) }
        progress = frame.progress
        shown = frame
    }

    private func flush(_ cursor: Point?) {
        let isGathered = cn_frame_begin() == 1
        putCursor(cursor)
        cn_screen_flush()
        guard isGathered else { return }
        var bytes: UnsafePointer<UInt8>?
        let count = cn_frame_end(&bytes)
        waiting += UnsafeBufferPointer(start: bytes, count: count)
        push()
    }

    /// The rows with links that ncurses has just sent, or whose links are gone, once more with the links in them.
    private func linkedRows(of cells: CellBuffer, isWhole: Bool) -> String {
        let known = !isWhole && linked?.size == cells.size ? linked : nil
        let painter = LinkedRows(palette: palette, fitting: fitting)
        return painter.sequence(for: cells, before: known, within: size)
    }

    private func putCursor(_ cursor: Point?) {
        if let cursor, Rect(size).contains(cursor) {
            cn_screen_cursor(Int32(cursor.row), Int32(cursor.column))
        } else {
            cn_screen_cursor(-1, 0)
        }
    }

    private func putRows(of cells: CellBuffer, from first: Int) {
        let known = shown?.cells.size == cells.size ? shown?.cells : nil
        // Asked for every cell, so it is not fetched for each.
        let palette = palette
        for row in 0..<min(cells.size.rows, size.rows) {
            if let known, !stale.contains(row), cells.hasRow(row, of: known) { continue }
            // Where nothing is known of the screen all of it is sent.
            guard row >= first || known == nil else {
                stale.insert(row)
                continue
            }
            stale.remove(row)
            put(cells.row(row).prefix(size.columns), row: row, in: palette)
        }
    }

    /// A whole row is handed over when any of it changed: ncurses finds the difference itself, cell by cell.
    private func put(_ row: ArraySlice<Cell>, row number: Int, in palette: Palette) {
        var count: Int32 = 0
        var place = row.startIndex
        while place < row.endIndex {
            let isWide = place + 1 < row.endIndex && row[place + 1].isTail
            put(row[place], columns: isWide ? 2 : 1, after: &count, in: palette)
            place += isWide ? 2 : 1
        }
        cn_row_put(Int32(number), 0, count)
    }

    private func put(_ cell: Cell, columns: Int, after count: inout Int32, in palette: Palette) {
        // A tail without its head, at the edge of a cut row, is a blank.
        let glyph = fitting.fit(cell.isTail ? " " : cell.text, columns: columns)
        let attributes = palette.ink(of: cell).attributes.rawValue
        let pair = palette.pair(of: cell)
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
