// Theme files: what they change, what they inherit, and how each mistake is named while the rest holds.

import Screen
import Settings
import TestSupport
import Testing

@Suite struct ThemeReadingTests {
    private func shelf(_ texts: [String: String]) -> ThemeShelf {
        ThemeShelf(texts.sorted { $0.key < $1.key }.map { ($0.key, "/t/\($0.key).json", Array($0.value.utf8)) })
    }

    private func sgr(_ theme: Theme, _ role: Role, _ marks: CellMarks = []) -> String {
        theme.ink(for: Style(role, marks), depth: .full).sgr
    }

    @Test func coloursAreWrittenInFourWays() {
        let theme = shelf([
            "mine": """
            {   // Of comments and commas more than there have to be nothing is said.
                "roles": {
                    "added": { "fg": "#00ff80" }, "removed": { "fg": "bright-magenta", "bold": true },
                    "user": { "fg": 208 }, "match": { "fg": "208", "bg": "default" },
                    "selected": { "bg": "#102030" },
                },
            }
            """
        ]).theme("mine")
        #expect(theme.name == "mine" && theme.ground == nil)
        #expect(sgr(theme, .added) == "38;2;0;255;128")
        #expect(sgr(theme, .removed) == "1;95")
        #expect(sgr(theme, .user) == "38;5;208")
        #expect(sgr(theme, .match) == "38;5;208")
        #expect(sgr(theme, .added, .selected) == "38;2;0;255;128;48;2;16;32;48")
        // The rest is inherited.
        #expect(theme[.status] == Theme.terminal[.status])
    }

    @Test func attributesAreAddedAndTakenAway() {
        let theme = shelf(["mine": #"{ "roles": { "link": { "underline": false }, "user": { "reverse": true } } }"#])
            .theme("mine")
        #expect(sgr(theme, .link) == "94")
        #expect(sgr(theme, .user) == "7;36")
        #expect(sgr(theme, .user, .selected) == "36")
    }

    @Test func aThemeInheritsFromAnotherByName() {
        let both = shelf([
            "a": #"{ "ground": "dark", "inherits": "dusk", "roles": { "user": { "fg": "red" } } }"#,
            "b": #"{ "name": "The second", "inherits": "a", "roles": { "added": { "fg": "red" } } }"#,
        ])
        let theme = both.theme("b")
        #expect(both.problems.isEmpty)
        #expect(theme.ground == .dark)
        #expect(sgr(theme, .user) == "31" && sgr(theme, .added) == "31")
        #expect(theme[.attention] == both.theme("dusk")[.attention])
        #expect(both.entries.suffix(2).map(\.help) == ["", "The second"])
        #expect(both.path(of: "b") == "/t/b.json" && both.path(of: "dusk") == nil)
    }

    @Test func everyMistakeHasItsPlaceAndTheRestHolds() {
        let text = """
            {
                "ground": "grey",
                "roles": {
                    "aded": { "fg": "red" },
                    "added": { "fg": "gren", "bg": true, "bold": "yes", "colour": "red" },
                    "removed": { "fg": "#12345", "bg": 256 },
                    "user": { "fg": "#FFAA00" },
                    "dim": 5,
                },
            }
            """
        let shelf = shelf(["mine": text])
        let found = shelf.problems.map { problem -> String in
            guard case .theme(let what) = problem.what, let place = problem.place else { return "\(problem.what)" }
            #expect(problem.source == .theme("/t/mine.json"))
            return "\(place.line):\(place.column) \(Self.words(what))"
        }
        #expect(
            found == [
                "2:15 ground ground \"grey\"", "4:9 aded? added", "5:26 gren? green", "5:40 bg colour true",
                "5:54 bold flag \"yes\"", "5:61 colour? -", "6:28 #12345? -", "6:44 256? -", "8:16 dim object 5",
            ])
        #expect(sgr(shelf.theme("mine"), .user) == "38;2;255;170;0")
        #expect(shelf.theme("mine")[.added] == Theme.terminal[.added])
    }

    private static func words(_ problem: ThemeProblem) -> String {
        switch problem {
        case .unknownName(let name, _, let nearest), .noColour(let name, let nearest),
            .unknownTheme(let name, let nearest):
            "\(name)? \(nearest ?? "-")"
        case .unfit(let name, let kind, let found): "\(name) \(kind) \(found)"
        case .circle(let name), .nameTaken(let name), .unfitName(let name): name
        case .tooMany(let count): "\(count)"
        case .lowContrast(let role, let contrast, let bar): "\(role) \(contrast) \(bar)"
        }
    }

    @Test func whatIsNoJSONIsNoThemeAndSaysWhere() {
        let shelf = shelf(["mine": "{ \"roles\": {\n  added }"])
        #expect(shelf.problems.map(\.place) == [TextPlace(line: 2, column: 3)])
        #expect(!shelf.has("mine"))
        #expect(shelf.theme("mine") == Theme.terminal)
    }

    @Test func inheritingInACircleEndsWithTheTerminal() {
        let shelf = shelf([
            "a": #"{ "inherits": "b", "roles": { "added": { "fg": "red" } } }"#,
            "b": #"{ "inherits": "a", "roles": { "user": { "fg": "red" } } }"#, "c": #"{ "inherits": "c" }"#,
            "d": #"{ "inherits": "dusl" }"#,
        ])
        #expect(
            shelf.problems.map { if case .theme(let what) = $0.what { Self.words(what) } else { "" } }
                == ["b", "a", "c", "dusl? dusk"])
        #expect(sgr(shelf.theme("a"), .added) == "31" && sgr(shelf.theme("a"), .user) == "31")
        #expect(sgr(shelf.theme("b"), .user) == "31")
    }

