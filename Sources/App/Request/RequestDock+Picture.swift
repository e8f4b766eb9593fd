// The dock on the screen: what does not fit scrolls, and neither warnings nor answers go for it.

internal import Screen
internal import TaskMachine

extension RequestDock {
    /// How the dock's rows are shared out in so many of them.
    private struct Shares {
        var warnings: Int
        var body: Int
        var notes: Int
        var answers: Int

        init(_ rows: RequestRows, in height: Int, isWriting: Bool) {
            let wanted = isWriting ? 1 : rows.answerRows(limit: height >= 7 ? 2 : 3).count
            answers = min(wanted, max(1, height - 2 - min(1, rows.warnings.count)))
            var rest = max(0, height - 1 - answers)
            body = min(1, rest)
            rest -= body
            warnings = min(rows.warnings.count, rest)
            rest -= warnings
            let more = min(rest, max(0, rows.body.count - body))
            // Notes have room only where the text has all of its own.
            body += more
            rest -= more
            notes = rows.notes.count <= rest ? rows.notes.count : 0
        }
    }

    private func rows(_ around: RequestSurroundings, width: Int, isFocused: Bool, signs: Signs) -> RequestRows {
        RequestRows(dock: self, around: around, width: width, signs: signs, isFocused: isFocused)
    }

    /// Rows that the dock would like to have.
    func rowCount(width: Int, _ around: RequestSurroundings, isFocused: Bool, signs: Signs) -> Int {
        let rows = rows(around, width: width, isFocused: isFocused, signs: signs)
        return 1 + rows.body.count + rows.warnings.count + rows.notes.count
            + (line == nil ? rows.answerRows(limit: 2).count : 1)
    }

    /// Rows of the text that a window of this size does not show at once.
    func hiddenRows(in size: Size, _ around: RequestSurroundings, signs: Signs) -> Int {
        let rows = rows(around, width: size.columns, isFocused: true, signs: signs)
        return rows.body.count - Shares(rows, in: size.rows, isWriting: line != nil).body
    }

    /// Gives the cursor's place when the dock has the keys.
    func draw(
        into cells: inout CellBuffer, within rect: Rect, _ around: RequestSurroundings, isFocused: Bool, signs: Signs
    ) -> Point? {
        guard !rect.isEmpty else { return nil }
        let width = rect.size.columns
        let rows = rows(around, width: width, isFocused: isFocused, signs: signs)
        let shares = Shares(rows, in: rect.size.rows, isWriting: line != nil)
        let body = rows.body
        let first = min(scrolled, max(0, body.count - shares.body))
        var head = rows.head
        if body.count > shares.body, shares.body > 0 {
            head.append("  \(signs.up)\(signs.down) \(first + 1)-\(first + shares.body) of \(body.count)", .dim)
        }
        let hint =
            isFocused ? "Esc back " : "\(signs.adapted(around.keys.name(of: .goToRequest, in: .composer))) answer "
        cells.draw(TextRow(head, trailing: StyledLine(hint, .dim)), at: 0, in: rect, signs: signs)
        var shown = body.dropFirst(first).prefix(shares.body).map { TextRow(StyledLine("   ") + $0) }
        shown += rows.warnings.prefix(shares.warnings) + rows.notes.prefix(shares.notes)
        for (offset, row) in shown.enumerated() { cells.draw(row, at: 1 + offset, in: rect, signs: signs) }
        let top = 1 + shown.count
        guard top < rect.size.rows else { return nil }
        if let line {
            let column = drawLine(line, into: &cells, at: top, in: rect, signs: signs)
            return isFocused ? Point(column: min(rect.right - 1, rect.left + column), row: rect.top + top) : nil
        }
        let answers = rows.answerRows(limit: rect.size.rows >= 7 ? 2 : 3)
        for (offset, row) in answers.prefix(rect.size.rows - top).enumerated() {
            cells.draw(row, at: top + offset, in: rect, signs: signs)
        }
        return isFocused ? Point(column: min(rect.right - 1, rect.left + 3), row: rect.top + top) : nil
    }

    private func drawLine(
        _ line: TextLine, into cells: inout CellBuffer, at offset: Int, in rect: Rect, signs: Signs
    ) -> Int {
        let isAnswer = if case .question = request { true } else { false }
        let label = StyledLine(isAnswer ? "   Answer: " : "   No, because: ", .attention)
        let hint = StyledLine("Enter sends \(signs.separator) Esc back ", .dim)
        let room = rect.size.columns - label.width - 1
        let words = line.picture(columns: room)
        let fits = words.line.width + hint.width + 2 <= room
        cells.draw(
            TextRow(label + words.line, trailing: fits ? hint : StyledLine()), at: offset, in: rect, signs: signs)
        return label.width + words.cursor
    }
}
