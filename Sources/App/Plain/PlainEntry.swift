// Parts of the conversation as lines: labels in words, steps with what they are of, results behind their verbs.

internal import Screen
internal import TaskMachine

struct PlainEntry {
    /// Lines of a command's output that are printed with its end; the rest by `output`.
    static let peek = 20

    let signs: Signs
    var stepTimes = StepTimes()
    var reasoningTimes = ReasoningTimes()
    /// The failure that something can still be done about.
    var liveFailure: Int?
    /// Calls whose output was printed while they ran.
    var followed: Set<String> = []
    /// Notices that others wrote, word for word.
    var foreign: [String] = []
    /// The conversation up to what is printed.
    var entries: ArraySlice<Entry> = []

    /// Lines behind a label. What follows the first one is indented: where a line begins, only the program speaks.
    func labelled(_ name: String, _ lines: [String]) -> [String] {
        guard let first = lines.first else { return [] }
        return ["\(name): \(first)"] + Self.indented(lines.dropFirst())
    }

    static func indented(_ lines: some Sequence<String>) -> [String] { lines.map { $0.isEmpty ? $0 : "   " + $0 } }

    /// All of an entry, as `log` has it.
    func whole(_ entry: Entry) -> [String] {
        switch entry.content {
        case .user(let text): labelled("You", PlainText.lines(text))
        case .assistant(let answer):
            labelled("Oropendola", answer.shownText.isEmpty ? [] : PlainText.lines(answer.shownText))
                + marks(of: answer, entry: entry.id)
        case .progress(let block): rows(of: block, entry: entry.id)
        case .tool(let line): lines(of: line)
        // Of one that was read from disk nobody knows who wrote it.
        case .notice(let text, let times):
            labelled("Notice", PlainText.lines(foreign.contains(text) ? text : adapted(text)))
                + (times > 1 ? ["\(times) times."] : [])
        default: lines(of: entry)
        }
    }

    func notice(_ text: String) -> [String] {
        guard !foreign.contains(text) else { return labelled("Notice", PlainText.lines(text)) }
        let lines = PlainText.lines(adapted(text))
        return lines.prefix(1) + Self.indented(lines.dropFirst())
    }

    private func adapted(_ text: String, keeping foreign: String = "") -> String {
        PlainPhrases.adapted(signs.adapted(text), keeping: signs.adapted(foreign))
    }

    /// What a command printed for the user, in Markdown: a table's rows as `name: value`.
    private func report(_ text: String) -> [String] {
        PlainText.lines(adapted(text)).compactMap { line in
            guard line.hasPrefix("|"), line.hasSuffix("|"), line.count > 2 else { return line }
            let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { PlainText.line(ofRow: String($0)) }
            if cells.allSatisfy({ $0.allSatisfy { "-:".contains($0) } }) { return nil }
            let rest = cells.dropFirst().filter { !$0.isEmpty }.joined(separator: ", ")
            return rest.isEmpty ? "\(cells[0]):" : "\(cells[0]): \(rest)"
        }
    }

    /// What is final at once.
    func lines(of entry: Entry) -> [String] {
        switch entry.content {
        case .attached(let all):
            return all.map { line in
                let name = PlainText.line(line.kind == .review ? line.name : "@\(line.name)")
                return line.refusal.map { "\(name) is not sent: \(PlainText.joined($0))" }
                    ?? "With it goes \(name), \(bytesText(line.bytes))."
            }
        case .feedGap(let times, let milliseconds): return notice(Words.text(ofGaps: times, milliseconds: milliseconds))
        case .failure(let failure):
            let text = entry.id == liveFailure ? Words.text(of: failure) : Words.news(of: failure)
            return labelled("Error", PlainText.lines(adapted(text, keeping: PlainPhrases.foreign(in: failure))))
        case .cancelled: return ["Cancelled. Your message is kept."]
        case .question(let question, let answer):
            return labelled("The agent asked", PlainText.lines(question.text))
                + (answer.map { labelled("You", PlainText.lines($0)) } ?? [])
        case .steered(let text): return labelled("You, along the way", PlainText.lines(text))
        case .remark(let remark): return notice(Words.text(of: remark))
        case .report(let text): return report(text)
        case .user, .assistant, .progress, .tool, .notice: return []
        }
    }

    // MARK: Answers

    func thoughts(_ answer: AssistantText) -> String {
        let time = reasoningTimes.time(of: answer.request).flatMap { $0 >= 50 ? " for \(durationText($0))" : nil } ?? ""
        return "Oropendola thought\(time); thoughts prints it."
    }

    /// Behind an answer's text: whether that is all of it, and what the server says that it did.
    func marks(of answer: AssistantText, entry: Int) -> [String] {
        var lines: [String] = []
        switch answer.state {
        case .incomplete: lines.append("Incomplete: only what the feed brought.")
        case .fetched: lines.append("Fetched from the server after the connection came back.")
        case .replied, .streaming: break
        }
        // What the turn has shown is not reported again.
        let told = answer.reported.isEmpty ? [] : EntryRows.shown(in: entries.prefix { $0.id < entry })
        let reported = self.lines(of: answer.reported.without(told))
        return lines + (reported.isEmpty ? [] : ["The server reports:"] + reported)
    }

