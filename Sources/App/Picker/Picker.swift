// A list in front of the panes: something is picked from it, or done to one of its rows.

internal import Screen
internal import TaskMachine

struct Picker: Equatable, Sendable {
    enum Subject: Equatable, Sendable {
        /// The user's messages of this conversation, to edit one.
        case messages
        /// Standing answers, to revoke one.
        case rules
        /// Kept conversations; nil: they are being listed.
        case conversations([ConversationSummary]?)
        /// The check list.
        case todos
        /// The running turn, or the latest one, by its times.
        case steps
        /// How it looks, to choose another.
        case themes
    }

    var subject: Subject
    /// The row with the cursor.
    var row = 0
    private(set) var top = 0
    /// The new name that is being written.
    var line: TextLine?
    /// Deleting waits for a yes.
    var isAsking = false

    init(_ subject: Subject, row: Int = 0) {
        self.subject = subject
        self.row = row
    }

    /// Moves the cursor; false when the action is no move.
    mutating func move(_ action: Action, count: Int, page: Int) -> Bool {
        let last = max(0, count - 1)
        switch action {
        case .nextRow: row = min(row + 1, last)
        case .previousRow: row = max(row - 1, 0)
        case .panelPageDown: row = min(row + max(1, page), last)
        case .panelPageUp: row = max(row - max(1, page), 0)
        case .firstRow: row = 0
        case .lastRow: row = last
        default: return false
        }
        return true
    }

    /// Keeps the cursor on a row that is there, and in the window.
    mutating func settle(count: Int, height: Int) {
        row = max(0, min(row, count - 1))
        guard height > 0 else { return }
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        top = max(0, min(top, count - height))
    }
}

/// What a list shows, made anew for each picture: what is in it may change while it is open.
struct PickerContent {
    var title: String
    /// Behind the title, dim.
    var remark = ""
    /// Said in place of rows when there are none.
    var empty: String
    /// What keys do, the longest text that fits.
    var hints: [String]
    var count: Int
    /// One row; only those in sight are asked for.
    var row: (Int) -> TextRow
}

extension Picker {
    /// Rows around the list: title, blank, hints.
    static let frameRows = 3

    func draw(_ content: PickerContent, into cells: inout CellBuffer, within rect: Rect, signs: Signs) -> Point? {
        guard !rect.isEmpty else { return nil }
        cells.fill(rect)
        let title = StyledLine(" \(content.title)", .heading, .strong) + StyledLine("  \(content.remark)", .dim)
        cells.draw(TextRow(title, trailing: StyledLine("Esc closes ", .dim)), at: 0, in: rect, signs: signs)
        let list = Self.list(in: rect)
        if content.count == 0 {
            let rows = wrapped(StyledLine(content.empty, .plain), width: rect.size.columns - 1, indent: Indent(" "))
            for (offset, row) in rows.enumerated() { cells.draw(row, at: offset, in: list, signs: signs) }
        }
        for (offset, index) in (top..<content.count).prefix(list.size.rows).enumerated() {
            let isSelected = index == row
            cells.draw(
                content.row(index), at: offset, in: list, signs: signs, marks: isSelected ? .selected : [])
        }
        guard rect.size.rows > Self.frameRows else { return nil }
        return drawFoot(content, into: &cells, at: rect.size.rows - 1, in: rect, signs: signs)
    }

    private static func list(in rect: Rect) -> Rect {
        Rect(
            column: rect.left, row: rect.top + 1, columns: rect.size.columns,
            rows: max(0, rect.size.rows - (rect.size.rows > frameRows ? 2 : 1)))
    }

    /// The row that is drawn at a place; nil: none is.
    func row(at point: Point, within rect: Rect, count: Int) -> Int? {
        let list = Self.list(in: rect)
        guard list.contains(point), top + point.row - list.top < count else { return nil }
        return top + point.row - list.top
    }

    private func drawFoot(
        _ content: PickerContent, into cells: inout CellBuffer, at offset: Int, in rect: Rect, signs: Signs
    ) -> Point? {
        if let line {
            let label = StyledLine(" New title: ", .attention)
            let words = line.picture(columns: rect.size.columns - label.width - 1)
            cells.draw(TextRow(label + words.line), at: offset, in: rect, signs: signs)
            return Point(
                column: min(rect.right - 1, rect.left + label.width + words.cursor), row: rect.top + offset)
        }
        if isAsking {
            let question = StyledLine(" Move it to the trash? ", .attention)
            cells.draw(
                TextRow(question, trailing: StyledLine("y yes \(signs.separator) n no ", .dim)), at: offset, in: rect,
                signs: signs)
            return nil
        }
        let hint = content.hints.first { displayWidth(of: $0) + 2 <= rect.size.columns } ?? ""
        cells.draw(TextRow(StyledLine(" \(hint)", .dim)), at: offset, in: rect, signs: signs)
        return nil
    }
}
