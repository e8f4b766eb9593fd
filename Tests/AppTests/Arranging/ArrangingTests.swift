// The panel's place and size by keys, mouse and settings, and what is kept of them.

import ChangeReview
import Screen
import Settings
import TestSupport
import Testing

@testable import App

/// A program with one staged change.
func staging(_ size: Size = Size(columns: 120, rows: 40)) -> ScenarioPlayer {
    var player = ScenarioPlayer(size: size)
    player.play(lines: [
        "start", #"keys "go" enter"#,
        #"server calls "[{\"action\":\"apply_diff\",\"path\":\"a.swift\"}]" "I will.""#,
    ])
    player.play(
        Scenario.Step(
            line: 0, words: ["propose", "\"a.swift"], body: ["~4", "-one", "+two", "~30", "-three", "+four", "~4"]))
    player.play(lines: [#"server reply "Done.""#, "time 9000"])
    return player
}

@Suite struct ArrangingTests {
    private func panel(_ player: ScenarioPlayer) -> Rect? { player.model.layout(in: player.size).panelRect }

    @Test func theNextPlaceIsSaid() {
        var player = staging()
        var said: [String] = []
        for _ in 0..<5 {
            player.play(lines: ["keys f4"])
            said.append(player.model.flash?.text ?? "")
        }
        #expect(
            said == [
                "Changes: right of the chat", "Changes: below the chat", "Changes: alone, or the chat",
                "Changes: only while they have the keys", "Changes: where there is room",
            ])
        #expect(player.model.composer.isEmpty)
    }

    @Test func theKeyAfterItSaysWhere() {
        for (key, place) in [("b", PanelPlace.below), ("o", .alone), ("h", .hidden), ("r", .right), ("a", .auto)] {
            var player = staging()
            player.play(lines: ["keys alt-w \"\(key)\""])
            #expect(player.model.arrangement.place == place)
            #expect(!player.model.arrangement.isAwaited)
        }
        // A letter that means nothing there is not written into the message either.
        let player = ScenarioPlayer.playing("start", #"keys "draft" alt-w "zx""#)
        #expect(player.model.composer.text == "draftx")
    }

    @Test func sizesAreTriedUntilAnotherKey() {
        var player = staging()
        let before = panel(player)?.size.columns ?? 0
        player.play(lines: [#"keys alt-w "+++-" "#])
        #expect(panel(player)?.size.columns == before + 8)
        #expect(player.model.arrangement.isAwaited)
        player.play(lines: [#"keys esc "a""#])
        #expect(player.model.composer.text == "a")
        #expect(player.orders(#"keys alt-w "=""#) == [.keepShares(PaneShares())])
        #expect(panel(player)?.size.columns == before)
    }

    @Test func aLargerPanelIsKeptAsAShare() {
        var player = staging()
        let columns = panel(player)?.size.columns ?? 0
        #expect(
            player.orders("keys alt-+") == [.keepShares(PaneShares(beside: PaneShares.share(columns + 4, of: 120)))])
        player.send(.input(.resized(Size(columns: 240, rows: 40))))
        #expect(player.model.layout(in: Size(columns: 240, rows: 40)).panelRect?.size.columns == 2 * (columns + 4))
        var report = StartReport()
        report.shares = player.model.shares
        let next = AppModel(report)
        #expect(next.shares == player.model.shares)
    }

    @Test func noPartIsLost() {
        for size in [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24)] {
            for key in ["alt-+", "alt--"] {
                var player = staging(size)
                for _ in 0..<60 { player.play(lines: ["keys \(key)"]) }
                let layout = player.model.layout(in: size)
                #expect(layout.chat.size.columns >= 24 && layout.chat.size.rows >= 2, "\(layout)")
                #expect((panel(player)?.size.rows ?? 0) >= 4 && (panel(player)?.size.columns ?? 0) >= 24, "\(layout)")
            }
        }
    }

    @Test func whatCantBeResizedSaysSo() {
        var player = ScenarioPlayer.playing("start", "keys alt-+")
        #expect(player.model.flash?.text == "The changes are not in sight. Ctrl-T shows them")
        player.play(lines: [#"keys alt-w "o" ctrl-t alt-+"#])
        #expect(player.model.flash?.text == "The changes have the whole screen")
    }

    @Test func aRuleIsDraggedAndItsShareKept() {
        var player = staging()
        let divider = player.model.layout(in: player.size).divider ?? 0
        #expect(player.orders("mouse press \(divider),4", "mouse drag 50,9").isEmpty)
        #expect(player.model.layout(in: player.size).divider == 50)
        let kept = PaneShares(beside: PaneShares.share(69, of: 120))
        #expect(player.orders("mouse drag 200,9", "mouse drag 50,9", "mouse release 50,9") == [.keepShares(kept)])
        // Twice in a moment: its own place again.
        #expect(player.orders("mouse press 50,3", "mouse release 50,3").isEmpty)
        #expect(player.orders("mouse press 50,3", "mouse release 50,3") == [.keepShares(PaneShares())])
        #expect(player.model.layout(in: player.size).divider == divider)
        // Slowly it is two presses.
        player.play(lines: ["mouse press \(divider),3", "mouse release \(divider),3", "time 500"])
        #expect(player.orders("mouse press \(divider),3", "mouse release \(divider),3").isEmpty)
    }

    @Test func theRuleAboveThePanelIsDraggedToo() {
        var player = staging(Size(columns: 80, rows: 30))
        let rule = player.model.layout(in: player.size).panelRule ?? 0
        player.play(lines: ["mouse press 10,\(rule)", "mouse drag 10,\(rule - 5)", "mouse release 10,\(rule - 5)"])
        #expect(player.model.layout(in: player.size).panelRule == rule - 5)
        #expect(player.model.shares.below != nil)
    }

    @Test func theListHasItsShareOfThePanel() {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 41))
        player.play("many 30")
        #expect(player.reviewing.layout?.list.size.rows == 10)
        player.play(#"keys ")))((""#)
        #expect(player.reviewing.layout?.list.size.rows == 11)
        #expect(player.effects.suffix(5) == Array(repeating: .sharesChanged, count: 5))
        player.play(#"keys ")))))))))))))))))))))))))))))))))))))))))))))))))))))""#)
        #expect(player.reviewing.layout?.list.size.rows == 30)
        player.play(#"keys "(((((((((((((((((((((((((((((((((((((((((((((((((((((((""#)
        #expect(player.reviewing.layout?.list.size.rows == 1)
    }

    @Test func theListsRuleIsDraggedInBothPrograms() throws {
        let path = try #require(RelativePath("a.txt"))
        let step = FileStep(path: path, before: nil, after: FileState(bytes: [0x61, 0x0A]))
        var contents = ReviewContents()
        contents.files = (0..<9).compactMap { number in
            RelativePath("b\(number)").map {
                FittedFile(step: FileStep(path: $0, before: nil, after: step.after), standing: .inPlace)
            }
        }
        var model = ReviewModel(
            ReviewStart(subject: .patch(name: nil), target: .workingTree, folder: "", contents: contents))
        _ = model.update(.input(.resized(Size(columns: 80, rows: 24))))
        let rule = model.reviewing.layout?.rule.top ?? 0
        func mouse(_ action: Mouse.Action, _ row: Int) -> [AppEffect] {
            model.update(.input(.mouse(Mouse(action, at: Point(column: 7, row: row)))))
        }
        #expect(mouse(.pressed, rule) == [.startTimer(.doublePress, milliseconds: 400)])
        #expect(mouse(.dragged, rule + 3) == [])
        #expect(model.reviewing.layout?.rule.top == rule + 3)
        #expect(mouse(.released, rule + 3) == [.keepShares(PaneShares(list: model.reviewing.listShare))])
        #expect(model.reviewing.listShare != nil)
    }

    @Test func theSettingHoldsAtOnce() {
        var player = staging()
        func settings(_ values: [SettingName: SettingValue]) -> ChosenSettings {
            ChosenSettings(values.mapValues { SettingsLayer.Entry($0, .variable("V")) })
        }
        player.send(.settingsChanged(settings([.panel: .text("below")])))
        #expect(player.model.layout(in: player.size).panelRule != nil)
        #expect(player.orders("keys alt-m") == [.takeMouse(false)])
        #expect(player.model.flash?.text == "The mouse selects text. Alt-M takes it back")
        #expect(player.picture().contains { $0.contains("mouse selects text") })
        player.play(lines: ["time 6000"])
        #expect(player.picture().contains { $0.contains("mouse selects text") })
        #expect(player.orders("keys alt-m") == [.takeMouse(true)])
        player.send(.settingsChanged(settings([.mouse: .flag(false)])))
        #expect(player.effects.contains(.takeMouse(false)))
        #expect(player.model.arrangement.place == .auto)
    }
}
