// The visible rows of the list of files.

internal import ChangeReview
internal import Screen

struct FileListView {
    let list: FileList
    let changes: [Change]
    let facts: ReviewFacts
    let isFocused: Bool
    let signs: Signs
    var comments: [RelativePath: Int] = [:]

    func draw(into cells: inout CellBuffer, within rect: Rect) {
        guard !rect.isEmpty else { return }
        let height = rect.size.rows
        let first = Self.first(list, height: height)
        let visible = first..<min(list.rows.count, first + height)
        guard !visible.isEmpty else {
            cells.draw(TextRow(" No file is like that. Esc shows all", .dim), at: 0, in: rect, signs: signs)
            return
        }
        let counts = visible.map { self.counts(of: list.rows[$0]) }
        let columns = counts.reduce(into: [0, 0, 0, 0]) { widest, counts in
            for index in 0..<4 { widest[index] = max(widest[index], counts[index].width) }
        }
        for (offset, number) in visible.enumerated() {
            let isSelected = number == list.cursor
            let isMarked = isFocused && isSelected
            let line = row(
                list.rows[number], counts[offset], columns: columns, width: rect.size.columns, isSelected: isSelected)
            cells.draw(
                isMarked ? line.coloured(.plain) : line, at: offset, in: rect, signs: signs,
                marks: isMarked ? .selected : [])
        }
    }

    /// The first row in the window.
    static func first(_ list: FileList, height: Int) -> Int {
        max(0, min(list.cursor - height / 2, list.rows.count - height))
    }

    private func row(_ row: FileList.Row, _ counts: [StyledLine], columns: [Int], width: Int, isSelected: Bool)
        -> TextRow
    {
        var trailing = StyledLine()
        for (index, part) in counts.enumerated() where columns[index] > 0 {
            trailing += StyledLine(" ") + padded(part, columns: columns[index], .right)
        }
        trailing.append(" ")
        var line = isSelected ? StyledLine(signs.pointer, .user) : StyledLine(" ")
        let indent = String(repeating: "  ", count: min(row.depth, 12))
        let room = width - 5 - indent.count - trailing.width - 1
        switch row.kind {
        case .folder(let name, _):
            line.append(indent)
            line.append(list.closed.contains(name) ? "\(signs.more) " : "  ", .dim)
            line.append(shortenedPath(row.label, columns: max(1, room), sign: signs.cut), .link)
        case .file(let place):
            let change = changes[place]
            let (sign, role) = ReviewSigns.sign(of: facts[change.path], signs)
            line.append(indent)
            line.append(sign, role)
            line.append(" \(ReviewSigns.letter(of: change)) ", .dim)
            let text = list.isTree ? String(change.path.text.split(separator: "/").last ?? "") : change.path.text
            line.append(
                shortenedPath(text, columns: max(1, room), sign: signs.cut), .plain, isSelected ? .strong : [])
        }
        return TextRow(line, trailing: trailing)
    }

    /// Added, removed, how many of several units are decided, and marks of the user's own.
    private func counts(of row: FileList.Row) -> [StyledLine] {
        guard case .file(let place) = row.kind else {
            guard case .folder(_, let files) = row.kind else { return [] }
            return [StyledLine(), StyledLine(), StyledLine(counted(files, "file"), .dim), StyledLine()]
        }
        let change = changes[place]
        let facts = facts[change.path]
        var own = StyledLine()
        if let count = comments[change.path] { own.append("\(count)\(signs.comment)", .user) }
        if facts.isEdited { own.append(signs.edited, .user) }
        return [
            facts.added > 0 ? StyledLine("+\(facts.added)", .added) : StyledLine(),
            facts.removed > 0 ? StyledLine("\(signs.minus)\(facts.removed)", .removed) : StyledLine(),
            facts.units > 1 ? StyledLine("\(facts.units - facts.undecided)/\(facts.units)", .dim) : StyledLine(),
            own,
        ]
    }
}