    @Test func namesOfTheProgramAndOddOnesAreRefused() {
        let shelf = shelf(["dusk": "{}", "a b": "{}", "née": "{}"])
        #expect(
            shelf.problems.map { if case .theme(let what) = $0.what { Self.words(what) } else { "" } } == [
                "a b", "dusk",
            ])
        #expect(shelf.has("née") && shelf.path(of: "dusk") == nil)
    }

    @Test func aThemeThatIsNotThereIsNamedWhereItWasSet() {
        var settings = ChosenSettings([
            .theme: .init(.text("dsk"), .file("/c/settings.json", TextPlace(line: 4, column: 5), isProject: false))
        ])
        #expect(settings.theme(on: nil) == settings.themes.theme("auto"))
        #expect(settings.themeProblem?.source == .user("/c/settings.json"))
        #expect(settings.themeProblem?.place == TextPlace(line: 4, column: 5))
        #expect(settings.themeProblem?.what == .theme(.unknownTheme("dsk", nearest: "dusk")))
        settings = ChosenSettings([.theme: .init(.text("dusk"), .variable("V"))])
        #expect(settings.themeProblem == nil)
    }

    @Test func autoIsWhatFitsTheGround() {
        let shelf = ThemeShelf()
        #expect(shelf.theme("auto") == .terminal && shelf.theme("auto", on: .dark) == .terminal)
        #expect(shelf.theme("auto", on: .light) == .terminalLight)
        #expect(shelf.theme("colour-blind", on: .light).name == "colour-blind-light")
        // Who names one gets it.
        #expect(shelf.theme("terminal", on: .light) == .terminal)
    }

    @Test(arguments: [
        ("15;0", Theme.Ground.dark), ("0;15", .light), ("15;default;0", .dark), ("0;default;7", .light), ("7;8", .dark),
        ("", nil), ("15;default", nil), ("0;300", nil),
    ])
    func theGroundIsReadAsRxvtTellsIt(text: String, ground: Theme.Ground?) {
        #expect(Theme.Ground(colours: text) == ground)
    }

    /// The program's themes are written as users write theirs, and have no mistakes.
    @Test func theProgramsThemesAreWhole() {
        let shelf = ThemeShelf()
        #expect(shelf.names.count >= 8 && Set(shelf.names).count == shelf.names.count)
        for name in shelf.names where name != "auto" { #expect(shelf.theme(name).name == name) }
        #expect(ThemeShelf.problemsOfPresets.isEmpty)
    }

    @Test func whatIsHardToReadIsRemarkedOn() {
        let shelf = shelf([
            "mine":
                ##"{ "ground": "dark", "roles": { "user": { "fg": "#303030" }, "dim": { "fg": "#707070", "dim": false } } }"##,
            "free": ##"{ "roles": { "user": { "fg": "#303030" }, "match": { "fg": "#303030", "bg": "#404040" } } }"##,
        ])
        let found = shelf.remarks.map { remark -> String in
            guard case .theme(let what) = remark.what else { return "" }
            return "\(remark.source.path ?? "") \(Self.words(what))"
        }
        // Without a ground nobody knows what is behind the user's words.
        #expect(
            found.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "/t/free.json match", "/t/mine.json user",
            ])
    }

    /// Whatever bytes a file has, there is a theme, and it draws something for every role.
    @Test func anyBytesMakeATheme() throws {
        let good = Array(##"{ "ground": "dark", "inherits": "dusk", "roles": { "added": { "fg": "#00ff80" } } }"##.utf8)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<400 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
                }
            }
            let shelf = ThemeShelf([("mine", "/t/mine.json", bytes)])
            #expect(shelf.has("mine") || !shelf.problems.isEmpty)
            for role in Role.allCases { _ = shelf.theme("mine").ink(for: Style(role), depth: .full) }
        }
    }
}
