// `oropendola config`: where each setting comes from, where the files are, what is wrong in them.
import App
import ArgumentParser
import Console
import Glibc
import JSON
import Settings
import Storage

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        _superCommandName: "oropendola",
        abstract: "Show the settings and where each comes from; look for mistakes in their files.",
        discussion: """
            oropendola config show       all settings with their values, and what set each of them
            oropendola config path       the files, and whether they are there and used
            oropendola config check      what is wrong in them, by file, line and column
            oropendola config trust      use this project's settings (.oropendola/settings.json) from now on
            oropendola config distrust   do not use them any more

            What is set in two places: a flag wins over an environment variable, that over the project's file, that over \
            yours. docs/SETTINGS.md lists all settings.

            Exit status: 0 ok, 1 something is wrong in the settings or could not be kept, 2 wrong command line.
            """)

    enum Task: String, CaseIterable, ExpressibleByArgument { case show, path, check, trust, distrust }

    @Argument(help: "show, path, check, trust or distrust.")
    var task: Task = .show

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("Look at this folder instead of the current one.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    func run() throws {
        let environment = Folders.environment()
        let root: String
        do throws(FileError) {
            root = try realPath(directory ?? ".")
        } catch {
            complain("oropendola config: \(directory ?? "."): \(error.reason)")
            throw ExitCode(1)
        }
        let desk = SettingsDesk(folders: Folders(environment: environment), environment: environment, project: root)
        let settings = desk.read()
        let complaints = SettingsWords.lines(about: settings.problems + KeyMap.made(of: settings).problems)
        var report = ConfigReport(
            settings: settings, complaints: complaints, userPath: desk.userPath, projectPath: desk.projectPath,
            isUserThere: access(desk.userPath, F_OK) == 0, keyCount: settings.remaps.count)
        report.remarks = SettingsWords.lines(about: settings.themes.remarks)
        let output = ConsoleOutput(environment: environment)
        switch task {
        case .show: output.print(json ? [report.json.visibleText] : report.settingLines(output.style))
        case .path: output.print(json ? [report.json.visibleText] : report.pathLines(output.style))
        case .check:
            output.print(json ? [report.json.visibleText] : report.checkLines(output.style))
            if !complaints.isEmpty { throw ExitCode(1) }
        case .trust, .distrust: keepTrust(task == .trust, desk, output, report)
        }
    }

    private func keepTrust(_ isTrusted: Bool, _ desk: SettingsDesk, _ output: ConsoleOutput, _ report: ConfigReport) {
        Foreground.run {
            do throws(DocumentProblem) {
                try await desk.keepTrust(isTrusted)
            } catch {
                complain("oropendola config: it can't be kept: \(error.words). Nothing was changed.")
                Glibc.exit(1)
            }
            output.print(report.trustLines(isTrusted, output.style))
            Glibc.exit(0)
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }
}
