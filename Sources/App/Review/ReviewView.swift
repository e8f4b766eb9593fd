// The panel drawn: its head, the list, the file's name, and whichever view of the file is shown.

internal import ChangeReview
internal import Screen

extension Reviewing {
    func layout(in rect: Rect) -> PanelLayout {
        let limit = rect.size.rows - 2
        let rows = prompt?.rows(signs: signs, width: rect.size.columns, limit: limit).count ?? 0
        return PanelLayout(rect, files: shownRows, side: side, questionRows: rows, listShare: listShare)
    }

    var shownRows: Int {
        list.rows.isEmpty || !list.isFiltered && !list.isTree ? changes.changes.count : list.rows.count
    }

    var layout: PanelLayout? { place.map { layout(in: $0) } }

    /// Draws the panel; gives the cursor where something is written.
    ///
    /// Note: mutating only to keep the rows of the list and of the diff for the next time.
    ///
    /// - Parameter isStarted: what was kept from last time is known.
    mutating func draw(into cells: inout CellBuffer, within rect: Rect, isFocused: Bool, isStarted: Bool = true)
        -> Point?
    {
        list.follow(changes, facts)
        if let path { list.select(path, in: changes) }
        let layout = layout(in: rect)
        cells.draw(header(width: rect.size.columns), at: 0, in: layout.header, signs: signs)
        // Asked even when nothing is under review: the latest write can be taken back then, too.
        var cursor = drawPrompt(into: &cells, layout)
        if let commentRow {
            drawComments(commentRow, into: &cells, layout.whole)
            return cursor
        }
        guard let path, let change = changes[path] else {
            let room = layout.list.isEmpty ? layout.diff : layout.list
            let text = isStarted ? " Nothing to review." : " The folder is not open yet."
            cells.draw(TextRow(text, .dim), at: 0, in: room, signs: signs)
            return cursor
        }
        FileListView(
            list: list, changes: changes.changes, facts: facts, isFocused: isFocused && side == .list, signs: signs,
            comments: commentCounts
        )
        .draw(into: &cells, within: layout.list)
        if !layout.rule.isEmpty {
            cells.drawRule(at: layout.rule.top, from: rect.left, columns: rect.size.columns, signs: signs)
            drawHiddenRows(into: &cells, layout)
        }
        let point = drawDiff(of: change, into: &cells, layout, isFocused: isFocused && side == .diff)
        cursor = cursor ?? point
        return cursor
    }

    /// Of a list that is longer than its part: which of its rows are in sight.
    private func drawHiddenRows(into cells: inout CellBuffer, _ layout: PanelLayout) {
        let height = layout.list.size.rows
        guard height > 0, list.rows.count > height else { return }
        let first = FileListView.first(list, height: height)
        let text = " \(first + 1)-\(min(list.rows.count, first + height)) of \(list.rows.count) "
        cells.put(
            text, at: Point(column: layout.rule.right - text.count - 1, row: layout.rule.top), as: .dim,
            within: layout.rule)
    }

    private func drawPrompt(into cells: inout CellBuffer, _ layout: PanelLayout) -> Point? {
        guard let prompt, !layout.question.isEmpty else { return nil }
        let size = layout.question.size
        for (offset, row) in prompt.rows(signs: signs, width: size.columns, limit: size.rows).enumerated() {
            cells.draw(row, at: offset, in: layout.question, signs: signs)
        }
        return prompt.cursor(width: size.columns).map {
            Point(
                column: layout.question.left + $0, row: layout.question.top + prompt.rowsAboveCursor(limit: size.rows))
        }
    }

    private mutating func drawDiff(
        of change: Change, into cells: inout CellBuffer, _ layout: PanelLayout, isFocused: Bool
    ) -> Point? {
        guard !layout.diff.isEmpty else { return nil }
        var body = layout.diff
        let rows = rows(of: change, columns: body.size.columns)
        let unit = rows.hunk(at: rows.row(of: window.place)) ?? 0
        cells.draw(title(of: change, unit, width: layout.title.size.columns), at: 0, in: layout.title, signs: signs)
        let notes = noteRows(about: change, in: layout.diff.size)
        for (offset, row) in notes.enumerated() { cells.draw(row, at: offset, in: layout.diff, signs: signs) }
        body = Self.body(of: layout.diff, below: notes.count)
        if case .merging(let merging) = change.conflict {
            ConflictView(merging: merging, window: conflict, isFocused: isFocused, signs: signs)
                .draw(into: &cells, within: body)
            return nil
        }
        var view = DiffView(
            change: change, rows: rows, window: window, isFocused: isFocused, hasCursor: side == .diff, signs: signs)
        if case .line(.addedLine, let line) = prompt { view.edited = line }
        if signs.coloursSyntax { view.colours = highlights.current }
        if change.content == .binary { view.blobs = blobText(of: change) }
        view.comments = commentRows(of: change.path, columns: body.size.columns)
        return view.draw(into: &cells, within: body)
    }

