// `oropendola sessions` and `oropendola resume`: what a person may type, and what becomes of it.
import ArgumentParser
import Console
import Glibc
import JSON
import Storage
import TaskMachine
import Workspace

/// Lists conversations, and carries out its verbs.
struct SessionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        _superCommandName: "oropendola",
        abstract: "List the conversations of this folder; rename, delete, restore and export them.",
        discussion: """
            oropendola sessions [SEARCH]               those whose title or id has these words
            oropendola sessions rename ID TITLE
            oropendola sessions delete ID              into the trash
            oropendola sessions restore ID             out of it
            oropendola sessions export ID [--format md|json] [-o FILE]
            oropendola sessions empty-trash            what is in the trash is gone for good

            ID is an id, the beginning of one, or a number of the list. The trash is emptied by this command alone. \
            An export hides what looks like a secret: keys, tokens, passwords, cookies, private key blocks. It would \
            rather hide too much, and can't know a secret that has neither a name nor a well-known shape.

            Exit status: 0, 1 when something could not be done, 2 for a wrong command line.
            """)

    @Argument(
        help: "Words to look for, or a verb and what it needs.",
        completion: .custom { words, place, _ in Completions.sessionWords(words, at: place) })
    var words: [String] = []

    @OptionGroup var folder: FolderOption

    @Flag(help: "The conversations of all folders.")
    var all = false

    @Flag(help: "What is in the trash.")
    var trash = false

    @Flag(help: "Print JSON objects, one a line.")
    var json = false

    @Option(help: ArgumentHelp("md or json.", valueName: "format"), completion: .list(["md", "json"]))
    var format: String = ExportFormat.markdown.rawValue

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write the export to this new file instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    func run() throws {
        try folder.enter()
        do {
            try carryOut()
        } catch let problem as UsageProblem {
            complain("oropendola sessions: \(problem)")
            throw ExitCode(2)
        } catch let trouble as ConversationTrouble {
            complain("oropendola sessions: \(trouble.sentence)")
            throw ExitCode(1)
        }
    }

    private func carryOut() throws {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "rename": try rename(rest)
        case "delete":
            let one = try chosen(rest, "delete ID")
            try KeptSessions.here().delete(one.id)
            say("\(one.id) is in the trash. `oropendola sessions restore \(one.id)` brings it back.")
        case "restore":
            let shelf = try KeptSessions.here()
            let one = try SessionList(try shelf.listTrash(), now: 0).choose(try word(rest, "restore ID"))
            try shelf.restore(one.id)
            say("\(one.id) is back.")
        case "empty-trash":
            let count = try KeptSessions.here().emptyTrash()
            say(count == 1 ? "1 conversation is gone." : "\(count) conversations are gone.")
        case "export": try export(rest)
        default: try list()
        }
    }

    private func list() throws {
        let (search, now) = (words.joined(separator: " "), time(nil))
        let console = ConsoleOutput(environment: Folders.environment())
        let shelves = all ? try ConversationShelf.all(in: Folders()) : [try KeptSessions.here()]
        var found = 0
        for shelf in shelves {
            let list = SessionList(trash ? try shelf.listTrash() : try shelf.list(), now: now)
            let shown = list.matching(search)
            guard !shown.isEmpty else { continue }
            found += shown.count
            if json {
                console.print(shown.map { SessionList.json($0).visibleText })
            } else {
                if all { console.print([console.style.heading(project(of: shown) ?? shelf.path)]) }
                console.print(list.lines(shown, isNumbered: !all && !trash, console.style))
            }
        }
        guard found == 0, !json else { return }
        let place = all ? "" : " in this folder"
        if trash, search.isEmpty {
            say("The trash is empty.")
        } else if search.isEmpty {
            say("No conversation is kept\(place) yet.")
        } else {
            say("No conversation\(place) has these words in its title.")
        }
    }

    /// One that can't be read does not say whose it is.
    private func project(of shown: [ConversationSummary]) -> String? {
        shown.lazy.map(\.project).first { !$0.isEmpty }
    }

    private func rename(_ words: [String]) throws {
        let title = words.dropFirst().joined(separator: " ")
        guard title.contains(where: { !$0.isWhitespace }) else { throw UsageProblem("rename wants an ID and a TITLE.") }
        let one = try chosen(Array(words.prefix(1)), "rename ID TITLE")
        try KeptSessions.here().rename(one.id, title: title)
        say("\(one.id) has another title.")
    }

    private func export(_ words: [String]) throws {
        guard let format = ExportFormat(rawValue: format) else { throw UsageProblem("--format is md or json.") }
        let one = try chosen(words, "export ID")
        let export = ConversationExport(reading: try KeptSessions.here().read(one.id), format: format)
        if let output {
            say("\(one.id) was written to \(try export.write(to: output)).")
        } else {
            do throws(FileError) {
                try export.write { bytes throws(FileError) in
                    try SystemFiles().write(bytes, to: try standardOutput())
                }
            } catch {
                throw ConversationTrouble.failed(reason: "\(error)")
            }
        }
    }

    private func standardOutput() throws(FileError) -> Descriptor {
        let copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw FileError("write to", "standard output", code: errno) }
        return Descriptor(owning: copy)
    }

    private func chosen(_ words: [String], _ usage: String) throws -> ConversationSummary {
        try SessionList(try KeptSessions.here().list(), now: 0).choose(try word(words, usage))
    }

    private func word(_ words: [String], _ usage: String) throws(UsageProblem) -> String {
        guard words.count == 1 else { throw UsageProblem("it is: oropendola sessions \(usage)") }
        return words[0]
    }

    private func say(_ text: String) {
        let console = ConsoleOutput(environment: Folders.environment())
        console.print([console.style.line(text)])
    }
}

