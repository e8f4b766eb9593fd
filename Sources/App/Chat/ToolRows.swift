// A tool call in one line: verb, object, result. The output of a command shows its end; all of it when expanded.

internal import Screen
internal import TaskMachine

struct ToolRows {
    /// Rows of output under a line that is not expanded.
    static let peek = 6
    /// Rows of what a running command printed last, and when expanded.
    static let liveRows = 3
    static let liveRowsExpanded = 20

    let width: Int
    let signs: Signs
    let isExpanded: Bool

    private var isNarrow: Bool { width < 60 }

    func rows(of line: ToolLine) -> [TextRow] {
        if line.tool?.name == "update_todo_list", line.state == .succeeded {
            let planned = PlannedRows(line, width: width, signs: signs, isExpanded: isExpanded)
            let verb = StyledLine(padded(verb(of: line), columns: 9), .dim)
            return [TextRow(StyledLine("  ") + verb + StyledLine(planned.count, .plain))] + planned.rows
        }
        let result = result(of: line)
        let verb = padded(verb(of: line), columns: 9)
        let room = max(8, width - 2 - displayWidth(of: verb) - result.width - 2)
        let isCommand = line.tool?.kind == .command
        let object =
            isCommand
            ? truncated(oneLine(line.object), columns: room, sign: signs.cut)
            : shortenedPath(oneLine(line.object), columns: room, sign: signs.cut)
        var row = StyledLine("  ") + StyledLine(verb, .dim) + StyledLine(object, isCommand ? .code : .link)
        row += StyledLine(object.isEmpty ? "" : "  ") + result
        return [TextRow(row)] + output(of: line)
    }

    /// Stands for the edits of a long run that are not shown one by one.
    func summary(of lines: [ToolLine]) -> [TextRow] {
        let verbs = Set(lines.map { verb(of: $0) })
        let common = verbs.count == 1 ? verbs.first ?? "" : "changed"
        var row = StyledLine("  ") + StyledLine(padded(common, columns: 9), .dim)
        row.append("\(counted(lines.count, "more file", "more files"))  ", .plain)
        let counts = lines.compactMap { stagedCounts($0) }
        row += staged(
            counts.reduce(0) { $0 + $1.added }, counts.reduce(0) { $0 + $1.removed },
            isWritten: lines.allSatisfy(\.isWritten))
        row.append(isNarrow ? "  \(signs.more)" : "  \(signs.more) Ctrl-O", .dim)
        return [TextRow(row)]
    }

    func verb(of line: ToolLine) -> String {
        guard let tool = line.tool else { return line.action }
        switch tool.name {
        case "read_file": return "read"
        case "codebase_search": return "searched"
        case "list_code_definition_names": return "outlined"
        case "get_symbol_info": return "looked up"
        case "update_todo_list": return "planned"
        case "ask_followup_question": return "asked"
        case "switch_mode": return "switched"
        case "attempt_completion": return "finished"
        case "list_files": return "listed"
        case "search_files": return "searched"
        case "create_file": return "created"
        case "delete_file": return "deleted"
        case "move_file": return "moved"
        case "revert_file": return "put back"
        case "run_terminal":
            switch line.state {
            case .awaitingApproval: return "run"
            case .running: return "running"
            // It did not run.
            case .rejected: return "run"
            default: return line.isOwn ? "you ran" : "ran"
            }
        default: return "edited"
        }
    }

    func result(of line: ToolLine) -> StyledLine {
        switch line.state {
        case .awaitingApproval: return StyledLine(isNarrow ? "asks" : "waits for your answer", .attention)
        case .running: return StyledLine(line.place == .copy ? "\(copyWords) \(signs.dots)" : signs.dots, .dim)
        case .rejected: return StyledLine("\(signs.failed) refused", .removed)
        case .cancelled: return StyledLine("\(signs.failed) cancelled", .dim)
        case .failed where line.exitStatus == nil:
            return StyledLine("\(signs.failed) ", .error)
                + StyledLine(truncated(firstLine(line), columns: reasonColumns, sign: signs.cut), .error)
        case .failed, .succeeded: return success(of: line)
        }
    }

