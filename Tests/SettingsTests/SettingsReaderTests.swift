// Settings files as people write them, and as they get them wrong: everything has its line and column.

import Settings
import TestSupport
import Testing

@Suite struct SettingsReaderTests {
    private func layer(_ text: String) -> SettingsLayer { SettingsLayer(.user("s.json"), file: Array(text.utf8)) }

    private func said(_ text: String) -> [String] {
        layer(text).problems.map { problem in
            "\(problem.place.map { "\($0.line):\($0.column)" } ?? "-") \(problem.what)"
        }
    }

    @Test func commentsAndTrailingCommasAreNoMistake() {
        let layer = layer(
            """
            \u{FEFF}// mine
            {
                "contextLines": 6, /* more
                of the file */ "syntax": false,
                "keys": { "changes": { "w": null, "x": "write", }, },
            }
            // the end
            """)
        #expect(layer.problems.isEmpty)
        #expect(layer.entries[.contextLines]?.value == .number(6))
        #expect(
            layer.entries[.contextLines]?.origin == .file("s.json", TextPlace(line: 3, column: 5), isProject: false))
        #expect(layer.entries[.syntax]?.value == .flag(false))
        #expect(layer.remaps.map(\.key) == ["w", "x"])
        #expect(layer.remaps.map(\.action) == [nil, "write"])
        #expect(layer.remaps[1].actionPlace == TextPlace(line: 5, column: 44))
    }

    @Test func aListOfNamesKeepsTheKnownOnesInTheirOrder() {
        let text = """
            {
                "statusLeft": ["elapsed", "lastevent", 3, "link"],
                "statusRight": [],
            }
            """
        let layer = layer(text)
        #expect(layer.entries[.statusLeft]?.value == .text("elapsed link"))
        #expect(layer.entries[.statusRight]?.value == .text(""))
        #expect(
            said(text) == [
                #"2:31 unknownEntry(Settings.SettingName.statusLeft, "lastevent", nearest: Optional("lastEvent"))"#,
                #"2:44 unfit(Settings.SettingName.statusLeft, found: "3")"#,
            ])
        #expect(said(#"{ "statusLeft": "link" }"#).count == 1, "a text is no list")
    }

    @Test func aVariableHasNamesWithBlanksOrCommas() {
        let layer = SettingsLayer(environment: ["OROPENDOLA_STATUS_RIGHT": "link, mod cost"])
        #expect(layer.entries[.statusRight]?.value == .text("link cost"))
        let problem = SettingsProblem(
            .environment, name: "OROPENDOLA_STATUS_RIGHT", .unknownEntry(.statusRight, "mod", nearest: "mode"))
        #expect(layer.problems == [problem])
    }

    @Test func anEmptyFileSetsNothing() {
        for text in ["", " \n", "// later", "{}", "{ }\n"] {
            #expect(layer(text).entries.isEmpty)
            #expect(layer(text).problems.isEmpty)
        }
    }

    @Test func aTextThatIsNoJSONIsNamedWithItsPlace() {
        let texts: [(String, String)] = [
            (
                "{\n  \"mouse\": false\n  \"syntax\": true\n}",
                "3:3 syntax(Settings.SettingsSyntaxError.Reason.unexpected(\"\\\"\"))"
            ),
            ("{\n  mouse: false\n}", "2:3 syntax(Settings.SettingsSyntaxError.Reason.nameWithoutQuotes)"),
            ("{ \"mouse\": fals }", "1:12 syntax(Settings.SettingsSyntaxError.Reason.unknownWord(\"fals\"))"),
            ("{ \"editor\": \"vi\n }", "1:13 syntax(Settings.SettingsSyntaxError.Reason.unclosedText)"),
            ("{ /* open", "1:3 syntax(Settings.SettingsSyntaxError.Reason.unclosedComment)"),
            ("{ \"é\": 1", "1:9 syntax(Settings.SettingsSyntaxError.Reason.unexpectedEnd)"),
            ("[1]", "1:1 syntax(Settings.SettingsSyntaxError.Reason.notAnObject)"),
            ("{} {}", "1:4 syntax(Settings.SettingsSyntaxError.Reason.moreAfterTheEnd)"),
            ("{ \"editor\": \"\\q\" }", "1:14 syntax(Settings.SettingsSyntaxError.Reason.invalidEscape)"),
            ("{ \"editor\": \"\\ud800\" }", "1:14 syntax(Settings.SettingsSyntaxError.Reason.invalidEscape)"),
        ]
        for (text, expected) in texts { #expect(said(text) == [expected], "\(text)") }
        let broken = SettingsLayer(.user("s.json"), file: Array("{\n \"a\": \"".utf8) + [0xFF, 0x22, 0x7D])
        #expect(broken.problems.map(\.what) == [.syntax(.notUTF8)])
        #expect(broken.problems.first?.place == TextPlace(line: 2, column: 8))
        let deep = "{ \"keys\": " + String(repeating: "[", count: 100)
        #expect(layer(deep).problems.map(\.what) == [.syntax(.tooDeep)])
    }

    @Test func escapesAreResolved() {
        #expect(layer("{ \"editor\": \"a\\u0062\\n\\ud83d\\ude00\\\"\" }").entries[.editor]?.value == .text("ab\n😀\""))
    }

    @Test func whatASettingDoesNotTakeIsLeftOutAndNamed() {
        let layer = layer(
            """
            {
              "contextLine": 4,
              "contextLines": 4000,
              "mouse": "yes",
              "mode": "yolo",
              "sideBySideColumns": 1.5,
              "mode": "ask",
            }
            """)
        #expect(
            layer.problems.map { "\($0.place?.line ?? 0) \($0.what)" }.sorted() == [
                "2 unknownSetting(\"contextLine\", nearest: Optional(\"contextLines\"))",
                "3 unfit(Settings.SettingName.contextLines, found: \"4000\")",
                "4 unfit(Settings.SettingName.mouse, found: \"\\\"yes\\\"\")",
                "5 unfit(Settings.SettingName.mode, found: \"\\\"yolo\\\"\")",
                "6 unfit(Settings.SettingName.sideBySideColumns, found: \"1.5\")",
                "7 twice(\"mode\", firstLine: 5)",
            ])
        #expect(layer.entries.mapValues(\.value) == [.mode: .text("ask")])
    }

    @Test func aProjectCantSetWhatIsTheUsersAlone() {
        let text = "{ \"editor\": \"rm -rf\", \"contextLines\": 1, \"keys\": { \"chat\": {} }, \"server\": \"evil\" }"
        let layer = SettingsLayer(.project("p.json"), file: Array(text.utf8))
        #expect(layer.problems.map(\.what) == [.personal("editor"), .personal("keys"), .personal("server")])
        #expect(Array(layer.entries.keys) == [.contextLines])
        #expect(layer.remaps.isEmpty)
    }

    @Test func keysThatAreNoObjectAreNamed() {
        #expect(said("{ \"keys\": 3 }") == ["1:11 keysNotObject(\"keys\")"])
        #expect(said("{ \"keys\": { \"chat\": [] } }") == ["1:21 keysNotObject(\"chat\")"])
        #expect(said("{ \"keys\": { \"chat\": { \"x\": 1 } } }") == ["1:28 actionNotText(key: \"x\")"])
    }

    @Test func variablesAndFlagsAreReadAsText() {
        let layer = SettingsLayer(environment: [
            "OROPENDOLA_SYNTAX": "off", "OROPENDOLA_CONTEXT_LINES": "7", "OROPENDOLA_MOUSE": "perhaps",
            "OROPENDOLA_MODE": "", "HOME": "/root",
        ])
        #expect(layer.entries.mapValues(\.value) == [.syntax: .flag(false), .contextLines: .number(7)])
        #expect(layer.entries[.syntax]?.origin == .variable("OROPENDOLA_SYNTAX"))
        #expect(
            layer.problems == [
                SettingsProblem(.environment, name: "OROPENDOLA_MOUSE", .unfit(.mouse, found: "perhaps"))
            ])
        let flags = SettingsLayer(flags: [(.server, "--server", "work")])
        #expect(flags.entries[.server]?.value == .text("work"))
        #expect(flags.entries[.server]?.origin == .flag("--server"))
    }

    /// Whatever bytes a file has, reading ends and says where it stopped.
    @Test func noBytesAreTooMuch() {
        let seed = UInt64(environment("FUZZ_SEED") ?? "") ?? 20_240_611
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "{", "}", "[", "]", "\"", "\\", "//", "/*", "*/", ",", ":", "\n", "\"mode\"", "\"ask\"", "1", "é", "\u{1}",
            "null", "\\u12",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let lines = text.utf8.count { $0 == 0x0A } + 1
            for problem in layer(text).problems {
                #expect((1...lines).contains(problem.place?.line ?? 0), "seed \(seed): \(text)")
            }
        }
    }
}
