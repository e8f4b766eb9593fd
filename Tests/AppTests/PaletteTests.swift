// The palette: every action is found by a few letters, runs where the keys were, and says why when it can't.

import Screen
import Settings
import TaskMachine
import Testing

@testable import App

@Suite struct PaletteTests {
    private func first(_ player: ScenarioPlayer) -> Palette.Item? {
        player.model.palette.flatMap { $0.found(in: player.model.paletteItems($0)).first }
    }

    @Test func everyActionIsInIt() {
        let player = ScenarioPlayer.playing("start", "keys f2")
        let items = player.model.palette.map { player.model.paletteItems($0) } ?? []
        // Two are not: itself, and a choice, which is a number.
        #expect(Set(Action.allCases).subtracting(items.map(\.action)) == [.palette, .choose])
        for item in items { #expect(item.keys.isEmpty == false, "\(item.action)") }
    }

    @Test func aFewLettersFindAnAction() {
        let expected: [(String, Action)] = [
            ("steer", .steer), ("next und", .nextUndecided), ("write", .write), ("kill end", .killToEnd),
            ("cycle", .cycleMode), ("redo rev", .redoReview), ("suspend", .suspend),
        ]
        for (letters, action) in expected {
            let player = ScenarioPlayer.playing("start", "keys ctrl-t f2 \"\(letters)\"")
            #expect(first(player)?.action == action, "\(letters)")
        }
    }

    @Test func enterRunsItWhereTheKeysWere() {
        var player = ScenarioPlayer.playing("start", #"keys "one two" f2 "line start" enter"#)
        #expect(player.model.palette == nil)
        player.play(lines: [#"keys "X""#])
        #expect(player.model.composer.text == "Xone two")
        player.play(lines: [#"keys alt-x "toggle changes" enter"#])
        #expect(player.model.focus == .changes)
        #expect(player.orders(#"keys f2 "redraw" enter"#) == [.redraw])
        #expect(player.model.focus == .changes)
    }

    @Test func whatCantBeRunSaysWhy() {
        var player = ScenarioPlayer.playing("start", #"keys f2 "steer" enter"#)
        #expect(player.model.flash?.text == "steer: no turn runs")
        #expect(player.model.palette != nil)
        player.play(lines: [#"keys esc ctrl-t f2 "accept all" enter"#])
        #expect(player.model.flash?.text == "accept all: nothing to review")
        player.play(lines: [#"keys esc esc f2 "accept file" enter"#])
        #expect(player.model.flash?.text == "accept file: in the changes")
    }

    @Test func helpIsForWhereItWasOpened() {
        var player = ScenarioPlayer.playing("start", #"keys ctrl-t f2 "abc" f1"#)
        #expect(player.model.palette == nil)
        #expect(player.model.help?.context == .changes)
        player.play(lines: ["keys esc"])
        #expect(player.model.help == nil && player.model.focus == .changes)
    }

    @Test func escClosesItAndNothingElse() {
        var player = ScenarioPlayer.playing("start", #"keys "draft" f2 "abc" esc"#)
        #expect(player.model.palette == nil)
        #expect(player.model.composer.text == "draft")
        player.play(lines: ["keys f2 f2"])
        #expect(player.model.palette == nil)
    }

    /// A yes to a command is pressed where the command is read.
    @Test func noCommandIsAllowedFromIt() {
        let command = #"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" "" "#
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, command, "time 500")
        #expect(player.orders(#"keys ctrl-q f2 "allow once" enter"#).isEmpty)
        #expect(player.model.flash?.text == "allow once: by its own key")
        #expect(player.model.dock != nil)
    }

    @Test func aPasteIsLookedFor() {
        var player = ScenarioPlayer.playing("start", "keys f2")
        player.send(.input(.pasted("sus\npend")))
        #expect(first(player)?.action == .suspend)
        #expect(player.model.composer.isEmpty)
    }

    @Test func itNamesTheKeysInForce() {
        var player = ScenarioPlayer.playing("start")
        player.send(
            .settingsChanged(
                ChosenSettings(remaps: [
                    KeyRemap(context: "everywhere", key: "F9", action: "suspend"),
                    KeyRemap(context: "everywhere", key: "Ctrl-Z", action: nil),
                ])))
        player.play(lines: [#"keys f2 "suspend""#])
        #expect(first(player)?.keys == [Key(.function(9))])
        #expect(player.picture().contains { $0.contains("F9") && $0.contains("suspend") })
    }
}
