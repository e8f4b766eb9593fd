// `oropendola review`: what a person may type, and the exit status that comes back.
import App
import ArgumentParser
import ChangeReview
import Glibc

/// Reviews any change, without an agent.
struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        _superCommandName: "oropendola",
        abstract: "Review any change by file, hunk and line, and write what you accept.",
        discussion: """
            oropendola review                      the working tree against the index, as git diff shows it
            git diff | oropendola review           a patch from standard input; keys come from the terminal
            oropendola review fix.patch            a patch file: plain, git's, or mails
            oropendola review HEAD~2               the working tree against a revision
            oropendola review main..topic          two revisions; A...B and a commit as COMMIT^! too
            oropendola review OLD NEW              two files or two folders
            oropendola review --watch              whatever is written here from now on

            What the tree holds already is reviewed in place: accept keeps it, reject takes those lines back out. What it \
            does not hold is reviewed for applying: accept puts it in. Which of the two is found for each file, and shown. \
            Nothing is written before `w`, and a write can be undone with `u`.

            Words after -- are paths, as with git. The whole is in docs/REVIEW.md.

            Exit status: 0 all decided and written, 1 error, 2 wrong command line or no terminal, 3 something is undecided \
            or not written (it is kept), 4 all rejected, 7 something does not fit or is in conflict, 130 cancelled.
            """)

    @Argument(help: "A patch file, - for standard input, a revision, a range, or two files.", completion: .file())
    var what: [String] = []

    @Option(
        name: [.customShort("C"), .customLong("directory")],
        help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    @Flag(name: [.customLong("staged"), .customLong("cached")], help: "The index against HEAD, or against a revision.")
    var staged = false

    @Flag(help: "Files too that git does not know.")
    var untracked = false

    @Flag(help: "Follow the working tree while others write to it.")
    var watch = false

    @Flag(help: "Write to git's index; the working tree stays as it is.")
    var index = false

    @Flag(help: "Commit what is accepted; nothing else is touched. Hooks run and the editor asks, as with git commit.")
    var commit = false

    @Option(
        name: [.customShort("m"), .customLong("message")],
        help: ArgumentHelp("The message of that commit.", valueName: "text"))
    var message: String?

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "Write what is accepted as a patch to this file, or - for standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        name: .customLong("edit-patch"),
        help: ArgumentHelp("Review this patch file and write what is accepted back into it.", valueName: "file"),
        completion: .file())
    var editPatch: String?

    @Flag(help: "Open the panel also when there is nothing to review: u takes back what was written here.")
    var undo = false

    @Flag(help: "No screen: accept all of it and write.")
    var apply = false

    @Flag(help: "No screen: say which of it fits, and write nothing.")
    var check = false

    @Flag(help: "Print the decisions and comments as JSON on standard output, at the end.")
    var json = false

    @Flag(name: [.customShort("R"), .customLong("reverse")], help: "The two sides change places.")
    var reverse = false

    @Flag(
        name: .customLong("3way"),
        help: "Merge what does not fit with the file that it was made from, where git has it.")
    var threeWay = false

    @Option(help: ArgumentHelp("Lines at either end of a hunk that need not fit, 0 to 2.", valueName: "lines"))
    var fuzz = 0

    @OptionGroup var setting: SettingOptions

    func validate() throws {
        let targets = [index, commit, output != nil, editPatch != nil].count { $0 }
        if targets > 1 { throw ValidationError("--index, --commit, --output and --edit-patch exclude each other.") }
        if message != nil, !commit { throw ValidationError("--message goes with --commit.") }
        if commit, apply, message == nil { throw ValidationError("--commit --apply needs a --message.") }
        if !(0...2).contains(fuzz) { throw ValidationError("--fuzz is 0, 1 or 2.") }
        if undo, apply || check || targets > 0 {
            throw ValidationError("--undo is about files, in the panel.")
        }
        if apply, check { throw ValidationError("--apply and --check exclude each other.") }
        if watch,
            !what.isEmpty || staged || index || commit || output != nil || editPatch != nil || apply || check || reverse
        {
            throw ValidationError("--watch goes alone, or with --json.")
        }
        if what.count > 2 { throw ValidationError("Too many words: a patch, a revision, or two of them.") }
        if editPatch != nil, !what.isEmpty { throw ValidationError("--edit-patch names the patch itself.") }
        if setting.plain, json || output == "-" || apply || check {
            throw ValidationError(
                "--plain prints on standard output, and asks; it goes without --json, --output -, --apply and --check.")
        }
        if json, output == "-" { throw ValidationError("--json and --output - would both print on standard output.") }
    }

    var target: ReviewTarget {
        if index { return .index }
        if commit { return .commit }
        return output != nil || editPatch != nil ? .patch : .workingTree
    }

    /// - Parameter words: as they were typed; those after `--` are paths.
    static func split(_ words: [String]) -> (words: [String], paths: [String]?) {
        guard let place = words.firstIndex(of: "--") else { return (words, nil) }
        return (Array(words[..<place]), Array(words[(place + 1)...]))
    }

    func run() throws {
        // Words after `--` were taken off before; see `begin`.
        if let directory, chdir(directory) != 0 {
            complain("oropendola review: \(directory): \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        throw ExitCode(ReviewRun(options: self, paths: ReviewCommand.paths).run())
    }

    /// What stood after `--` in this process's words; `nil`: there was none.
    static var paths: [String]? { split(Array(CommandLine.arguments.dropFirst(2))).paths }
}
