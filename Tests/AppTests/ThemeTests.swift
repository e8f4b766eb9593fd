// Choosing a theme: seen while it is looked for, given back by Esc, and said how to keep.

import Screen
import Settings
import TestSupport
import Testing

@testable import App

@Suite struct ThemeTests {
    private func settings(_ theme: String = "auto", files: [String: String] = [:]) -> ChosenSettings {
        var settings = ChosenSettings([.theme: .init(.text(theme), .variable("OROPENDOLA_THEME"))])
        settings.themes = ThemeShelf(
            files.sorted { $0.key < $1.key }.map { ($0.key, "/t/\($0.key).json", Array($0.value.utf8)) })
        return settings
    }

    private func player(_ settings: ChosenSettings, size: Size = Size(columns: 80, rows: 24)) -> ScenarioPlayer {
        var report = StartReport()
        report.settings = settings
        var player = ScenarioPlayer(size: size)
        player.model = AppModel(report)
        player.send(.input(.resized(size)))
        player.send(.started(report))
        return player
    }

    private func shown(_ player: ScenarioPlayer) -> String {
        var model = player.model
        return model.frame(in: player.size).theme.name
    }

    @Test func theSettingIsShownFromTheFirstFrame() {
        var report = StartReport()
        report.settings = settings("dusk")
        var model = AppModel(report)
        #expect(model.frame(in: Size(columns: 80, rows: 24)).theme == ThemeShelf().theme("dusk"))
        #expect(model.frame(in: Size(columns: 5, rows: 2)).theme.name == "dusk")
        report.settings = settings("auto")
        report.ground = .light
        model = AppModel(report)
        #expect(model.frame(in: Size(columns: 80, rows: 24)).theme.name == "terminal-light")
    }

