// A server that breaks in every way it can: what happened, what was kept and what to press is on the screen, and
// nothing is lost.
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct FaultTests {
    /// One message of the user, and Enter as often as the text says so.
    @Test func everyBrokenAnswerCanBeRetried() throws {
        var random = SeededGenerator.fresh()
        let json = "application/json"
        let faults: [(step: JSONValue, words: String)] = [
            (.closing, "closed the connection. Your message is kept; the server may have worked on it."),
            (
                .raw(502, "text/html", "<html><h1>Bad Gateway</h1></html>"),
                "(502): the gateway got no answer from the server behind it."
            ),
            (.raw(200, "text/html", "<html>Maintenance</html>"), "can't be read: an HTML page instead of JSON."),
            (.raw(200, json, #"{"message": {"response": "cut o"#), "can't be read: JSON that breaks off or is broken."),
            (.raw(200, json, ""), "can't be read: an empty answer."),
            (["reply": [:]], "can't be read: an empty reply."),
            (["reply": ["success": false, "error": "Out of paper"]], "Out of paper."),
        ].shuffled(using: &random)
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: faults.map(\.step) + [.answer("At last.")], in: folder.path, home: try Home())
        let question = randomWord(using: &random)
        try program.send(question)
        for fault in faults {
            let text = try program.tmux.waitForWrapped(fault.words)
            // The status line offers it as well.
            let offers = count(of: "Enter retry · Esc give up", in: text)
            let inStatus = count(of: "The turn failed · Enter retry · Esc give up", in: text)
            #expect(count(of: "Your message is kept", in: text) == offers - inStatus)
            try program.tmux.waitForStatus("The turn failed · Enter retry")
            try program.tmux.press("Enter")
        }
        try program.tmux.wait(for: "At last.")
        try program.tmux.waitForStatus("Task complete!")
        let asked = try program.tmux.screen().dropFirst().count { $0.contains(question) }
        #expect(asked <= 1, "seed \(random.seed): the message is there once, or has scrolled away")
        #expect(try program.quit() == 0)
    }

    /// Esc ends a turn that hangs; what was typed meanwhile waits, and goes when the user says so.
    @Test func escapeLeavesAHangingServer() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                .silence, .answer("To the second."), .pause(800), .answer("To the third."), .answer("To the last."),
            ],
            in: folder.path, home: try Home())
        let tmux = program.tmux
        try program.send("first words")
        try tmux.waitForStatus("AI is thinking…")
        try program.send("second words")
        try tmux.wait(for: "○ 1 second words")
        try tmux.waitForStatus("1 queued")
        let start = monotonicSeconds()
        try tmux.press("Escape")
        try tmux.wait(for: "Cancelled. Your message is kept.")
        #expect(monotonicSeconds() - start < 2)
        try tmux.wait(for: "Enter on an empty line sends the next one")
        try tmux.press("Enter")
        try tmux.wait(for: "To the second.")
        // A queue goes on by itself when the turn before it went well.
        try program.send("third words")
        try program.send("last words")
        let screen = flowing(try tmux.wait(for: "To the last."))
        for text in ["first words", "second words", "third words", "last words", "To the third."] {
            // The first message is also the conversation's title.
            #expect(count(of: text, in: screen) == (text == "first words" ? 2 : 1), "\(text) in \(screen)")
        }
    }

    /// Calls that no tool answers, and paths that are none of the agent's business.
    @Test func badCallsAreRefusedWithAReason() throws {
        var random = SeededGenerator.fresh()
        let folder = try TemporaryFolder()
        let outside = try TemporaryFolder()
        try outside.write("secret", "kept\n")
        _ = try run(["git", "init", "-q", folder.path])
        _ = try run(["ln", "-s", outside.path, "\(folder.path)/way"])
        let name = randomWord(using: &random)
        let calls: [(call: JSONValue, reason: String)] = [
            (["action": "teleport", "to": "moon"], "There is no tool named"),
            (["action": "create_file", "path": .string("../\(name)"), "content": "x"], "has a `..` in it"),
            (
                ["action": "create_file", "path": .string("\(outside.path)/\(name)"), "content": "x"],
                "is outside the project"
            ),
            (["action": "create_file", "path": ".git/hooks/pre-commit", "content": "x"], "belongs to git's own data"),
            (["action": "create_file", "path": .string("way/\(name)"), "content": "x"], "way is a symbolic link"),
            (["action": "delete_file", "path": "way/secret"], "way is a symbolic link"),
            (["action": "create_file"], "missing argument: path"),
        ].shuffled(using: &random)
        let program = try RunningProgram(
            playing: [
                .oddAnswer("Trying.", calls: calls.map(\.call) + ["no object", .null, 7]), .answer("Still here."),
            ],
            in: folder.path, home: try Home(), rows: 90)
        try program.send("go")
        try program.tmux.wait(for: "Still here.")
        // Whole outputs: a row of a call shows the reason's beginning only.
        try program.tmux.press("C-o")
        for (call, reason) in calls {
            _ = try? program.tmux.waitForWrapped(reason, upTo: 5)
            let text = flowing(try program.tmux.screen())
            #expect(text.contains(reason), "\(call.text), seed \(random.seed): \(text)")
        }
        #expect(try outside.text("secret") == "kept\n")
        #expect(!outside.exists(name) && !folder.exists("../\(name)") && !folder.exists(".git/hooks/pre-commit"))
        #expect(try !program.tmux.statusLine().contains("to review"))
    }

    /// A flood of calls in one reply is worked off; one that never ends stops, and the user decides.
    @Test func floodsEnd() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "text\n")
        let read: JSONValue = ["action": "read_file", "path": "a"]
        let program = try RunningProgram(
            playing: [.answer("", calls: [read]), ["restart": true]], in: folder.path, home: try Home())
        try program.send("go on for ever")
        try program.tmux.waitForWrapped("The agent made the same call 3 times in a row: read_file.", upTo: 60)
        try program.tmux.waitForStatus("Waiting for your answer")
        try program.tmux.press("C-q")
        try program.tmux.wait(for: "answer with the keys above")
        var pressed = 0.0
        try program.tmux.wait(for: "an end of the turn after n") { screen in
            if screen.last?.contains("Waiting for your answer") == false { return true }
            if monotonicSeconds() - pressed > 0.7 {
                try? program.tmux.press("n")
                pressed = monotonicSeconds()
            }
            return false
        }
        try program.send("/status")
        try program.tmux.wait(for: "Version")

        // Each of them asks for something else, or the third would ask the user.
        let calls = (1...500).map { line -> JSONValue in
            ["action": "read_file", "path": "a", "start_line": .integer(Int64(line))]
        }
        let many = try RunningProgram(
            playing: [.answer("", calls: calls), .answer("All read.")], in: folder.path, home: try Home())
        try many.send("read")
        try many.tmux.wait(for: "All read.", upTo: 30)
    }
}
