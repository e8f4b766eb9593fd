// Answers that stream on the real screen: seen as they come, replaced by the reply, kept when it does not come.
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct StreamingTests {
    private func piece(_ type: String, _ text: String) -> JSONValue {
        ["progress": ["type": .string(type), "text": .string(text), "partial": true, "task_id": "task_1"]]
    }

    @Test func theReplyTakesThePlaceOfTheStream() throws {
        var random = SeededGenerator.fresh()
        let words = (0..<5).map { _ in randomWord(using: &random) }
        let usage: JSONValue = ["type": "metrics_update", "metrics": ["tokensIn": "12000", "tokensOut": 400]]
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                .progress("thinking", "Reading"), piece("reasoning", "First \(words[0]),\n"),
                piece("reasoning", "then \(words[1])."), ["progress": usage], piece("text", "It is **\(words[2])"),
                .pause(1_500), piece("text", " \(words[3])** and"), .pause(1_500),
                .answer("It is **\(words[2]) \(words[4])**."),
            ], in: folder.path, home: try Home())
        let seed: Comment = "seed \(random.seed)"
        try program.tmux.waitForStatus("online")
        try program.send("go")
        let begun = try program.tmux.wait(for: words[2])
        #expect(begun.contains { $0.contains("▸ Reasoning  then \(words[1]).") }, "\(seed) \(begun)")
        #expect(begun.last?.contains("AI is thinking…") == true && begun.last?.contains("12.4k tokens") == true, seed)
        let streamed = try program.tmux.wait(for: "\(words[2]) \(words[3]) and")
        let replied = try program.tmux.wait(for: "\(words[2]) \(words[4]).")
        #expect(!replied.contains { $0.contains(words[3]) }, "\(seed) \(replied)")
        #expect(replied.count { $0.contains(words[2]) } == 1, "\(seed) \(replied)")
        func row(_ screen: [String]) -> Int? { screen.firstIndex { $0.contains(words[2]) } }
        #expect(row(streamed) == row(replied), "no jump, \(seed)")
    }

    @Test func whatWasStreamedStaysWhenTheReplyDoesNotCome() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: [
                piece("ai_chunk", "Half an"), piece("ai_chunk", " answer"), .pause(700), .closing,
                piece("text", "Another half"), .silence,
            ], in: folder.path, home: try Home())
        try program.tmux.waitForStatus("online")
        try program.send("go")
        try program.tmux.waitForStatus("✗ The turn failed")
        let failed = try program.tmux.screen()
        #expect(failed.contains { $0.contains("Half an answer") } && failed.contains { $0.contains("! Incomplete") })
        try program.tmux.press("Enter")
        try program.tmux.wait(for: "Another half")
        try program.tmux.press("Escape")
        let cancelled = try program.tmux.wait(for: "Cancelled.")
        #expect(cancelled.count { $0.contains("! Incomplete: only what the feed brought.") } == 2, "\(cancelled)")
    }

    /// Pieces by the thousand, all at once: each is counted, and what stands is the reply.
    @Test func aFloodOfPiecesIsSurvived() throws {
        let pieces = (0..<1_500).map { piece("text", $0 % 30 == 29 ? "word\($0).\n\n" : "word\($0) ") }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            playing: pieces + [.answer("All of it.")], in: folder.path, home: try Home())
        try program.tmux.waitForStatus("online")
        try program.send("go")
        let screen = try program.tmux.wait(for: "All of it.")
        #expect(!screen.contains { $0.contains("word14") }, "\(screen)")
        try program.tmux.waitForStatus("Task complete!")
        // A reply may be faster than the last of a flood on another connection.
        try program.tmux.wait(upTo: 20, for: "1,500 events in /status") { screen in
            if screen.contains(where: { $0.contains("Events received") && $0.contains("1,500") }) { return true }
            try? program.send("/status")
            return false
        }
    }
}
