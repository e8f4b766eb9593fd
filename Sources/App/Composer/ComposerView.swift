// The composer on the screen: its sign, the draft, the keys that matter, and where the terminal's own cursor stands.

internal import Screen

extension Composer {
    /// Rows that the draft takes at a width, at least one.
    func rowCount(width: Int) -> Int { DraftLayout(draft, width: width).rows.count }

    /// Draws the prompt and the draft; gives the cursor's place, nil when there is no room for it.
    func draw(into cells: inout CellBuffer, within rect: Rect, hint: String, signs: Signs) -> Point? {
        let indent = rect.size.columns >= 12 ? 3 : 0
        let width = Composer.textWidth(in: rect.size.columns)
        guard !rect.isEmpty, width > 0 else { return nil }
        if indent > 0 {
            let isNormal = if case .normal = vi { true } else { false }
            let sign = isNormal ? TextRow(" N ", .attention) : TextRow(" \(signs.prompt) ", .user)
            cells.draw(sign, at: 0, in: rect, signs: signs)
        }
        let text = Rect(column: rect.left + indent, row: rect.top, columns: width + 1, rows: rect.size.rows)
        let layout = DraftLayout(draft, width: width)
        let first = max(0, min(layout.cursorRow - rect.size.rows + 1, layout.rows.count - rect.size.rows))
        for offset in 0..<min(rect.size.rows, layout.rows.count - first) {
            cells.draw(TextRow(layout.line(first + offset, of: draft)), at: offset, in: text, signs: signs)
        }
        let used = draft.isEmpty ? 0 : layout.rows[0].columns.last ?? 0
        let right = rect.right - (rect.size.columns >= 12 ? 0 : 1)
        if layout.rows.count == 1, displayWidth(of: hint) + used + 3 <= right - text.left {
            let place = Point(column: right - displayWidth(of: hint) - 1, row: text.top)
            cells.put(hint, at: place, as: .dim, within: rect)
        }
        // What stands for a paste may be wider than the row.
        let column = min(text.left + layout.cursorColumn, rect.right - 1)
        return Point(column: column, row: rect.top + layout.cursorRow - first)
    }

    /// A press on a cell of the composer takes the cursor there.
    mutating func point(row: Int, column: Int, in size: Size) {
        let layout = DraftLayout(draft, width: Composer.textWidth(in: size.columns))
        let first = max(0, min(layout.cursorRow - size.rows + 1, layout.rows.count - size.rows))
        guard layout.rows.indices.contains(first + row) else { return }
        move(to: layout.place(row: first + row, column: max(0, column - (size.columns >= 12 ? 3 : 0))))
    }

    /// Columns for text in a composer so many columns wide: the prompt before it, a cell for the cursor behind it; lines
    /// that are longer than the chat's are not read.
    static func textWidth(in columns: Int) -> Int {
        max(0, min(EntryRows.widest, columns - (columns >= 12 ? 4 : 1)))
    }
}
