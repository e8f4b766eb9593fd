// Settings from all their sources: which one wins, what a bad file does, and what a project may bring.
import Glibc
import Screen
import Settings
import Storage
import Synchronization
import TestSupport
import Testing

@testable import oropendola

@Suite struct SettingsDeskTests {
    private struct Place {
        let home: TemporaryFolder
        let project: TemporaryFolder

        init() throws {
            home = try TemporaryFolder()
            project = try TemporaryFolder()
        }

        func desk(
            _ environment: [String: String] = [:],
            flags: [(name: SettingName, flag: String, text: String)] = []
        ) throws -> SettingsDesk {
            let folders = Folders(
                state: "\(home.path)/state", config: "\(home.path)/config", cache: "\(home.path)/cache")
            return SettingsDesk(
                folders: folders, environment: environment, project: try realPath(project.path), flags: flags)
        }

        func user(_ text: String) throws { try home.write("config/settings.json", text) }
        func bring(_ text: String) throws { try project.write(".oropendola/settings.json", text) }
    }

    @Test func withoutAnyAllIsAsTheTableHasIt() throws {
        let settings = try Place().desk().read()
        #expect(settings.entries.isEmpty && settings.problems.isEmpty && settings.project == .none)
        #expect(settings.value(.contextLines) == .number(3))
    }

