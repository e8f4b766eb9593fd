// The table of keys that are waited for: in as many columns as fit, above what the user is at.

internal import Screen

struct KeyHintTable: Equatable {
    struct Row: Equatable {
        /// All keys that do it, the first one first.
        var keys: [String]
        var words: String
        /// Said where there is no room for the words.
        var short: String
    }

    var title: String
    var rows: [Row]

    /// Draws it directly above a row, over what is there; what has no room is counted.
    func draw(into cells: inout CellBuffer, above bottom: Int, from left: Int = 0, columns: Int, signs: Signs) {
        let room = bottom - 1
        guard room > 0, columns > 0, !rows.isEmpty else { return }
        let texts = Self.texts(rows, columns: columns, rows: room, signs: signs)
        let perRow = max(1, columns / (texts.width + 2))
        let count = min(room, (rows.count + perRow - 1) / perRow)
        let rect = Rect(column: left, row: bottom - count - 1, columns: columns, rows: count + 1)
        cells.fill(rect)
        cells.drawRule(at: rect.top, from: left, columns: columns, signs: signs)
        cells.put(" \(title) ", at: Point(column: left + 1, row: rect.top), as: .dim, within: rect)
        for (index, text) in texts.lines.enumerated() where index / count < perRow {
            let column = rect.left + index / count * (texts.width + 2)
            let place = Rect(
                column: column, row: rect.top + 1 + index % count, columns: min(texts.width + 2, rect.right - column),
                rows: 1)
            cells.draw(TextRow(text), at: 0, in: place, signs: signs)
        }
        let left = rows.count - count * perRow
        guard left > 0 else { return }
        let more = " +\(left) "
        cells.put(
            more, at: Point(column: rect.right - displayWidth(of: more), row: rect.bottom - 1), as: .dim, within: rect)
    }

    /// With all words where they fit, else with the short ones.
    private static func texts(
        _ rows: [Row], columns: Int, rows room: Int, signs: Signs
    ) -> (lines: [StyledLine], width: Int) {
        func lines(_ keys: Int, _ words: (Row) -> String) -> (lines: [StyledLine], width: Int) {
            let names = rows.map { signs.adapted($0.keys.prefix(keys).joined(separator: " ")) }
            let widest = names.map { displayWidth(of: $0) }.max() ?? 0
            let lines = zip(rows, names).map { row, name in
                StyledLine(" ") + StyledLine(padded(name, columns: widest), .user, .strong)
                    + StyledLine("  \(signs.adapted(words(row)))", .plain)
            }
            return (lines, lines.map(\.width).max() ?? 0)
        }
        let long = lines(2, \.words)
        let perRow = columns / (long.width + 2)
        if perRow > 0, (rows.count + perRow - 1) / perRow <= room { return long }
        return lines(1, \.short)
    }
}