    private func header(width: Int) -> TextRow {
        var line = StyledLine(" CHANGES", .heading, .strong)
        guard !changes.isEmpty else { return TextRow(line) }
        line.append("  \(counted(changes.changes.count, "file"))")
        line.append("  ")
        line.append("+\(groupedCount(facts.added))", .added)
        line.append(" ")
        line.append("\(signs.minus)\(groupedCount(facts.removed))", .removed)
        if facts.undecided > 0 {
            // Where choices alone are open it is no decision that is missing.
            let words =
                facts.heldUp == facts.undecided
                ? StyledLine("  \(groupedCount(facts.conflicts)) in conflict", .error)
                : StyledLine("  \(groupedCount(facts.undecided)) undecided", .dim)
            let short = StyledLine("  \(groupedCount(facts.undecided)) ", .dim) + StyledLine(signs.waiting, .attention)
            line += line.width + words.width <= width ? words : short
        } else {
            line.append("  all decided", .added)
        }
        if list.isFiltered {
            var filter = list.shown == .all ? "" : Words.text(of: list.shown)
            if !list.filter.isEmpty { filter += "\(filter.isEmpty ? "" : ", ")\(list.filter)" }
            return TextRow(
                line, trailing: StyledLine("\(truncated(filter, columns: 24, sign: signs.cut)) ", .attention))
        }
        return TextRow(
            line,
            trailing: StyledLine(facts.undecided > 0 ? "" : "\(keys.name(of: .write, in: .changes)) writes ", .dim))
    }

    private mutating func title(of change: Change, _ unit: Int, width: Int) -> TextRow {
        var trailing = StyledLine()
        if let search = window.search, let place = searchPlace() {
            let text = truncated(visibleText(search.text), columns: width < 60 ? 8 : 16, sign: signs.cut)
            trailing.append("/\(text) \(place) ", .attention)
        }
        if window.anchor != nil { trailing.append("selecting ", .attention) }
        if case .merging(let merging) = change.conflict {
            trailing.append("\(counted(merging.choices.count, "conflict")) ", .dim)
        } else if change.hunks.count > 1 {
            trailing.append("hunk \(unit + 1) of \(change.hunks.count) ", .dim)
        }
        if change.decisions.indices.contains(unit) {
            let (sign, role) =
                change.isHeldUp ? (signs.conflict, Role.error) : ReviewSigns.sign(of: change.decisions[unit], signs)
            trailing.append(sign, role)
            trailing.append(" ")
        }
        let room = max(8, width - trailing.width - 2)
        guard let origin = change.origin else {
            let path = shortenedPath(change.path.text, columns: room, sign: signs.cut)
            return TextRow(StyledLine(" \(path)", .heading), trailing: trailing)
        }
        let half = max(4, (room - signs.arrow.count - 2) / 2)
        let from = shortenedPath(origin.text, columns: half, sign: signs.cut)
        let to = shortenedPath(change.path.text, columns: half, sign: signs.cut)
        return TextRow(StyledLine(" \(from) \(signs.arrow) \(to)", .heading), trailing: trailing)
    }

    /// What stands above a file's diff, in half of its rows at most.
    private func noteRows(about change: Change, in size: Size) -> [TextRow] {
        let rows = notes(about: change, width: size.columns).flatMap {
            wrapped($0, width: min(size.columns, EntryRows.widest), indent: Indent(" "))
        }
        return Array(rows.prefix((size.rows + 1) / 2))
    }

    private static func body(of rect: Rect, below rows: Int) -> Rect {
        Rect(column: rect.left, row: rect.top + rows, columns: rect.size.columns, rows: rect.size.rows - rows)
    }

    /// Where the lines of the selected file are drawn.
    func body(of layout: PanelLayout) -> Rect {
        guard let path, let change = changes[path] else { return layout.diff }
        return Self.body(of: layout.diff, below: noteRows(about: change, in: layout.diff.size).count)
    }

    private func notes(about change: Change, width: Int) -> [StyledLine] {
        var notes: [StyledLine] = []
        if let conflict = change.conflict {
            notes.append(StyledLine("\(signs.conflict) \(Words.text(of: conflict, width: width))", .error))
        }
        if let bit = change.newExecutableBit {
            notes.append(StyledLine(bit ? "becomes executable" : "is no longer executable", .attention))
        }
        return notes
    }
}

extension Words {
    static func text(of shown: FileList.Shown) -> String {
        switch shown {
        case .all: "all files"
        case .undecided: "undecided files"
        case .decided: "decided files"
        case .conflicts: "files in conflict"
        case .edited: "files that you edited"
        }
    }

    static func text(of order: FileList.Order) -> String {
        switch order {
        case .path: "by path"
        case .state: "by state"
        case .size: "by size, the largest first"
        }
    }

    static func text(of blanks: DiffShape.Blanks) -> String {
        switch blanks {
        case .shown: "Changes in blanks are shown"
        case .dimmed: "Changes in blanks alone are dimmed"
        case .hidden: "Hunks that change blanks alone are hidden; decisions still count for them"
        }
    }
}
