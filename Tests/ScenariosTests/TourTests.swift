// The tour answers everything: its chapters in order, what the user decided, and any sentence at all.
import Resources
import TestSupport
import Testing

@testable import Scenarios

struct TourTests {
    private let tour: Scenario

    init() throws { tour = try Scenario(BuiltInScenario.tour) }

    private func opened() -> Transcript {
        var transcript = Transcript(tour)
        _ = transcript.lines(
            playing: """
                > Show me what you can do.
                = read_file success x
                = search_files success x
                = replace_string_in_file success staged
                = create_file success staged
                """)
        return transcript
    }

    @Test func itIsReadWithoutAMistake() {
        #expect(Scenario.read(BuiltInScenario.tour).problems == [])
        #expect(tour.files.map(\.path) == ["README.md", "prices.py", "till.py"])
        #expect(tour.prompt == "Show me what you can do.")
    }

    /// Each chapter by `next`; no chapter comes twice.
    @Test func nextLeadsThroughAllOfIt() {
        var transcript = opened()
        var calls: [String] = []
        calls += transcript.say("next").filter { $0.hasPrefix("< call") }
        _ = transcript.giveBack(["run_terminal success 3 lines"])
        let finding = transcript.say("go on")
        #expect(finding.first?.contains("palette") == true)
        calls += transcript.say("ok").filter { $0.hasPrefix("< call") }
        let end = transcript.giveBack(["ask_followup_question success To review changes, without any agent"])
        #expect(end.first?.contains("git diff | oropendola review") == true)
        #expect(transcript.say("next").first?.contains("That was all of the tour") == true)
        #expect(calls == ["< call run_terminal", "< call ask_followup_question"])
    }

    @Test(arguments: [
        ("Rejected in prices.py:\n", "You rejected a part."),
        ("Accepted in prices.py: +1 -1\n", "You accepted changes"),
        ("The user undid a write of prices.py.\n", "You took a write back"), ("", "You decided nothing so far"),
    ])
    func itHasHeardWhatWasDecided(_ told: String, _ words: String) {
        var transcript = opened()
        let answer = transcript.say("next" + (told.isEmpty ? "" : "\n\n[attached]\nReview\n\n" + told))
        #expect(answer.first?.hasPrefix("< \(words)") == true, "\(answer)")
        #expect(answer.last == "< call run_terminal")
    }

    @Test func aRefusedCommandIsNoDeadEnd() {
        var transcript = opened()
        _ = transcript.say("next")
        let answer = transcript.giveBack(["run_terminal error Rejected by the user. not now"])
        #expect(answer.first?.contains("You said no, and nothing ran") == true)
        // And one whose turn was cancelled: the next chapter comes.
        var cancelled = opened()
        _ = cancelled.say("next")
        #expect(cancelled.say("next").first?.contains("palette") == true)
    }

    /// Whatever is typed, at whatever point and in any mode, has an answer with words.
    @Test func anySentenceHasAnAnswer() throws {
        var random = SeededGenerator.fresh()
        let words = [
            "how", "do", "I", "undo", "the", "theme", "42", "?", "next", "rename", "it", "why", "model", "ö", "{{1}}",
            "quit", "hunk", "🦜", "what", "server", "now", "show", "thanks", "is", "this", "real", "ok",
        ]
        for _ in 0..<fuzzRounds(default: 60) {
            var transcript = Transcript(tour, mode: Bool.random(using: &random) ? "agent" : "ask")
            for _ in 0..<12 {
                let count = Int.random(in: 1...6, using: &random)
                let said = (0..<count).map { _ in words.randomElement(using: &random)! }.joined(separator: " ")
                var answer = transcript.say(said)
                var rounds = 0
                while let call = answer.last, call.hasPrefix("< call "), rounds < 9 {
                    rounds += 1
                    let result = Bool.random(using: &random) ? "success yes" : "error Rejected by the user."
                    answer = transcript.giveBack(["\(call.dropFirst(7)) \(result)"])
                    #expect(answer.first?.hasPrefix("< error") == false, "\(said): \(answer), FUZZ_SEED=\(random.seed)")
                }
                #expect((answer.first?.count ?? 0) > 10, "\(said), FUZZ_SEED=\(random.seed)")
                #expect(answer.first?.hasPrefix("< error") == false, "\(said): \(answer), FUZZ_SEED=\(random.seed)")
            }
        }
    }

    /// In ask mode calls are not made, and a chapter must not wait for them.
    @Test func askModeIsToldOf() {
        var transcript = Transcript(tour, mode: "ask")
        #expect(transcript.say("Show me what you can do.").first?.contains("`/mode agent`") == true)
        #expect(transcript.say("next").first?.contains("`/mode agent`") == true)
    }
}
