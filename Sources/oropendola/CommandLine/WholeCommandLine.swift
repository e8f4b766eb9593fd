// All commands under one root, as the parser's library wants them: for completions, help on a command, and the manual.
import ArgumentParser
import Settings

/// Never parses a message: its subcommands would take the first word of any prompt.
struct WholeCommandLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oropendola",
        abstract: OropendolaCommand.configuration.abstract,
        discussion: OropendolaCommand.configuration.discussion,
        version: AppVersion.text,
        subcommands: CommandName.allCases.map { $0.type })

    @OptionGroup var start: ChatOptions
    @OptionGroup var printing: PrintingOption
    @OptionGroup var setting: SettingOptions

    /// First words that the library understands by itself: what its completion scripts call, what makes them, and what
    /// the manual is made from.
    static let words: Set<String> = ["---completion", "--generate-completion-script", "--experimental-dump-help"]

    func run() throws {
        throw CleanExit.helpRequest(OropendolaCommand.self)
    }
}

/// The options of a chat.
struct ChatOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Use this account, or the one of this server, instead of the default one (OROPENDOLA_SERVER does the same).",
            valueName: "name"),
        completion: .custom { _, _, _ in Completions.accounts })
    var server: String?

    @Flag(help: "Use the built-in helper, whatever server you are signed in to.")
    var embedded = false

    @Option(
        help: ArgumentHelp(
            "Let the built-in backend ask this model: an address and a name, the name of one on this machine, or helper (docs/MODELS.md).",
            valueName: "url#name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Let the embedded backend play this script instead of its helper (docs/SCENARIOS.md).", valueName: "file",
            visibility: .hidden),
        completion: .file())
    var scenario: String?
}

extension ChatOptions {
    /// A layer of the settings.
    var settings: [(name: SettingName, flag: String, text: String)] {
        (server.map { [(.server, "--server", $0)] } ?? []) + (model.map { [(.model, "--model", $0)] } ?? [])
    }
}
