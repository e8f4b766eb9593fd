// What `serve` is asked to do, and the lines of its log.

import Console
import Testing

@Suite struct ServeWordsTests {
    private func options(
        _ environment: [String: String] = [:], _ change: (inout ServeWords) -> Void = { _ in }
    ) throws -> ServeOptions {
        var words = ServeWords()
        change(&words)
        words.read(environment)
        return try ServeOptions(words)
    }

    @Test func withoutWordsItServesThisMachine() throws {
        let options = try options()
        #expect((options.host, options.port) == ("127.0.0.1", 8642))
        #expect(options.site == "oropendola.local" && options.hosts.isEmpty && options.tls == nil)
        #expect(options.data == nil && options.accounts == nil && !options.behindProxy && !options.logsJSON)
    }

    @Test(arguments: [
        ("127.0.0.1:99", "127.0.0.1", 99), ("[::1]:99", "::1", 99), (":99", "127.0.0.1", 99), ("99", "127.0.0.1", 99),
        ("localhost:0", "localhost", 0),
    ])
    func takesAddresses(_ text: String, _ host: String, _ port: Int) throws {
        let options = try options { $0.listen = text }
        #expect((options.host, options.port) == (host, port))
    }

    @Test(arguments: ["", "host", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "1:-1", "a:+9"])
    func takesNothingElseForOne(_ text: String) {
        #expect(throws: UsageProblem.self) { try options { $0.listen = text } }
    }

    @Test func passwordsDoNotGoOverANetworkUnasked() throws {
        for listen in ["0.0.0.0:80", "[::]:80", "192.168.1.5:80", "server.lan:80"] {
            let problem = #expect(throws: UsageProblem.self) { try options { $0.listen = listen } }
            #expect(problem?.description.contains("passwords would go over the network for all to read") == true)
            _ = try options {
                ($0.listen, $0.insecureHTTP) = (listen, true)
            }
            _ = try options {
                ($0.listen, $0.tlsCertificate, $0.tlsKey) = (listen, "c", "k")
            }
            #expect(throws: UsageProblem.self) {
                try options { ($0.listen, $0.behindProxy, $0.insecureHTTP) = (listen, true, true) }
            }
        }
        #expect(throws: UsageProblem.self) { try options { $0.tlsKey = "k" } }
        #expect(throws: UsageProblem.self) { try options { $0.tlsCertificate = "c" } }
    }

    @Test func theEnvironmentSpeaksWhereTheCommandLineIsSilent() throws {
        let environment = [
            "OROPENDOLA_SERVE_LISTEN": "127.0.0.1:1", "OROPENDOLA_SERVE_DATA": "/d", "OROPENDOLA_SERVE_ACCOUNTS": "/a",
            "OROPENDOLA_SERVE_SITE": "s", "OROPENDOLA_SERVE_HOSTS": "A.example,b", "OROPENDOLA_SERVE_TLS_CERT": "/c",
            "OROPENDOLA_SERVE_TLS_KEY": "/k", "OROPENDOLA_SERVE_BEHIND_PROXY": "1", "OROPENDOLA_SERVE_LOG": "json",
            "STATE_DIRECTORY": "/var/lib/x:/var/lib/y",
        ]
        let options = try options(environment)
        #expect((options.port, options.data, options.accounts, options.site) == (1, "/d", "/a", "s"))
        #expect(options.hosts == ["a.example", "b"] && options.behindProxy && options.logsJSON)
        #expect(options.tls?.certificate == "/c" && options.tls?.key == "/k")
        let typed = try self.options(environment) {
            ($0.listen, $0.data, $0.log, $0.hosts) = ("127.0.0.1:2", "/e", "text", ["c"])
        }
        #expect((typed.port, typed.data, typed.logsJSON, typed.hosts) == (2, "/e", false, ["c"]))
        #expect(try self.options(["STATE_DIRECTORY": "/var/lib/x:/var/lib/y"]).data == "/var/lib/x")
    }

    @Test func wrongValuesAreSaid() {
        let wrong: [(inout ServeWords) -> Void] = [
            { $0.log = "xml" }, { $0.site = "a b" }, { $0.site = "" }, { $0.hosts = ["https://x"] },
            { ($0.model, $0.scenario) = ("http://x#y", "z") }, { $0.requestsPerMinute = 0 }, { $0.turnsPerUser = 0 },
            { $0.sessionDays = 366 },
        ]
        for change in wrong { #expect(throws: UsageProblem.self) { try options([:], change) } }
    }

    @Test func verbsAreFew() throws {
        #expect(try ServeVerb([]) == .serve)
        #expect(try ServeVerb(["user", "add", "ada"]) == .addUser("ada"))
        #expect(try ServeVerb(["user", "list"]) == .listUsers)
        #expect(try ServeVerb(["user", "passwd", "ada"]) == .changePassword("ada"))
        #expect(try ServeVerb(["user", "remove", "ada"]) == .removeUser("ada"))
        for words in [["users"], ["user"], ["user", "add"], ["user", "add", "a", "b"], ["user", "list", "x"]] {
            #expect(throws: UsageProblem.self) { try ServeVerb(words) }
        }
    }

    @Test func aLineIsOneLineWhateverIsInIt() {
        let fields: [(name: String, value: String)] = [
            ("user", "a b=\"c\"\n\u{1B}[31m"), ("status", "200"), ("ms", "+1"),
        ]
        #expect(
            ServeLog.text.line(time: "T", level: "info", event: "request", fields)
                == #"T info request user="a b=\"c\"\n\u001b[31m" status=200 ms=+1"#)
        #expect(
            ServeLog.json.line(time: "T", level: "info", event: "request", fields)
                == #"{"time":"T","level":"info","event":"request","user":"a b=\"c\"\n\u001b[31m","status":200,"ms":"+1"}"#
        )
    }

    /// Each says what happened, and what was kept or can be done.
    @Test(arguments: [
        (
            ServeProblem.accountsOpen(mode: 0o640),
            "/d/a.json can be read or written by others (mode 640), and holds hashes of passwords. chmod 600 /d/a.json"
        ),
        (.accountsNoJSON, "/d/a.json is no JSON. It is left as it is."),
        (.accountsBroken("ada is there twice"), "/d/a.json can't be used: ada is there twice. It is left as it is."),
        (.accountsNewer, "/d/a.json was written by a later version of oropendola. It is left as it is."),
        (.portTaken(8_642), "port 8642 is taken. --listen HOST:PORT chooses another."),
    ])
    func aProblemIsASentence(_ problem: ServeProblem, _ words: String) {
        #expect(problem.sentence(accounts: "/d/a.json") == words)
    }
}
