// What the server said during a turn, in its words: thoughts, plan, steps. Nothing here is made up.

internal import Screen
internal import TaskMachine

struct ProgressRows {
    let width: Int
    let signs: Signs
    /// How long each step took, in milliseconds.
    var times: [Int: Int] = [:]

    func rows(of block: ProgressBlock) -> [TextRow] {
        var rows: [TextRow] = []
        if block.dropped > 0 {
            rows.append(TextRow(StyledLine("  \(signs.cut) \(counted(block.dropped, "earlier line"))", .dim)))
        }
        var told: Set<String> = []
        for (index, row) in block.rows.enumerated() where !Self.isEcho(row, of: block.rows.prefix(index).last) {
            var row = row
            // The last word of a turn sums up; files that a step has told about are not told again.
            if row.kind == .complete { row.reported = row.reported.without(told) }
            told.formUnion(row.reported.names)
            rows += self.rows(of: row)
        }
        return rows
    }

    /// A step's last word that is said again as the turn's.
    static func isEcho(_ row: ProgressBlock.Row, of previous: ProgressBlock.Row?) -> Bool {
        guard let previous, case .step = previous.kind, row.kind == .error || row.kind == .complete else {
            return false
        }
        return row.text == previous.text && row.details.isEmpty
            && row.reported.without(previous.reported.names) == ReportedChanges()
    }

    private func rows(of row: ProgressBlock.Row) -> [TextRow] {
        if row.kind == .todos { return row.todos.flatMap(rows) }
        let (sign, signRole, textRole) = look(of: row.kind)
        let (mark, text) = Self.split(row.text, sign: sign)
        var marker = StyledLine("  ") + StyledLine(mark, signRole) + StyledLine(" ")
        if let step = row.step { marker.append(Self.number(step, of: row), .dim) }
        var words = StyledLine(expandingTabs(text), textRole)
        let reports = ReportedRows(width: width, signs: signs)
        // A step that names its one file is told with it in a row.
        let file = row.reported.onlyFile.flatMap { text.contains($0.path) ? $0 : nil }
        if let file {
            let counts = reports.counts(of: file)
            words = shortened(words, file.path, columns: width - marker.width - counts.width) + counts
        }
        var rows = wrapped(words, width: width, indent: Indent(marker: marker))
        if case .step(let state) = row.kind, state == .done || state == .failed,
            let time = row.step.flatMap({ times[$0] }), time >= 50
        {
            rows[0].trailing = StyledLine(durationText(time), .dim)
        }
        let inner = Indent(StyledLine(String(repeating: " ", count: marker.width)))
        for detail in row.details + (file?.details ?? []) {
            let bullet = inner.then(Indent(marker: StyledLine(signs.bullet + " ", .dim)))
            rows += wrapped(StyledLine(detail, .dim), width: width, indent: bullet)
        }
        if file != nil { return rows }
        var reported = row.reported
        reported.commands.removeAll { $0.output.isEmpty && text.contains($0.command) }
        return rows + reports.rows(of: reported, indent: inner)
    }

    /// A tool is told with how many there are: it has no block of steps around it.
    private static func number(_ step: Int, of row: ProgressBlock.Row) -> String {
        guard case .tool = row.kind, let total = row.total, total >= step else { return "\(step) " }
        return "\(step)/\(total) "
    }

    private func rows(of todo: Todo) -> [TextRow] {
        let (sign, role, textRole): (String, Role, Role) =
            switch todo.status {
            case .open: (signs.waiting, .dim, .plain)
            case .inProgress: (signs.running, .user, .plain)
            case .done: (signs.done, .added, .dim)
            }
        return wrapped(
            StyledLine(expandingTabs(todo.text), textRole), width: width,
            indent: Indent(marker: StyledLine("  \(sign) ", role)))
    }

    /// A step's words in one row, if leaving out folders of its file makes them fit.
    private func shortened(_ words: StyledLine, _ path: String, columns: Int) -> StyledLine {
        let text = words.text
        guard words.width > columns, let place = text.firstRange(of: path) else { return words }
        let room = columns - (words.width - displayWidth(of: path))
        let short = shortenedPath(path, columns: max(0, room), sign: signs.cut)
        guard room >= 12, displayWidth(of: short) <= room else { return words }
        return StyledLine(text[..<place.lowerBound] + short + text[place.upperBound...], words.runs[0].style)
    }

