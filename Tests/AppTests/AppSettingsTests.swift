// Settings in the model: taken at the start, taken again while it runs, and what is said of them.

import Screen
import Settings
import TaskMachine
import Testing

@testable import App

@Suite struct AppSettingsTests {
    private func settings(_ values: [SettingName: SettingValue]) -> ChosenSettings {
        ChosenSettings(
            values.mapValues { .init($0, .file("/c/settings.json", TextPlace(line: 2, column: 5), isProject: false)) },
            userPath: "/c/settings.json")
    }

    private func model(_ values: [SettingName: SettingValue]) -> AppModel {
        var report = StartReport()
        report.settings = settings(values)
        return AppModel(report)
    }

    @Test func aStartTakesThemUp() {
        let model = model([
            .contextLines: .number(8), .sideBySide: .text("always"), .whitespace: .text("hidden"),
            .fileTree: .flag(true), .syntax: .flag(false), .signs: .text("ascii"), .expandOutput: .flag(true),
            .animation: .text("off"), .sideBySideColumns: .number(90), .keyPreset: .text("vim"),
            .viComposer: .flag(true),
        ])
        #expect(model.usesVi)
        let window = model.reviewing.window
        #expect(window.context == 8 && window.columns == .two && window.blanks == .hidden)
        #expect(window.splitColumns == 90)
        #expect(model.reviewing.list.isTree)
        #expect(model.signs.done == "+" && model.signs.spinner == ["*"] && !model.signs.coloursSyntax)
        #expect(model.reviewing.signs == model.signs)
        #expect(model.chat.isExpanded)
        #expect(model.keys == KeyPreset.vim.keys && model.reviewing.keys == model.keys)
    }

    @Test func nothingTurnsOverSSH() {
        var report = StartReport()
        report.isRemote = true
        #expect(AppModel(report).signs.spinner == ["●"])
        report.settings = settings([.animation: .text("on")])
        #expect(AppModel(report).signs.spinner.count > 1)
    }

    @Test func aChangeHoldsAtOnceAndLeavesWhatKeysHaveSwitched() {
        var player = ScenarioPlayer.playing("start", "keys ctrl-o")
        #expect(player.model.chat.isExpanded)
        player.send(.settingsChanged(settings([.contextLines: .number(1)])))
        #expect(player.model.reviewing.window.context == 1)
        #expect(player.model.chat.isExpanded)
        #expect(player.model.flash?.text == "Settings read again")
        player.send(.settingsChanged(settings([:])))
        #expect(player.model.reviewing.window.context == 3)
    }

    @Test func whatNeedsARestartSaysSo() {
        var player = ScenarioPlayer.playing("start")
        player.send(.settingsChanged(settings([.mouse: .flag(false), .color: .text("off")])))
        #expect(player.model.flash?.text == "Settings: color is seen at the next start")
    }

    @Test func theModeIsThatOfNewConversations() {
        var report = StartReport()
        report.settings = settings([.mode: .text("ask")])
        var model = AppModel(report)
        _ = model.update(.started(report))
        #expect(model.conversation.mode == .ask)
    }

    @Test func mistakesAreSaidWithTheirPlaces() {
        var report = StartReport()
        report.settings = settings([:])
        let user = SettingsSource.user("/c/settings.json")
        report.settings.problems = [
            SettingsProblem(
                user, at: TextPlace(line: 3, column: 7), .unknownSetting("contextLine", nearest: "contextLines"))
        ]
        report.settings.remaps = [
            KeyRemap(context: "changes", key: "x", keyPlace: TextPlace(line: 9, column: 4), action: "write")
        ]
        var player = ScenarioPlayer(size: Size(columns: 120, rows: 40))
        player.model = AppModel(report)
        player.send(.input(.resized(player.size)))
        player.send(.started(report))
        let said = [
            "/c/settings.json:3:7: there is no setting contextLine. Did you mean contextLines?",
            "/c/settings.json:9:4: x in changes is write now, and reject has no key there any more. Give reject another",
        ]
        #expect(player.model.settingsComplaints == said)
        let picture = player.picture().joined(separator: "\n")
        #expect(picture.contains("settings.json:3:7"))
        #expect(picture.contains("settings.json:9:4"))
    }

    @Test func manyMistakesAreCutShort() {
        let lines = (1...9).map { "\($0)" }
        #expect(SettingsWords.cut(lines) == ["1", "2", "7 more in the settings: `oropendola config check` lists them"])
        #expect(SettingsWords.cut(["1", "2", "3"]) == ["1", "2", "3"])
    }

    @Test func aProjectsSettingsWaitForTrust() {
        var report = StartReport()
        report.settings = ChosenSettings(project: .ignored("/p/.oropendola/settings.json"))
        var player = ScenarioPlayer(size: Size(columns: 120, rows: 40))
        player.model = AppModel(report)
        player.send(.started(report))
        #expect(player.picture().contains { $0.contains("not trusted") })
        #expect(player.orders(#"keys "/trust" enter"#) == [.trustProject(true)])
        player.send(.settingsChanged(ChosenSettings(project: .used("/p/.oropendola/settings.json"))))
        #expect(player.model.flash?.text == "This project's settings are used now")
        #expect(player.orders(#"keys "/trust" enter"#).isEmpty)
        #expect(player.model.flash?.text == "This project's settings are used already")
        #expect(player.orders(#"keys "/trust off" enter"#) == [.trustProject(false)])
        #expect(player.orders(#"keys "/trust me" enter"#).isEmpty)
        #expect(player.model.composer.text == "/trust me")
    }

    /// However much is taken away, the help and the hints have something to draw.
    @Test func aMapWithoutKeysIsDrawn() {
        var player = ScenarioPlayer.playing("start")
        let remaps = KeyMap.standard.bindings.flatMap { binding in
            binding.contexts.flatMap { context in
                binding.keys.filter { $0 != Key(.function(1)) && $0 != Key(.function(2)) }.map {
                    KeyRemap(context: context.settingsName, key: $0.name, action: nil)
                }
            }
        }
        player.send(.settingsChanged(ChosenSettings(remaps: remaps)))
        #expect(player.picture().contains { $0.contains("F1 help") })
        player.play(lines: ["keys f1"])
        #expect(player.picture().contains { $0.contains("F2") })
        player.play(lines: [#"keys f2 "toggle changes" enter"#])
        #expect(player.model.focus == .changes)
        #expect(player.picture().count > 24)
    }

    /// What the screen says to press is what works.
    @Test func hintsHelpAndStatusNameTheKeysInForce() {
        var player = ScenarioPlayer.playing("start")
        player.send(
            .settingsChanged(
                ChosenSettings(remaps: [
                    KeyRemap(context: "everywhere", key: "F9", action: "toggleChanges"),
                    KeyRemap(context: "everywhere", key: "Ctrl-T", action: nil),
                    KeyRemap(context: "request", key: "a", action: "allowOnce"),
                    KeyRemap(context: "request", key: "y", action: nil),
                ])))
        #expect(player.picture().contains { $0.contains("F9 changes") })
        let command = #"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" "" "#
        player.play(lines: [#"keys "go" enter"#, command, "time 500", "keys ctrl-q"])
        let picture = player.picture()
        #expect(picture.contains { $0.contains("a once") })
        #expect(!picture.contains { $0.contains("y once") })
        #expect(player.orders(#"keys "y""#).isEmpty)
        #expect(player.orders(#"keys "a""#).contains { if case .execute = $0 { true } else { false } })
        player.play(lines: ["keys f1"])
        #expect(player.picture().contains { $0.contains("F9") } || player.model.help != nil)
    }
}
