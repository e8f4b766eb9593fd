// `run_terminal`: a command of the user's shell, in the project's root.
import Glibc
import TaskMachine

extension ToolBox {
    /// The first line says how it ended and in which time; then its output, both streams as they came.
    func runTerminal(_ call: ToolCall, _ arguments: ToolArguments) async throws(ToolFailure) -> ToolResult {
        let line =
            if let command = arguments.optionalText("command") { command } else { try arguments.text("content") }
        guard !line.utf8.contains(0) else { throw ToolFailure("the command has a NUL in it") }
        // The shell changes the folder itself: the folder may have been renamed, and then it says so.
        let script = "cd -- \"$1\" && exec sh -c \"$2\""
        let command = Command(
            words: ["sh", "-c", script, "sh", project.rootPath, line], environment: ToolBox.cleaned(environment),
            timeLimit: limits.commandTime, grace: limits.commandGrace, cancelGrace: limits.cancelGrace)
        let output = CommandOutput(lines: limits.outputLines, bytes: limits.outputBytes)
        let start = ContinuousClock.now
        let end = await command.run { await output.take($0) }
        let took = Int((ContinuousClock.now - start) / .milliseconds(1))
        var result = ToolResult(callID: call.id, action: call.action, succeeded: end == .exited(0), text: "")
        result.milliseconds = took
        switch end {
        case .exited(let code):
            result.exitStatus = code
            result.text = "exit \(code), \(took) ms"
        case .killed(let signal):
            result.exitStatus = 128 + signal
            result.text = "killed by signal \(signal), \(took) ms"
        case .timedOut: result.text = "stopped at the time limit of \(limits.commandTime / 1000) s"
        case .cancelled: result.text = "cancelled after \(took) ms"
        case .notStarted(let reason): throw ToolFailure("the command was not started: \(reason)")
        }
        result.text += "\n" + (await output.text())
        return result
    }

    /// What commands get of our variables: nothing that is ours, no pager that waits, no telemetry.
    static func cleaned(_ environment: [String: String]) -> [String: String] {
        var cleaned = environment.filter { !$0.key.hasPrefix("OROPENDOLA") }
        cleaned["DO_NOT_TRACK"] = "1"
        cleaned["PAGER"] = "cat"
        cleaned["GIT_PAGER"] = "cat"
        cleaned["GIT_TERMINAL_PROMPT"] = "0"
        cleaned["TERM"] = "dumb"
        return cleaned
    }
}

private actor CommandOutput {
    private var window: OutputWindow

    init(lines: Int, bytes: Int) { window = OutputWindow(lines: lines, bytes: bytes) }

    func take(_ bytes: [UInt8]) -> Bool {
        window.append(bytes)
        return true
    }

    func text() -> String { window.text() }
}
