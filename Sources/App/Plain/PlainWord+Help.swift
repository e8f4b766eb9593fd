// The words for people: `help`, and docs/PLAIN.md.

extension PlainWord {
    /// `help`: a line for each word; all that is known of one that is named.
    static func help(about name: String = "", hasChat: Bool = true) -> [String] {
        if let word = named(name) {
            let row = word.row
            let others = row.names.dropFirst().joined(separator: ", ")
            return [
                "\(row.written): \(row.help). Example: \(row.example)." + (others.isEmpty ? "" : " Also: \(others).")
            ]
        }
        var lines: [String] = []
        for topic in Topic.allCases {
            let words = allCases.filter { $0.row.topic == topic && (hasChat || $0.row.isOfReviews) }
            guard !words.isEmpty else { continue }
            lines.append("\(topic.rawValue):")
            lines += words.map { "   \($0.row.written): \($0.row.help). Example: \($0.row.example)" }
        }
        lines.append(
            "A PLACE is 2 (a file), 2.1 (a hunk of it) or 2.1:3-5 (lines of that), as changes and show number them.")
        guard hasChat else { return lines }
        lines.append(
            "Everything else is sent to the agent. \"\"\" alone on a line begins and ends a message of several lines.")
        lines.append("!COMMAND runs a command of yours. Commands, as on the screen:")
        lines += SlashCommand.allCases.map { "   \($0.usage): \($0.help)" }
        return lines
    }
}

/// The table as docs/PLAIN.md has it.
public enum PlainWordTable {
    public static var markdown: String {
        PlainWord.Topic.allCases.map { topic in
            let rows = PlainWord.allCases.filter { $0.row.topic == topic }.map { word in
                let names = word.row.names.map { "`\($0)`" }.joined(separator: ", ")
                let usage = word.row.usage.isEmpty ? "" : " `\(word.row.usage)`"
                let mark = word.row.isOfReviews ? "" : " ¹"
                return "| \(names)\(usage) | `\(word.row.example)` | \(word.row.help)\(mark) |"
            }
            return "### \(topic.rawValue)\n\n| Word | Example | Does |\n|---|---|---|\n" + rows.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\n¹ In a chat alone; `oropendola review --plain` has no conversation."
    }
}
