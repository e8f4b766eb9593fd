// A message as it was written, line by line: what is selected here is what is copied.

internal import Screen

struct WrittenLines: Equatable, Sendable {
    enum Outcome: Equatable {
        case stays
        case left
        /// So many lines, joined.
        case copied(String, count: Int)
    }

    let lines: [String]
    private(set) var cursor = 0
    /// Where the selection began.
    private(set) var anchor: Int?
    private(set) var top = 0

    init(_ text: String) {
        // By scalars: CR LF is one character, and the CR belongs to what is copied.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
    }

    var selection: ClosedRange<Int> { min(anchor ?? cursor, cursor)...max(anchor ?? cursor, cursor) }

    mutating func perform(_ action: Action, height: Int) -> Outcome {
        switch action {
        case .nextRow: cursor += 1
        case .previousRow: cursor -= 1
        case .panelPageDown: cursor += max(1, height - 1)
        case .panelPageUp: cursor -= max(1, height - 1)
        case .firstRow: cursor = 0
        case .lastRow: cursor = lines.count - 1
        case .selectLines: anchor = anchor == nil ? cursor : nil
        case .copyPart:
            return .copied(lines[selection].map { $0 + "\n" }.joined(), count: selection.count)
        case .backToChat:
            // Esc ends the selection first.
            guard anchor != nil else { return .left }
            anchor = nil
        default: break
        }
        cursor = max(0, min(cursor, lines.count - 1))
        if cursor < top { top = cursor }
        if height > 0, cursor >= top + height { top = cursor - height + 1 }
        return .stays
    }

    /// The wheel moves the window and takes the cursor along.
    mutating func scroll(by rows: Int, height: Int) {
        top = max(0, min(first(height: height) + rows, lines.count - height))
        cursor = max(top, min(cursor, top + height - 1))
    }

    /// A press on the row so many below the first one.
    mutating func point(at row: Int, height: Int) {
        let line = first(height: height) + row
        guard row >= 0, row < height, lines.indices.contains(line) else { return }
        top = first(height: height)
        cursor = line
    }

    /// The first line in a window of so many rows; the cursor is in it, however the window was resized.
    private func first(height: Int) -> Int { max(0, min(cursor, max(top, cursor - height + 1))) }

    /// Below its title; lines that are too long are cut on the screen alone.
    func draw(title: String, into cells: inout CellBuffer, within rect: Rect, signs: Signs) {
        guard !rect.isEmpty else { return }
        cells.fill(rect)
        let place = "\(groupedCount(cursor + 1))/\(groupedCount(lines.count)) "
        let head = StyledLine(" \(title)", .heading, .strong) + StyledLine("  as written", .dim)
        cells.draw(TextRow(head, trailing: StyledLine(place, .dim)), at: 0, in: rect, signs: signs)
        let top = first(height: Self.height(in: rect))
        for (offset, line) in lines.indices.dropFirst(top).prefix(rect.size.rows - 1).enumerated() {
            let isSelected = selection.contains(line)
            let sign = line == cursor ? signs.pointer : " "
            // A line may have a megabyte; no screen has room for more than this.
            let text = expandingTabs(String(lines[line].prefix(rect.size.columns)))
            cells.draw(
                TextRow(StyledLine(sign, .user) + StyledLine(visibleText(text), .plain)), at: offset + 1, in: rect,
                signs: signs, marks: isSelected ? .selected : [])
        }
    }

    /// Rows for lines in a window of so many.
    static func height(in rect: Rect) -> Int { max(1, rect.size.rows - 1) }
}
