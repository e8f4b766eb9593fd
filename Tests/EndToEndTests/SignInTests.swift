// `login`, `whoami` and `logout` as a script runs them: no terminal, a pipe, an exit status.
import Glibc
import JSON
import LocalBackend
import Scenarios
import TestSupport
import Testing

/// A server of somebody's, in this process; the program reaches it over loopback.
struct RemoteServer {
    static let user = "anna@example.org"
    static let password = "right horse"
    let server: LocalServer

    init(_ script: [JSONValue] = []) async throws {
        let scenario = try Scenario(script.map { $0.text + "\n" }.joined())
        server = try await LocalServer.start(
            session: LocalSession(user: Self.user, password: Self.password, token: ("key", "secret")),
            engine: ScriptedEngine(scenario))
    }

    var url: String { "http://127.0.0.1:\(server.port)" }

    /// A home in which somebody has signed in here.
    func signedInHome(_ words: String...) throws -> Home {
        let home = try Home()
        let outcome = try run(
            [try builtProduct("oropendola"), "login", url, "--user", Self.user, "--password-stdin"] + words,
            input: Array("\(Self.password)\n".utf8), environment: home.variables)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        return home
    }
}

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SignInTests {
    private let home: Home

    init() throws { home = try Home() }

    private func oropendola(_ words: String..., input: String = "") throws -> Outcome {
        let command = ["timeout", "60", try builtProduct("oropendola")] + words
        return try run(
            command, input: Array(input.utf8),
            environment: home.variables.merging(["LC_ALL": "C.UTF-8", "no_proxy": "*"]) { $1 })
    }

    private var accounts: String { "\(home.folder.path)/config/oropendola/accounts.json" }

    private func mode(_ path: String) -> UInt32? {
        var raw = stat()
        return stat(path, &raw) == 0 ? raw.st_mode & 0o777 : nil
    }

    private func signIn(_ remote: RemoteServer) throws -> Outcome {
        try oropendola(
            "login", remote.url, "--user", RemoteServer.user, "--password-stdin", input: "\(RemoteServer.password)\n")
    }

    @Test func inAndOutThroughAPipe() async throws {
        let remote = try await RemoteServer()
        let signedIn = try signIn(remote)
        #expect(signedIn.status == 0 && signedIn.errors.isEmpty, "\(signedIn.errorText)")
        #expect(signedIn.text.contains("Signed in to \(remote.url) as anna@example.org.\n"))
        #expect(signedIn.text.contains("Chat works; live progress where the server has it.\n"))
        #expect(signedIn.text.contains("It lasts 10 days"))
        #expect(mode(accounts) == 0o600 && mode("\(home.folder.path)/config/oropendola") == 0o700)
        let file = String(decoding: try readFile(accounts), as: UTF8.self)
        #expect(!file.contains(RemoteServer.password))
        let sid = try #require(file.firstMatch(of: /sid=([0-9a-f]+)/)?.1)

        let who = try oropendola("whoami")
        #expect(who.status == 0)
        #expect(who.text.contains("user      anna@example.org\n") && who.text.contains("realtime  works\n"))
        let json = try JSONValue.parse(try oropendola("whoami", "--json").text)
        #expect(json["state"] == "signed_in" && json["user"] == "anna@example.org" && json["realtime"] == true)
        for outcome in [signedIn, who] { #expect(!outcome.text.contains(sid) && !outcome.errorText.contains(sid)) }

        let doctor = try oropendola("doctor", "--server", "127.0.0.1")
        #expect(doctor.status == 0 && doctor.text.contains("✓ session "), "\(doctor.text) \(doctor.errorText)")
        #expect(!doctor.text.contains(sid))
        #expect(try oropendola("listen", "--server", "nobody").status == 2)

        await remote.server.expireSessions()
        let dead = try oropendola("whoami")
        #expect(dead.status == 5 && dead.text.contains("their session is over"))

        let out = try oropendola("logout")
        #expect(out.status == 0 && out.text.hasPrefix("Signed out of \(remote.url)"))
        #expect(!String(decoding: try readFile(accounts), as: UTF8.self).contains(sid))
        #expect(try oropendola("whoami").status == 5)
        await remote.server.shutdown()
        #expect(try oropendola("logout", "--all").status == 0)
    }

    @Test func refusalsHaveWordsAndAStatus() async throws {
        let remote = try await RemoteServer()
        let wrong = try oropendola(
            "login", remote.url, "--user", RemoteServer.user, "--password-stdin", input: "hunter2\n")
        #expect(wrong.status == 5)
        #expect(wrong.errorText == "oropendola: The server does not know this name and password.\n")
        var rules = SignInRules()
        rules.gate = .firewall(status: 403)
        await remote.server.signIns(follow: rules)
        let blocked = try signIn(remote)
        #expect(blocked.status == 6)
        #expect(blocked.errorText.contains("Something before the server refused (403): a firewall."))
        rules.gate = .open
        rules.password = .secondFactor(code: "123456", method: "OTP App")
        await remote.server.signIns(follow: rules)
        let codeless = try signIn(remote)
        #expect(codeless.status == 5 && codeless.errorText.contains("The account asks for a code."))
        let coded = try oropendola(
            "login", remote.url, "--user", RemoteServer.user, "--password-stdin",
            input: "\(RemoteServer.password)\n123456\n")
        #expect(coded.status == 0)
        await remote.server.shutdown()
        let gone = try signIn(remote)
        #expect(gone.status == 6 && gone.errorText.contains("The server can't be reached"))
        #expect(try oropendola("whoami").status == 6)
    }

    @Test func theOtherWaysIn() async throws {
        let remote = try await RemoteServer()
        let key = try oropendola("login", remote.url, "--token", "--name", "keyed", input: "key:secret\n")
        #expect(key.status == 0 && key.text.contains("as keyed"), "\(key.errorText)")
        #expect(try oropendola("login", remote.url, "--token", input: "key:wrong\n").status == 5)
        let guest = try oropendola("login", remote.url, "--cookies", input: "sid=nobodys\n")
        #expect(guest.status == 5 && guest.errorText.contains("takes these cookies for a guest's"))
        let unchecked = try oropendola("login", remote.url, "--ai-key", "--name", "agent", input: "some-key\n")
        #expect(unchecked.status == 0 && unchecked.text.contains("The server does not tell whether the key is good."))
        #expect(unchecked.text.contains("Another account is used unless you say otherwise"))

        #expect(try oropendola("login", "--default", "agent").status == 0)
        let who = try JSONValue.parse(try oropendola("whoami", "--json").text)
        #expect(who["account"] == "agent" && who["chat"] == "agent" && who["realtime"] == false)
        #expect(try oropendola("whoami", "--all").text.contains("account   keyed\n"))
        let before = try readFile(accounts)
        #expect(try oropendola("login", "--default", "nobody").status == 2)
        #expect(try readFile(accounts) == before)
        let out = try oropendola("logout", "--all")
        #expect(out.text.contains("The key itself stays good"), "\(out.text) \(out.errorText)")

        var rules = SignInRules()
        rules.browser = [.pending, .completed]
        await remote.server.signIns(follow: rules)
        let browser = try oropendola("login", remote.url, "--browser")
        #expect(browser.status == 0 && browser.text.contains("\(remote.url)/vscode-login?auth_request="))
        #expect(browser.text.contains("No live progress: the browser's way gives no session cookie."))
        await remote.server.shutdown()
    }

    @Test func secretsAreNotTakenFromTheCommandLine() throws {
        for words in [["--password", "hunter2"], ["--token=key:hunter2"], ["--cookies=sid=hunter2"]] {
            let outcome = try run(
                [try builtProduct("oropendola"), "login", "https://x.invalid"] + words, environment: home.variables)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains("every program of this machine can read a command line"))
            #expect(!outcome.errorText.contains("hunter2") && outcome.output.isEmpty)
        }
        let alone = try oropendola("login", "https://x.invalid", "--user", "a")
        #expect(alone.status == 2 && alone.errorText.contains("There is no terminal to ask for the secret"))
        #expect(try oropendola("login", "--user", "a").errorText.contains("no terminal to ask for the server"))
    }

    /// A server said who the user is, and has words of its own.
    @Test func whoIsSignedInCommandsNoTerminal() throws {
        let user = "a\u{9B}31m\u{202E}b"
        let book: JSONValue = [
            "version": 1, "default": "work",
            "accounts": [
                [
                    "name": "work", "url": "http://127.0.0.1:1", "user": .string(user), "chat": "traditional",
                    "credential": ["kind": "cookies", "cookies": "sid=x"],
                ]
            ],
        ]
        try home.folder.write("config/oropendola/accounts.json", book.text)
        for words in [["whoami"], ["whoami", "--json"]] {
            let outcome = try run(
                [try builtProduct("oropendola")] + words,
                environment: home.variables.merging(["LC_ALL": "C.UTF-8", "no_proxy": "*"]) { $1 })
            #expect(outcome.status == 6)
            #expect(!outcome.text.unicodeScalars.contains { $0 != "\n" && isCommand($0) }, "\(outcome.text)")
            guard words.count == 2 else { continue }
            #expect(try JSONValue.parse(outcome.text)["user"]?.asString == user)
        }
    }

    @Test func aBrokenFileIsKept() async throws {
        let remote = try await RemoteServer()
        try home.folder.write("config/oropendola/accounts.json", "{no json")
        let who = try oropendola("whoami")
        #expect(who.status == 1 && who.errorText.contains("can't be read: it is no JSON."))
        let start = try oropendola("hello")
        #expect(start.status == 1 && start.errorText.contains("oropendola --embedded works without."))
        #expect(try home.folder.text("config/oropendola/accounts.json") == "{no json")
        let signedIn = try signIn(remote)
        #expect(signedIn.status == 0 && signedIn.errorText.contains("The file is kept as"))
        #expect(try home.folder.text("config/oropendola/accounts.json.broken") == "{no json")
        try home.folder.write("config/oropendola/accounts.json", #"{"version": 7, "accounts": []}"#)
        for words in [["whoami"], ["logout"], ["login", remote.url, "--token"]] {
            let newer = try run(
                [try builtProduct("oropendola")] + words, input: Array("key:secret\n".utf8),
                environment: home.variables)
            #expect(newer.status == 1 && newer.errorText.contains("were written by a later version of oropendola"))
        }
        #expect(try home.folder.text("config/oropendola/accounts.json") == #"{"version": 7, "accounts": []}"#)
        await remote.server.shutdown()
    }
}
