// The result of a tool call as the history holds it: a message of the user's role with a marked first line.

/// One `[tool_result …]` message.
struct ToolAnswer: Equatable, Sendable {
    var action: String
    var succeeded: Bool
    var text: String
    /// The id of its call without the number behind it: the same for all calls of a turn of the helper's; empty for
    /// ids of another form, which are a model's.
    var turn: Substring = ""

    /// Nil for a message that is no tool result.
    init?(_ message: EngineRequest.Message) {
        guard message.role == "user", message.content.hasPrefix("[tool_result ") else { return nil }
        let content = message.content.utf8
        let end = content.firstIndex(of: 10) ?? content.endIndex
        let head = Substring(content[..<end])
        guard head.hasSuffix("]") else { return nil }
        let words = head.dropFirst().dropLast().split(separator: " ")
        guard words.count == 4, words[3] == "success" || words[3] == "error" else { return nil }
        action = String(words[2])
        turn = words[1].lastIndex(of: "-").map { words[1][..<$0] } ?? ""
        succeeded = words[3] == "success"
        text = end < content.endIndex ? String(Substring(content[content.index(after: end)...])) : ""
    }

    init(action: String, succeeded: Bool, text: String) {
        self.action = action
        self.succeeded = succeeded
        self.text = text
    }

    /// The first line, short, as a reason in a sentence.
    var firstLine: String {
        let line = SearchReport.lines(of: text).first { !$0.isEmpty } ?? ""
        return line.count > 200 ? line.prefix(200) + "…" : String(line)
    }

    /// The counts of `staged: <path> +a -r (…)`, summed over the lines that say so.
    var stagedCounts: (added: Int, removed: Int)? {
        var sum: (added: Int, removed: Int)?
        for line in SearchReport.lines(of: text) {
            let words = line.split(separator: " ")
            guard words.first == "staged:" else { continue }
            // The last pair counts: a path may hold such words too.
            for (word, next) in zip(words, words.dropFirst()).reversed()
            where word.hasPrefix("+") && next.hasPrefix("-") {
                guard let added = SearchReport.number(word.dropFirst()),
                    let removed = SearchReport.number(next.dropFirst())
                else { continue }
                sum = (added + (sum?.added ?? 0), removed + (sum?.removed ?? 0))
                break
            }
        }
        return sum
    }
}
