// The visible rows of one file's diff.

internal import ChangeReview
internal import Screen

struct DiffView {
    let panel: ChangesPanel
    let change: Change
    let isFocused: Bool
    let signs: Signs

    func draw(into cells: inout CellBuffer, within rect: Rect) {
        guard let index = panel.index, !rect.isEmpty else { return }
        var offset = 0
        for note in notes where offset < rect.size.rows / 2 {
            for row in wrapped(note, width: rect.size.columns, indent: Indent(" ")) {
                cells.draw(row, at: offset, in: rect, signs: signs)
                offset += 1
            }
        }
        let height = rect.size.rows - offset
        // The window is full and the cursor in sight, whatever the size that the frame is drawn in.
        let top = max(0, min(panel.top, index.rowCount - height))
        let first = panel.row >= top + height ? panel.row - height + 1 : min(top, panel.row)
        for number in first..<max(first, min(index.rowCount, first + height)) {
            let isCursor = isFocused && number == panel.row
            var shown = row(number, index, width: rect.size.columns)
            if isCursor { shown = shown.coloured(role(of: index.row(number))) }
            cells.draw(
                shown, at: offset + number - first, in: rect, signs: signs, marks: isCursor ? .selected : [])
        }
    }

    /// The one colour of a row under the cursor.
    private func role(of row: DiffIndex.Row) -> Role {
        guard case .line(let hunk, let line) = row else { return .plain }
        return switch change.hunks[hunk].lines[line].kind {
        case .context: .plain
        case .added: .added
        case .removed: .removed
        }
    }

    private var notes: [StyledLine] {
        var notes: [StyledLine] = []
        if change.conflict != nil {
            notes.append(
                StyledLine(
                    "\(signs.conflict) This file changed on disk since. It will not be overwritten: x rejects the proposal, "
                        + "or ask the agent again.", .error))
        }
        if let bit = change.newExecutableBit {
            notes.append(StyledLine(bit ? "becomes executable" : "is no longer executable", .attention))
        }
        return notes
    }

    private func row(_ number: Int, _ index: DiffIndex, width: Int) -> TextRow {
        switch index.row(number) {
        case .note: TextRow(StyledLine(" ") + contentNote)
        case .header(let hunk): header(hunk, index.firstLines[hunk], width: width)
        case .line(let hunk, let line): text(hunk, line, index, width: width)
        }
    }

    private func gutter(_ hunk: Int) -> StyledLine {
        hunk == panel.unit && panel.side == .diff ? StyledLine(signs.pointer, .user) : StyledLine(" ")
    }

    /// `@@ 12 → 12  func decode   ○`
    private func header(_ hunk: Int, _ first: DiffIndex.FirstLines, width: Int) -> TextRow {
        var line = gutter(hunk)
        line.append("@@ \(first.old) \(signs.arrow) \(first.new)", .user)
        var trailing = StyledLine()
        if change.decisions.indices.contains(hunk) {
            let decision = change.decisions[hunk]
            let (sign, role) = ChangesView.sign(of: decision, signs)
            if decision != .undecided, width >= 60 { trailing.append("\(decision) ", .dim) }
            trailing.append(sign, role)
            trailing.append(" ")
        }
        let heading = change.hunks[hunk].headingText
        if !heading.isEmpty { line.append("  " + expandingTabs(heading), .dim) }
        return TextRow(truncated(line, columns: width - trailing.width - 1, sign: signs.cut), trailing: trailing)
    }

    private func text(_ hunk: Int, _ number: Int, _ index: DiffIndex, width: Int) -> TextRow {
        let line = change.hunks[hunk].lines[number]
        let numbers = index.numbers(hunk: hunk, line: number, in: change)
        func column(_ number: Int?) -> String {
            padded(number.map(String.init) ?? "", columns: index.numberColumns, .right)
        }
        let (sign, role): (String, Role) =
            switch line.kind {
            case .context: (" ", .plain)
            case .added: ("+", .added)
            case .removed: ("-", .removed)
            }
        var row = gutter(hunk)
        row.append("\(column(numbers.old)) \(column(numbers.new)) ", .dim)
        row.append("\(sign) ", role)
        let room = max(0, width - row.width)
        // A line may be megabytes long; four bytes a column are enough, marks of controls are wider than they are long.
        let bytes = shownBytes(of: line, number, in: change.hunks[hunk]).prefix((panel.pan + room) * 8 + 64)
        var content = marked(String(decoding: bytes, as: UTF8.self), role, against: number, in: change.hunks[hunk])
        content = expandingTabs(content)
        if line.kind != .context { content = showingTrailingBlanks(content, role) }
        if panel.pan > 0 { content = content.dropping(columns: panel.pan) }
        row += content
        if !line.endsInNewline { row.append("  no newline at end", .dim) }
        return TextRow(row)
    }

    /// The line without its end. A carriage return before it is shown where it is the change.
    private func shownBytes(of line: Hunk.Line, _ number: Int, in hunk: Hunk) -> ArraySlice<UInt8> {
        func endsInReturn(_ line: Hunk.Line?) -> Bool { line?.content.last == UInt8(ascii: "\r") }
        guard endsInReturn(line) else { return line.content }
        let isUsual =
            line.kind == .context || endsInReturn(WordDifference.partner(of: number, in: hunk) ?? hunk.lines.first)
        return isUsual ? line.content.dropLast() : line.content
    }

    /// The words that differ from the line in whose place this one stands are reversed.
    private func marked(_ text: String, _ role: Role, against line: Int, in hunk: Hunk) -> StyledLine {
        guard let partner = WordDifference.partner(of: line, in: hunk),
            let range = WordDifference.range(in: text, against: String(decoding: partner.content, as: UTF8.self))
        else { return StyledLine(text, role) }
        return StyledLine(String(text[..<range.lowerBound]), role)
            + StyledLine(String(text[range]), role, .changed) + StyledLine(String(text[range.upperBound...]), role)
    }

    /// Blanks at a changed line's end are the change, perhaps: they are shown reversed.
    private func showingTrailingBlanks(_ line: StyledLine, _ role: Role) -> StyledLine {
        let text = line.text
        let blanks = text.reversed().prefix { $0 == " " }.count
        guard blanks > 0 else { return line }
        return line.prefix(columns: line.width - blanks)
            + StyledLine(String(repeating: " ", count: blanks), role, .changed)
    }

    /// What is said instead of lines.
    private var contentNote: StyledLine {
        func size(_ state: FileState?) -> String { state.map { bytesText($0.bytes.count) } ?? "nothing" }
        let sizes = "\(size(change.base)) \(signs.arrow) \(size(change.proposed))"
        switch change.content {
        case .binary: return StyledLine("binary  \(sizes)", .dim)
        case .tooLarge: return StyledLine("too large to show  \(sizes)", .dim)
        case .text:
            switch change.kind {
            case .added: return StyledLine("a new, empty file", .dim)
            case .deleted: return StyledLine("an empty file goes", .dim)
            case .modified: return StyledLine("only the file's mode changes", .dim)
            }
        }
    }
}