    private func lines(of reported: ReportedChanges) -> [String] {
        let rows = ReportedRows(width: 2_000, signs: signs)
        let groups = [("created", reported.created), ("modified", reported.modified), ("deleted", reported.deleted)]
        let files = groups.flatMap { verb, files in
            files.flatMap { file in
                let counts = PlainText.line(ofRow: rows.counts(of: file).text)
                let line = "   \(verb) \(PlainText.joined(file.path))" + (counts.isEmpty ? "" : ", \(counts)")
                return [line] + file.details.map { "      " + PlainText.joined($0) }
            }
        }
        return files
            + reported.commands.map { command in
                let status = command.exitCode.map { $0 == 0 ? "" : ", exit \($0)" } ?? ""
                return "   ran \(PlainText.joined(command.command))\(status)"
            }
    }

    // MARK: Progress

    /// The rows that are final, each in a line or more.
    func rows(of block: ProgressBlock, entry: Int) -> [String] {
        let times = stepTimes.times(of: entry)
        var told: Set<String> = []
        return block.rows.enumerated().flatMap { index, row -> [String] in
            if ProgressRows.isEcho(row, of: block.rows.prefix(index).last) { return [] }
            var row = row
            if row.kind == .complete { row.reported = row.reported.without(told) }
            told.formUnion(row.reported.names)
            guard let head = head(of: row, times) else { return [] }
            // A step that names its one file has told of it.
            let isTold = row.reported.onlyFile.map { row.text.contains($0.path) } ?? false
            return head + row.details.map { "   " + PlainText.joined($0) } + (isTold ? [] : lines(of: row.reported))
        }
    }

    private func head(of row: ProgressBlock.Row, _ times: [Int: Int]) -> [String]? {
        let text = PlainText.lines(row.text)
        switch row.kind {
        case .thinking, .step(.running), .tool(.running): return nil
        case .plan: return labelled("Plan", text)
        case .step(let state):
            let time = row.step.flatMap { times[$0] }.flatMap { $0 >= 50 ? " in \(durationText($0))" : nil } ?? ""
            return labelled(Self.name("step", row), ended(text, Self.word(for: state) + (state == .left ? "" : time)))
        case .tool(let state): return labelled(Self.name("tool", row), ended(text, Self.word(for: state)))
        case .todos:
            return row.todos.isEmpty ? nil : Self.lines(of: row.todos)
        case .complete: return labelled("Done", text)
        case .error: return labelled("Error", text)
        case .other(let type): return labelled(PlainText.joined(type), text)
        }
    }

    static func lines(of todos: [Todo]) -> [String] {
        todos.enumerated().map { index, todo in
            "to do \(index + 1) of \(todos.count): \(PlainText.joined(todo.text)), \(word(for: todo.status))"
        }
    }

    private func ended(_ lines: [String], _ word: String) -> [String] {
        guard let last = lines.last, !(lines.count == 1 && last.isEmpty) else { return [word] }
        return lines.dropLast() + ["\(last), \(word)"]
    }

    /// `step 2 of 3`, as far as there are numbers that make sense.
    static func name(_ word: String, _ row: ProgressBlock.Row) -> String {
        name(word, row.step, of: row.total)
    }

    static func name(_ word: String, _ step: Int?, of total: Int?) -> String {
        guard let step, step > 0 else { return word }
        guard let total, total >= step else { return "\(word) \(step)" }
        return "\(word) \(step) of \(total)"
    }

    private static func word(for state: ProgressBlock.StepState) -> String {
        switch state {
        case .running: "running"
        case .done: "done"
        case .failed: "failed"
        case .left: "left without an end"
        }
    }

    private static func word(for status: Todo.Status) -> String {
        switch status {
        case .open: "open"
        case .inProgress: "in work"
        case .done: "done"
        }
    }

    // MARK: Tools

    func lines(of line: ToolLine) -> [String] {
        let rows = ToolRows(width: 2_000, signs: signs, isExpanded: false)
        let object = PlainText.joined(line.object)
        func said(_ verb: String) -> String { PlainText.line(verb) + (object.isEmpty ? "" : " \(object)") }
        if line.state == .rejected { return [said("refused")] }
        if line.state == .cancelled { return [said("cancelled")] }
        let sign = "\(signs.failed) "
        var text = rows.result(of: line).text
        if text.hasPrefix(sign) { text = "failed: " + text.dropFirst(sign.count) }
        let result = PlainText.line(ofRow: text)
        let head = said(rows.verb(of: line))
        var lines = [result.isEmpty ? head : "\(head): \(result)"]
        guard line.tool?.kind == .command, !followed.contains(line.callID) else { return lines }
        var output = PlainText.lines(EntryText.output(of: line))[...]
        // The line above says how it ended.
        if let status = line.exitStatus, output.first?.hasPrefix("exit \(status)") == true { output.removeFirst() }
        let kept = Array(output.reversed().drop { $0.isEmpty }.reversed())
        if kept.count > Self.peek {
            lines.append("   \(counted(kept.count - Self.peek, "line")) above; output prints all.")
        }
        return lines + kept.suffix(Self.peek).map { "   " + $0 }
    }
}
