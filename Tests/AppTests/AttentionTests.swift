// Who looks elsewhere is told of what waits, once, and in the tab it is seen how the work goes.
import Screen
import Settings
import TaskMachine
import Testing

@testable import App

@Suite struct AttentionTests {
    private func notices(_ effects: [AppEffect]) -> [String] {
        effects.compactMap { if case .notify(let notice) = $0 { notice.text } else { nil } }
    }

    private func player(isLookedAt: Bool) -> ScenarioPlayer {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        if !isLookedAt { _ = player.model.update(.input(.focused(false))) }
        return player
    }

    private func progress(_ player: inout ScenarioPlayer) -> WorkProgress {
        player.model.frame(in: Size(columns: 80, rows: 24)).progress
    }

    @Test func theEndOfATurnIsToldToWhoLooksElsewhere() {
        var away = player(isLookedAt: false)
        #expect(progress(&away) == .busy)
        let before = away.effects.count
        away.play(lines: [#"server reply "done""#])
        #expect(notices(Array(away.effects[before...])) == ["Task complete."])
        #expect(progress(&away) == .none)
        var here = player(isLookedAt: true)
        here.play(lines: [#"server reply "done""#])
        #expect(notices(here.effects).isEmpty)
    }

    /// The next turn of the queue ends as well.
    @Test func aTurnThatAnotherFollowsIsNoEnd() {
        var player = ScenarioPlayer.playing("start", #"keys "one" enter"#, #"keys "two" enter"#)
        _ = player.model.update(.input(.focused(false)))
        player.play(lines: [#"server reply "done""#])
        #expect(notices(player.effects).isEmpty)
        player.play(lines: [#"server reply "done too""#])
        #expect(notices(player.effects) == ["Task complete."])
    }

    @Test func aRequestRingsOrCalls() {
        var away = player(isLookedAt: false)
        away.call(#"{"action":"run_terminal","command":"make"}"#)
        #expect(notices(away.effects) == ["Waiting for your answer."])
        #expect(!away.effects.contains(.bell))
        #expect(progress(&away) == .waiting)
        var here = player(isLookedAt: true)
        here.call(#"{"action":"run_terminal","command":"make"}"#)
        #expect(here.effects.contains(.bell) && notices(here.effects).isEmpty)
    }

    private func ways(_ settings: [SettingName: SettingValue], lookedAt: Bool = false) -> [AppEffect] {
        var player = player(isLookedAt: lookedAt)
        player.send(
            .settingsChanged(
                ChosenSettings(settings.mapValues { SettingsLayer.Entry($0, .variable("V")) })))
        let before = player.effects.count
        player.call(#"{"action":"run_terminal","command":"make"}"#)
        return player.effects[before...].filter { effect in
            switch effect {
            case .notify, .bell: true
            default: false
            }
        }
    }

    @Test func goesTheWayThatIsSet() {
        let text = "Waiting for your answer."
        #expect(ways([:]) == [.notify(Notice(text))])
        #expect(ways([.notify: .text("bell")]) == [.notify(Notice(text, by: .bell))])
        #expect(ways([.notify: .text("osc9")]) == [.notify(Notice(text, by: .osc9))])
        #expect(ways([.notify: .text("osc777")]) == [.notify(Notice(text, by: .osc777))])
        #expect(ways([.notify: .text("off")]).isEmpty)
        #expect(ways([.notify: .text("off")], lookedAt: true).isEmpty, "the bell is a notice too")
        #expect(ways([.notify: .text("off"), .notifyCommand: .text("say")]).isEmpty)
        #expect(
            ways([.notifyCommand: .text("notify-send -a 'my agent' \"$(id)\"")])
                == [.notify(Notice(text, by: .command(["notify-send", "-a", "my agent", "$(id)"])))])
    }

    @Test(arguments: [
        ("", []), ("  a  b ", ["a", "b"]), ("a 'b  c'd", ["a", "b  cd"]), (#"a "b\"c" ''"#, ["a", "b\"c", ""]),
        (#"a\ b '\'"#, ["a b", "\\"]), ("'open", ["open"]), ("$HOME `id` ; |", ["$HOME", "`id`", ";", "|"]),
    ])
    func aCommandIsWordsAndNothingElse(text: String, words: [String]) {
        #expect(commandWords(text) == words)
    }

    @Test func lookingAgainIsEnough() {
        var player = player(isLookedAt: false)
        _ = player.model.update(.input(.focused(true)))
        player.play(lines: [#"server reply "done""#])
        #expect(notices(player.effects).isEmpty)
    }
}
