// A conversation as a document: Markdown for people, JSON for programs. Secrets are hidden in both.

import JSON
import Screen
public import TaskMachine

/// What an export says of a conversation, piece by piece: a beginning, each entry, an end.
public struct Transcript: Sendable {
    var id: String
    var created: Int
    var project: String
    var note: ConversationNote

    /// - Parameters:
    ///   - created: seconds since 1970.
    ///   - project: the path of the project's root.
    public init(id: String, created: Int, project: String, note: ConversationNote) {
        self.id = id
        self.created = created
        self.project = project
        self.note = note
    }

    public func beginning(_ format: ExportFormat) -> String {
        let time = UniversalTime(seconds: created)
        switch format {
        case .markdown:
            let title = plain(note.title).split(whereSeparator: \.isNewline).first.map(String.init)
            return "# \(title ?? "Conversation \(id)")\n\n"
                + "Conversation \(id), begun \(time.day) \(time.clock.prefix(5)) UTC, in \(plain(project)). "
                + "What looks like a secret is hidden.\n"
        case .json:
            let facts: JSONValue = [
                "oropendola": "export", "v": 1, "id": .string(id), "title": .string(note.title),
                "created": .string(time.text), "project": .string(project), "mode": .string(note.mode.rawValue),
                "usage": usage,
            ]
            // The list of entries is the last member, so that they can be written one by one.
            return Redaction.hidden(in: facts).visibleText.dropLast() + ",\"entries\":[\n"
        }
    }

    /// - Parameter isFirst: no entry had a text before this one.
    public func text(of entry: Entry, _ format: ExportFormat, isFirst: Bool) -> String {
        switch format {
        case .markdown: markdown(entry.content).map { "\n\($0)\n" } ?? ""
        case .json:
            (isFirst ? "" : ",\n") + Redaction.hidden(in: ConversationRecord.entry(entry).json).visibleText
        }
    }

    public func end(_ format: ExportFormat) -> String { format == .json ? "\n]}\n" : "" }

    private var usage: JSONValue {
        var members: [(String, JSONValue)] = []
        if let tokens = note.usage.inputTokens { members.append(("inputTokens", JSONValue(tokens))) }
        if let tokens = note.usage.outputTokens { members.append(("outputTokens", JSONValue(tokens))) }
        if let cost = note.usage.cost { members.append(("cost", .double(cost))) }
        return .object(JSONObject(members))
    }

    // MARK: Markdown

    private func markdown(_ content: Entry.Content) -> String? {
        switch content {
        case .user(let text): "## You\n\n\(plain(text))"
        case .steered(let text): "## You, while it worked\n\n\(plain(text))"
        case .attached(let lines): lines.isEmpty ? nil : lines.map { "- \(attached($0))" }.joined(separator: "\n")
        case .assistant(let answer): self.answer(answer)
        case .progress(let block): progress(block)
        case .tool(let line): tool(line)
        case .notice(let text, let times): "> \(oneLine(text))\(times > 1 ? " (\(times) times)" : "")"
        case .feedGap: nil
        case .failure(let failure): "> The request failed: \(oneLine("\(failure)"))"
        case .cancelled: "> Cancelled."
        case .question(let question, let answer):
            ["**Asked:** \(plain(question.text))"].appending(question.choices.map { "- \(oneLine($0))" })
                .joined(separator: "\n") + (answer.map { "\n\n**Answered:** \(plain($0))" } ?? "")
        case .remark(let remark): "> \(words(of: remark))"
        case .report(let text): plain(text)
        }
    }

    private func words(of remark: Remark) -> String {
        let messages = remark.count == 1 ? "1 older message" : "\(remark.count) older messages"
        return switch remark.kind {
        case .omitted: "\(messages) not sent from here on."
        case .condensed: "\(messages) sent as a summary from here on."
        case .callsIgnored:
            "The agent called \(remark.count == 1 ? "a tool" : "\(remark.count) tools") in ask mode; none ran."
        case .nudged: "The reply was empty; the agent was asked to go on."
        case .programEnded: "The program ended here."
        case .givenUp: "Given up: not sent."
        case .askChosen: "The agent switched to ask mode."
        case .agentChosen: "The agent switched to agent mode."
        }
    }

    private func answer(_ answer: AssistantText) -> String {
        let facts = [answer.model.map { oneLine($0) }, answer.milliseconds.map { seconds($0) }].compactMap { $0 }
        var text = "## Oropendola" + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
        if !answer.reasoning.text.isEmpty { text += "\n\nThought:\n\n" + fenced(answer.reasoning.text) }
        if !answer.shownText.isEmpty { text += "\n\n" + plain(answer.shownText) }
        if answer.state == .incomplete { text += "\n\n> The answer is not complete." }
        return text
    }

    private func attached(_ line: AttachedLine) -> String {
        "@\(oneLine(line.name))" + (line.refusal.map { ", not taken along: \(oneLine($0))" } ?? ", \(line.bytes) bytes")
    }

    private func progress(_ block: ProgressBlock) -> String? {
        let rows = block.rows.compactMap { row -> String? in
            switch row.kind {
            case .todos:
                return row.todos.map { "- [\($0.status == .done ? "x" : " ")] \(oneLine($0.text))" }
                    .joined(separator: "\n")
            case .thinking, .complete: return nil
            default: return row.text.isEmpty ? nil : "- \(oneLine(row.text))"
            }
        }
        return rows.isEmpty ? nil : rows.joined(separator: "\n")
    }

    private func tool(_ line: ToolLine) -> String {
        let state: String
        switch line.state {
        case .awaitingApproval: state = "not decided"
        case .running: state = "not ended"
        case .succeeded: state = "done"
        case .failed: state = "failed"
        case .rejected: state = "rejected"
        case .cancelled: state = "cancelled"
        }
        let facts = [state, line.exitStatus.map { "exit \($0)" }, line.milliseconds.map { seconds($0) }].compactMap {
            $0
        }
        var text = "- **\(oneLine(line.action))** \(oneLine(line.object)): \(facts.joined(separator: ", "))"
        let output = line.output
        if !output.head.isEmpty {
            let cut = output.isComplete ? "" : "\n[\(output.omittedLines) lines left out]\n\(output.tail)"
            text += "\n\n" + fenced(output.head + cut)
        }
        return text
    }

    /// Without commands for a terminal, and without secrets.
    private func plain(_ text: String) -> String { visibleText(Redaction.hidden(in: text), keepingLines: true) }

    private func oneLine(_ text: String) -> String {
        plain(text).split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// A block that ends where the text ends, whatever is in it (CommonMark §4.5).
    private func fenced(_ text: String) -> String {
        let text = plain(text)
        var longest = 2
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    private func seconds(_ milliseconds: Int) -> String { "\(fixed(Double(milliseconds) / 1000, 1)) s" }
}

extension [String] {
    fileprivate func appending(_ more: [String]) -> [String] { self + more }
}
