// The options of `listen` and `doctor` that say which server is meant, and as whom it is talked to.
import ArgumentParser
import Backend
import Console
import Glibc
import Storage
import Transport

struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A Socket.IO server: http(s):// or ws(s)://, host and port.", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "A server that you are signed in to (oropendola login), by its account's name; with its session.",
            valueName: "name"),
        completion: .custom { _, _, _ in Completions.accounts })
    var server: String?

    @Option(help: ArgumentHelp("Where Socket.IO lives on it; /socket.io/ unless said.", valueName: "path"))
    var path: String?

    @Option(
        name: .customLong("namespace"),
        help: ArgumentHelp(
            "A namespace to join, several times for several. For a Frappe site / and its name unless said, else /.",
            valueName: "/name"))
    var namespaces: [String] = []

    @Option(
        help: ArgumentHelp(
            "Cookies of the session: a line name=value; …, or a cookies.txt. Never printed.", valueName: "file"),
        completion: .file())
    var cookieFile: String?

    @Option(
        name: .customLong("header"),
        help: ArgumentHelp("A header for every request, several times for several.", valueName: "name: value"))
    var headers: [String] = []

    @Option(help: ArgumentHelp("What to send with CONNECT, a JSON object.", valueName: "json"))
    var auth: String?

    @Option(
        help: ArgumentHelp("PEM certificates that are trusted besides the system's.", valueName: "file"),
        completion: .file())
    var caFile: String?

    var words: ListenWords {
        var words = ListenWords()
        (words.url, words.path, words.namespaces, words.headers, words.auth) = (url, path, namespaces, headers, auth)
        return words
    }

    /// What the command line comes to. A wrong one is told, with the command's name, and is the end with status 2.
    func plan(
        _ words: ListenWords, for command: String, _ environment: [String: String]
    ) throws(ExitCode) -> ListenPlan {
        do throws(UsageProblem) {
            try checkThatURLIsThere()
            let account = try account(environment)
            var words = words
            if let account {
                words.url = account.address.origin
                if let site = account.siteName, words.namespaces.isEmpty { words.namespaces = ["/" + site] }
            }
            let options = try ListenOptions(words)
            return ListenPlan(
                options: options, headers: try allHeaders(options) + (account?.realtimeHeaders ?? []),
                network: network(environment, account))
        } catch {
            complain("oropendola \(command): \(error)")
            throw ExitCode(2)
        }
    }

    /// What only makes sense for a server of somebody's.
    private func checkThatURLIsThere() throws(UsageProblem) {
        guard url == nil else {
            if server != nil { throw UsageProblem("--server and --url are two servers; choose one.") }
            return
        }
        if server != nil {
            if cookieFile != nil { throw UsageProblem("--cookie-file goes with --url: --server has a session.") }
            return
        }
        let given = [
            ("--path", path != nil), ("--cookie-file", cookieFile != nil), ("--header", !headers.isEmpty),
            ("--auth", auth != nil), ("--ca-file", caFile != nil),
        ].first { $0.1 }
        if let given { throw UsageProblem("\(given.0) wants --url: the embedded backend has its own session.") }
    }

    private func account(_ environment: [String: String]) throws(UsageProblem) -> ServerAccount? {
        guard let server else { return nil }
        let found: ServerAccount?
        do throws(AccountTrouble) {
            found = try AccountDesk(environment: environment).book().account(meant: server)
        } catch {
            throw UsageProblem(error.sentence)
        }
        guard let found else {
            throw UsageProblem(
                "--server: there is no sign-in for that. oropendola whoami --all lists those that are kept.")
        }
        guard found.credential.kind.allowsRealtime else {
            throw UsageProblem(
                "--server \(found.name): its way of signing in has no session cookie, and so no realtime. A password has."
            )
        }
        return found
    }

    /// All headers, those of the cookie file with them.
    private func allHeaders(_ options: ListenOptions) throws(UsageProblem) -> [HTTPHeader] {
        guard let cookieFile, let address = options.address else { return options.headers }
        var status = stat()
        guard stat(cookieFile, &status) == 0, status.st_mode & S_IFMT != S_IFDIR, status.st_size <= 1 << 20 else {
            throw UsageProblem("--cookie-file \(cookieFile): there is no such file, or it is no file of cookies.")
        }
        if status.st_mode & 0o077 != 0, status.st_mode & S_IFMT == S_IFREG {
            complain("oropendola: others can read \(cookieFile), which is as good as a password: chmod 600 it.")
        }
        let text: String
        do { text = try readText(cookieFile, maximumBytes: 1 << 20) } catch {
            throw UsageProblem("--cookie-file \(cookieFile): it can't be read.")
        }
        let cookies = try CookieFile.header(
            text, host: address.host, isSecure: address.isSecure, path: options.path, now: Int(time(nil)))
        return [HTTPHeader("Cookie", cookies)] + options.headers
    }

    /// How connections leave the machine.
    private func network(_ environment: [String: String], _ account: ServerAccount?) -> NetworkSettings {
        guard url != nil || account != nil else { return NetworkSettings() }
        return NetworkSettings(
            proxies: ProxySettings(environment: environment),
            certificateAuthorityFile: caFile ?? account?.certificateAuthorityFile)
    }
}

extension ServerAccount {
    /// Who we are, for every request of a connection to its realtime server.
    fileprivate var realtimeHeaders: [HTTPHeader] {
        let session = credential.session
        // Up to 2025 Frappe's server wants a cookie even beside an authorization: any will do.
        let cookie = HTTPHeader("Cookie", session.cookies.header ?? "system_user=yes")
        return [cookie] + (session.authorization.map { [HTTPHeader("Authorization", $0)] } ?? [])
    }
}