    @Test func aFlagWinsOverAVariableThatOverTheProjectThatOverTheUser() async throws {
        let place = try Place()
        try place.user("{ \"contextLines\": 1, \"syntax\": false, \"server\": \"home\", \"whitespace\": \"dimmed\" }")
        try place.bring("{\n \"contextLines\": 2,\n \"syntax\": true }")
        let environment = ["OROPENDOLA_CONTEXT_LINES": "5", "OROPENDOLA_SERVER": "env"]
        let desk = try place.desk(environment, flags: [(.server, "--server", "flag")])
        try await desk.keepTrust(true)
        let settings = desk.read()
        #expect(settings.value(.server) == .text("flag") && settings.origin(.server) == .flag("--server"))
        #expect(settings.value(.contextLines) == .number(5))
        #expect(settings.origin(.contextLines) == .variable("OROPENDOLA_CONTEXT_LINES"))
        #expect(settings.value(.syntax) == .flag(true))
        #expect(
            settings.origin(.syntax)
                == .file(desk.projectPath, TextPlace(line: 3, column: 2), isProject: true))
        #expect(settings.value(.whitespace) == .text("dimmed"))
        #expect(settings.project == .used(desk.projectPath))
    }

    @Test func aBadValueLeavesTheNextSourceInForce() throws {
        let place = try Place()
        try place.user("{ \"contextLines\": 9 }")
        let settings = try place.desk(["OROPENDOLA_CONTEXT_LINES": "many"]).read()
        #expect(settings.value(.contextLines) == .number(9))
        #expect(settings.problems.map(\.what) == [.unfit(.contextLines, found: "many")])
    }

    @Test func aProjectIsNotReadBeforeItIsTrusted() async throws {
        let place = try Place()
        try place.bring("{ not even JSON")
        let desk = try place.desk()
        #expect(desk.read().project == .ignored(desk.projectPath))
        #expect(desk.read().problems.isEmpty)
        try await desk.keepTrust(true)
        #expect(desk.read().project == .used(desk.projectPath))
        #expect(desk.read().problems.count == 1)
        try await desk.keepTrust(false)
        #expect(desk.read().project == .ignored(desk.projectPath))
    }

    /// Who can write in the project must not be able to say that it is trusted.
    @Test func trustIsKeptOutsideTheProject() async throws {
        let place = try Place()
        try place.bring("{}")
        try place.project.write(".oropendola/trust.json", "{\"version\":1,\"settings\":true}")
        let desk = try place.desk()
        #expect(desk.read().project == .ignored(desk.projectPath))
    }

    @Test func aBrokenTrustFileTrustsNothing() async throws {
        let place = try Place()
        try place.bring("{ \"contextLines\": 1 }")
        let desk = try place.desk()
        try await desk.keepTrust(true)
        let path = try run(["find", place.home.path, "-name", "trust.json"]).text.split(separator: "\n")
        try writeFile(String(try #require(path.first)), Array("{".utf8))
        let settings = desk.read()
        #expect(settings.project == .ignored(desk.projectPath))
        #expect(settings.value(.contextLines) == .number(3))
        #expect(settings.problems.count == 1)
    }

    @Test func filesThatCantBeReadAreNamedAndNothingWaitsForThem() throws {
        let place = try Place()
        try makeFolders("\(place.home.path)/config")
        try run(["mkfifo", "\(place.home.path)/config/settings.json"])
        let problems = try place.desk().read().problems
        #expect(problems.count == 1)
        guard case .unreadable = problems.first?.what else {
            Issue.record("\(problems)")
            return
        }
    }

    @Test func aLinkIsFollowed() throws {
        let place = try Place()
        try place.home.write("dotfiles/oropendola.json", "{ \"mouse\": false }")
        try makeFolders("\(place.home.path)/config")
        try run(["ln", "-s", "../dotfiles/oropendola.json", "\(place.home.path)/config/settings.json"])
        #expect(try place.desk().read().value(.mouse) == .flag(false))
    }

    @Test func aMistakeWhileItRunsLeavesInForceWhatWas() throws {
        let place = try Place()
        try place.user("{ \"contextLines\": 8 }")
        let desk = try place.desk()
        #expect(desk.read().value(.contextLines) == .number(8))
        try place.user("{ \"contextLines\": 9")
        #expect(desk.read().value(.contextLines) == .number(8))
        #expect(desk.read().problems.map(\.what) == [.syntax(.unexpectedEnd)])
        try place.user("{}")
        #expect(desk.read().value(.contextLines) == .number(3))
    }

    // MARK: The watch

    @Test func aFileThatIsWrittenIsTold() throws {
        let place = try Place()
        try place.user("{}")
        try watched(place) { try place.user("{ \"contextLines\": 8 }") }
    }

    @Test func oneThatIsReplacedIsTold() throws {
        let place = try Place()
        try place.user("{}")
        try watched(place) {
            try place.home.write("config/new", "{ \"contextLines\": 8 }")
            try run(["mv", "\(place.home.path)/config/new", "\(place.home.path)/config/settings.json"])
        }
    }

    @Test func theFirstOneIsTold() throws {
        let place = try Place()
        try watched(place) { try place.user("{ \"contextLines\": 8 }") }
    }

    @Test func oneBehindALinkIsTold() throws {
        let place = try Place()
        try place.home.write("dotfiles/oropendola.json", "{}")
        try makeFolders("\(place.home.path)/config")
        try run(["ln", "-s", "../dotfiles/oropendola.json", "\(place.home.path)/config/settings.json"])
        try watched(place) { try place.home.write("dotfiles/oropendola.json", "{ \"contextLines\": 8 }") }
    }

    private func watched(_ place: Place, _ change: () throws -> Void) throws {
        let desk = try place.desk()
        let news = News()
        desk.watch { news.hear($0) }
        defer { desk.endWatch() }
        // The thread has to be in its place: what is written before is found by nobody.
        try wait(for: "the watch") { try watchCount() > 0 ? true : nil }
        try change()
        try wait(for: "news of the change") { news.lines == .number(8) ? true : nil }
    }

    /// Watches of this process's inotify queues.
    private func watchCount() throws -> Int {
        let files = try run(["sh", "-c", "cat /proc/\(getpid())/fdinfo/* 2>/dev/null | grep -c inotify || true"])
        return Int(files.text.split(separator: "\n").first ?? "") ?? 0
    }

    // MARK: Themes

    @Test func themesBesideTheSettingsCanBeChosen() throws {
        let place = try Place()
        try place.user("{ \"theme\": \"harbour\" }")
        try place.home.write("config/themes/harbour.json", "{ \"name\": \"Harbour\", \"inherits\": \"dusk\" }")
        try place.home.write("config/themes/notes.txt", "no theme")
        try place.home.write("config/themes/.#harbour.json", "of an editor")
        let desk = try place.desk()
        let settings = desk.read()
        #expect(settings.problems.isEmpty)
        #expect(settings.themes.entries.filter { $0.path != nil }.map(\.name) == ["harbour"])
        #expect(settings.themes.path(of: "harbour") == "\(desk.themes.path)/harbour.json")
        #expect(settings.theme(on: nil)[.added] == settings.themes.theme("dusk")[.added])
    }

    @Test func whatIsWrongWithThemesIsNamedAndTheRestHolds() throws {
        let place = try Place()
        try place.user("{\n  \"theme\": \"harbur\"\n}")
        try place.home.write("config/themes/harbour.json", "{ \"roles\": { \"user\": { \"fg\": \"rd\" } } }")
        try place.home.write("config/themes/broken.json", "{")
        try place.home.write("config/themes/folder.json/x", "")
        let problems = try place.desk().read().problems
        let lines = problems.map { "\($0.source.path?.split(separator: "/").last ?? "") \($0.place?.line ?? 0)" }
        #expect(lines.sorted() == ["broken.json 1", "folder.json 0", "harbour.json 1", "settings.json 2"])
    }

    @Test func aThemeThatIsWrittenIsTold() throws {
        let place = try Place()
        try place.user("{ \"theme\": \"harbour\" }")
        let desk = try place.desk()
        let told = Mutex<ThemeShelf?>(nil)
        desk.watch { settings in told.withLock { $0 = settings.themes } }
        defer { desk.endWatch() }
        try wait(for: "the watch") { try watchCount() > 0 ? true : nil }
        // The folder comes after the watch.
        try place.home.write("config/themes/harbour.json", "{}")
        _ = try wait(for: "the new theme") { told.withLock { $0?.has("harbour") } == true ? true : nil }
        try place.home.write("config/themes/another.json", "{}")
        _ = try wait(for: "another") { told.withLock { $0?.has("another") } == true ? true : nil }
        try place.home.write("config/themes/harbour.json", "{ \"ground\": \"light\" }")
        _ = try wait(for: "its change") {
            told.withLock { $0?.theme("harbour").ground } == .light ? true : nil
        }
    }
}

private final class News: Sendable {
    private let latest = Mutex<SettingValue?>(nil)

    var lines: SettingValue? { latest.withLock { $0 } }

    func hear(_ settings: ChosenSettings) { latest.withLock { $0 = settings.value(.contextLines) } }
}
