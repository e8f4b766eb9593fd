// The changes panel drawn: header, list, the diff's title. The diff itself is in `DiffView`.

internal import ChangeReview
internal import Screen

struct ChangesView {
    let panel: ChangesPanel
    let changes: [Change]
    let isFocused: Bool
    /// What was kept from last time is known.
    let isStarted: Bool
    let signs: Signs

    func draw(into cells: inout CellBuffer, _ layout: PanelLayout, within rect: Rect) {
        let questionRows =
            panel.question?.rows(signs: signs, width: rect.size.columns, limit: rect.size.rows - 2) ?? []
        cells.draw(header(width: rect.size.columns), at: 0, in: layout.header, signs: signs)
        // Asked even when nothing is under review: the latest write can be taken back then, too.
        for (offset, row) in questionRows.enumerated() {
            cells.draw(row, at: offset, in: layout.question, signs: signs)
        }
        guard let change = changes.first(where: { $0.path == panel.path }) else {
            let room = layout.list.isEmpty ? layout.diff : layout.list
            let text = isStarted ? " Nothing to review." : " The folder is not open yet."
            cells.draw(TextRow(text, .dim), at: 0, in: room, signs: signs)
            return
        }
        drawList(into: &cells, within: layout.list)
        if !layout.rule.isEmpty {
            cells.drawRule(at: layout.rule.top, from: rect.left, columns: rect.size.columns, signs: signs)
        }
        cells.draw(title(of: change, width: rect.size.columns), at: 0, in: layout.title, signs: signs)
        DiffView(panel: panel, change: change, isFocused: isFocused && panel.side == .diff, signs: signs)
            .draw(into: &cells, within: layout.diff)
    }

    private func header(width: Int) -> TextRow {
        var line = StyledLine(" CHANGES", .heading, .strong)
        guard !changes.isEmpty else { return TextRow(line) }
        line.append("  \(counted(changes.count, "file"))")
        line.append("  ")
        line.append("+\(groupedCount(changes.reduce(0) { $0 + $1.addedLines }))", .added)
        line.append(" ")
        line.append("\(signs.minus)\(groupedCount(changes.reduce(0) { $0 + $1.removedLines }))", .removed)
        let open = changes.reduce(0) { $0 + $1.count(of: .undecided) }
        if open > 0 {
            let words = StyledLine("  \(groupedCount(open)) undecided", .dim)
            let short = StyledLine("  \(groupedCount(open)) ", .dim) + StyledLine(signs.waiting, .attention)
            line += line.width + words.width <= width ? words : short
        } else {
            line.append("  all decided", .added)
        }
        return TextRow(line, trailing: StyledLine(open > 0 ? "" : "w writes ", .dim))
    }

    // MARK: List

    private func drawList(into cells: inout CellBuffer, within rect: Rect) {
        guard !rect.isEmpty else { return }
        let selected = changes.firstIndex { $0.path == panel.path } ?? 0
        let height = rect.size.rows
        let first = max(0, min(selected - height / 2, changes.count - height))
        let visible = changes[first..<min(changes.count, first + height)]
        let columns = visible.map { counts(of: $0) }.reduce(into: [0, 0, 0]) { widest, counts in
            for index in 0..<3 { widest[index] = max(widest[index], counts[index].width) }
        }
        for (offset, change) in visible.enumerated() {
            let isSelected = first + offset == selected
            let isMarked = isFocused && panel.side == .list && isSelected
            let line = row(of: change, columns: columns, width: rect.size.columns, isSelected: isSelected)
            cells.draw(
                isMarked ? line.coloured(.plain) : line, at: offset, in: rect, signs: signs,
                marks: isMarked ? .selected : [])
        }
    }

    private func row(of change: Change, columns: [Int], width: Int, isSelected: Bool) -> TextRow {
        var counts = StyledLine()
        for (index, part) in self.counts(of: change).enumerated() where columns[index] > 0 {
            counts += StyledLine(" ") + padded(part, columns: columns[index], .right)
        }
        counts.append(" ")
        let room = width - 5 - counts.width - 1
        let (sign, role) = Self.sign(of: change, signs)
        let pointer = isSelected ? StyledLine(signs.pointer, .user) : StyledLine(" ")
        let path = shortenedPath(change.path.text, columns: max(1, room), sign: signs.cut)
        let line =
            pointer + StyledLine(sign, role) + StyledLine(" \(Self.letter(of: change.kind)) ", .dim)
            + StyledLine(path, .plain, isSelected ? .strong : [])
        return TextRow(line, trailing: counts)
    }

    /// Added, removed, and how many of several units are decided.
    private func counts(of change: Change) -> [StyledLine] {
        let decided = change.decisions.count - change.count(of: .undecided)
        return [
            change.addedLines > 0 ? StyledLine("+\(change.addedLines)", .added) : StyledLine(),
            change.removedLines > 0 ? StyledLine("\(signs.minus)\(change.removedLines)", .removed) : StyledLine(),
            change.decisions.count > 1 ? StyledLine("\(decided)/\(change.decisions.count)", .dim) : StyledLine(),
        ]
    }

    private func title(of change: Change, width: Int) -> TextRow {
        var trailing = StyledLine()
        if change.hunks.count > 1 {
            trailing.append("hunk \(panel.unit + 1) of \(change.hunks.count) ", .dim)
        }
        let units = change.decisions.indices
        if units.contains(panel.unit) {
            let (sign, role) = Self.sign(of: change.decisions[panel.unit], signs)
            trailing.append(sign, role)
            trailing.append(" ")
        }
        let room = max(8, width - trailing.width - 2)
        let path = shortenedPath(change.path.text, columns: room, sign: signs.cut)
        return TextRow(StyledLine(" \(path)", .heading), trailing: trailing)
    }

    static func sign(of change: Change, _ signs: Signs) -> (String, Role) {
        if change.conflict != nil { return (signs.conflict, .error) }
        return sign(of: change.summary, signs)
    }

    static func sign(of decision: DecisionSummary, _ signs: Signs) -> (String, Role) {
        switch decision {
        case .undecided: (signs.waiting, .attention)
        case .partly: (signs.partly, .attention)
        case .accepted: (signs.done, .added)
        case .rejected: (signs.failed, .removed)
        }
    }

    static func letter(of kind: Change.Kind) -> String {
        switch kind {
        case .added: "A"
        case .modified: "M"
        case .deleted: "D"
        }
    }
}
