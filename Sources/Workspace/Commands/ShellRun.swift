// One command line from its start to its end, or to the moment from which it is left to run: output is told while it
// comes, time is limited, and what is ended is ended with all that it started.
import Glibc
import Storage

/// A command line that is run in a folder.
struct ShellRun {
    enum End: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        case cancelled
    }

    /// What came of it.
    struct Outcome {
        var end: End
        var output: String
        /// What it left running, and who keeps it now; empty when nothing runs any more.
        var left: [FamilyMember] = []
    }

    var line: String
    var folder: String
    var environment: [String: String]
    var limits: ToolBox.Limits
    /// Tells this command's processes from all others.
    var mark: String
    var timeLimit: Int

    /// Milliseconds that are waited for output after the end of a shell whose children have the pipe.
    static let quietTime = 200
    /// The live tail: how often it is told, and how much of it at once.
    static let tailMilliseconds = 60
    static let tailBytes = 4 << 10

    /// - Parameter keeper: takes what is to go on; nil: everything ends with the command.
    func run(_ sink: OutputSink?, keeper: LeftRunning?) async throws(FileError) -> Outcome {
        let process = try ShellProcess(words: words, environment: variables)
        let family = ProcessFamily(group: process.identifier, mark: mark)
        var reader = RunReader(
            process, window: OutputWindow(lines: limits.outputLines, bytes: limits.outputBytes), sink)
        var ending = RunEnding(limits: limits, deadline: .now + .milliseconds(timeLimit))
        var lastOutput = ContinuousClock.now
        var pause = 1
        var endedAt: ContinuousClock.Instant?
        while true {
            if await reader.readAll() {
                lastOutput = .now
                pause = 1
            }
            if endedAt == nil, process.status() != nil { endedAt = .now }
            if let endedAt {
                if ending.isKilling {
                    // Its children get their time to end in order, too.
                    if ending.hasKilled || family.members().isEmpty { break }
                } else if isOver(since: endedAt, lastOutput, reader.isAtEnd) {
                    break
                }
            }
            ending.goOn(family, isCancelled: Task.isCancelled)
            await reader.tell()
            await ShellRun.wait(milliseconds: pause)
            pause = min(pause * 2, 40)
        }
        await reader.tell(isLast: true)
        let end = ending.end(process.status())
        var outcome = Outcome(end: end, output: reader.window.text())
        guard let keeper, case .exited = end else {
            family.killAll()
            process.bury()
            return outcome
        }
        if !ServerCommand.staysBehind(line), !isServer {
            // Nobody asked for the rest of the group; a daemon with a session of its own was meant to stay.
            process.send(SIGKILL)
            // The kernel has them in its books until each has been given the processor once more.
            for _ in 0..<100 where family.isGroupAlive { await ShellRun.wait(milliseconds: 10) }
        }
        outcome.left = family.members()
        if outcome.left.isEmpty {
            process.bury()
        } else {
            await keeper.keep(LeftRunning.Command(line: line, members: outcome.left, family: family), process)
        }
        return outcome
    }

    /// Whether a command whose shell has ended has had its last words.
    private func isOver(
        since endedAt: ContinuousClock.Instant, _ lastOutput: ContinuousClock.Instant, _ isAtEnd: Bool
    ) -> Bool {
        if isAtEnd { return true }
        let quiet = ContinuousClock.now - max(lastOutput, endedAt)
        // What goes on printing is a server's own talk.
        return quiet > .milliseconds(ShellRun.quietTime)
            || ContinuousClock.now - endedAt > .milliseconds(5 * ShellRun.quietTime)
    }

    private var isServer: Bool { ServerCommand.looksLikeServer(line) }

    /// The shell changes the folder itself: the folder may have been renamed, and then it says so. A line that looks
    /// like a server gets a while to fail, and is then left alone.
    private var words: [String] {
        guard isServer, !ServerCommand.staysBehind(line) else {
            return ["sh", "-c", "cd -- \"$1\" && exec sh -c \"$2\"", "sh", folder, line]
        }
        let script = """
            cd -- "$1" || exit
            sh -c "$2" & child=$!
            tries=0
            while [ "$tries" -lt "$3" ] && kill -0 "$child" 2>/dev/null; do sleep 0.1; tries=$((tries + 1)); done
            kill -0 "$child" 2>/dev/null && exit 0
            wait "$child"
            """
        return ["sh", "-c", script, "sh", folder, line, String(limits.serverStartTime / 100)]
    }

    private var variables: [String: String] {
        var variables = ToolBox.cleaned(environment)
        variables[ProcessFamily.variable] = mark
        variables["PWD"] = folder
        variables["OLDPWD"] = nil
        return variables
    }

    /// A pause that a cancel does not shorten to nothing: what is being killed is still waited for.
    private static func wait(milliseconds: Int) async {
        do {
            try await Task.sleep(for: .milliseconds(milliseconds), tolerance: .zero)
        } catch {
            poll(nil, 0, 10)
            await Task.yield()
        }
    }
}

