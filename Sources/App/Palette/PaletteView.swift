// How the palette looks: what is looked for, then one row for each action with its key and what it does.

internal import Screen

extension Palette {
    /// Rows around the list: title, what is looked for, hints.
    static let frameRows = 3

    func draw(
        _ items: [Item], of count: Int, into cells: inout CellBuffer, within rect: Rect, signs: Signs
    ) -> Point? {
        guard !rect.isEmpty else { return nil }
        cells.fill(rect)
        let remark = items.count == count ? "\(count)" : "\(items.count) of \(count)"
        let title = StyledLine(" Actions", .heading, .strong) + StyledLine("  \(remark)", .dim)
        cells.draw(TextRow(title, trailing: StyledLine("Esc closes ", .dim)), at: 0, in: rect, signs: signs)
        guard rect.size.rows > 1 else { return nil }
        let prompt = StyledLine(" \(signs.prompt) ", .user)
        let words = line.picture(columns: max(1, rect.size.columns - prompt.width - 1))
        cells.draw(TextRow(prompt + words.line), at: 1, in: rect, signs: signs)
        drawRows(items, into: &cells, within: Self.list(in: rect), signs: signs)
        if rect.size.rows > Self.frameRows + 1 {
            let s = " \(signs.separator) "
            let hints = [
                ["Enter runs it", "\(signs.up) \(signs.down) move", "letters find", "Esc close"], ["Enter runs it"],
            ]
            let hint = hints.map { $0.joined(separator: s) }.first { displayWidth(of: $0) + 2 <= rect.size.columns }
            cells.draw(
                TextRow(StyledLine(" \(hint ?? "")", .dim)), at: rect.size.rows - 1, in: rect, signs: signs)
        }
        return Point(
            column: min(rect.right - 1, rect.left + prompt.width + words.cursor), row: rect.top + 1)
    }

    private static func list(in rect: Rect) -> Rect {
        Rect(
            column: rect.left, row: rect.top + 2, columns: rect.size.columns,
            rows: max(0, rect.size.rows - (rect.size.rows > frameRows + 1 ? 3 : 2)))
    }

    private func top(in list: Rect, count: Int) -> Int {
        max(0, min(min(row, count - 1) - list.size.rows / 2, count - list.size.rows))
    }

    /// The row of the list that is drawn at a place; nil: none is.
    func row(at point: Point, within rect: Rect, count: Int) -> Int? {
        let list = Self.list(in: rect)
        guard list.contains(point) else { return nil }
        let row = top(in: list, count: count) + point.row - list.top
        return row < count ? row : nil
    }

    private func drawRows(_ items: [Item], into cells: inout CellBuffer, within list: Rect, signs: Signs) {
        if items.isEmpty {
            cells.draw(TextRow(" No action is called that", .dim), at: 0, in: list, signs: signs)
            return
        }
        let isNarrow = list.size.columns < 70
        let cursor = min(row, items.count - 1)
        let top = top(in: list, count: items.count)
        for (offset, index) in (top..<items.count).prefix(list.size.rows).enumerated() {
            let item = items[index]
            let isAvailable = item.reason == nil
            var text = StyledLine(" ")
            let name = padded(truncated(item.action.words, columns: 22, sign: signs.cut), columns: 23)
            text += StyledLine(name, isAvailable ? .plain : .dim)
            // Where there is room for one thing, why not is worth more than the key that won't do it.
            if isAvailable || !isNarrow {
                let key = padded(keyText(of: item, signs), columns: isNarrow ? 9 : 14)
                text += StyledLine(key, isAvailable ? .user : .dim)
            }
            if let reason = item.reason {
                text += StyledLine(isNarrow ? reason : "\(reason) \(signs.separator) \(signs.adapted(item.help))", .dim)
            } else if !isNarrow {
                text += StyledLine(signs.adapted(item.help), .dim)
            }
            cells.draw(
                TextRow(text), at: offset, in: list, signs: signs,
                marks: index == cursor ? .selected : [])
        }
    }

    /// As many names as there is room for, the first in any case.
    private func keyText(of item: Item, _ signs: Signs) -> String {
        let before = item.prefix.map { "\($0.name) " } ?? ""
        var text = item.keys.first.map { before + signs.adapted($0.name) } ?? ""
        for key in item.keys.dropFirst().prefix(item.prefix == nil ? 2 : 0) {
            let longer = "\(text) \(signs.adapted(key.name))"
            if displayWidth(of: longer) <= 13 { text = longer }
        }
        return text
    }
}
