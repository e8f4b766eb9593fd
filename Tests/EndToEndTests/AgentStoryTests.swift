// One afternoon with a server, in a real terminal: sign in, ask, approve a command, cancel one, be signed out in the
// middle of a turn, sign in again, be killed, go on.
import Glibc
import JSON
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(4)))
struct AgentStoryTests {
    private func run(_ command: String) -> JSONValue {
        ["action": "run_terminal", "command": .string(command), "description": "needed"]
    }

    /// What the server plays; the edit and the check are of one turn.
    private var script: [JSONValue] {
        [
            .answer(
                "I will edit and check.",
                calls: [
                    ["action": "create_file", "path": "made.txt", "content": "made by the agent\n"],
                    run("cat made.txt && echo checked > checked.txt"),
                ]),
            .answer("Edited and checked."),
            .answer("This takes long.", calls: [run("sleep 987 & wait")]),
            // A turn whose first call goes well, and whose results find nobody signed in.
            ["end_session": true],
            .answer("I look first.", calls: [["action": "read_file", "path": "a.txt"]]),
            .answer("It says *one word*."),
        ]
    }

    private func allow(_ program: RunningProgram) throws {
        try program.tmux.waitForStatus("Waiting for your answer")
        try program.tmux.press("C-q")
        try program.tmux.wait(for: "answer with the keys above")
        var pressed = 0.0
        try program.tmux.wait(for: "the end of the request") { screen in
            if screen.last?.contains("Waiting for your answer") == false { return true }
            // A key while the keys are dead puts the moment off by 400 ms.
            if monotonicSeconds() - pressed > 0.7 {
                try? program.tmux.press("y")
                pressed = monotonicSeconds()
            }
            return false
        }
    }

    private func signIn(_ program: RunningProgram) throws {
        try program.tmux.wait(for: "Password of anna@example.org (not shown):")
        try program.tmux.type(RemoteServer.password)
        try program.tmux.press("Enter")
    }

    @Test func anAfternoonWithAServer() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome()
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "one word\n")

        let first = try RunningProgram(in: folder.path, home: home, isRecorded: true)
        try first.tmux.wait(for: "\(remote.url) answers.")
        try first.tmux.waitForStatus("online")

        // Asked and approved: the command sees what is staged, and the disk nothing of either.
        try first.send("make and check a file")
        try allow(first)
        try first.tmux.wait(for: "Edited and checked.")
        try first.tmux.wait(for: "made by the agent")
        try first.tmux.wait(for: "A checked.txt")
        #expect(!folder.exists("made.txt") && !folder.exists("checked.txt"))

        // Approved and cancelled: it is gone, with what it started.
        try first.send("do something long")
        try allow(first)
        try first.tmux.waitForStatus("Executing")
        try wait(for: "the command") { try sleepers() == 1 ? true : nil }
        let asked = monotonicSeconds()
        try first.tmux.press("Escape")
        try first.tmux.waitForWrapped("Cancelled. Your message is kept.")
        try wait(for: "its end") { try sleepers() == 0 ? true : nil }
        #expect(monotonicSeconds() - asked < 20)

        // Signed out between two requests of one turn.
        try first.send("what does it say?")
        try first.tmux.waitForWrapped("You are not signed in")
        try first.send("/login")
        try signIn(first)
        try first.tmux.waitForWrapped("It says one word.")
        // The look went before the sign-in, and is not done twice.
        #expect(count(of: "read     a.txt", in: try first.tmux.screen().joined(separator: "\n")) == 1)
        #expect(count(of: "what does it say?", in: flowing(try first.tmux.screen())) == 1)

        try first.tmux.type("and a draft")
        try wait(for: "the draft on disk") {
            (try? readFile("\(try home.stateFolder())/sessions/0001/draft")) == Array("and a draft".utf8) ? true : nil
        }
        try first.killHard()

        // The same conversation, the same staged changes, the same draft.
        let second = try RunningProgram(in: folder.path, home: home, isRecorded: true)
        try second.tmux.waitForWrapped("The last run was cut off.")
        try second.tmux.wait(for: "› and a draft")
        try second.tmux.wait(for: "A made.txt")
        try second.tmux.waitForWrapped("It says one word.")
        try second.tmux.press("C-u")
        #expect(try second.quit() == 0)
        #expect(!folder.exists("made.txt"))
        await remote.server.shutdown()
    }

    /// How many of the story's long commands are alive.
    private func sleepers() throws -> Int {
        try TestSupport.run(["sh", "-c", "ps -eo args | grep -c '^sleep 987' || true"]).text
            .split(separator: "\n").first.flatMap { Int($0) } ?? 0
    }
}