/// When a command is told to end, and when it is made to.
private struct RunEnding {
    let limits: ToolBox.Limits
    let deadline: ContinuousClock.Instant
    private var reason: ShellRun.End?
    private var killAt: ContinuousClock.Instant?

    init(limits: ToolBox.Limits, deadline: ContinuousClock.Instant) {
        self.limits = limits
        self.deadline = deadline
    }

    private(set) var hasKilled = false

    var isKilling: Bool { reason != nil }

    mutating func goOn(_ family: ProcessFamily, isCancelled: Bool) {
        if reason == nil, isCancelled || .now > deadline {
            reason = isCancelled ? .cancelled : .timedOut
            killAt = .now + .milliseconds(isCancelled ? limits.cancelGrace : limits.commandGrace)
            family.send(SIGTERM)
        } else if reason == .timedOut, isCancelled {
            reason = .cancelled
            killAt = min(killAt ?? .now, .now + .milliseconds(limits.cancelGrace))
        }
        if let time = killAt, .now >= time {
            family.killAll()
            hasKilled = true
            killAt = .now + .milliseconds(200)
        }
    }

    func end(_ status: ShellProcess.Status?) -> ShellRun.End {
        if let reason { return reason }
        return switch status {
        case .exited(let code)?: .exited(code)
        case .killed(let signal)?: .killed(signal: signal)
        case nil: .cancelled
        }
    }
}

/// Reads what has come, keeps its head and tail, and tells the latest of it.
private struct RunReader {
    private let process: ShellProcess
    private let sink: OutputSink?
    private(set) var window: OutputWindow
    private(set) var isAtEnd = false
    private var untold: [UInt8] = []
    private var toldAt = ContinuousClock.now

    init(_ process: ShellProcess, window: OutputWindow, _ sink: OutputSink?) {
        self.process = process
        self.window = window
        self.sink = sink
    }

    /// Whether there was any. Ends after a megabyte, so that a cancel is seen.
    mutating func readAll() async -> Bool {
        var count = 0
        while !isAtEnd, count < 1 << 20 {
            guard case .bytes(let bytes) = read() else { break }
            count += bytes.count
            window.append(bytes)
            if sink != nil { untold += bytes.suffix(ShellRun.tailBytes) }
            if untold.count > 4 * ShellRun.tailBytes { untold.removeFirst(untold.count - 2 * ShellRun.tailBytes) }
        }
        return count > 0
    }

    private mutating func read() -> ShellProcess.Output {
        let output = process.read()
        if output == .end { isAtEnd = true }
        return output
    }

    mutating func tell(isLast: Bool = false) async {
        guard let sink, !untold.isEmpty else { return }
        guard isLast || ContinuousClock.now - toldAt >= .milliseconds(ShellRun.tailMilliseconds) else { return }
        toldAt = .now
        var bytes = untold[...]
        if bytes.count > ShellRun.tailBytes {
            bytes = bytes.suffix(ShellRun.tailBytes)
            // What is left of a cut line is no line.
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { bytes = bytes[(end + 1)...] }
        }
        // A character that is not whole yet waits for its rest.
        var rest: ArraySlice<UInt8> = []
        if !isLast, let start = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[start] >= 0xC0 {
            let wanted = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : 2
            if bytes.endIndex - start < wanted {
                rest = bytes[start...]
                bytes = bytes[..<start]
            }
        }
        untold = Array(rest)
        if !bytes.isEmpty { await sink(String(decoding: bytes, as: UTF8.self)) }
    }
}