    @Test func aWrittenFileIsShownAtOnce() {
        var player = player(settings("mine", files: ["mine": #"{ "roles": { "added": { "fg": 40 } } }"#]))
        #expect(player.model.theme[.added].foreground == .table(40))
        player.send(.settingsChanged(settings("mine", files: ["mine": #"{ "roles": { "added": { "fg": 41 } } }"#])))
        #expect(player.model.theme[.added].foreground == .table(41))
        player.send(.settingsChanged(settings("paper")))
        #expect(shown(player) == "paper")
    }

    @Test func theMenuShowsEachAndEscGivesTheFormerBack() {
        var player = player(settings())
        player.play(lines: [#"keys "/theme ""#])
        #expect(player.model.menu?.items.map(\.text) == ThemeShelf().names)
        #expect(shown(player) == "terminal")
        var seen: [String] = []
        for _ in ThemeShelf().names {
            player.play(lines: ["keys down"])
            seen.append(shown(player))
        }
        #expect(seen.dropFirst() == ThemeShelf().names.dropFirst()[...])
        player.play(lines: ["keys esc"])
        #expect(player.model.menu == nil && shown(player) == "terminal")
        #expect(player.model.themeOfSession == nil)
    }

    @Test func enterChoosesUntilTheEnd() {
        var player = player(settings())
        player.play(lines: [#"keys "/theme du" enter"#])
        #expect(shown(player) == "dusk" && player.model.composer.isEmpty)
        #expect(player.model.flash?.text == #"Theme dusk, until the end. "theme": "dusk" in settings.json keeps it"#)
        // Other settings leave it, another theme in them does not.
        var other = settings()
        other.themes = ThemeShelf([("mine", "/t/mine.json", Array("{}".utf8))])
        player.send(.settingsChanged(other))
        #expect(shown(player) == "dusk")
        player.send(.settingsChanged(settings("paper")))
        #expect(shown(player) == "paper")
        player.play(lines: [#"keys "/theme mono" enter"#, #"keys "/theme paper" enter"#])
        #expect(shown(player) == "paper" && player.model.themeOfSession == nil)
    }

    @Test func oneThatIsNotThereStaysWritten() {
        var player = player(settings())
        player.play(lines: [#"keys "/theme dusq" enter"#])
        #expect(player.model.flash?.text == "There is no theme `dusq`. Did you mean dusk?")
        #expect(player.model.composer.text == "/theme dusq")
        player.play(lines: ["keys ctrl-u", #"keys "/theme zzzzzzz" enter"#])
        #expect(player.model.flash?.text == "There is no theme `zzzzzzz`. /theme lists them")
    }

    @Test(arguments: [Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
    func theListLeavesRoomToSeeIt(size: Size) {
        var player = player(settings(files: ["harbour": #"{ "name": "Harbour", "inherits": "dusk" }"#]), size: size)
        player.play(lines: [#"keys "/theme" enter"#])
        let picture = player.picture()
        #expect(picture.contains { $0.contains("Themes") })
        #expect(picture[0].contains("oropendola") || size.rows < 12)
        player.play(lines: ["keys G"])
        #expect(shown(player) == "harbour")
        #expect(player.picture().contains { $0.contains("Harbour") })
        player.play(lines: ["keys esc"])
        #expect(shown(player) == "terminal" && player.model.picker == nil)
        player.play(lines: [#"keys "/theme" enter"#, "keys G enter"])
        #expect(shown(player) == "harbour" && player.model.themeOfSession == "harbour")
        // It opens where one is.
        player.play(lines: [#"keys "/theme" enter"#])
        #expect(player.model.picker?.row == ThemeShelf().names.count)
    }

    /// What is written stays while a theme is chosen from the palette.
    @Test func thePaletteOpensTheListAndKeepsTheDraft() {
        var player = player(settings())
        player.play(lines: [#"keys "half a word""#, "keys f2", #"keys "choose theme" enter"#])
        #expect(player.model.picker?.subject == .themes)
        player.play(lines: ["keys j j enter"])
        #expect(shown(player) == "terminal-light" && player.model.composer.text == "half a word")
    }

    /// Syntax has colours alone: without them green and red lines would only lose their signs' look.
    @Test func withoutColoursThereIsNoSyntax() {
        var player = player(settings())
        #expect(player.model.signs.coloursSyntax)
        player.play(lines: [#"keys "/theme mono" enter"#])
        #expect(!player.model.signs.coloursSyntax && !player.model.reviewing.signs.coloursSyntax)
        player.play(lines: [#"keys "/theme auto" enter"#])
        #expect(player.model.signs.coloursSyntax)
    }

    @Test func mistakesInAThemeAreSaid() {
        var chosen = settings("mine", files: ["mine": "{\n  \"roles\": { \"aded\": {} }\n}"])
        chosen.problems = chosen.themes.problems
        var player = player(chosen)
        #expect(
            player.model.settingsComplaints == ["/t/mine.json:2:14: there is no role aded. Did you mean added?"])
        #expect(player.picture().contains { $0.contains("mine.json:2:14") })
    }

    @Test func everyMistakeHasWords() {
        let problems: [ThemeProblem] = [
            .unknownName("rols", in: .file, nearest: "roles"), .unknownName("colour", in: .look, nearest: nil),
            .unfit("bold", takes: .flag, found: "5"), .unfit("ground", takes: .ground, found: "\"grey\""),
            .noColour("gren", nearest: "green"), .noColour("", nearest: nil), .unknownTheme("dsk", nearest: "dusk"),
            .circle("a"), .nameTaken("dusk"), .unfitName("a b"), .tooMany(120),
            .lowContrast("user", hundredths: 196, bar: 450), .lowContrast("dim", hundredths: 205, bar: 300),
        ]
        #expect(
            problems.map { SettingsWords.text(of: $0) } == [
                "a theme has no rols. Did you mean roles?", "a role has no colour", "bold takes true or false, not 5",
                "ground takes \"dark\" or \"light\", not \"grey\"", "gren is no colour. Did you mean green?",
                "an empty text is no colour: #rrggbb, a name such as bright-blue, default, 0 to 255",
                "there is no theme dsk. Did you mean dusk?",
                "it inherits from itself, by way of a. terminal is taken instead",
                "a theme of the program is called dusk. Call the file otherwise",
                "a b can't be a theme's name: letters, digits, - _ and . can. Call the file otherwise",
                "120 themes are more than are read. The first 100 are",
                "user has a contrast of 1.9:1 with its ground; 4.5:1 can be read",
                "dim has a contrast of 2:1 with its ground; 3:1 can be read",
            ])
    }
}
