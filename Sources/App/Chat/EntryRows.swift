// Chat entries as rows, each kind in its own manner. What an entry looks like depends on it alone and on the one before.

internal import Screen
internal import TaskMachine

struct EntryRows {
    static let widest = 100

    let width: Int
    let signs: Signs
    /// Show whole outputs of tools.
    let isExpanded: Bool
    /// Files and commands that the turn has shown above.
    var shown: Set<String> = []
    var reasoningTimes = ReasoningTimes()
    /// The failure that something can still be done about.
    var liveFailure: Int?
    /// The rows of an answer that is being written.
    var streamed: [TextRow]?

    init(width: Int, signs: Signs, isExpanded: Bool) {
        self.width = min(Self.widest + 1, max(8, width - 1))
        self.signs = signs
        self.isExpanded = isExpanded
    }

    func rows(of entry: Entry, after previous: Entry?, times: StepTimes = StepTimes()) -> [TextRow] {
        var rows: [TextRow] = []
        if needsSpace(entry, after: previous) { rows.append(.blank) }
        if isAgents(entry), previous.map({ !isAgents($0) }) ?? true {
            rows.append(TextRow(StyledLine(" Oropendola", .heading, .strong), trailing: origin(of: entry)))
            return rows + body(of: entry, isFirst: true, times)
        }
        return rows + body(of: entry, isFirst: false, times)
    }

    /// One row for edits of a long run.
    func summary(of entries: ArraySlice<Entry>) -> [TextRow] {
        let lines = entries.compactMap { entry in if case .tool(let line) = entry.content { line } else { nil } }
        return ToolRows(width: width, signs: signs, isExpanded: isExpanded).summary(of: lines)
    }

    private func body(of entry: Entry, isFirst: Bool, _ times: StepTimes) -> [TextRow] {
        switch entry.content {
        case .user(let text):
            return [TextRow(StyledLine(" You", .heading, .strong))]
                + wrapped(StyledLine(expandingTabs(text), .user), width: width, indent: Indent(" "))
        case .assistant(let answer): return rows(of: answer, isFirst: isFirst, origin: origin(of: entry))
        case .progress(let block):
            return ProgressRows(width: width, signs: signs, times: times.times(of: entry.id)).rows(of: block)
        case .tool(let line):
            return ToolRows(width: width, signs: signs, isExpanded: isExpanded).rows(of: line)
        case .notice(let text, let times):
            let count = times > 1 ? " (\(times) times)" : ""
            return wrapped(
                StyledLine(text + count, .plain), width: width,
                indent: Indent(marker: StyledLine(" \(signs.separator) ", .attention)))
        case .feedGap(let times, let milliseconds):
            return wrapped(
                StyledLine(Words.text(ofGaps: times, milliseconds: milliseconds), .dim), width: width,
                indent: Indent(marker: StyledLine(" \(signs.separator) ", .attention)))
        case .failure(let failure):
            return wrapped(
                StyledLine(
                    signs.adapted(entry.id == liveFailure ? Words.text(of: failure) : Words.news(of: failure)), .error),
                width: width,
                indent: Indent(marker: StyledLine(" \(signs.failed) ", .error)))
        case .cancelled:
            return [
                TextRow(StyledLine(" \(signs.failed) ", .dim) + StyledLine("Cancelled. Your message is kept.", .dim))
            ]
        case .attached(let lines):
            return lines.flatMap(attached)
        case .question(let question, let answer):
            let asked = wrapped(
                StyledLine(question.text, .plain), width: width,
                indent: Indent(marker: StyledLine(" ? ", .attention)))
            let given = answer.map { wrapped(StyledLine($0, .user), width: width, indent: Indent("   ")) }
            return asked + (given ?? [])
        case .steered(let text):
            return wrapped(
                StyledLine(expandingTabs(text), .user), width: width,
                indent: Indent(marker: StyledLine(" \(signs.arrow) ", .user)))
        case .remark(let remark):
            return wrapped(
                StyledLine(signs.adapted(Words.text(of: remark)), .dim), width: width,
                indent: Indent(marker: StyledLine(" \(signs.separator) ", .attention)))
        case .report(let text):
            return MarkdownRows.rows(of: text, width: width, indent: Indent(" "), signs: signs)
        }
    }

    /// A thing that goes along, or why it does not.
    private func attached(_ line: AttachedLine) -> [TextRow] {
        let name = line.kind == .review ? StyledLine(line.name, .dim) : StyledLine("@\(line.name)", .link)
        guard let refusal = line.refusal else {
            let marker = StyledLine(" \(signs.more) ", .dim)
            return wrapped(
                name + StyledLine("  \(bytesText(line.bytes))", .dim), width: width, indent: Indent(marker: marker))
        }
        return wrapped(
            name + StyledLine("  not sent: \(refusal)", .attention), width: width,
            indent: Indent(marker: StyledLine(" \(signs.conflict) ", .attention)))
    }

    private func rows(of answer: AssistantText, isFirst: Bool, origin: StyledLine) -> [TextRow] {
        var rows = AnswerRows(
            width: width, signs: signs, isExpanded: isExpanded, reasoningTime: reasoningTimes.time(of: answer.request),
            streamed: streamed
        ).rows(of: answer, origin: isFirst ? StyledLine() : origin)
        let reported = ReportedRows(width: width, signs: signs)
            .rows(of: answer.reported.without(shown), indent: Indent("  "))
        if !reported.isEmpty { rows += [TextRow(StyledLine("  The server reports", .dim))] + reported }
        return rows
    }

    /// What the entries of one turn show, from the latest to the user's words.
    static func shown(in entries: ArraySlice<Entry>) -> Set<String> {
        var shown: Set<String> = []
        for entry in entries.reversed().prefix(200) {
            switch entry.content {
            case .user: return shown
            case .tool(let line): shown.insert(line.object)
            case .progress(let block): for row in block.rows { shown.formUnion(row.reported.names) }
            case .assistant(let answer): shown.formUnion(answer.reported.names)
            default: break
            }
        }
        return shown
    }

    /// How long the answer took, and whose it is.
    private func origin(of entry: Entry) -> StyledLine {
        guard case .assistant(let answer) = entry.content else { return StyledLine() }
        let time = answer.milliseconds.flatMap { $0 >= 50 ? durationText($0) : nil }
        let parts = [time, answer.model].compactMap { $0 }
        return StyledLine(truncated(parts.joined(separator: "  "), columns: 40, sign: signs.cut), .dim)
    }

    private func isAgents(_ entry: Entry) -> Bool {
        switch entry.content {
        case .tool(let line): !line.isOwn
        case .assistant, .progress: true
        default: false
        }
    }

    private func needsSpace(_ entry: Entry, after previous: Entry?) -> Bool {
        guard let previous else { return false }
        switch (previous.content, entry.content) {
        case (.tool(let one), .tool(let other)): return one.isOwn != other.isOwn
        case (.notice, .notice), (.user, .attached): return false
        default: return true
        }
    }
}
