// `!command`: a command that the user typed runs at once, beside whatever the agent does, and its output is offered.

internal import JSON
internal import TaskMachine

/// One that runs.
struct OwnCommand: Equatable, Sendable {
    var id: String
    var line: String
    /// On the turn's clock.
    var startedAt: Int
    /// The latest line that it printed.
    private(set) var latest = ""

    init(id: String, line: String, startedAt: Int) {
        self.id = id
        self.line = line
        self.startedAt = startedAt
    }

    mutating func heard(_ text: String) {
        let lines = text.suffix(2000).split(whereSeparator: \.isNewline)
        if let last = lines.last(where: { $0.contains { !$0.isWhitespace } }) { latest = String(last.prefix(500)) }
    }

    /// A time limit that only what was forgotten meets, in seconds: the user sees that it runs and can stop it.
    static let seconds = 1800

    var call: ToolCall {
        ToolCall(
            id: id, action: "run_terminal",
            arguments: ["command": .string(line), "timeout": .integer(Int64(Self.seconds))])
    }
}

/// What one printed, to go along with a message.
struct OwnOutput: Equatable, Sendable {
    var line: String
    var text: String

    /// As the agent reads it; in a fence, so that nothing in it is taken for a mention.
    var attachment: String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)\n$ \(line)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
    }
}
