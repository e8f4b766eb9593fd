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
            "Cookies of the session: a line name=value; …, or a cookies.txt. Never printed.", valueName: "file"))
    var cookieFile: String?

    @Option(
        name: .customLong("header"),
        help: ArgumentHelp("A header for every request, several times for several.", valueName: "name: value"))
    var headers: [String] = []

    @Option(help: ArgumentHelp("What to send with CONNECT, a JSON object.", valueName: "json"))
    var auth: String?

    @Option(help: ArgumentHelp("PEM certificates that are trusted besides the system's.", valueName: "file"))
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
            let options = try ListenOptions(words)
            return ListenPlan(options: options, headers: try allHeaders(options), network: network(environment))
        } catch {
            complain("oropendola \(command): \(error)")
            throw ExitCode(2)
        }
    }

    /// What only makes sense for a server of somebody's.
    private func checkThatURLIsThere() throws(UsageProblem) {
        guard url == nil else { return }
        let given = [
            ("--path", path != nil), ("--cookie-file", cookieFile != nil), ("--header", !headers.isEmpty),
            ("--auth", auth != nil), ("--ca-file", caFile != nil),
        ].first { $0.1 }
        if let given { throw UsageProblem("\(given.0) wants --url: the embedded backend has its own session.") }
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
    private func network(_ environment: [String: String]) -> NetworkSettings {
        guard url != nil else { return NetworkSettings() }
        return NetworkSettings(proxies: ProxySettings(environment: environment), certificateAuthorityFile: caFile)
    }
}
