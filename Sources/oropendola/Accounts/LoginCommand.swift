// `oropendola login`: what a person may type, and how it is said.
import ArgumentParser
import Backend
import Console
import Glibc
import Storage

/// Signs in to a server and keeps what that left.
///
/// Note: the default account is chosen here and not by a word of its own, which would be taken from prompts.
struct LoginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        _superCommandName: "oropendola",
        abstract: "Sign in to an Oropendola server, and use it from then on.",
        discussion: """
            Without a way it asks for user and password, and keeps the session, never the password. Secrets are asked \
            for without an echo, or read from standard input; none is taken from the command line. \
            docs/SERVER.md says what each way can and can't do.

            Exit status: 0 when you are signed in, 1 when it can't be kept, 2 for a wrong command line, 5 when the \
            server refuses, 6 when it can't be reached, 130 after Ctrl-C.
            """)

    @Argument(
        help: ArgumentHelp(
            "An address, or the name of an account; https://oropendola.ai unless said.", valueName: "server"),
        completion: .custom { _, _, _ in Completions.accounts })
    var servers: [String] = []

    @Option(help: ArgumentHelp("What to call this account; the server's host unless said.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The user, usually an e-mail address.", valueName: "user"))
    var user: String?

    @Flag(help: "Read the secret from the first line of standard input (a code that is wanted from the second).")
    var passwordStdin = false

    @Flag(help: "Paste the cookies of a browser that is signed in, or its sid alone.")
    var cookies = false

    @Option(
        help: ArgumentHelp(
            "Take the cookies from this file: a line name=value; …, or a cookies.txt.", valueName: "file"),
        completion: .file())
    var cookiesFile: String?

    @Flag(help: "Use an API key and its secret (key:secret).")
    var token = false

    @Flag(help: "Use an AI API key, which is for Agent Mode alone.")
    var aiKey = false

    @Flag(help: "Sign in with a browser.")
    var browser = false

    @Flag(help: "Chat with the server's Agent Mode.")
    var agentMode = false

    @Option(help: ArgumentHelp("The site's name, where it is not the host's.", valueName: "name"))
    var site: String?

    @Option(
        help: ArgumentHelp("PEM certificates that are trusted besides the system's.", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        name: .customLong("default"),
        help: ArgumentHelp("Sign in nowhere: use this account from now on unless another is named.", valueName: "name"),
        completion: .custom { _, _, _ in Completions.accounts })
    var defaultName: String?

    @Flag(help: .hidden)
    var waitAfterFailure = false

    func run() throws {
        let environment = Folders.environment()
        let desk = AccountDesk(environment: environment)
        let output = ConsoleOutput(environment: environment)
        if let defaultName {
            Foreground.run {
                await Self.choose(defaultName, desk, output)
            } interrupted: { number in
                Glibc.exit(128 + number)
            }
        }
        Foreground.run { [self] in
            let book = await Self.book(of: desk)
            do throws(UsageProblem) {
                let options = try LoginOptions(words, book).reading(fromPipe: !TerminalPrompt.isThere)
                await LoginRunner(
                    options: options, book: book, desk: desk, environment: environment, output: output,
                    waitsAfterFailure: waitAfterFailure
                ).run()
            } catch {
                complain("oropendola login: \(error)")
                Glibc.exit(2)
            }
        } interrupted: { number in
            TerminalPrompt.restore()
            complain("\nCancelled. Nothing was changed.")
            Glibc.exit(128 + number)
        }
    }

    private var words: LoginWords {
        var words = LoginWords()
        (words.servers, words.name, words.user, words.readsStandardInput) = (servers, name, user, passwordStdin)
        (words.cookies, words.cookiesFile, words.token, words.aiKey) = (cookies, cookiesFile, token, aiKey)
        (words.browser, words.agentMode, words.site) = (browser, agentMode, site)
        words.certificateAuthorityFile = caFile.map { absolute($0) }
        return words
    }

    /// The program may be started elsewhere next time.
    private func absolute(_ path: String) -> String {
        // What can't be found is told by the connection, with the path as it was typed.
        (try? realPath(path)) ?? path
    }

    /// The accounts. A file that can't be understood makes room for a new one and is kept.
    private static func book(of desk: AccountDesk) async -> AccountBook {
        do throws(AccountTrouble) {
            return try desk.book()
        } catch {
            guard error.isBroken else {
                complain("oropendola: \(error.sentence)")
                Glibc.exit(1)
            }
            do throws(DocumentProblem) {
                complain("oropendola: \(error.sentence) The file is kept as \(try await desk.document.setAside()).")
                return AccountBook()
            } catch {
                complain("oropendola: the file can't be put aside, and is left as it is.")
                Glibc.exit(1)
            }
        }
    }

    private static func choose(_ name: String, _ desk: AccountDesk, _ output: ConsoleOutput) async {
        var isThere = false
        do throws(AccountTrouble) {
            try await desk.change { isThere = $0.makeDefault(name) }
        } catch {
            complain("oropendola: \(error.sentence)")
            Glibc.exit(1)
        }
        guard isThere else {
            complain("oropendola login: there is no account of that name. oropendola whoami --all lists them.")
            Glibc.exit(2)
        }
        output.print([output.style.clean("\(name) is used from now on, unless another is named.")])
        Glibc.exit(0)
    }
}
