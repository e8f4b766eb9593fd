// The fields that the settings name, in their order; those that have to be looked at; the terminal's title.

import Screen
import Settings
import TaskMachine
import Testing

@testable import App

@Suite struct StatusFieldsTests {
    private func settings(_ values: [SettingName: SettingValue]) -> ChosenSettings {
        ChosenSettings(values.mapValues { SettingsLayer.Entry($0, .variable("V")) })
    }

    private func set(_ player: inout ScenarioPlayer, left: String? = nil, right: String? = nil) {
        var values: [SettingName: SettingValue] = [:]
        if let left { values[.statusLeft] = .text(left) }
        if let right { values[.statusRight] = .text(right) }
        player.send(.settingsChanged(settings(values)))
        player.play(lines: ["time 5000"])
    }

    private func line(_ player: inout ScenarioPlayer) -> String { StatusTableTests.line(&player) }

    @Test func everyFieldIsDocumentedAndHasItsPlace() {
        #expect(Set(StatusField.allCases.map(\.importance)).count == StatusField.allCases.count)
        #expect(StatusField.allCases.last == .activity, "it never goes")
        for field in StatusField.allCases {
            #expect(SettingsWords.markdown.contains("| `\(field.rawValue)` | \(field.help) |"))
        }
    }

    @Test func standInTheOrderThatIsSetAndChangeLive() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server working 1/2 "a.swift""#)
        #expect(line(&player) == "⠋ Executing step 1/2… · a.swift · 0:00  |  agent · online")
        set(&player, left: "elapsed activity", right: "folder link mode")
        #expect(line(&player) == "0:05 · ⠋ Executing step 1/2…  |  ~/shop · online · agent")
        set(&player)
        #expect(line(&player).hasPrefix("⠋ Executing step 1/2… · a.swift · 0:10 · last event 10 s"))
    }

    /// What happens is said whatever is set: errors and hints have no other place.
    @Test func activityIsAlwaysThere() {
        var player = ScenarioPlayer.playing("start")
        set(&player, left: "", right: "link")
        player.play(lines: ["keys ctrl-q"])
        #expect(line(&player) == "No request waits  |  online")
        set(&player, left: "elapsed", right: "activity link")
        player.play(lines: ["keys ctrl-q"])
        #expect(line(&player) == "No request waits · online")
    }

    @Test func aFieldThatIsNamedTwiceIsShownOnce() {
        let fields = ChosenFields(
            settings([.statusLeft: .text("link activity link"), .statusRight: .text("link mode")]))
        #expect(fields.left == [.link, .activity] && fields.right == [.mode])
    }

    @Test func undecidedChangesAreCounted() {
        var player = ScenarioPlayer.askingWithStaged()
        set(&player, right: "undecided")
        #expect(line(&player).hasSuffix("1 undecided"))
    }

    // MARK: The branch

    @Test func theBranchIsLookedAtSeldomAndOnlyWhereItIsWanted() {
        func looks(_ effects: some Sequence<AppEffect>) -> Int { effects.count { $0 == .findBranch } }
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "ok""#)
        _ = player.model.update(.input(.focused(true)))
        #expect(looks(player.effects) == 0)
        set(&player, right: "branch")
        #expect(looks(player.effects) == 1)
        #expect(looks(player.model.update(.input(.focused(true)))) == 1)
        player.play(lines: [#"keys "go on" enter"#, #"server thinking "hm""#, "time 9000", #"server reply "ok""#])
        #expect(looks(player.effects) == 2, "no key and no tick looks")
        player.send(.branchFound("fix/a\u{1B}[31m-very-long-name-of-a-branch"))
        #expect(line(&player).hasSuffix("fix/a") == false)
        #expect(!line(&player).contains("\u{1B}"))
        player.send(.branchFound("main"))
        #expect(line(&player).hasSuffix("main"))
    }

    // MARK: The time

    private func atTen(_ fields: String) -> AppModel {
        var report = StartReport()
        report.settings = settings([.statusRight: .text(fields)])
        // 10:00:30 by the world's clock, and an hour later by the user's.
        report.wallClock = (10 * 3600 + 30) * 1000
        report.clockOffset = 3600
        var model = AppModel(report)
        _ = model.update(.started(report))
        return model
    }

    @Test func theTimeWakesOnceAMinute() {
        var model = atTen("time")
        #expect(model.timeOfDay == "11:00")
        let first = model.update(.input(.key(Key("x"))))
        #expect(!first.contains { if case .startTimer(.minute, _) = $0 { true } else { false } }, "it runs already")
        let next = model.update(.timerFired(.minute, at: 30_000))
        #expect(next.contains(.startTimer(.minute, milliseconds: 60_000)))
        #expect(model.timeOfDay == "11:01")
        // A little too early: the rest is waited for.
        #expect(model.update(.timerFired(.minute, at: 89_990)).contains(.startTimer(.minute, milliseconds: 10)))
        #expect(model.update(.settingsChanged(settings([:]))).contains(.stopTimer(.minute)))
    }

    @Test func whereNoTimeIsShownNothingWakes() {
        var report = StartReport()
        report.wallClock = 0
        var model = AppModel(report)
        let effects = model.update(.started(report))
        #expect(!effects.contains { if case .startTimer = $0 { true } else { false } })
    }

    // MARK: The title

    private func title(_ lines: String...) -> String {
        var player = ScenarioPlayer.playing("start")
        player.play(lines: lines)
        return player.model.frame(in: Size(columns: 80, rows: 24)).title
    }

    @Test func theTitleHasTheConversationAndHowItGoes() {
        let go = #"keys "Rename parse" enter"#
        #expect(title() == "oropendola")
        #expect(title(go) == "oropendola: Rename parse (working)")
        #expect(title(go, "time 60000") == title(go), "time alone changes no title")
        #expect(title(go, #"server reply "ok""#) == "oropendola: Rename parse")
        #expect(title(go, #"server interrupted "no""#) == "oropendola: Rename parse (failed)")
        var player = ScenarioPlayer.askingWithStaged()
        #expect(player.model.frame(in: player.size).title == "oropendola: go (waiting for you)")
        player.play(lines: ["keys n enter", #"server reply "ok""#])
        #expect(player.model.frame(in: player.size).title == "oropendola: go (1 to decide)")
    }

    @Test func theTitleIsCutBeforeItsState() {
        let long = title("paste \"\(String(repeating: "漢字 and words ", count: 40))\"", "keys enter")
        #expect(displayWidth(of: long) <= 100 && long.hasSuffix(" (working)") && long.hasPrefix("oropendola: 漢字"))
    }

    @Test func theTitleCanBeLeftAlone() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.send(.settingsChanged(settings([.title: .flag(false)])))
        #expect(player.model.frame(in: player.size).title.isEmpty)
    }

    // MARK: Asking again

    @Test func aSilentRequestIsMadeAgain() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, "time 20000")
        let first = player.request
        let orders = player.orders("keys alt-r").filter { $0.isForAgent }
        #expect(orders.count == 2 && orders.first == .agent(.cancel(request: first)))
        #expect(player.request > first, "another one is on its way")
        #expect(player.model.flash?.text == "Asked again")
        // What the first one still brings is late, and what the second one brings ends the turn.
        player.send(.agent(.replied(ChatReply(text: "late"), request: first), at: player.time))
        #expect(player.model.conversation.task.lifecycle == .requesting)
        player.play(lines: [#"server reply "ok""#])
        #expect(player.model.conversation.task.lifecycle == .completed)
    }

    @Test func whatIsHeardIsNotAskedTwice() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, "time 14000", #"server thinking "hm""#)
        #expect(player.orders("keys alt-r").isEmpty)
        #expect(player.model.flash?.text.contains("heard a moment ago") == true)
    }

    @Test(arguments: ["", "ctrl-t", "f6"])
    func askingAgainWorksFromWhereTheKeysAre(place: String) {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server interrupted "no""#, "keys \(place)")
        #expect(player.orders("keys alt-r").contains { $0.isForAgent })
        var waiting = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server unreachable "no""#, "keys \(place)")
        #expect(waiting.orders("keys alt-r").contains { $0.isForAgent })
        var stalled = ScenarioPlayer.playing("start", #"keys "go" enter"#, "time 61000", "keys \(place)")
        let cancel = place.isEmpty ? "esc" : "ctrl-c"
        stalled.play(lines: ["keys \(cancel)"])
        #expect(stalled.model.conversation.task.lifecycle == .cancelled)
    }

    @Test(arguments: [
        ("Alt-R ask again", "asks"), ("Esc cancel", "cancels"), ("F7 steps", "shows"), ("/status", "says"),
    ])
    func whatIsOfferedCanBePressed(words: String, outcome: String) throws {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, "time 72100", size: Size(columns: 120, rows: 24))
        let row = player.model.frame(in: player.size).cells.textRows[23]
        let place = try #require(row.firstRange(of: words))
        let column = displayWidth(of: String(row[..<place.lowerBound])) + 2
        player.send(.input(.mouse(Mouse(.pressed, at: Point(column: column, row: 23)))))
        let entries = player.model.conversation.entries
        let said: [String: Bool] = [
            "asks": player.model.flash?.text == "Asked again",
            "cancels": player.model.conversation.task.lifecycle == .cancelled,
            "shows": player.model.picker?.subject == .steps,
            "says": entries.contains { entry in
                if case .report(let text) = entry.content {
                    text.contains(
                        "| Turn | waiting for the model, last event 72 s, runs for 1:12, 0 events, 0 retries |")
                } else {
                    false
                }
            },
        ]
        #expect(said.filter(\.value).map(\.key) == [outcome])
    }

    /// What was not heard while the user thought is no silence of the server's.
    @Test func theUsersOwnTimeIsNoSilence() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"make"}"#)
        player.play(lines: ["time 300000", "keys ctrl-q y", "time 1000"])
        #expect(player.model.lastEventField == nil)
        player.play(lines: [#"tool success "done""#, "time 1000"])
        #expect(player.model.lastEventField == nil)
    }

    @Test func outputOfACommandIsASignOfLife() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"make"}"#)
        player.play(lines: ["time 500", "keys ctrl-q y", "time 20000"])
        #expect(player.model.lastEventField?.text == "the command runs · no output 20 s")
        player.play(lines: [#"output "line\n""#, "time 250"])
        #expect(player.model.lastEventField == nil)
    }
}

extension AppEffect {
    fileprivate var isForAgent: Bool {
        switch self {
        case .agent(.send), .agent(.cancel): true
        default: false
        }
    }
}
