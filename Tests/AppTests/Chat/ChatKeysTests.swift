// The chat's keys: from message to message, folds one by one, and the way into the changes and back.

import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ChatKeysTests {
    private let output = (1...30).map { "line \($0)" }.joined(separator: "\n")

    private func reading(_ entries: [Entry]) -> ScenarioPlayer {
        var player = ScenarioPlayer.reading(entries)
        player.keys("shift-f6")
        return player
    }

    @Test func theCursorGoesFromMessageToMessage() {
        var player = reading([user(1, "one"), answer(2, "two"), ran(3, "make", output), user(4, "three")])
        #expect(player.model.focus == .chat && player.model.chat.selected == 4)
        #expect(player.rows(with: "▌").contains { $0.hasSuffix("three") })
        player.keys("[")
        #expect(player.model.chat.selected == 3)
        player.keys("{")
        #expect(player.model.chat.selected == 1)
        #expect(player.rows(with: "▌") == ["▌You", "▌one"])
        player.keys("}")
        #expect(player.model.chat.selected == 4)
        player.keys("[", "[")
        #expect(player.model.chat.selected == 2)
        player.keys("esc")
        #expect(player.rows(with: "▌").isEmpty)
    }

    @Test func aMessageComesIntoTheWindowWithItsFirstRow() {
        let entries = (1...40).map { user($0, "message \($0)\nits second line") }
        var player = reading(entries)
        for _ in 0..<20 { player.keys("[") }
        #expect(player.model.chat.selected == 20)
        #expect(player.rows(with: "▌").count == 3)
        for _ in 0..<20 { player.keys("]") }
        #expect(player.rows(with: "▌").last == "▌its second line")
    }

    @Test func scrollingTakesTheCursorAlong() {
        var player = reading((1...60).map { user($0, "message \($0)") })
        player.keys("pgup", "pgup")
        #expect(!player.rows(with: "▌").isEmpty)
        player.keys("g")
        #expect(player.model.chat.selected == 1)
        player.keys("G")
        #expect(player.rows(with: "▌").count == 2)
    }

    @Test func outputsOpenOneByOne() {
        var player = reading([user(1, "go"), ran(2, "make", output), ran(3, "make test", output)])
        #expect(player.rows(with: "▸ 30 lines").count == 2)
        player.keys("[", "space")
        #expect(player.rows(with: "↓ 30 lines").count == 1)
        // As much of it as there is room for, from its first row on.
        #expect(player.rows(with: "▌").first == "▌Oropendola")
        #expect(player.rows(with: "│ line").count > 12)
        player.keys("space")
        #expect(player.rows(with: "▸ 30 lines").count == 2)
        player.keys("ctrl-o")
        #expect(player.rows(with: "▸ 30 lines").isEmpty)
        player.keys("space", "ctrl-o")
        #expect(player.rows(with: "▸ 30 lines").count == 2)
    }

    @Test func aRunOfEditsOpensAndCloses() {
        var player = reading([user(1, "go")] + (2...10).map { edited($0, "f\($0).txt") })
        #expect(player.rows(with: "edited").count == 5 && player.rows(with: "5 more files").count == 1)
        player.keys("enter")
        #expect(player.rows(with: "edited").count == 9)
        #expect(player.model.chat.selected == 6)
        player.keys("space")
        #expect(player.rows(with: "5 more files").count == 1)
        #expect(player.model.chat.selected == 10)
    }

    @Test func enterOnAnEditShowsItsDiffAndAKeyGoesBack() throws {
        var player = ScenarioPlayer(size: Size(columns: 120, rows: 40))
        let lines = [
            "start", #"keys "go" enter"#,
            #"server calls "[{\"action\":\"apply_diff\",\"path\":\"b.txt\",\"diff\":\"x\"}]" "" "#,
        ]
        for line in lines { player.play(Scenario.Step(line: 0, words: Scenario.words(line), body: [])) }
        player.play(Scenario.Step(line: 0, words: ["propose", "b.txt"], body: ["-let a = 1", "+let b = 1"]))
        player.play(Scenario.Step(line: 0, words: ["server", "reply", "\"Done."], body: []))
        player.keys("shift-f6", "[")
        let selected = player.model.chat.selected
        player.keys("enter")
        #expect(player.model.focus == .changes)
        #expect(player.model.reviewing.path?.text == "b.txt" && player.model.reviewing.side == .diff)
        player.keys("m")
        #expect(player.model.focus == .chat && player.model.chat.selected == selected)
    }

    @Test func anEditThatIsDecidedSaysSo() {
        var player = reading([user(1, "go"), edited(2, "gone.txt")])
        player.keys("enter")
        #expect(player.model.focus == .chat)
        #expect(player.model.flash?.text == "gone.txt is not under review any more")
    }
}
