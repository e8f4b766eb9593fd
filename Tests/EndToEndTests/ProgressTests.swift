// The server's progress on the real screen: its words, as long as they hold, and no others.
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct ProgressTests {
    @Test func phasesStayAsLongAsTheyLast() throws {
        var random = SeededGenerator.fresh()
        let words = (0..<8).map { _ in randomWord(using: &random) }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                .progress("thinking", "Reading \(words[0])"), .pause(3500),
                .progress("plan", "1. Look at *\(words[1])*\n2.  Change `\(words[2])` <b>"),
                .progress("working", "Now \(words[3])", ["step": 2, "total": 5]), .pause(1200),
                .progress(
                    "step_complete", "Did \(words[4])",
                    [
                        "step": 2, "total": 5, "details": [.string("first \(words[5])"), "then the rest"],
                        "file_changes": [
                            "created": [["path": .string(words[6] + ".py"), "line_count": 12]],
                            "modified": [["path": "old.py", "lines_added": 3, "lines_removed": 2]],
                        ],
                    ]),
                .answer("", calls: [["action": "create_file", "path": .string(words[7]), "content": "x\n"]]),
                .progress("complete", "All of it"), .answer("That was \(words[0])."),
            ], in: folder.path, home: try Home())
        let tmux = program.tmux
        try program.send("go")
        try tmux.waitForStatus("AI is thinking…")
        let start = monotonicSeconds()
        let thinking = try tmux.statusLines { $0.contains("Executing step 2/5…") }
        #expect(thinking.dropLast().allSatisfy { $0.contains("AI is thinking…") }, "\(thinking)")
        #expect(monotonicSeconds() - start > 2.5)
        let working = try tmux.wait(for: "2 Now \(words[3])")
        #expect(working.contains { $0.contains("Reading \(words[0])") }, "\(working)")
        #expect(working.contains { $0.contains("1. Look at *\(words[1])*") })
        #expect(working.contains { $0.contains("2.  Change `\(words[2])` <b>") })

        try tmux.waitForStatus("Task complete!")
        let end = monotonicSeconds()
        let complete = try tmux.statusLines { !$0.contains("Task complete!") }
        let shown = monotonicSeconds() - end
        #expect(shown > 2 && shown < 4.5, "\(shown) s of \(complete)")
        #expect(complete.last?.contains("1 file to review") == true, "\(complete)")
        let screen = try tmux.screen()
        for line in [
            "✓ 2 Did \(words[4])", "• first \(words[5])", "• then the rest", "+ \(words[6]).py  12 lines",
            "~ old.py  +3 −2", "✓ All of it", "That was \(words[0]).",
        ] {
            #expect(screen.contains { $0.contains(line) }, "\(line) in \(screen)")
        }
        #expect(!folder.exists(words[7]), "staging touched the disk")
    }

    /// Odd numbers and kinds are shown as they came, and never become nonsense; the five metrics count all of them.
    @Test func oddEventsAreShownAsTheServerSaidThem() throws {
        var random = SeededGenerator.fresh()
        let odd: [(fields: JSONObject, status: String)] = [
            (["type": "working", "step": 7, "total": 3], "Executing step 7…"),
            (["type": "working", "step": 1, "total": 0], "Executing step 1…"),
            (["type": "working", "step": "2", "total": "5"], "Executing step 2/5…"),
            (["type": "working", "step": -4, "total": 2], "Executing…"),
            (["type": "working", "step": "many", "total": .null], "Executing…"),
            (["type": "working"], "Executing…"),
            (["type": "sparkle"], "AI is thinking…"),
        ].shuffled(using: &random)
        let words = odd.map { _ in randomWord(using: &random) }
        var steps: [JSONValue] = []
        for (event, word) in zip(odd, words) {
            var fields = event.fields
            fields["message"] = .string(word)
            steps += [["progress": .object(fields)], .pause(700)]
        }
        // Counted and not shown: no kind, no fields, no object.
        let silent: [JSONValue] = [
            ["progress": ["message": "nameless"]], ["progress": [:]], ["progress": [1, "two"]],
            ["event": "eval_js", "data": "alert(1)"],
        ]
        steps += silent + [.progress("thinking", "🔧 with a sign of its own"), .pause(300), .answer("The end.")]
        let folder = try TemporaryFolder()
        let program = try RunningProgram(playing: steps, in: folder.path, home: try Home())
        try program.tmux.waitForStatus("online")
        try program.send("go")
        let seed: Comment = "seed \(random.seed)"
        for (event, word) in zip(odd, words) {
            let screen = try program.tmux.wait(for: word)
            #expect(try program.tmux.statusLine().contains(event.status), "\(seed), \(event.fields): \(screen)")
        }
        let screen = try program.tmux.wait(for: "The end.")
        for word in words { #expect(screen.count { $0.contains(word) } == 1, "\(word), \(seed)") }
        #expect(screen.contains { $0.contains("🔧 with a sign of its own") })
        #expect(!screen.contains { $0.contains("nameless") || $0.contains("alert") })
        try program.send("/status")
        let report = try program.tmux.wait(for: "Reconnects")
        let received = odd.count + silent.count + 1
        #expect(metrics(in: report) == [1, 1, 0, received, 0], "\(seed): \(report)")
    }

    /// An `error` event is a red line; whether the turn failed is for the reply to say.
    @Test func theReplyDecidesAfterAnErrorEvent() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                .progress("error", "The first try broke"), .answer("It went well."),
                .progress("error", "The second try broke"),
                ["reply": ["success": false, "error": "No more credit"]],
            ], in: folder.path, home: try Home())
        try program.tmux.waitForStatus("online")
        try program.send("go")
        try program.tmux.wait(for: "It went well.")
        try program.tmux.waitForStatus("Task complete!")
        try program.tmux.wait(for: "✗ The first try broke")
        let row = try program.tmux.paintedScreen().split(separator: "\n").first { $0.contains("The first try broke") }
        #expect(row?.contains("91m") == true, "\(row ?? "")")
        try program.send("again")
        try program.tmux.waitForWrapped("No more credit. Your message is kept. Enter retry · Esc give up")
        try program.tmux.waitForStatus("✗ The turn failed")
        #expect(try program.tmux.screen().contains { $0.contains("✗ The second try broke") })
    }

    /// With the feed cut off again and again every turn ends the same way; the status line says so, and heals.
    @Test func theFeedHealsAndTheTurnGoesOn() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                .progress("thinking", "before the cut"), .cut, .progress("working", "unheard", ["step": 1]),
                .answer("Answered without a feed."),
                .progress("thinking", "with the feed back"), .answer("Answered with it."),
            ], in: folder.path, home: try Home())
        let tmux = program.tmux
        try tmux.waitForStatus("online")
        try program.send("one")
        let links = try tmux.statusLines { $0.contains("reconnecting") }
        #expect(links.last?.contains("reconnecting 1/5") == true)
        try tmux.wait(for: "Answered without a feed.")
        try tmux.waitForStatus("agent · online")
        try program.send("two")
        let screen = flowing(try tmux.wait(for: "Answered with it."))
        for text in ["before the cut", "with the feed back", "Answered without", "Answered with it"] {
            #expect(count(of: text, in: screen) == 1, "\(text) in \(screen)")
        }
        #expect(!screen.contains("unheard"))
        try program.send("/status")
        let report = try tmux.wait(for: "Reconnects")
        #expect(metrics(in: report) == [2, 2, 1, 2, 1], "\(report)")
    }

    /// The five metrics of `/status`, in its order.
    private func metrics(in report: [String]) -> [Int?] {
        ["Connect attempts", "Connect successes", "Disconnects", "Events received", "Reconnects"].map { name in
            let row = report.last { $0.contains(name) } ?? ""
            return Int(row.drop { !$0.isNumber }.prefix { $0.isNumber })
        }
    }
}
