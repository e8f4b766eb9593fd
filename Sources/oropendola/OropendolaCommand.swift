// The command line: what a person may type, and the exit status that comes back.
import App
import ArgumentParser
import CIdlePool
import Console
import Glibc
import Scenarios
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

            `git log | oropendola "sum this up"` sends what comes through the pipe along with the message.

            oropendola demo             see everything in two minutes
            oropendola review           review any change, without an agent
            oropendola sessions         list this folder's conversations
            oropendola resume           go on with one of them
            oropendola login            sign in to a server, which answers from then on
            oropendola whoami           say as whom you are signed in
            oropendola logout           forget a sign-in
            oropendola serve            serve other people and other clients
            oropendola listen           print what a realtime feed sends
            oropendola models           list the models that the built-in backend can ask
            oropendola config           show the settings, and look for mistakes in them
            oropendola doctor           say what works here, and what to do about the rest
            oropendola --record FILE    record a session; --replay FILE plays it again

            Each has a --help of its own. A message that starts with such a word is given after --.
            """,
        version: AppVersion.text)

    @Argument(help: "A first message, sent when the program is up.")
    var prompt: [String] = []

    @OptionGroup var start: ChatOptions

    @OptionGroup var printing: PrintingOption
    @OptionGroup var setting: SettingOptions
    @OptionGroup var recording: RecordOption
    @OptionGroup var replaying: ReplayOptions

    static func main() {
        idle_pool_sleeps()
        // Without words there is nothing to parse, and the parser's reflection costs a third of the start.
        if CommandLine.arguments.count < 2 {
            Glibc.exit(Wiring(options: StartOptions(takesPipe: true)).run())
        }
        let words = Array(CommandLine.arguments.dropFirst())
        // Note: not as subcommands of the parser's: these would take the first word of any prompt, `help` among them.
        // All commands are of one version; completions and the manual offer it with each.
        if words.count == 2, words[1] == "--version", CommandName(rawValue: words[0]) != nil { begin(["--version"]) }
        if let command = CommandName(rawValue: words[0]) { command.begin(Array(words.dropFirst())) }
        if WholeCommandLine.words.contains(words[0]) { WholeCommandLine.begin(words) }
        if words[0] == "help" {
            if words.count == 1 { begin(["--help"]) }
            if words.count == 2, let command = CommandName(rawValue: words[1]) { command.begin(["--help"]) }
        }
        CommandName.clarify(words)
        begin(words, hint: CommandName.hint(words))
    }

    func run() throws {
        if let directory = start.directory, chdir(directory) != 0 {
            complain("oropendola: \(directory): \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        if let path = replaying.replay {
            guard recording.record == nil, prompt.isEmpty, !setting.plain else {
                complain("oropendola: --replay plays a recording alone: without a message, --record and --plain.")
                throw ExitCode(2)
            }
            throw ExitCode(ReplayRun(path: path, speed: replaying.speed.factor).run())
        }
        guard start.server == nil || !start.embedded else {
            complain("oropendola: --server and --embedded are two servers; choose one.")
            throw ExitCode(2)
        }
        guard start.server == nil || start.model == nil else {
            complain("oropendola: a server chooses its model itself; --model is for the built-in backend.")
            throw ExitCode(2)
        }
        var options = StartOptions(
            prompt: prompt.joined(separator: " "), takesPipe: true, scenario: start.scenario,
            isEmbedded: start.embedded || start.model != nil)
        options.recording = recording.record
        options.settings = start.settings + setting.settings
        options.printOnExit = printing.printOnExit
        throw ExitCode(Wiring(options: options).run())
    }
}

/// What the command line chose.
struct StartOptions {
    var prompt = ""
    /// What comes through a pipe goes along with the prompt, where there is a screen to show it on.
    var takesPipe = false
    /// What came through a pipe, as it goes along with the prompt; without one it waits in the composer.
    var attachment: String?
    var scenario: String?
    /// The file that the session is recorded in.
    var recording: String?
    /// A scenario that was read already.
    var played: Scenario?
    /// The id of the conversation to go on with.
    var conversation: String?
    var isEmbedded = false
    /// Settings that flags set, with the flag's name.
    var settings: [(name: SettingName, flag: String, text: String)] = []
    var printOnExit = PrintOnExit.none
}

/// `--print-on-exit`, of whatever opens the chat.
struct PrintingOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Print the conversation to the normal screen at the end: its last turn, all of it, or none (the default).",
            valueName: "last|all|none"),
        transform: { word in
            guard let what = PrintOnExit(rawValue: word) else {
                throw ValidationError("'\(word)' is none of last, all, none.")
            }
            return what
        })
    var printOnExit = PrintOnExit.none
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
