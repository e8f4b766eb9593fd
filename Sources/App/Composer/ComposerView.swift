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
        if layout.rows.count == 1, displayWidth(of: hint) + used + 3 <= text.size.columns {
            let place = Point(column: text.right - displayWidth(of: hint) - 1, row: text.top)
            cells.put(hint, at: place, as: .dim, within: text)
        }
        return Point(column: text.left + layout.cursorColumn, row: rect.top + layout.cursorRow - first)
    }

    /// Columns for text in a composer so many columns wide: the prompt before it, a cell for the cursor behind it.
    static func textWidth(in columns: Int) -> Int { max(0, columns - (columns >= 12 ? 4 : 1)) }
}
