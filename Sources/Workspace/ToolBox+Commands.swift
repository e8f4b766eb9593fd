// `run_terminal`: a command of the user's shell, in the project's root or in a copy of it.
import Glibc
import Storage
import TaskMachine

extension ToolBox {
    /// The first line says how it ended and in which time; then its output, both streams as they came.
    func runTerminal(
        _ call: ToolCall, _ arguments: ToolArguments, _ view: StagedView, _ permit: ToolPermit, _ sink: OutputSink?
    ) async throws(ToolFailure) -> ToolResult {
        let line = try arguments.text("command", or: ["content"])
        guard !line.utf8.contains(0) else { throw ToolFailure("the command has a NUL in it") }
        var time = limits.commandTime
        if let seconds = try arguments.number("timeout") {
            guard seconds >= 1 else { throw ToolFailure("timeout counts seconds, from 1") }
            time = min(seconds, limits.longestCommandTime / 1000) * 1000
        }
        var run = ShellRun(
            line: line, folder: project.rootPath, environment: environment, limits: limits, mark: ToolBox.newMark(),
            timeLimit: time)
        guard permit.place == .copy else { return try await result(of: run, call, sink) }
        guard let copy else { throw ToolFailure("no throwaway copy can be made here; nothing was run") }
        let ready = try await copy.refresh(view)
        run.folder = ready.root
        run.environment = ready.environment
        // A full path into the project would lead past the copy.
        run.line = ready.route.rewritten(line)
        let heads = await copy.heads(ready)
        var result = try await result(of: run, call, sink)
        result.text = replacing(ready.root, with: project.rootPath, in: result.text)
        let changes = try await copy.changes(view)
        var notes = ["run in a throwaway copy of the project that holds the staged files; the project is as it was"]
        notes += ready.notes
        if result.exitStatus != nil {
            result.proposed = changes.steps
            if !changes.lines.isEmpty {
                notes.append("changed by the command, and staged for review:\n\(changes.lines.joined(separator: "\n"))")
            }
            notes += changes.notes
            if await copy.heads(ready) != heads { notes.append(ThrowawayCopy.lostCommits) }
        } else if !changes.steps.isEmpty {
            notes.append("what it had changed by then is not taken over")
        }
        if !result.text.hasSuffix("\n") { result.text += "\n" }
        for note in notes { result.text += "[\(note)]\n" }
        return result
    }

    private func result(
        of run: ShellRun, _ call: ToolCall, _ sink: OutputSink?
    ) async throws(ToolFailure) -> ToolResult {
        let start = ContinuousClock.now
        let outcome: ShellRun.Outcome
        do throws(FileError) { outcome = try await run.run(sink, keeper: background) } catch {
            throw ToolFailure("the command was not started: \(error.reason)")
        }
        let took = Int((ContinuousClock.now - start) / .milliseconds(1))
        var result = ToolResult(callID: call.id, action: call.action, succeeded: outcome.end == .exited(0), text: "")
        result.milliseconds = took
        switch outcome.end {
        case .exited(let code):
            result.exitStatus = code
            result.text = "exit \(code), \(took) ms"
        case .killed(let signal):
            result.exitStatus = 128 + signal
            result.text = "killed by signal \(signal), \(took) ms"
        case .timedOut: result.text = "stopped at the time limit of \(run.timeLimit / 1000) s"
        case .cancelled: result.text = "cancelled after \(took) ms"
        }
        result.text += "\n" + outcome.output
        if !outcome.left.isEmpty { result.text += ToolBox.leftNote(outcome) }
        return result
    }

    private static func leftNote(_ outcome: ShellRun.Outcome) -> String {
        let shown = outcome.left.prefix(10).map { "\($0.identifier) (\(printed($0.name)))" }.joined(separator: ", ")
        let more = outcome.left.count > 10 ? ", …" : ""
        let feed = outcome.output.isEmpty || outcome.output.hasSuffix("\n") ? "" : "\n"
        return feed
            + "[left running in the background: process \(shown)\(more); it ends with this program, or by kill]\n"
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

    /// A folder's path for another's, where it stands as a whole.
    private func replacing(_ path: String, with other: String, in text: String) -> String {
        guard path != "/" else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var start = 0
        for place in places(of: Array(path.utf8), in: bytes) {
            let end = place + path.utf8.count
            let isWhole =
                (place == 0 || !isNameByte(bytes[place - 1])) && (end == bytes.count || !isNameByte(bytes[end]))
            result += bytes[start..<place]
            result += isWhole ? Array(other.utf8) : Array(path.utf8)
            start = end
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    /// A word that no other command of this machine has: the process, and a time that goes on only.
    private static func newMark() -> String {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return "\(getpid()).\(now.tv_sec).\(now.tv_nsec)"
    }
}
