// What an entry says, as it was written: what a search looks through, and what a copy takes.

public import TaskMachine

/// The words of one entry.
public enum EntryText {
    /// How often a text stands in an entry, folded parts included.
    public static func count(of search: TextSearch, in entry: Entry) -> Int {
        let isMarkdown =
            switch entry.content {
            case .assistant, .report: true
            default: false
            }
        return parts(of: entry).reduce(0) { $0 + search.count(in: $1, isMarkdown: isMarkdown) }
    }

    /// Bytes that a search has to look through, about.
    static func weight(of entry: Entry) -> Int {
        switch entry.content {
        case .user(let text), .report(let text): text.utf8.count
        case .assistant(let answer): answer.text.utf8.count + answer.reasoning.text.utf8.count
        case .tool(let line): line.output.head.utf8.count + line.output.tail.utf8.count
        case .progress(let block): block.rows.count * 80
        default: 100
        }
    }

    /// All that can be shown of it, in the order in which it is.
    static func parts(of entry: Entry) -> [String] {
        switch entry.content {
        case .user(let text), .steered(let text), .report(let text), .notice(let text, _): [text]
        case .assistant(let answer): [answer.reasoning.text, answer.shownText]
        case .tool(let line):
            [line.object, line.state == .running ? line.liveTail : line.output.head, line.output.tail]
        case .progress(let block): block.rows.flatMap { [$0.text] + $0.details + $0.todos.map(\.text) }
        case .question(let question, let answer): [question.text, answer ?? ""]
        case .failure(let failure): [Words.news(of: failure)]
        case .remark(let remark): [Words.text(of: remark)]
        case .attached(let lines): lines.map(\.name)
        case .feedGap, .cancelled: []
        }
    }

    /// What is copied of it: its text as it was written, never as it is laid out. Empty when it has none.
    static func source(of entry: Entry) -> String {
        switch entry.content {
        case .assistant(let answer): answer.shownText.isEmpty ? answer.reasoning.text : answer.shownText
        case .tool(let line): output(of: line).isEmpty ? line.object : output(of: line)
        default: parts(of: entry).filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    /// What a tool gave, as far as it is kept.
    static func output(of line: ToolLine) -> String {
        if line.state == .running { return line.liveTail }
        guard !line.output.isComplete else { return line.output.head }
        let cut = "[\(counted(line.output.omittedLines, "line")) left out]"
        return line.output.head + (line.output.head.hasSuffix("\n") ? "" : "\n") + cut + "\n" + line.output.tail
    }
}