    private func success(of line: ToolLine) -> StyledLine {
        switch line.tool?.kind {
        case .write:
            guard let counts = stagedCounts(line) else { return StyledLine(firstLine(line), .dim) }
            return staged(counts.added, counts.removed, isWritten: line.isWritten)
        case .command:
            var text = StyledLine()
            if let status = line.exitStatus { text.append("exit \(status)", status == 0 ? .dim : .error) }
            text.append(line.place == .copy ? "  \(copyWords)" : "", .dim)
            if let time = line.milliseconds, time >= 50 { text.append("  \(durationText(time))", .dim) }
            let count = lineCount(line) - (saysItsEndFirst(line) ? 1 : 0)
            if count > Self.peek || (count > 0 && isExpanded) {
                text.append("  \(isExpanded ? signs.down : signs.more) \(counted(count, "line"))", .dim)
            }
            return text
        case .read:
            if line.tool?.name == "search_files" {
                return StyledLine(truncated(firstLine(line), columns: 40, sign: signs.cut), .dim)
            }
            return StyledLine(counted(lineCount(line), line.tool?.name == "list_files" ? "path" : "line"), .dim)
        case .conversation, nil: return StyledLine(truncated(firstLine(line), columns: 40, sign: signs.cut), .dim)
        }
    }

    private func staged(_ added: Int, _ removed: Int, isWritten: Bool) -> StyledLine {
        var text = StyledLine()
        if added > 0 || removed == 0 { text.append("+\(groupedCount(added))", .added) }
        if removed > 0 {
            text.append(text.isEmpty ? "" : " ")
            text.append("\(signs.minus)\(groupedCount(removed))", .removed)
        }
        text.append(isNarrow ? "" : isWritten ? "  written" : "  staged for review", .dim)
        return text
    }

    private func output(of line: ToolLine) -> [TextRow] {
        let isCommand = line.tool?.kind == .command
        switch line.state {
        case .succeeded, .failed, .rejected: break
        case .running: return liveTail(of: line)
        default: return []
        }
        guard isExpanded || isCommand else { return [] }
        var lines = line.output.head.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if !line.output.isComplete {
            lines.append("\(signs.cut) \(counted(line.output.omittedLines, "line")) left out \(signs.cut)")
            lines += line.output.tail.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        // What the line above says already.
        if saysItsEndFirst(line), lines.first == firstLine(line), !isCut(line) { lines.removeFirst() }
        // What stays of a no is the user's words.
        if line.state == .rejected, !lines.isEmpty { lines.removeFirst() }
        let shown = isExpanded ? lines[...] : lines.suffix(Self.peek)
        let bar = Indent(StyledLine("  ") + StyledLine("\(signs.vertical) ", .rule))
        return shown.flatMap { text in
            let line = StyledLine(expandingTabs(text), .dim)
            guard isExpanded else { return [TextRow(bar.first + line)] }
            return pieces(of: line, columns: max(1, width - bar.columns)).map { TextRow(bar.first + $0) }
        }
    }

    private var copyWords: String { isNarrow ? "copy" : "in a copy" }

    /// The end of what a command has printed so far.
    private func liveTail(of line: ToolLine) -> [TextRow] {
        guard !line.liveTail.isEmpty else { return [] }
        let limit = isExpanded ? Self.liveRowsExpanded : Self.liveRows
        var lines = line.liveTail.split(separator: "\n", omittingEmptySubsequences: false).suffix(limit + 1)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.suffix(limit).map { text in
            // Progress bars write over their line: what counts is what they wrote last.
            let shown = text.split(separator: "\r").last.map(String.init) ?? ""
            return TextRow(
                StyledLine("  ") + StyledLine("\(signs.vertical) ", .rule) + StyledLine(expandingTabs(shown), .dim))
        }
    }

    /// `+a -r` of `staged: path +a -r (…)`, as the write tools answer.
    private func stagedCounts(_ line: ToolLine) -> (added: Int, removed: Int)? {
        let text = firstLine(line)
        guard text.hasPrefix("staged: ") else { return nil }
        let words = text.split(separator: " ")
        guard let place = words.indices.last(where: { words[$0].hasPrefix("+") && Int(words[$0].dropFirst()) != nil }),
            place + 1 < words.count, words[place + 1].hasPrefix("-"),
            let added = Int(words[place].dropFirst()), let removed = Int(words[place + 1].dropFirst())
        else { return nil }
        return (added, removed)
    }

    private func firstLine(_ line: ToolLine) -> String {
        line.output.head.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    private func lineCount(_ line: ToolLine) -> Int {
        func count(_ text: String) -> Int {
            text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1)
        }
        return count(line.output.head) + line.output.omittedLines + count(line.output.tail)
    }

    private var reasonColumns: Int { max(16, width / 2) }

    /// A reason that its row has no room for; the whole output begins with it.
    private func isCut(_ line: ToolLine) -> Bool {
        line.state == .failed && line.exitStatus == nil && StyledLine(firstLine(line)).width > reasonColumns
    }

    /// The first line of a command's text is how it ended, not output.
    private func saysItsEndFirst(_ line: ToolLine) -> Bool {
        line.exitStatus.map { firstLine(line).hasPrefix("exit \($0)") } ?? (line.state == .failed)
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
