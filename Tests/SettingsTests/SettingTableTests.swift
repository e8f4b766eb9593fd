// The table of settings holds together.

import Matching
import Settings
import Testing

@Suite struct SettingTableTests {
    @Test func everyNameHasOneRow() {
        #expect(Setting.all.map(\.name.rawValue).sorted() == SettingName.allCases.map(\.rawValue).sorted())
        for name in SettingName.allCases { #expect(Setting.row(name).name == name) }
    }

    @Test func everyDefaultIsOfItsKind() {
        for row in Setting.all {
            #expect(row.kind.value(ofPlain: row.standard.plain) == row.standard, "\(row.name)")
        }
    }

    @Test func variablesAreNamedAfterTheSettings() {
        #expect(Setting.row(.contextLines).variable == "OROPENDOLA_CONTEXT_LINES")
        #expect(Setting.row(.syntax).variable == "OROPENDOLA_SYNTAX")
        #expect(Set(Setting.all.map(\.variable)).count == Setting.all.count)
    }

    @Test func theNearestNameIsNear() {
        #expect(nearest(to: "Mous", in: ["mode", "mouse"]) == "mouse")
        #expect(nearest(to: "contextlines", in: ["contextLines"]) == "contextLines")
        #expect(nearest(to: "x", in: ["mouse", "mode"]) == nil)
        #expect(nearest(to: "colour", in: ["color", "mouse"]) == "color")
    }

    @Test func rowsOfProfilesAreReadOneByOne() {
        let file = """
            { "modelProfiles": [
                "qwen3*   edit=whole-file  context=16k",
                "llama* colour=red",
                7,
                "* answer=2k",
            ] }
            """
        let layer = SettingsLayer(.user("/s.json"), file: Array(file.utf8))
        #expect(layer.entries[.modelProfiles]?.value == .text("qwen3* edit=whole-file context=16k; * answer=2k"))
        #expect(
            layer.problems.map(\.what) == [
                .profile(row: "llama* colour=red", mistake: "colour=red"), .unfit(.modelProfiles, found: "7"),
            ])
        #expect(layer.problems.map(\.place?.line) == [3, 4])
        let variable = SettingsLayer(environment: ["OROPENDOLA_MODEL_PROFILES": "a edit=vi; b tools=fenced"])
        #expect(variable.entries[.modelProfiles]?.value == .text("b tools=fenced"))
        #expect(variable.problems.map(\.what) == [.profile(row: "a edit=vi", mistake: "edit=vi")])
        let project = SettingsLayer(.project("/p.json"), file: Array(file.utf8))
        #expect(project.entries[.modelProfiles] == nil)
    }

    @Test func restartsAreWantedForWhatCantChange() {
        let before = ChosenSettings()
        let after = ChosenSettings([
            .color: .init(.text("off"), .variable("V")), .mouse: .init(.flag(false), .variable("V")),
            .syntax: .init(.flag(false), .variable("V")),
        ])
        #expect(after.restartsWanted(after: before) == [.color])
    }
}
