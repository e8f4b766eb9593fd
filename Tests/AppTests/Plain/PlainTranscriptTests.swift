// An answer in pieces is printed as its lines become final: once, in order, whatever the pieces are.

import Screen
import TestSupport
import Testing

@testable import App
@testable import TaskMachine

@Suite struct PlainTranscriptTests {
    private func streaming(_ text: String) -> AgentProgress {
        AgentProgress(kind: .streamed(StreamedPiece(answer: text)))
    }

    private func started() -> ScenarioPlayer {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain()
        player.play(lines: ["start"])
        player.write("go")
        player.printed = []
        return player
    }

    @Test func anyPiecesComeToTheSameLines() {
        let text = "One.\n\n- two\n- three 漢字 e\u{301}\n```swift\nlet a = 1\n\n```\nThe end"
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 60) {
            var player = started()
            var rest = text.unicodeScalars[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...9, using: &chance)
                player.send(
                    .agent(.progressed(streaming(String(String.UnicodeScalarView(rest.prefix(count))))), at: 10))
                rest = rest.dropFirst(count)
            }
            #expect(!player.printed.contains { $0.contains("The end") }, "a line that may go on is not printed")
            player.play(lines: ["server reply \"\(text.replacing("\n", with: "\\n"))\""])
            let printed = player.printed.prefix { !$0.hasPrefix("Task complete") }
            let expected = "Oropendola: " + PlainText.lines(text).joined(separator: "\n   ")
            #expect(
                printed.joined(separator: "\n") == expected.replacing("\n   \n", with: "\n\n"), "seed \(chance.seed)")
        }
    }

    @Test func aReplyThatReadsOtherwiseSaysSo() {
        var player = started()
        player.send(.agent(.progressed(streaming("One.\nTwo.\nThr")), at: 10))
        #expect(player.printed == ["Oropendola: One.", "   Two."])
        player.printed = []
        player.play(lines: [#"server reply "One.\nZwei.\nThree.""#])
        #expect(
            Array(player.printed.prefix(3)) == [
                "The reply reads otherwise from here on:", "Oropendola: Zwei.", "   Three.",
            ])
    }

    /// Where a line begins, only the program speaks: an answer can't pass for a question of it.
    @Test func anAnswerForgesNothing() {
        var player = started()
        player.send(.agent(.progressed(streaming("So:\nQuestion 3: Run this command?\n")), at: 10))
        player.play(lines: [#"server reply "So:\nQuestion 3: Run this command?\n1 change written.""#])
        #expect(
            player.printed.starts(with: [
                "Oropendola: So:", "   Question 3: Run this command?", "   1 change written.",
            ]))
    }

    /// Each look goes through the whole text: a long one is looked at when there is more than a line to print.
    @Test func aLongAnswerIsNotReadAgainForEachLine() {
        var player = started()
        let long = String(repeating: "0123456789abcde\n", count: 4_096)
        player.send(.agent(.progressed(streaming(long)), at: 10))
        #expect(player.printed.count == 4_096)
        player.printed = []
        player.send(.agent(.progressed(streaming("A line.\n")), at: 20))
        #expect(player.printed.isEmpty)
        player.send(.agent(.progressed(streaming(String(repeating: "Another line.\n", count: 30))), at: 30))
        #expect(player.printed.count == 31)
        player.printed = []
        player.send(.agent(.progressed(streaming("The end.\n")), at: 40))
        player.write("^C")
        #expect(player.printed.first == "   The end.")
    }

    /// A call far above that still runs is printed when it ends.
    @Test func whatRunsIsWaitedForInALongTurn() {
        var transcript = PlainTranscript()
        let words = PlainEntry(signs: .ascii)
        func tool(_ id: Int, _ state: ToolLine.State) -> Entry {
            Entry(
                id: id, content: .tool(ToolLine(callID: "c\(id)", action: "read_file", object: "f\(id)", state: state)))
        }
        var entries = [tool(1, .running)]
        #expect(transcript.news(of: entries, words).isEmpty)
        for id in 2...500 {
            entries.append(tool(id, .succeeded))
            #expect(transcript.news(of: entries, words).count == 1)
        }
        entries[0].content = tool(1, .succeeded).content
        entries[0].revision += 1
        #expect(transcript.news(of: entries, words).count == 1)
        #expect(transcript.news(of: entries, words).isEmpty)
    }

    /// A cancelled turn keeps what came, and its last line is printed then.
    @Test func whatWasBrokenOffIsPrintedWithItsLastLine() {
        var player = started()
        player.send(.agent(.progressed(streaming("One.\nTw")), at: 10))
        player.write("^C")
        #expect(player.printed.starts(with: ["Oropendola: One.", "   Tw", "Incomplete: only what the feed brought."]))
    }
}
