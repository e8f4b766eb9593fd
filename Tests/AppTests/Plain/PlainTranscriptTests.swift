// An answer in pieces is printed as its lines become final: once, in order, whatever the pieces are.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

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
            #expect(printed.joined(separator: "\n") == "Oropendola: " + text, "seed \(chance.seed)")
        }
    }

    @Test func aReplyThatReadsOtherwiseSaysSo() {
        var player = started()
        player.send(.agent(.progressed(streaming("One.\nTwo.\nThr")), at: 10))
        #expect(player.printed == ["Oropendola: One.", "Two."])
        player.printed = []
        player.play(lines: [#"server reply "One.\nZwei.\nThree.""#])
        #expect(
            Array(player.printed.prefix(3)) == [
                "The reply reads otherwise from here on:", "Oropendola: Zwei.", "Three.",
            ])
    }

    /// A cancelled turn keeps what came, and its last line is printed then.
    @Test func whatWasBrokenOffIsPrintedWithItsLastLine() {
        var player = started()
        player.send(.agent(.progressed(streaming("One.\nTw")), at: 10))
        player.write("^C")
        #expect(player.printed.starts(with: ["Oropendola: One.", "Tw", "Incomplete: only what the feed brought."]))
    }
}