    private func look(of kind: ProgressBlock.Row.Kind) -> (sign: String, Role, text: Role) {
        switch kind {
        case .thinking: (signs.separator, .dim, .dim)
        case .plan: (signs.prompt, .dim, .plain)
        case .step(.running), .tool(.running): (signs.running, .user, .plain)
        case .step(.done), .tool(.done): (signs.done, .added, .plain)
        case .step(.failed), .tool(.failed): (signs.failed, .error, .error)
        case .step(.left), .tool(.left): (signs.waiting, .dim, .dim)
        case .complete: (signs.done, .added, .plain)
        case .error: (signs.failed, .error, .error)
        case .other, .todos: (signs.separator, .dim, .dim)
        }
    }

    /// A server may begin its words with a pictograph of its own; it then stands where our sign would.
    private static func split(_ text: String, sign: String) -> (sign: String, text: String) {
        let words = text.drop { $0 == " " || $0 == "\n" }
        guard let first = words.first, let scalar = first.unicodeScalars.first, scalar.value > 0x2000,
            scalar.properties.isEmoji
        else { return (sign, String(words)) }
        return (String(first), String(words.dropFirst().drop { $0 == " " }))
    }
}

extension ReportedChanges {
    /// Paths and command lines.
    var names: Set<String> {
        Set((created + modified + deleted).map(\.path) + commands.map(\.command))
    }

    /// The file, when nothing else is reported.
    var onlyFile: File? {
        let files = created + modified + deleted
        return files.count == 1 && commands.isEmpty ? files[0] : nil
    }

    func without(_ names: Set<String>) -> ReportedChanges {
        ReportedChanges(
            created: created.filter { !names.contains($0.path) },
            modified: modified.filter { !names.contains($0.path) },
            deleted: deleted.filter { !names.contains($0.path) },
            commands: commands.filter { !names.contains($0.command) })
    }
}

/// Files and commands that the server believes it touched (contract §5.3).
struct ReportedRows {
    let width: Int
    let signs: Signs

    func rows(of changes: ReportedChanges, indent: Indent) -> [TextRow] {
        var rows: [TextRow] = []
        let groups: [(String, Role, [ReportedChanges.File])] = [
            ("+", .added, changes.created), ("~", .attention, changes.modified), ("-", .removed, changes.deleted),
        ]
        for (sign, role, files) in groups {
            for file in files { rows += self.rows(of: file, sign: StyledLine(sign + " ", role), indent: indent) }
        }
        for command in changes.commands {
            var line = StyledLine("$ ", .dim) + StyledLine(command.command, .code)
            if let code = command.exitCode, code != 0 { line.append("  Exit code: \(code)", .error) }
            rows += wrapped(line, width: width, indent: indent)
            if !command.output.isEmpty {
                rows += wrapped(
                    StyledLine(truncated(command.output, columns: 200, sign: signs.cut), .dim), width: width,
                    indent: indent.then(Indent("  ")))
            }
        }
        return rows
    }

    /// Behind a path: how many lines, how many more, how many fewer.
    func counts(of file: ReportedChanges.File) -> StyledLine {
        var line = StyledLine()
        if let count = file.lineCount { line.append("  \(counted(count, "line"))", .dim) }
        if let added = file.linesAdded { line += StyledLine("  ") + StyledLine("+\(added)", .added) }
        if let removed = file.linesRemoved {
            line.append(file.linesAdded == nil ? "  " : " ")
            line.append("\(signs.minus)\(removed)", .removed)
        }
        return line
    }

    private func rows(of file: ReportedChanges.File, sign: StyledLine, indent: Indent) -> [TextRow] {
        let counts = counts(of: file)
        let room = width - indent.columns - sign.width - counts.width
        let path = shortenedPath(file.path, columns: max(16, room), sign: signs.cut)
        return wrapped(sign + StyledLine(path, .link) + counts, width: width, indent: indent)
            + file.details.flatMap { detail in
                wrapped(
                    StyledLine(detail, .dim), width: width,
                    indent: indent.then(Indent(marker: StyledLine("  \(signs.bullet) ", .dim))))
            }
    }
}
