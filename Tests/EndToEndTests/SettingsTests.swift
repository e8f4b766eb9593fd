// Settings of a real program: read before the first picture, watched while it runs, and never in its way.

import JSON
import TestSupport
import Testing

@Suite struct SettingsTests {
    private func write(_ text: String, in home: Home) throws {
        try home.folder.write("config/oropendola/settings.json", text)
    }

    @Test func keysAreThoseOfTheFileAndFollowIt() throws {
        let home = try Home()
        let folder = try TemporaryFolder()
        try write("{ \"keys\": { \"everywhere\": { \"F9\": \"toggleChanges\" } } } // mine", in: home)
        let program = try RunningProgram(in: folder.path, home: home, options: "--embedded")
        try program.tmux.wait(for: "F9 changes")
        try program.tmux.press("F9")
        try program.tmux.wait(for: "q back")
        try program.tmux.press("F9")
        // Written while it runs: it holds at once.
        try write("{ \"keys\": { \"everywhere\": { \"F8\": \"toggleChanges\" } } }", in: home)
        try program.tmux.wait(for: "F8 changes")
        // A mistake leaves what the file has no word about, and is said with its place.
        try write("{\n  \"keys\": {\n    \"everywhere\": { \"F8\": \"togleChanges\" } } }", in: home)
        try program.tmux.wait(for: "settings.json:3:27")
        try program.tmux.wait(for: "Ctrl-T changes")
        #expect(try program.quit() == 0)
    }

    @Test func aFileThatIsNoJSONIsSaidAndNothingStops() throws {
        let home = try Home()
        let folder = try TemporaryFolder()
        try write("{\n  \"mouse\": false\n  \"syntax\": true\n}\n", in: home)
        let program = try RunningProgram(in: folder.path, home: home, options: "--embedded")
        try program.tmux.wait(for: "settings.json:3:3:")
        try program.send("help")
        try program.tmux.wait(for: "Task complete!")
        #expect(try program.quit() == 0)
    }

    @Test func aProjectsSettingsAreUsedWhenItIsTrusted() throws {
        let home = try Home()
        let folder = try TemporaryFolder()
        try folder.write(".oropendola/settings.json", "{ \"signs\": \"ascii\" }")
        let program = try RunningProgram(in: folder.path, home: home, options: "--embedded")
        try program.tmux.wait(for: "not trusted")
        try program.send("/trust")
        try program.tmux.wait(for: "This project's settings are used now")
        try program.tmux.wait(for: "an ASCII prompt") { $0.contains { $0.hasPrefix(" > ") } }
        #expect(try program.quit() == 0)
    }

    @Test func thePaletteRunsWhatIsFound() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), options: "--embedded")
        try program.tmux.press("F2")
        try program.tmux.wait(for: "Enter runs it")
        try program.tmux.type("toggle changes")
        try program.tmux.press("Enter")
        try program.tmux.wait(for: "q back")
        try program.tmux.press("q")
        #expect(try program.quit() == 0)
    }

    // MARK: The command

    private func config(_ words: [String], in home: Home, _ folder: TemporaryFolder) throws -> Outcome {
        try run([try builtProduct("oropendola"), "config"] + words, in: folder.path, environment: home.variables)
    }

    @Test func configShowsChecksAndTrusts() throws {
        let home = try Home()
        let folder = try TemporaryFolder()
        try write("{\n  \"contextLines\": 6,\n  \"mous\": false\n}\n", in: home)
        try folder.write(".oropendola/settings.json", "{ \"contextLines\": 2, \"editor\": \"evil\" }")
        let shown = try config(["show", "--json"], in: home, folder)
        #expect(shown.status == 0)
        let json = try JSONValue.parse(shown.text)
        let lines = try #require(json["settings"]?.asArray?.first { $0["name"] == "contextLines" })
        #expect(lines["value"] == 6 && lines["origin"]?["line"] == 2 && lines["origin"]?["column"] == 3)
        #expect(json["project"]?["state"] == "not trusted")
        let checked = try config(["check"], in: home, folder)
        #expect(checked.status == 1)
        #expect(checked.text.contains("settings.json:3:3: there is no setting mous. Did you mean mouse?"))
        #expect(!checked.text.contains("editor"))
        #expect(try config(["trust"], in: home, folder).status == 0)
        let trusted = try config(["check"], in: home, folder)
        #expect(trusted.text.contains(".oropendola/settings.json:1:22: a project can't set editor"))
        let after = try JSONValue.parse(try config(["show", "--json"], in: home, folder).text)
        #expect(after["settings"]?.asArray?.first { $0["name"] == "contextLines" }?["value"] == 2)
        #expect(try config(["distrust"], in: home, folder).status == 0)
        #expect(try config(["path"], in: home, folder).text.contains("not used: the folder is not trusted"))
        #expect(try config(["nonsense"], in: home, folder).status == 2)
    }

    // MARK: For one run

    @Test func aSettingHoldsForOneRun() throws {
        let (home, folder) = (try Home(), try TemporaryFolder())
        let program = try RunningProgram(
            in: folder.path, home: home, options: "--set signs=ascii --set statusRight='mode link'", ready: "> ")
        try program.tmux.wait(for: "online")
        #expect(try program.quit() == 0)
        let again = try RunningProgram(in: folder.path, home: home)
        #expect(try again.quit() == 0)
        for (word, said) in [
            ("contextLines=much", "contextLines takes a number from"),
            ("contextlines=3", "Did you mean 'contextLines'?"),
            ("contextLines", "is no setting=value"),
        ] {
            let outcome = try run(
                [try builtProduct("oropendola"), "--set", word], in: folder.path, environment: home.variables)
            #expect(outcome.status == 2 && outcome.errorText.contains(said), "\(word): \(outcome.errorText)")
        }
    }
}
