// What a command came to, read from the text that `run_terminal` answers.

/// The end of a command: its exit code if the tool named one, and whether it printed anything.
struct CommandReport: Equatable, Sendable {
    var succeeded: Bool
    var exitCode: Int?
    private var head: String
    private var output: [Substring]

    /// The tool's first line says how it ended: `exit 0, 1.2 s`, or why there was no end.
    init(_ answer: ToolAnswer) {
        succeeded = answer.succeeded
        var lines = SearchReport.lines(of: answer.text)
        while lines.last?.isEmpty == true { lines.removeLast() }
        head = lines.isEmpty ? "" : answer.firstLine
        output = Array(lines.dropFirst())
        let words = head.split { !($0.isLetter || $0.isNumber || $0 == "-") }
        if let index = words.firstIndex(where: { ["exit", "exited", "status"].contains($0.lowercased()) }) {
            exitCode = words[index...].dropFirst().prefix(3).lazy.compactMap { Int($0) }.first
        }
        if exitCode == nil, succeeded {
            // No word on the end: everything is output.
            output = lines
            head = ""
        }
    }

    func summary(of command: String) -> String {
        if let exitCode { return "\(command.inCode) ended with exit \(exitCode)" }
        if succeeded { return "\(command.inCode) ended" }
        // Cut short: the tool says so in these words; anything else kept it from starting.
        let wasStarted = ["killed", "stopped", "cancelled after"].contains { head.hasPrefix($0) }
        let reason = head.isEmpty ? "no reason given" : head.trimmed(of: ".")
        return "\(command.inCode) \(wasStarted ? "did not end" : "was not run"): \(reason)"
    }

    /// Without the output: the program that ran the command has it on its screen.
    func text(of command: String) -> String {
        let text = summary(of: command) + "."
        return output.isEmpty && exitCode != nil ? text + " It printed nothing." : text
    }
}
