// The command line: what a person may type, and the exit status that comes back.
import ArgumentParser
import Console
import Glibc
import Settings
import Storage

/// `oropendola [PROMPT]`.
@main
struct OropendolaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oropendola",
        abstract: "Chat with a coding agent, watch it work, and decide about every change before it is written.",
        discussion: """
            It works in the current folder, with a built-in helper that needs no account and no network. \
            What the agent wants to change is staged: nothing touches your files until you accept and write it.

            `oropendola login` signs in to a server, which answers from then on; `whoami` and `logout` go with it. \
            `oropendola listen` connects to a realtime feed and prints what arrives; `oropendola doctor` says which part \
            of it works. `oropendola review` reviews any change, a patch or a revision, without an agent. `oropendola sessions` lists the conversations of this folder, `oropendola resume` goes on with \
            one. Each has a --help of its own. A message that starts with such a word is given after --.
            """,
        version: AppVersion.text)

    @Argument(help: "A first message, sent when the program is up.")
    var prompt: [String] = []

    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "folder"))
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Use this account, or the one of this server, instead of the default one (OROPENDOLA_SERVER does the same).",
            valueName: "name"))
    var server: String?

    @Flag(help: "Use the built-in helper, whatever server you are signed in to.")
    var embedded = false

    @Option(
        help: ArgumentHelp(
            "Let the embedded backend play this script instead of its helper (docs/SCENARIOS.md).", valueName: "file",
            visibility: .hidden))
    var scenario: String?

    static func main() {
        // Without words there is nothing to parse, and the parser's reflection costs a third of the start.
        if CommandLine.arguments.count < 2 {
            Glibc.exit(Wiring(options: StartOptions()).run())
        }
        // Note: not as subcommands of the parser's: these would take the first word of any prompt, `help` among them.
        switch CommandLine.arguments[1] {
        case "listen": ListenCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "sessions": SessionsCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "review": ReviewCommand.begin(ReviewCommand.split(Array(CommandLine.arguments.dropFirst(2))).words)
        case "resume": ResumeCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "login":
            if let problem = LoginOptions.secretProblem(in: Array(CommandLine.arguments.dropFirst(2))) {
                complain("oropendola login: \(problem)")
                Glibc.exit(2)
            }
            LoginCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "logout": LogoutCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "whoami": WhoamiCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "config": ConfigCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        case "doctor": DoctorCommand.begin(Array(CommandLine.arguments.dropFirst(2)))
        default: begin(Array(CommandLine.arguments.dropFirst()))
        }
    }
    func run() throws {
        if let directory, chdir(directory) != 0 {
            complain("oropendola: \(directory): \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        guard server == nil || !embedded else {
            complain("oropendola: --server and --embedded are two servers; choose one.")
            throw ExitCode(2)
        }
        let options = StartOptions(
            prompt: prompt.joined(separator: " "), scenario: scenario, isEmbedded: embedded,
            settings: server.map { [(.server, "--server", $0)] } ?? [])
        throw ExitCode(Wiring(options: options).run())
    }
}

extension ParsableCommand {
    /// Parses and runs. Usage errors exit 2, as the documented exit codes say; ArgumentParser's own code is 64.
    fileprivate static func begin(_ words: [String]) {
        do {
            var command = try parseAsRoot(words)
            try command.run()
        } catch let status as ExitCode {
            Glibc.exit(status.rawValue)
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            if status == .success {
                print(text)
                Glibc.exit(0)
            }
            complain(text)
            Glibc.exit(status == .validationFailure ? 2 : status.rawValue)
        }
    }
}

/// What the command line chose.
struct StartOptions {
    var prompt = ""
    var scenario: String?
    /// The id of the conversation to go on with.
    var conversation: String?
    var isEmbedded = false
    /// Settings that flags set, with the flag's name.
    var settings: [(name: SettingName, flag: String, text: String)] = []
}

/// A line for the person at the shell. Paths, and what was typed, command nothing in it.
func complain(_ text: String) {
    let style = ConsoleStyle(isUnicode: ConsoleLocale(Folders.environment()).isUnicode, usesColour: false)
    var line = style.clean(text, keepingLines: true)
    if !line.hasSuffix("\n") { line += "\n" }
    line.withUTF8 { bytes in
        _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
}
