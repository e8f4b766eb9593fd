// What `oropendola config` prints.

import JSON
import Settings
import Testing

@testable import Console

@Suite struct ConfigReportTests {
    private let style = ConsoleStyle(isUnicode: true, usesColour: false)

    private func report(_ project: ProjectSettings = .none, _ complaints: [String] = []) -> ConfigReport {
        let settings = ChosenSettings(
            [
                .contextLines: .init(
                    .number(6), .file("/c/settings.json", TextPlace(line: 3, column: 5), isProject: false)),
                .server: .init(.text("work"), .flag("--server")),
                .syntax: .init(.flag(false), .variable("OROPENDOLA_SYNTAX")),
            ], project: project)
        return ConfigReport(
            settings: settings, complaints: complaints, userPath: "/c/settings.json",
            projectPath: "/p/.oropendola/settings.json", isUserThere: true, keyCount: 2)
    }

    @Test func eachSettingIsShownWithItsOrigin() {
        let lines = report(.ignored("/p/.oropendola/settings.json"), ["/c/settings.json:9:1: oh"])
            .settingLines(style).map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("contextLines 6 /c/settings.json:3"))
        #expect(lines.contains("server work --server"))
        #expect(lines.contains("syntax false $OROPENDOLA_SYNTAX"))
        #expect(lines.contains("editor \"\" default"))
        #expect(lines.contains("keys 2 changed /c/settings.json"))
        #expect(
            lines.suffix(2) == [
                "! /p/.oropendola/settings.json is not used: `oropendola config trust` uses it",
                "✗ /c/settings.json:9:1: oh",
            ])
        #expect(lines.count == Setting.all.count + 3)
    }

    @Test func pathsSayWhetherTheyAreUsed() {
        #expect(
            report(.ignored("x")).pathLines(style) == [
                "yours    /c/settings.json  used",
                "project  /p/.oropendola/settings.json  not used: the folder is not trusted",
            ])
    }

    @Test func aCheckFindsNothingOrSaysWhat() {
        #expect(report().checkLines(style) == ["✓ Nothing is wrong in the settings"])
        #expect(report(.none, ["a:1:2: b\u{1B}[31m"]).checkLines(style) == ["✗ a:1:2: b␛[31m"])
    }

    /// The setting's place, and the theme's own where it is the user's.
    @Test func theThemeIsShownWithBothItsOrigins() {
        let place = TextPlace(line: 2, column: 3)
        func line(_ name: String) -> String? {
            var report = report()
            report.settings = ChosenSettings([
                .theme: .init(.text(name), .file("/c/settings.json", place, isProject: false))
            ])
            report.settings.themes = ThemeShelf([("harbour", "/c/themes/harbour.json", Array("{}".utf8))])
            return report.settingLines(style).first { $0.hasPrefix("theme ") }?
                .split(separator: " ").joined(separator: " ")
        }
        #expect(line("dusk") == "theme dusk /c/settings.json:2")
        #expect(line("harbour") == "theme harbour /c/settings.json:2, the theme: /c/themes/harbour.json")
    }

    @Test func remarksAreShownAndAreNoMistakes() {
        var report = report()
        report.remarks = ["/c/themes/a.json: user has a contrast of 1.9:1"]
        #expect(
            report.checkLines(style) == [
                "✓ Nothing is wrong in the settings", "! /c/themes/a.json: user has a contrast of 1.9:1",
            ])
        #expect(report.json["remarks"]?.asArray?.count == 1 && report.json["problems"]?.asArray == [])
    }

    @Test func theJSONHasAllOfIt() throws {
        let json = report(.used("/p/.oropendola/settings.json"), ["bad"]).json
        let rows = try #require(json["settings"]?.asArray)
        #expect(rows.count == Setting.all.count)
        let row = try #require(rows.first { $0["name"] == "contextLines" })
        #expect(row["value"] == 6 && row["default"] == 3)
        #expect(row["origin"] == ["kind": "user", "path": "/c/settings.json", "line": 3, "column": 5])
        #expect(json["problems"] == ["bad"])
        #expect(json["project"]?["state"] == "used")
        #expect(json["keysChanged"] == 2)
    }
}
