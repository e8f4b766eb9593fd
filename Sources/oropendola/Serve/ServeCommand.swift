// `oropendola serve`: what a person may type, and what becomes of it.
import ArgumentParser
import Console
import Glibc
import Storage

/// Serves other people, and keeps their accounts.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        _superCommandName: "oropendola",
        abstract: "Serve other people and other clients: the built-in backend with accounts of its own.",
        discussion: """
            oropendola serve                           at 127.0.0.1:8642, until Ctrl-C
            oropendola serve user add NAME [--full-name TEXT]
            oropendola serve user list [--json]
            oropendola serve user passwd NAME
            oropendola serve user remove NAME

            Passwords are asked for, or read from standard input. Accounts are read again while the server runs; \
            whoever is removed or has a new password is signed out. People sign in with oropendola login http://….

            SIGTERM and Ctrl-C let turns end for ten seconds, SIGHUP reads accounts and certificates again. Each \
            option has a variable, such as OROPENDOLA_SERVE_LISTEN. docs/SERVER.md has TLS, nginx, systemd, limits, \
            metrics and backup.

            Exit status: 0 after a stop, 1 when it can't serve or an account can't be kept, 2 for a wrong command line.
            """)

    @Argument(help: "Nothing, or user and a verb.", completion: .list(["user", "add", "list", "passwd", "remove"]))
    var words: [String] = []

    @Option(help: ArgumentHelp("Where to listen; 127.0.0.1:8642 unless said.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp("The folder of accounts, sessions and conversations.", valueName: "folder"),
        completion: .directory)
    var data: String?

    @Option(
        help: ArgumentHelp("The accounts; accounts.json in that folder unless said.", valueName: "file"),
        completion: .file())
    var accounts: String?

    @Option(help: ArgumentHelp("The site's name, and of its realtime namespace.", valueName: "name"))
    var site: String?

    @Option(
        name: .customLong("host"),
        help: ArgumentHelp(
            "A name under which people reach it, several times for several; other names are refused then.",
            valueName: "name"))
    var hosts: [String] = []

    @Option(help: ArgumentHelp("Certificates for TLS, PEM.", valueName: "file"), completion: .file())
    var tlsCert: String?

    @Option(help: ArgumentHelp("Their key, PEM.", valueName: "file"), completion: .file())
    var tlsKey: String?

    @Flag(help: "Believe the X-Forwarded-For and X-Forwarded-Proto of a proxy on this machine.")
    var behindProxy = false

    @Flag(help: "Serve a network without TLS: passwords can be read on the way.")
    var insecureHTTP = false

    @Option(
        help: ArgumentHelp("The log on standard error: text or json.", valueName: "form"),
        completion: .list(["text", "json"]))
    var log: String?

    @Option(
        help: ArgumentHelp(
            "The model that answers, instead of the built-in helper (docs/MODELS.md).", valueName: "url#name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Play this script to each user, instead of the built-in helper (docs/SCENARIOS.md).", valueName: "file"),
        completion: .file())
    var scenario: String?

    @Option(help: ArgumentHelp("Requests of one user in a minute; 240 unless said.", valueName: "n"))
    var requestsPerMinute: Int?

    @Option(help: ArgumentHelp("Turns of one user at once; 4 unless said.", valueName: "n"))
    var turnsPerUser: Int?

    @Option(help: ArgumentHelp("Days that a sign-in lasts at most; 30 unless said.", valueName: "n"))
    var sessionDays: Int?

    @Option(help: ArgumentHelp("With user add: the name that people see.", valueName: "text"))
    var fullName: String?

    @Flag(help: "With user list: JSON objects, one a line.")
    var json = false

    func run() throws {
        let environment = Folders.environment()
        var typed = typed
        typed.read(environment)
        do throws(UsageProblem) {
            let verb = try ServeVerb(words)
            let options = try ServeOptions(typed)
            guard verb == .serve else {
                AccountVerbs(verb, options, environment: environment, fullName: fullName, printsJSON: json).run()
            }
            ServeRun(options, environment: environment).run()
        } catch {
            refuseToServe("\(error)", typed.log == "json" && words.isEmpty ? .json : .text, status: 2)
        }
    }

    private var typed: ServeWords {
        var words = ServeWords()
        (words.listen, words.data, words.accounts, words.site, words.hosts) = (listen, data, accounts, site, hosts)
        (words.tlsCertificate, words.tlsKey, words.behindProxy) = (tlsCert, tlsKey, behindProxy)
        (words.insecureHTTP, words.log, words.scenario, words.model) = (insecureHTTP, log, scenario, model)
        (words.requestsPerMinute, words.turnsPerUser) = (requestsPerMinute, turnsPerUser)
        words.sessionDays = sessionDays
        return words
    }
}
