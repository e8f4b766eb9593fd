// `oropendola demo`: a played conversation on a small project that is gone afterwards.
import ArgumentParser
import Console
import Glibc
import Resources
import Scenarios
import Storage
import Workspace

/// Shows the program in two minutes, or plays a scenario of the user's own.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        _superCommandName: "oropendola",
        abstract: "See everything in two minutes: a played conversation on a small project in a throwaway folder.",
        discussion: """
            Nothing of yours is read or changed, nothing leaves the machine, and the folder is removed at the end.

            --scenario plays a conversation of your own, --check only says what is wrong in it, and --print prints the \
            one that is played otherwise, as an example. docs/SCENARIOS.md says how to write one.

            Exit status: 0, 1 when the folder can't be made or the scenario can't be played, 2 when there is no terminal.
            """)

    @Option(
        help: ArgumentHelp("Play this file instead of the tour.", valueName: "file"), completion: .file())
    var scenario: String?

    @Flag(help: "Say what is wrong in the scenario, by line and column, and play nothing.")
    var check = false

    @Flag(help: "Print the tour's own scenario.")
    var print = false

    func run() throws {
        if print {
            ConsoleOutput(environment: Folders.environment()).print([BuiltInScenario.tour])
            return
        }
        let (played, problems) = try read()
        let report = ScenarioReport(name: scenario ?? "the tour", scenario: played, problems: problems)
        if check { ConsoleOutput(environment: Folders.environment()).print(report.lines) }
        guard problems.isEmpty else {
            if !check { complain(report.lines.joined(separator: "\n")) }
            throw ExitCode(1)
        }
        if !check { throw ExitCode(try play(played)) }
    }

    private func read() throws -> (Scenario, [ScenarioError]) {
        guard let scenario else { return Scenario.read(BuiltInScenario.tour) }
        do {
            return Scenario.read(try readText(scenario), name: scenario, source: scenarioSource)
        } catch {
            complain("oropendola demo: \(error)")
            throw ExitCode(1)
        }
    }

    /// The exit status.
    private func play(_ played: Scenario) throws -> Int32 {
        let parent = Folders.environment()["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/oropendola-demo-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            complain("oropendola demo: no folder could be made in \(parent): \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        let place = template.withUnsafeBufferPointer { name in name.baseAddress.map { String(cString: $0) } ?? "" }
        do {
            let files = played.files.isEmpty ? try Scenario(BuiltInScenario.tour).files : played.files
            try fill("\(place)/shop", files)
        } catch {
            removeTree(place)
            complain("oropendola demo: \(error)")
            throw ExitCode(1)
        }
        // Conversations and journal go with it; settings are the user's own.
        setenv("XDG_STATE_HOME", "\(place)/state", 1)
        setenv("XDG_CACHE_HOME", "\(place)/cache", 1)
        var options = StartOptions()
        options.prompt = played.prompt ?? ""
        options.played = played
        options.isEmbedded = true
        let status = Wiring(options: options).run()
        // Out of it first: some systems keep a folder that somebody stands in.
        chdir("/")
        removeTree(place)
        return status
    }

    /// The project, where the chat is to work.
    private func fill(_ project: String, _ files: [Scenario.ProjectFile]) throws(FileError) {
        _ = try makeFolder(at: project)
        for file in files {
            let path = "\(project)/\(file.path)"
            let cut = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
            let folder = try makeFolder(at: String(path[..<cut]))
            try SystemFiles().replace(String(path[path.index(after: cut)...]), in: folder, with: Array(file.text.utf8))
        }
        guard chdir(project) == 0 else { throw FileError("enter", project, code: errno) }
    }
}
