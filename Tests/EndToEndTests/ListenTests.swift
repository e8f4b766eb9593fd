// `listen` and `doctor` as an operator runs them: no terminal, a pipe or a file, an exit status.
import Glibc
import JSON
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized)
struct ListenTests {
    private let home: Home

    init() throws { home = try Home() }

    private func oropendola(_ words: String..., locale: String = "C.UTF-8") throws -> Outcome {
        // No proxy of the machine's, and no test that hangs.
        let command = ["timeout", "60", try builtProduct("oropendola")] + words
        return try run(command, environment: home.variables.merging(["LC_ALL": locale, "no_proxy": "*"]) { $1 })
    }

    private func objects(_ outcome: Outcome) throws -> [JSONValue] {
        try outcome.text.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    }

    private func events(_ objects: [JSONValue]) -> [String] { objects.compactMap { $0["event"]?.asString } }

    /// One of the numbers at the end.
    private func count(_ name: String, _ outcome: Outcome) -> String? {
        outcome.text.split(separator: "\n").map { $0.split(separator: " ") }.last { $0.first == name[...] }?.last
            .map(String.init)
    }

    // MARK: The embedded backend

    @Test func theEmbeddedBackendAnswers() throws {
        let outcome = try oropendola("listen", "--emit", "ping", "[]", "--count", "1")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines[0].contains("  connected  /oropendola.local  websocket  id "))
        #expect(lines[1].hasSuffix("  pong"))
        #expect(count("eventsReceived", outcome) == "1")
        #expect(!outcome.output.contains(0x1B))
    }

    @Test func jsonLinesAreObjectsWithARisingTime() throws {
        let outcome = try oropendola("listen", "--json", "--emit", "ping", "[]", "--emit", "ping", "[]", "--count", "2")
        #expect(outcome.status == 0)
        let all = try objects(outcome)
        #expect(events(all) == ["connected", "received", "received", "summary"])
        let times = all.compactMap { $0["time"]?.asDouble }
        #expect(times.count == 4 && times == times.sorted() && times[0] > 0)
        #expect(all[3]["connectSuccesses"] == 1 && all[3]["eventsReceived"] == 2 && all[3]["status"] == 0)
    }

    @Test func theTimeThatIsSetIsTheEnd() throws {
        let start = monotonicSeconds()
        let outcome = try oropendola("listen", "--for", "0.6", "--quiet")
        #expect(outcome.status == 0)
        #expect(monotonicSeconds() - start >= 0.6)
        #expect(outcome.text.hasPrefix("connectAttempts ") && count("connectSuccesses", outcome) == "1")
    }

    @Test func anInterruptEndsItWithTheCounts() throws {
        let folder = try TemporaryFolder()
        let output = "\(folder.path)/out"
        let child = try ChildProcess(
            [try builtProduct("oropendola"), "listen"], environment: home.variables,
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, output, O_WRONLY | O_CREAT),
                (2, output + ".errors", O_WRONLY | O_CREAT),
            ])
        try wait(for: "connection") {
            String(decoding: try readFile(output), as: UTF8.self).contains("connected") ? true : nil
        }
        child.send(SIGINT)
        #expect(try child.wait() == 130)
        #expect(try folder.text("out").contains("connectSuccesses"))
        #expect(try folder.read("out.errors").isEmpty)
    }

    /// `listen | head -1`: the reader goes away, and nothing is said about it.
    @Test func aReaderThatLeavesIsNoError() throws {
        let program = shellQuoted(try builtProduct("oropendola"))
        let script = "\(program) listen --emit ping '[]' --for 20 | head -1; echo \"${PIPESTATUS[0]}\""
        let start = monotonicSeconds()
        let outcome = try run(["bash", "-c", script], environment: home.variables)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.text.hasSuffix("\n141\n"))
        #expect(monotonicSeconds() - start < 15)
    }

    @Test func theDoctorFindsTheEmbeddedBackendWell() throws {
        let outcome = try oropendola("doctor")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for layer in ["name", "TCP", "HTTP", "websocket", "session", "namespace", "origin", "connection"] {
            #expect(outcome.text.contains("✓ \(layer) "), "\(outcome.text)")
        }
        let plain = try oropendola("doctor", locale: "C")
        #expect(plain.output.allSatisfy { $0 < 0x80 } && plain.text.contains("+ TCP"))
        let json = try JSONValue.parse(try oropendola("doctor", "--json").text)
        #expect(json["status"] == 0)
        #expect(json["realtime"]?.asArray?.allSatisfy { $0["outcome"] == "passed" } == true)
    }

    // MARK: The command line

    @Test(arguments: [
        ["listen", "--url", "example.com"], ["listen", "--emit", "ping"], ["listen", "--count", "0"],
        ["listen", "--for", "x"], ["listen", "--transport", "pigeon"], ["listen", "--nonsense"],
        ["listen", "--cookie-file", "/no/such/file"],
        ["listen", "--url", "http://a", "--cookie-file", "/no/such/file"],
        ["doctor", "--auth", "{}"], ["doctor", "--count", "1"],
    ])
    func aWrongCommandLineIsToldAtOnce(_ words: [String]) throws {
        let outcome = try run([try builtProduct("oropendola")] + words, environment: home.variables)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
    }

    /// The parser's own subcommands would take `help` away from the helper.
    @Test(arguments: [["help", "me"], ["--", "listen"], ["listening", "to"]])
    func otherWordsAreAMessage(_ words: [String]) throws {
        let outcome = try run([try builtProduct("oropendola")] + words, environment: home.variables)
        #expect(outcome.errorText.hasPrefix("oropendola needs a terminal: start it without redirecting its output"))
    }

    // MARK: Servers with a fault

    @Test func aClosedPortEndsWithSix() throws {
        let outcome = try oropendola("listen", "--url", "http://127.0.0.1:9")
        #expect(outcome.status == 6)
        #expect(outcome.text.contains("✓ name        127.0.0.1\n✗ TCP         No connection to http://127.0.0.1:9"))
        #expect(count("connectAttempts", outcome) == "1")
        let doctor = try oropendola("doctor", "--url", "http://127.0.0.1:9")
        #expect(doctor.status == 6 && doctor.text.contains("✗ TCP"))
    }

    @Test func aRealtimeServerThatIsDownIsToldFromOneThatIsNotThere() throws {
        let server = try StrangeServer(.down)
        defer { server.end() }
        let outcome = try oropendola("listen", "--url", server.url)
        #expect(outcome.status == 6)
        #expect(
            outcome.text.contains(
                "✗ HTTP        \(server.url) answered 502 (nginx/1.22.1): a web server is there, and the realtime server "
                    + "behind it is not."))
    }

    @Test func aPageIsNoHandshake() throws {
        let server = try StrangeServer(.page)
        defer { server.end() }
        let outcome = try oropendola("doctor", "--url", server.url)
        #expect(outcome.status == 6)
        #expect(outcome.text.contains("but not as a Socket.IO server"))
    }

    @Test func droppedUpgradeHeadersAreNamedAndPollingGoesOn() throws {
        let server = try StrangeServer(.noUpgrade)
        defer { server.end() }
        let outcome = try oropendola("listen", "--url", server.url, "--count", "1")
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("  connected  /  polling  id abcdef…"))
        #expect(outcome.text.contains("! \(server.url) answered 400 to the websocket: the upgrade headers"))
        #expect(outcome.text.contains("proxy_set_header Upgrade $http_upgrade"))
        #expect(outcome.text.contains("  hello  1\n"))
        #expect(!outcome.text.contains("enginesecret"))
        let doctor = try oropendola("doctor", "--url", server.url)
        #expect(doctor.status == 0 && doctor.text.contains("! websocket"))
    }

    /// Frappe lets a dead session in as a guest.
    @Test func aDeadSessionEndsWithFive() async throws {
        let server = try await LocalServer.start(
            session: LocalSession(user: "alice@example.com", password: "p"), engine: HelperEngine(prefix: "t"))
        let folder = try TemporaryFolder()
        try folder.write("cookies", "sid=deadsession0123456789; full_name=Alice\n")
        let url = "http://127.0.0.1:\(server.port)"
        for command in ["listen", "doctor"] {
            let outcome = try oropendola(
                command, "--url", url, "--cookie-file", "\(folder.path)/cookies")
            #expect(outcome.status == 5)
            #expect(outcome.text.contains("127.0.0.1 does not know this session any more"))
            #expect(!(outcome.text + outcome.errorText).contains("deadsession"))
        }
        // The namespace is that of the site, by its own name.
        let refused = try oropendola("listen", "--url", url)
        #expect(refused.status == 5)
        #expect(refused.text.contains("✓ namespace   /oropendola.local"))
        #expect(refused.text.contains("✗ session     The server wants a session and got none: No cookie transmitted."))
        await server.shutdown()
    }
}