/// Opens the program with a conversation.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        _superCommandName: "oropendola",
        abstract: "Go on with a conversation of this folder: the latest one, or the one that is named.",
        discussion: "ID is an id, the beginning of one, or a number of the list that `oropendola sessions` prints.")

    @Argument(help: "Which one.", completion: .custom { _, _, _ in Completions.conversations })
    var id: String?

    @OptionGroup var folder: FolderOption
    @OptionGroup var printing: PrintingOption
    @OptionGroup var setting: SettingOptions
    @OptionGroup var recording: RecordOption

    func run() throws {
        try folder.enter()
        var options = StartOptions()
        options.recording = recording.record
        options.printOnExit = printing.printOnExit
        options.settings = setting.settings
        do {
            let one = try SessionList(try KeptSessions.here().list(), now: 0).choose(id)
            guard one.state != .elsewhere else { throw ConversationTrouble.openElsewhere(one.id) }
            options.conversation = one.id
        } catch let problem as UsageProblem {
            complain("oropendola resume: \(problem)")
            throw ExitCode(2)
        } catch let trouble as ConversationTrouble {
            complain("oropendola resume: \(trouble.sentence)")
            throw ExitCode(1)
        }
        throw ExitCode(Wiring(options: options).run())
    }
}

/// `-C FOLDER`, as the program itself has it.
struct FolderOption: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("Of this folder instead of the current one.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    func enter() throws(ExitCode) {
        guard let directory, chdir(directory) != 0 else { return }
        complain("oropendola: \(directory): \(String(cString: strerror(errno)))")
        throw ExitCode(1)
    }
}

/// The shelf of the current folder.
enum KeptSessions {
    static func here() throws(ConversationTrouble) -> ConversationShelf {
        do throws(FileError) {
            let root = try realPath(".")
            return ConversationShelf(
                stateFolder: StateFolder(folders: Folders(), root: root).path, project: root)
        } catch {
            throw .failed(reason: "\(error)")
        }
    }
}

extension ConversationTrouble {
    /// One sentence for the shell.
    var sentence: String {
        switch self {
        case .missing(let id): "there is no conversation \(id) in this folder."
        case .openElsewhere(let id): "another oropendola has the conversation \(id) open. Nothing was changed."
        case .openHere(let id): "the conversation \(id) is open."
        case .unreadable(let id, let reason): "the conversation \(id) can't be read: \(reason). It was left as it is."
        case .failed(let reason): "\(reason). Nothing was changed."
        case .pathTaken(let path): "\(path) exists. Nothing was written."
        }
    }
}
