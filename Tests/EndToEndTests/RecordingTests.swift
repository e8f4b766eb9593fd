// Sessions that are recorded and replayed at once: twice, elsewhere, at two speeds, to the same screens.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct RecordingTests {
    private let project: TemporaryFolder
    private let home: Home
    private let file: String

    init() throws {
        project = try TemporaryFolder()
        home = try Home()
        try project.write("a.py", "def parse(x):\n    return x\n\n\nprint(parse(1))\n")
        try project.write("b.py", "from a import parse\n\nparse(2)\n")
        file = "\(home.folder.path)/session.jsonl"
    }

    private func recorded(playing steps: [JSONValue] = []) throws -> (RunningProgram, ScenarioFile?) {
        let scenario = steps.isEmpty ? nil : try ScenarioFile(steps)
        let options = "--record \(shellQuoted(file)) \(scenario?.options ?? "")"
        return (try RunningProgram(in: project.path, home: home, options: options), scenario)
    }

    /// The screen when nothing moves any more: words in the status line pass within three seconds. Its letters alone: tmux
    /// tells colours by how they were painted, and that frames are the same, colours and all, is tested where they are
    /// made.
    private func settled(_ tmux: Tmux) throws -> [String] { try tmux.screen(atRestFor: 3.5) }

    /// Ends the session, and replays it where there is neither the project nor a server.
    private func replaysToTheSame(_ program: RunningProgram) throws {
        let screen = try settled(program.tmux)
        #expect(try program.quit() == 0)
        let elsewhere = try TemporaryFolder()
        for speed in ["max", "20"] {
            let replay = try RunningProgram(
                in: elsewhere.path, home: try Home(), options: "--replay \(shellQuoted(file)) --speed \(speed)",
                ready: nil)
            try replay.tmux.wait(for: "the recorded screen at speed \(speed)") { $0 == screen }
            #expect(try settled(replay.tmux) == screen, "speed \(speed)")
            #expect(try replay.quit() == 0)
        }
        #expect(try run(["ls", "-A", elsewhere.path]).text == "", "a replay writes nothing")
    }

    @Test func aRenameThatIsReviewedWrittenAndUndone() throws {
        let (program, _) = try recorded()
        try program.tmux.waitForWrapped("This session is recorded in")
        try program.tmux.waitForStatus("recording")
        try program.send("rename parse to decode")
        try program.tmux.wait(for: "2 files to review")
        try program.tmux.press("C-t", "Tab", "Space", "n")
        try program.tmux.press("A", "w")
        try program.tmux.waitForWrapped("changes written")
        try program.tmux.press("C-t", "u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.tmux.wait(for: "The write was undone")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Enter send")
        try replaysToTheSame(program)
        #expect(try project.text("a.py").hasPrefix("def parse"))
    }

    @Test func aCommandThatIsAllowed() throws {
        let (program, _) = try recorded()
        try program.send("run echo ran >> ran.txt")
        try program.tmux.waitForStatus("Waiting for your answer")
        try program.tmux.press("C-q")
        try program.tmux.wait(for: "answer with the keys above")
        var pressed = 0.0
        try program.tmux.wait(for: "the end of the request") { screen in
            if screen.last?.contains("Waiting for your answer") == false { return true }
            if monotonicSeconds() - pressed > 0.7 {
                try? program.tmux.press("y")
                pressed = monotonicSeconds()
            }
            return false
        }
        try program.tmux.wait(for: "exit 0")
        try replaysToTheSame(program)
        #expect(try project.text("ran.txt") == "ran\n", "a replay runs nothing")
    }

    @Test func aServerThatFails() throws {
        let (program, _) = try recorded(playing: [
            .progress("thinking", "Looking"), .raw(502, "text/html", "<h1>Bad Gateway</h1>"),
            .raw(502, "text/html", "<h1>Bad Gateway</h1>"), .raw(502, "text/html", "<h1>Bad Gateway</h1>"),
            .raw(502, "text/html", "<h1>Bad Gateway</h1>"), .answer("At last."),
        ])
        try program.send("hello")
        try program.tmux.waitForWrapped("Your message is kept")
        try replaysToTheSame(program)
    }

    @Test func aTurnThatIsCancelled() throws {
        let (program, _) = try recorded(playing: [
            .progress("plan", "Two steps", ["steps": ["one", "two"]]),
            .progress("working", "Thinking it over", ["step": 1, "total": 2]), .silence,
        ])
        try program.send("take your time")
        try program.tmux.wait(for: "Thinking it over")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Cancelled.")
        try replaysToTheSame(program)
    }

    @Test func aFeedThatIsCutAndComesBack() throws {
        let (program, _) = try recorded(playing: [
            .progress("thinking", "before the cut"), .cut, .pause(2500), .progress("thinking", "with the feed back"),
            .answer("Answered with it."),
        ])
        try program.send("go")
        try program.tmux.wait(for: "Answered with it.")
        try program.tmux.waitForStatus("online")
        try replaysToTheSame(program)
    }

    /// After its end a replay is there to be looked at: words go nowhere, nothing is written, the program ends as always.
    @Test func aReplayIsLookedAtAfterItsEnd() throws {
        let (program, _) = try recorded()
        try program.send("rename parse to decode")
        try program.tmux.wait(for: "2 files to review")
        #expect(try program.quit() == 0)
        let replay = try RunningProgram(
            in: "/", home: home, options: "--replay \(shellQuoted(file)) --speed max", ready: nil)
        try replay.tmux.wait(for: "2 files to review")
        try replay.tmux.press("C-t", "A", "w")
        try replay.tmux.wait(for: "Nothing was written: this is a")
        #expect(try project.text("a.py").hasPrefix("def parse"))
        try replay.tmux.press("Escape")
        try replay.tmux.wait(for: "Enter send")
        #expect(try replay.quit() == 0)
    }

    /// What is under review from before, and the conversation, are in a recording that goes on with them.
    @Test func aSessionThatGoesOnFromBefore() throws {
        let first = try RunningProgram(in: project.path, home: home)
        try first.send("rename parse to decode")
        try first.tmux.wait(for: "2 files to review")
        try first.tmux.press("C-t", "x")
        try first.tmux.wait(for: "1 undecided")
        try first.tmux.press("C-t")
        try first.tmux.wait(for: "Enter send")
        #expect(try first.quit() == 0)
        let second = try RunningProgram(in: project.path, home: home, options: "resume --record \(shellQuoted(file))")
        try second.tmux.waitForWrapped("kept from last time")
        try second.tmux.waitForWrapped("rename parse to decode")
        try second.tmux.press("C-t")
        try second.tmux.wait(for: "space accept")
        try second.tmux.press("j")
        try second.tmux.wait(for: "decode(2)")
        try second.tmux.press("C-t")
        try second.tmux.wait(for: "Enter send")
        try replaysToTheSame(second)
    }

    /// While it plays keys are the recording's, but for the one that does not want to wait.
    @Test func aReplayIsHurriedToItsEnd() throws {
        let (program, _) = try recorded()
        try program.send("help")
        try program.tmux.waitForWrapped("Anything else needs a model.")
        try program.send("find parse")
        try program.tmux.wait(for: "4 matches")
        let screen = try settled(program.tmux)
        #expect(try program.quit() == 0)
        let replay = try RunningProgram(
            in: "/", home: home, options: "--replay \(shellQuoted(file)) --speed 0.001", ready: nil)
        try replay.tmux.wait(for: "oropendola")
        try replay.tmux.type("mine")
        try replay.tmux.press("C-c")
        try replay.tmux.wait(for: "the recorded end") { $0 == screen }
        #expect(try replay.quit() == 0)
    }

    /// The recording has the traffic, and of what opens an account nothing; nobody else can read it.
    @Test func secretsAreNotInIt() throws {
        let planted = "planted-secret-9f3b"
        try project.write("log.txt", "the token was \(planted)\n")
        let scenario = try ScenarioFile([
            .progress("thinking", "it is \(planted)"),
            ["reply": ["success": true, "response": .string("sid \(planted)"), "access_token": .string(planted)]],
        ])
        let program = try RunningProgram(
            in: project.path, home: home, options: "--record \(shellQuoted(file)) \(scenario.options)",
            environment: ["SOME_API_KEY": planted])
        try program.send("@log.txt what is in it?")
        try program.tmux.waitForWrapped("sid \(planted)")
        #expect(try program.quit() == 0)
        let text = String(decoding: try readFile(file), as: UTF8.self)
        #expect(!text.contains(planted))
        #expect(text.contains("/api/method/login") && text.contains("ai_progress"), "the traffic is in it")
        for line in text.split(separator: "\n") {
            let wire = try JSONValue.parse(String(line))["wire"]
            for header in wire?["headers"]?.asArray ?? [] {
                guard let name = header[0]?.asString?.lowercased(), name.hasSuffix("cookie") else { continue }
                #expect(header[1] == "(hidden)")
            }
            #expect(
                wire?["body"]?.asString?.contains("pwd=") != true
                    || wire?["body"]?.asString?.contains("pwd=(hidden)") == true)
        }
        #expect(try run(["stat", "-c", "%a", file]).text == "600\n")
    }

    @Test func whatCanNotBeRecordedOrReplayedIsSaid() throws {
        let program = try builtProduct("oropendola")
        try project.write("taken.jsonl", "mine\n")
        try project.write("later.jsonl", "{\"oropendola_recording\": 99}\n")
        let cases: [([String], Int32, String)] = [
            (["--record", "taken.jsonl"], 1, "File exists. A recording begins a new file."),
            (["--replay", "taken.jsonl"], 1, "taken.jsonl is no recording."),
            (["--replay", "later.jsonl"], 1, "was recorded by a newer oropendola (version 99"),
            (["--replay", "none.jsonl"], 1, "No such file"),
            (["--replay", "x", "--speed", "fast"], 2, "'fast' is no speed"),
            (["--replay", "x", "--record", "y"], 2, "--replay plays a recording alone"),
            (["--record", "new.jsonl", "--plain"], 2, "plain mode has none"),
        ]
        for (words, status, text) in cases {
            let outcome = try run(["timeout", "60", program] + words, in: project.path, environment: home.variables)
            #expect(outcome.status == status, "\(words)")
            #expect(outcome.errorText.contains(text), "\(words): \(outcome.errorText)")
        }
        #expect(try project.text("taken.jsonl") == "mine\n")
    }

    /// A full disk ends the recording and says so once; the session goes on, and what was recorded plays.
    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason)) func aFullDiskEndsTheRecordingAlone() throws {
        let disk = try SmallDisk(kilobytes: 16)
        let place = "\(disk.path)/session.jsonl"
        let program = try RunningProgram(in: project.path, home: home, options: "--record \(shellQuoted(place))")
        try program.tmux.waitForStatus("recording")
        for round in 0..<40 {
            try program.send("find word\(round)")
            try program.tmux.wait(for: "the answer") { screen in
                flowing(screen).contains("word\(round)") && screen.last?.contains("thinking") == false
            }
            if try !program.tmux.statusLine().contains("recording") { break }
        }
        try program.tmux.waitForWrapped("The recording stopped: ")
        try program.send("rename parse to decode")
        try program.tmux.wait(for: "2 files to review")
        #expect(try program.quit() == 0)
        let replay = try RunningProgram(in: "/", home: home, options: "--replay \(shellQuoted(place)) --speed max")
        #expect(try replay.quit() == 0)
    }
}
