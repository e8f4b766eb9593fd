// The messages that wait for their turn, above the composer: always in sight, and a list to work on when it has the keys.

internal import Screen

struct QueueView {
    /// In the order in which they are sent.
    let messages: [String]
    /// Words that ride with the next tool results of the turn that runs.
    let steers: [String]
    /// The row with the cursor; nil when the queue does not have the keys.
    let selected: Int?
    /// Why nothing is sent by itself; the longest one that fits is said.
    let pause: [String]
    let signs: Signs
    /// The key that takes the last one back.
    let takeBack: String

    /// Rows that are shown at most.
    static let shown = 4

    var rowCount: Int {
        min(messages.count, selected == nil ? Self.shown : 2 * Self.shown) + (pause.isEmpty ? 0 : 1)
            + (steers.isEmpty ? 0 : 1)
    }

    func draw(into cells: inout CellBuffer, within rect: Rect) {
        guard !rect.isEmpty else { return }
        var offset = 0
        if !pause.isEmpty, rect.size.rows > 1 || selected == nil {
            let words = pause.first { displayWidth(of: $0) + 4 <= rect.size.columns } ?? pause.last ?? ""
            cells.draw(TextRow(" \(signs.conflict) \(words)", .attention), at: 0, in: rect, signs: signs)
            offset = 1
        }
        if let words = steers.last, rect.size.rows > offset + min(1, messages.count) {
            let count = steers.count > 1 ? "\(steers.count) " : ""
            let row = TextRow(
                StyledLine(" \(signs.arrow) ", .user) + StyledLine(Self.line(of: words), .user),
                trailing: StyledLine("\(count)with the next tool results ", .dim))
            cells.draw(row, at: offset, in: rect, signs: signs)
            offset += 1
        }
        let room = rect.size.rows - offset
        let first = max(0, min((selected ?? 0) - room + 1, messages.count - room))
        for (index, message) in messages.enumerated().dropFirst(first).prefix(room) {
            let isSelected = index == selected
            let isLast = index == first + room - 1
            let left = messages.count - 1 - index
            let more = isLast && left > 0 ? "+\(left) more " : index == first && selected == nil ? hint : ""
            let row = TextRow(
                StyledLine(" \(signs.waiting) \(index + 1) ", .dim) + StyledLine(Self.line(of: message), .user),
                trailing: StyledLine(more, .dim))
            cells.draw(row, at: offset, in: rect, signs: signs, marks: isSelected ? .selected : [])
            offset += 1
        }
    }

    /// The message that is drawn in a row of so many; nil: none is.
    func message(at row: Int, rows: Int) -> Int? {
        var offset = pause.isEmpty || rows <= 1 && selected != nil ? 0 : 1
        if !steers.isEmpty, rows > offset + min(1, messages.count) { offset += 1 }
        let room = rows - offset
        let first = max(0, min((selected ?? 0) - room + 1, messages.count - room))
        let index = first + row - offset
        return row >= offset && messages.indices.contains(index) ? index : nil
    }

    private var hint: String { signs.adapted("queued \(signs.separator) \(takeBack) takes the last back ") }

    /// A message in one row; its line ends are seen.
    private static func line(of text: String) -> String {
        // A long paste is not walked through for a row.
        text.prefix(500).split(whereSeparator: \.isNewline).prefix(4).joined(separator: " / ")
    }
}
