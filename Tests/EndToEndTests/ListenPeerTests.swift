// `listen` against python-socketio's server: any Socket.IO server, not only ours.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: PythonSocketServer.isThere, PythonSocketServer.absence))
struct ListenPeerTests {
    private let home: Home
    private let server: PythonSocketServer

    init() throws {
        home = try Home()
        server = try PythonSocketServer()
    }

    private func listen(_ words: [String]) throws -> Outcome {
        defer { server.end() }
        let command =
            ["timeout", "60", try builtProduct("oropendola"), "listen", "--url", server.url] + words
        return try run(command, environment: home.variables.merging(["LC_ALL": "C.UTF-8", "no_proxy": "*"]) { $1 })
    }

    @Test func eventsAndAcknowledgementsArrive() throws {
        let data = #"["ü",[1,{"a":null}]]"#
        let outcome = try listen([
            "--namespace", "/site1.local", "--emit", "echo", data, "--emit", "ask", "[\"why\"]", "--ack", "--json",
            "--count", "4",
        ])
        #expect(outcome.status == 0)
        let all = try outcome.text.split(separator: "\n").map { try JSONValue.parse(String($0)) }
        let names = all.filter { $0["event"] == "received" }.compactMap { $0["name"]?.asString }
        #expect(names == ["early", "echoed", "question", "answered"])
        let answers = all.filter { $0["event"] == "acknowledged" }
        #expect(answers.map { $0["name"] } == ["echo", "ask"])
        #expect(all.last?["eventsReceived"] == 4)
    }

    /// This server repeats our cookies and our payload in an event.
    @Test func noSecretComesBack() throws {
        let folder = try TemporaryFolder()
        try folder.write("cookies", "sid=cookiesecret0123; user_image=imagesecret99")
        let secrets = ["cookiesecret0123", "imagesecret99", "tokensecret4567", "authsecret89ab"]
        let words = [
            "--namespace", "/site1.local", "--cookie-file", "\(folder.path)/cookies", "--header",
            "Authorization: token key:tokensecret4567", "--auth", #"{"token":"authsecret89ab"}"#, "--count", "1",
        ]
        let outcome = try listen(words)
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("early"))
        #expect(outcome.text.contains("(hidden)"))
        for secret in secrets { #expect(!(outcome.text + outcome.errorText).contains(secret)) }
    }

    @Test(arguments: ["websocket", "polling", "upgrade"])
    func everyTransportConnects(_ transport: String) throws {
        let outcome = try listen(["--namespace", "/site1.local", "--transport", transport, "--json", "--count", "1"])
        #expect(outcome.status == 0)
        let first = try JSONValue.parse(String(outcome.text.prefix { $0 != "\n" }))
        #expect(first["event"] == "connected")
        if transport != "upgrade" { #expect(first["transport"]?.asString == transport) }
    }

    @Test func anUnknownNamespaceIsNamed() throws {
        let outcome = try listen(["--namespace", "/other.local"])
        #expect(outcome.status == 6)
        #expect(outcome.text.contains("✗ namespace   The server has no namespace /other.local"))
        #expect(outcome.text.contains("✓ websocket   opens, and the server greets"))
    }

    @Test func aRefusalHasTheServersWords() throws {
        let outcome = try listen(["--namespace", "/site1.local", "--auth", #"{"refuse":"object"}"#])
        #expect(outcome.status == 6)
        #expect(outcome.text.contains("✗ namespace   The server refused /site1.local: not you."))
    }

    @Test func aConnectionThatEndsIsTheEndWithoutReconnecting() throws {
        let outcome = try listen(["--namespace", "/site1.local", "--emit", "close", "[]", "--no-reconnect"])
        #expect(outcome.status == 6)
        #expect(outcome.text.contains("  disconnected  /site1.local  "))
        #expect(outcome.text.contains("no further try"))
    }

    @Test func aLostConnectionIsMadeAgain() throws {
        let outcome = try listen(["--namespace", "/site1.local", "--emit", "close", "[]", "--json", "--count", "2"])
        #expect(outcome.status == 0)
        let summary = try JSONValue.parse(String(outcome.text.split(separator: "\n").last ?? ""))
        #expect(summary["reconnects"] == 1 && summary["disconnects"] == 1 && summary["connectSuccesses"] == 2)
    }
}
