// Commands that end when they are done, when their time is up, and when somebody says so, with all they started.
import ChangeReview
import Glibc
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite struct CommandTests {
    let project: Project

    init() throws { project = try Project(["a.txt": "one\n"]) }

    func run(
        _ command: String, milliseconds: Int = 20_000, grace: Int = 300, background: LeftRunning? = nil,
        output: OutputSink? = nil
    ) async throws -> ToolResult {
        var limits = ToolBox.Limits()
        limits.commandTime = milliseconds
        limits.commandGrace = grace
        limits.serverStartTime = 300
        var environment = Folders.environment()
        environment["OROPENDOLA_PASSWORD"] = "secret"
        environment["PATH"] = "/bin"
        environment["1"] = "a name that no shell has"
        let tools = ToolBox(
            project: try project.open(), environment: environment, limits: limits, background: background)
        return await tools.execute(
            ToolCall(id: "1", action: "run_command", arguments: ["command": .string(command)]), staged: StagedFiles(),
            output: output)
    }

    func body(_ result: ToolResult) -> String { String(result.text.drop { $0 != "\n" }.dropFirst()) }

    @Test func bothStreamsAndTheStatus() async throws {
        let result = try await run("pwd; echo out; echo err >&2; echo out again; exit 3")
        #expect(body(result) == "\(project.root)\nout\nerr\nout again\n")
        #expect(result.exitStatus == 3 && !result.succeeded)
        #expect(result.text.hasPrefix("exit 3, \(result.milliseconds ?? -1) ms\n"))
    }

    @Test func theEnvironmentHasNoSecrets() async throws {
        let result = try await run("echo \"$DO_NOT_TRACK|$OROPENDOLA_PASSWORD|$TERM\"; cat; echo end")
        #expect(body(result) == "1||dumb\nend\n")
        #expect(result.succeeded)
    }

    @Test func syntaxErrorsAndSignals() async throws {
        #expect(try await run("if then").exitStatus == 2)
        #expect(try await run("kill -9 $$").exitStatus == 137)
        #expect(try await run("nosuchprogram").exitStatus == 127)
    }

    @Test func longOutputKeepsHeadAndTail() async throws {
        let result = try await run("seq 1 100000")
        let lines = body(result).split(separator: "\n").map(String.init)
        #expect(lines.count == 501)
        #expect(lines[0] == "1" && lines[349] == "350" && lines[351] == "99851" && lines[500] == "100000")
        #expect(lines[350].hasPrefix("[… 99500 lines, "))
        let wide = try await run("head -c 10000000 /dev/zero | tr '\\0' x")
        #expect(body(wide).utf8.count < 51_000)
    }

    @Test func aTimeLimitEndsTheGroup() async throws {
        let result = try await run("trap '' TERM; echo $$; sleep 1000 & wait; sleep 1000", milliseconds: 300)
        #expect(result.text.hasPrefix("stopped at the time limit"))
        #expect(!result.succeeded)
        let leader = try #require(Int32(body(result).split(separator: "\n")[0]))
        try await waitUntilGone(group: leader)
    }

    @Test func whatRunsInTheBackgroundEndsWithTheCommand() async throws {
        let result = try await run("echo $$; sleep 1000 & sleep 1000 >/dev/null 2>&1 & echo done")
        #expect(result.succeeded)
        let leader = try #require(Int32(body(result).split(separator: "\n")[0]))
        try await waitUntilGone(group: leader)
    }

    @Test func cancellingEndsTheGroup() async throws {
        let pidFile = "\(project.root)/pid"
        let start = monotonicSeconds()
        let result = try await withThrowingTaskGroup(of: ToolResult.self) { tasks in
            tasks.addTask { try await run("trap '' TERM; echo $$ > pid; sleep 1000 & sleep 1000") }
            _ = try await eventually("the command") { try? readFile(pidFile).last == UInt8(ascii: "\n") ? true : nil }
            tasks.cancelAll()
            return try #require(try await tasks.next())
        }
        #expect(result.text.hasPrefix("cancelled after "))
        #expect(!result.succeeded)
        let leader = try #require(Int32(String(decoding: try readFile(pidFile), as: UTF8.self).filter(\.isNumber)))
        try await waitUntilGone(group: leader)
        // Not a measure of speed: without the kill it would be a quarter of an hour.
        #expect(monotonicSeconds() - start < 60)
    }

    /// A session of its own is out of the group's reach; only the mark tells whose process it is.
    @Test func whatLeftTheGroupIsKilledToo() async throws {
        let result = try await run(
            "setsid sh -c 'trap \"\" TERM; echo $$ > pid; sleep 1000; sleep 1000' & sleep 1000", milliseconds: 500)
        #expect(result.text.hasPrefix("stopped at the time limit"))
        let written = try await eventually("the pid") { try? readFile("\(project.root)/pid") }
        let leader = try #require(Int32(String(decoding: written, as: UTF8.self).filter(\.isNumber)))
        try await waitUntilGone(group: leader)
    }

    @Test func aServerGoesOnUntilTheProgramEnds() async throws {
        let background = LeftRunning()
        // It would die of its next line if nobody read.
        let result = try await run(
            "echo up; while :; do echo tick; sleep 0.01; done & echo $! > pid", background: background)
        #expect(result.succeeded)
        #expect(body(result).hasPrefix("up\n"))
        #expect(result.text.contains("\n[left running in the background: process "))
        let leader = try #require(
            Int32(String(decoding: try readFile("\(project.root)/pid"), as: UTF8.self).filter(\.isNumber)))
        let rows = await background.rows()
        #expect(rows.count == 1 && rows.first?.processes.contains(leader) == true)
        #expect(kill(leader, 0) == 0)
        await background.endAll(grace: 200)
        _ = try await eventually("its end") { kill(leader, 0) != 0 ? true : nil }
        #expect(await background.rows().isEmpty)
    }

    @Test func whatLooksLikeAServerIsLeftAlone() async throws {
        let background = LeftRunning()
        try project.write("serve", "#!/bin/sh\necho listening\nexec sleep 1000\n")
        chmod("\(project.root)/serve", 0o755)
        let result = try await run("./serve", background: background)
        #expect(result.exitStatus == 0)
        #expect(result.text.contains("listening\n[left running in the background: process "))
        // One that fails is told at once, with its status.
        try project.write("serve", "#!/bin/sh\necho no port >&2\nexit 7\n")
        let failed = try await run("./serve", background: background)
        #expect(failed.exitStatus == 7 && body(failed) == "no port\n")
        await background.endAll(grace: 200)
    }

    @Test func plainCommandsLeaveNothing() async throws {
        let background = LeftRunning()
        let result = try await run("sh -c 'sleep 1000 >/dev/null 2>&1 & echo $!'", background: background)
        #expect(result.succeeded && !result.text.contains("left running"))
        #expect(await background.rows().isEmpty)
    }

    @Test func outputIsToldWhileItComes() async throws {
        let told = Told()
        let result = try await run("echo one; until [ -e go ]; do sleep 0.01; done; printf 'zw\\303'; printf '\\266lf'")
        {
            await told.add($0)
            if await told.text == "one\n" { try? writeFile("\(project.root)/go", []) }
        }
        #expect(result.succeeded, "\(result.text)")
        #expect(await told.text == "one\nzwölf")
        // A flood is told in few pieces, each of a few kilobytes.
        let flood = Told()
        _ = try await run("seq 1 200000") { await flood.add($0) }
        #expect(await flood.text.hasSuffix("\n200000\n"))
        #expect(await flood.largest <= 4096)
        #expect(await flood.text.utf8.count < 600_000)
    }

    @Test func aCallMayAskForLess() async throws {
        let tools = ToolBox(project: try project.open(), environment: Folders.environment())
        let result = await tools.execute(
            ToolCall(id: "1", action: "run_terminal", arguments: ["command": "sleep 1000", "timeout": 1]),
            staged: StagedFiles())
        #expect(result.text.hasPrefix("stopped at the time limit of 1 s"))
    }

    private func waitUntilGone(group: Int32) async throws {
        // A member that is dead but not yet buried by its parent still counts, so only what runs is looked for.
        _ = try await eventually("the end of group \(group)") { () -> Bool? in
            let members = try TestSupport.run(["ps", "-eo", "pgid=,stat="]).text.split(separator: "\n").filter {
                let words = $0.split(separator: " ")
                return words.first == "\(group)" && words.last?.hasPrefix("Z") == false
            }
            return members.isEmpty ? true : nil
        }
    }
}

/// What was told of a command's output.
private actor Told {
    private(set) var text = ""
    private(set) var largest = 0

    func add(_ piece: String) {
        text += piece
        largest = max(largest, piece.utf8.count)
    }
}
