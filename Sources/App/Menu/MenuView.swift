// The menu on the screen: over the panes, directly above what stands above the composer. Nothing moves when it opens.

internal import Matching
internal import Screen

/// What a menu shows, whatever it is a menu of.
struct MenuPicture {
    var title: String
    /// What keys do, the longest text that fits.
    var hints: [String]
    var count: Int
    var marked: Int?
    /// One row of so many columns.
    var row: (Int, Int) -> TextRow

    private func rows(above bottom: Int) -> Int { min(count, Menu.rows, bottom - 1) }

    private func first(_ rows: Int) -> Int { max(0, min((marked ?? 0) - rows / 2, count - rows)) }

    /// Whether it is drawn over a row of the screen, its rule among it.
    func covers(_ row: Int, above bottom: Int) -> Bool {
        let rows = rows(above: bottom)
        return rows > 0 && row >= bottom - rows - 1 && row < bottom
    }

    /// What is drawn in a row of the screen; nil: nothing of it is.
    func item(at row: Int, above bottom: Int) -> Int? {
        let rows = rows(above: bottom)
        let offset = row - (bottom - rows)
        return offset >= 0 && offset < rows ? first(rows) + offset : nil
    }

    func draw(into cells: inout CellBuffer, above bottom: Int, signs: Signs) {
        let columns = cells.size.columns
        let rows = rows(above: bottom)
        guard rows > 0 else { return }
        let rect = Rect(column: 0, row: bottom - rows - 1, columns: columns, rows: rows + 1)
        cells.fill(rect)
        cells.drawRule(at: rect.top, from: 0, columns: columns, signs: signs)
        cells.put(" \(title) ", at: Point(column: 1, row: rect.top), as: .dim, within: rect)
        let used = displayWidth(of: title) + 6
        if let hint = hints.first(where: { displayWidth(of: $0) + used <= columns }) {
            let place = Point(column: columns - displayWidth(of: hint) - 3, row: rect.top)
            cells.put(" \(hint) ", at: place, as: .dim, within: rect)
        }
        let first = first(rows)
        for offset in 0..<rows {
            let index = first + offset
            cells.draw(
                row(index, columns), at: offset + 1, in: rect, signs: signs, marks: index == marked ? .selected : [])
        }
        let left = count - first - rows
        guard left > 0 else { return }
        let more = " +\(left) "
        cells.put(more, at: Point(column: columns - displayWidth(of: more), row: rect.bottom - 1), as: .dim)
    }
}

extension AppModel {
    var menuPicture: MenuPicture? {
        if let historySearch { return picture(of: historySearch) }
        guard let menu, focus == .composer else { return nil }
        let pattern = FuzzyPattern(menu.token.query)
        let s = " \(signs.separator) "
        let keys = menu.token.kind == .file ? ["Tab Enter take", "Esc close"] : ["Tab take", "Enter run", "Esc close"]
        let widest = menu.items.map { displayWidth(of: $0.label) }.max() ?? 0
        return MenuPicture(
            title: title(of: menu), hints: [keys.joined(separator: s), keys[0]], count: menu.items.count,
            marked: menu.row
        ) { [signs] index, columns in
            let item = menu.items[index]
            guard menu.token.kind != .file else {
                return TextRow(Self.path(item.label, pattern, columns: columns - 2, signs: signs))
            }
            let label = Self.marked(item.label, pattern)
            let room = min(widest, max(10, columns / 2)) + 3
            let gap = String(repeating: " ", count: max(2, room - label.width))
            return TextRow(StyledLine(" ") + label + StyledLine(gap + signs.adapted(item.remark), .dim))
        }
    }

    private func title(of menu: Menu) -> String {
        switch menu.token.kind {
        case .command: "commands"
        case .argument(let command): "/\(command.rawValue)"
        case .file: menu.soFar.map { "files\(signs.dots) \(groupedCount($0)) so far" } ?? "files"
        }
    }

    private func picture(of search: HistorySearch) -> MenuPicture {
        let pattern = FuzzyPattern(search.line.text)
        let s = " \(signs.separator) "
        let messages = composer.history.messages
        let isEmpty = search.found.isEmpty
        return MenuPicture(
            title: isEmpty ? "no message" : "messages sent before",
            hints: [["Enter take", "Ctrl-R earlier", "Esc leave"].joined(separator: s), "Enter take"],
            count: max(1, search.found.count), marked: isEmpty ? nil : search.row
        ) { [signs] index, columns in
            guard !isEmpty else { return TextRow(" None has these letters in this order.", .dim) }
            let message = messages[search.found[index]]
            let words = message.prefix(500).split(whereSeparator: \.isNewline).joined(separator: " / ")
            let line = truncated(Self.marked(words, pattern), columns: columns - 2, sign: signs.cut)
            return TextRow(StyledLine(" ") + line)
        }
    }

    /// The row in which the letters are typed that a message is looked for by.
    func drawHistorySearch(_ search: HistorySearch, into cells: inout CellBuffer, within rect: Rect) -> Point? {
        guard !rect.isEmpty else { return nil }
        let label = StyledLine(rect.size.columns < 30 ? " ? " : " sent before: ", .attention)
        let words = search.line.picture(columns: rect.size.columns - label.width - 1)
        cells.draw(TextRow(label + words.line), at: 0, in: rect, signs: signs)
        return Point(column: min(rect.right - 1, rect.left + label.width + words.cursor), row: rect.top)
    }

    /// A text with the letters that answer to what was typed in strong.
    private static func marked(_ text: String, _ pattern: FuzzyPattern) -> StyledLine {
        let places = pattern.isEmpty ? [] : pattern.places(in: text) ?? []
        guard !places.isEmpty else { return StyledLine(text) }
        let wanted = Set(places)
        var line = StyledLine()
        var offset = 0
        for character in text {
            let size = character.utf8.count
            let isHit = (offset..<offset + size).contains { wanted.contains($0) }
            line.append(String(character), isHit ? .user : .plain, isHit ? .strong : [])
            offset += size
        }
        return line
    }

    /// A path; of one that is too long the end is seen, where its name is.
    private static func path(_ path: String, _ pattern: FuzzyPattern, columns: Int, signs: Signs) -> StyledLine {
        let line = marked(path, pattern)
        guard !line.fits(in: columns) else { return StyledLine(" ") + line }
        let cut = StyledLine(" " + signs.cut, .dim)
        return cut + line.suffix(columns: columns - displayWidth(of: signs.cut))
    }
}
