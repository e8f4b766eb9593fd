// What is the chat's works from the palette wherever the keys are.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ChatPaletteTests {
    private func reading() -> ScenarioPlayer {
        ScenarioPlayer.reading([user(1, "first"), answer(2, "an answer"), user(3, "second"), answer(4, "b")])
    }

    @Test(arguments: ["", "ctrl-t"]) func theChatGetsTheKeys(from part: String) {
        var player = reading()
        if !part.isEmpty { player.keys(part) }
        player.keys("f2", "\"previous user message", "enter")
        #expect(player.model.focus == .chat)
        #expect(player.model.chat.selected == 3)
        player = reading()
        if !part.isEmpty { player.keys(part) }
        player.keys("f2", "\"copy from chat", "enter", "\"a")
        #expect(player.effects.contains(.copy([UInt8(ascii: "b")], name: "the last answer")))
    }

    @Test func aDraftIsKeptMeanwhile() {
        var player = reading()
        player.keys("\"words", "f2", "\"fold entry", "enter")
        #expect(player.model.flash?.text == "Nothing is folded here")
        #expect(player.model.composer.text == "words")
    }

    @Test func repeatingAsksOnceMoreWithItsKey() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "Done.""#, "time 9000")
        #expect(player.orders(#"keys f2 "repeat turn" enter"#).isEmpty)
        #expect(player.model.isRepeating)
        let sent = player.orders(#"keys "r""#)
        #expect(sent.contains { if case .agent(.send) = $0 { true } else { false } })
    }

    @Test func thePanelIsArrangedFromIt() {
        var player = reading()
        player.keys("f2", "\"panel below", "enter")
        #expect(player.model.arrangement.place == .below)
        #expect(player.model.focus == .composer)
    }
}
