// Remarks on lines: written in the panel, shown below their lines until they are resolved, listed all together.

internal import ChangeReview
internal import Screen

extension Reviewing {
    private func shown(on path: RelativePath) -> [ReviewComment] {
        changes.comments.filter { $0.path == path && $0.state != .resolved }
    }

    /// Comments not resolved, by file.
    var commentCounts: [RelativePath: Int] {
        changes.comments.reduce(into: [:]) { counts, comment in
            if comment.state != .resolved { counts[comment.path, default: 0] += 1 }
        }
    }

    func commentShapes(of path: RelativePath, columns: Int) -> [DiffShape.Comment] {
        let rows = CommentRows(signs: signs, columns: columns, hasAgent: hasAgent)
        return shown(on: path).map { DiffShape.Comment(id: $0.id, range: $0.range, rows: rows.rows(of: $0).count) }
    }

    func commentRows(of path: RelativePath, columns: Int) -> [Int: [TextRow]] {
        let rows = CommentRows(signs: signs, columns: columns, hasAgent: hasAgent)
        return Dictionary(uniqueKeysWithValues: shown(on: path).map { ($0.id, rows.rows(of: $0)) })
    }

    /// The comment with the cursor.
    private var commentHere: ReviewComment? {
        guard side == .diff, case .comment(let id, _) = window.place else { return nil }
        return changes.comments.first { $0.id == id }
    }

    mutating func askComment() -> [Effect] {
        if let comment = commentHere {
            prompt = .line(.changedComment(comment.id), TextLine(comment.text))
            return []
        }
        guard let path, changes[path] != nil else { return [] }
        prompt = .line(.comment(path, rangeHere()), TextLine())
        return []
    }

    /// The selected lines, the line with the cursor, the hunk under its header; nil: the file.
    private mutating func rangeHere() -> ReviewComment.Range? {
        guard side == .diff, let (_, rows) = diff() else { return nil }
        let here = rows.row(of: window.place)
        let other = window.anchor.map { rows.row(of: $0) } ?? here
        var first = min(here, other)
        var last = max(here, other)
        if window.anchor == nil, rows.rows[here].kind == .header, let hunk = rows.hunk(at: here) {
            first = here
            last = hunk + 1 < rows.headers.count ? rows.headers[hunk + 1] - 1 : rows.count - 1
            while last > first, rows.rows[last].kind == .context || !rows.rows[last].isLine { last -= 1 }
            while first < last, rows.rows[first].kind == .context || !rows.rows[first].isLine { first += 1 }
        }
        var new: [Int] = []
        var old: [Int] = []
        for row in rows.rows[first...last] {
            if let line = row.newLine { new.append(line) }
            if let line = row.oldLine { old.append(line) }
        }
        if let from = new.first, let to = new.last { return ReviewComment.Range(.new, from..<to + 1) }
        if let from = old.first, let to = old.last { return ReviewComment.Range(.old, from..<to + 1) }
        return nil
    }

    mutating func resolveComment() -> [Effect] {
        guard let comment = commentHere else {
            return [
                .say(
                    "\(keys.name(of: .resolveComment, in: .changes)) resolves the comment with the cursor. \(keys.name(of: .allComments, in: .changes)) shows all"
                )
            ]
        }
        return review(.commentResolved(comment.id)) + [.say("Resolved. u takes it back")]
    }

    // MARK: The list of all

    mutating func performInComments(_ action: Action) -> [Effect] {
        guard let row = commentRow else { return [] }
        let all = changes.comments
        let last = max(0, all.count - 1)
        let comment = all.indices.contains(row) ? all[row] : nil
        switch action {
        case .nextRow: commentRow = min(last, row + 1)
        case .previousRow: commentRow = max(0, row - 1)
        case .firstRow: commentRow = 0
        case .lastRow: commentRow = last
        case .panelPageDown: commentRow = min(last, row + 10)
        case .panelPageUp: commentRow = max(0, row - 10)
        case .cancelOrClose, .backToChat: commentRow = nil
        case .openItem: if let comment { return go(to: comment) }
        case .toggleItem: if let comment { return review(.commentResolved(comment.id)) }
        case .renameItem: if let comment { prompt = .line(.changedComment(comment.id), TextLine(comment.text)) }
        case .removeItem:
            guard let comment else { return [] }
            commentRow = min(row, max(0, last - 1))
            return review(.commentRemoved(comment.id)) + [.say("Deleted. u takes it back")]
        default: break
        }
        return []
    }

    /// A press on the list of all, so many rows below its head; on the one with the cursor it is gone to.
    mutating func pressComments(at offset: Int, rows height: Int) -> [Effect] {
        guard let row = commentRow, offset >= 0 else { return [] }
        let count = changes.comments.count
        let pressed = max(0, min(row - height / 2, count - height)) + offset
        guard offset < height, pressed < count else { return [] }
        if pressed == row { return performInComments(.openItem) }
        commentRow = pressed
        return []
    }

    private mutating func go(to comment: ReviewComment) -> [Effect] {
        guard changes[comment.path] != nil else { return [.say("\(comment.path.text) is not under review any more")] }
        commentRow = nil
        touch()
        select(comment.path)
        list.select(comment.path, in: changes)
        side = .diff
        guard let (_, rows) = diff() else { return [] }
        let place: DiffPlace =
            comment.state != .resolved
            ? .comment(id: comment.id, row: 0)
            : comment.range.map { $0.side == .old ? .old($0.lines.lowerBound) : .new($0.lines.lowerBound) }
                ?? .header(0)
        window.go(to: rows.row(of: place), in: rows, height: height)
        return []
    }

    func drawComments(_ row: Int, into cells: inout CellBuffer, _ rect: Rect) {
        let all = changes.comments
        guard !all.isEmpty else {
            cells.draw(TextRow(" No comments. c makes one", .dim), at: 0, in: rect, signs: signs)
            return
        }
        let open = all.count { $0.state != .resolved }
        cells.draw(
            TextRow(
                StyledLine(" Comments", .heading, .strong) + StyledLine("  \(open) open of \(all.count)", .dim),
                trailing: StyledLine("Enter go  space resolve  r change  x delete ", .dim)),
            at: 0, in: rect, signs: signs)
        let height = rect.size.rows - 1
        let first = max(0, min(row - height / 2, all.count - height))
        let rows = CommentRows(signs: signs, columns: rect.size.columns, hasAgent: hasAgent)
        for number in first..<max(first, min(all.count, first + height)) {
            let isSelected = number == row
            let line = rows.row(of: all[number], isSelected: isSelected)
            cells.draw(
                isSelected ? line.coloured(.plain) : line, at: number - first + 1, in: rect, signs: signs,
                marks: isSelected ? .selected : [])
        }
    }
}
