// The library's example, run as a person would run it: against the plain server, and against python-socketio's.
import LocalBackend
import Scenarios
import ServerDoubles
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct ExampleTests {
    private func chat(_ arguments: String..., lines: [String] = [], auth: String? = nil) throws -> Outcome {
        let input = Array(lines.map { $0 + "\n" }.joined().utf8)
        return try run(
            [try builtProduct("SocketIOChat")] + arguments, input: input,
            environment: auth.map { ["SOCKETIO_AUTH": $0] } ?? [:])
    }

    private func with(_ body: (_ url: String) throws -> Void) async throws {
        let server = try await LocalServer.start(
            session: LocalSession(user: "u", password: "p"), engine: ScriptedEngine(try Scenario("")),
            application: EchoApplication())
        do {
            try body("http://127.0.0.1:\(server.port)")
        } catch {
            await server.shutdown()
            throw error
        }
        await server.shutdown()
    }

    @Test func sendsLinesAndPrintsWhatComesOfThem() async throws {
        try await with { url in
            let outcome = try chat(url, "/a", lines: ["echo hé there", #"echo {"a":[1,null]}"#, "", "echo"])
            let lines = outcome.text.split(separator: "\n")
            #expect(lines.contains("* in /a"))
            #expect(lines.filter { $0.hasPrefix("<") } == [#"< ["hé there"]"#, #"< [{"a":[1,null]}]"#, "< []"])
            #expect(
                lines.suffix(2) == [
                    "* disconnected: disconnected",
                    "1 attempts, 1 connections, 0 reconnects, 0 events, 0 dropped",
                ])
            #expect(outcome.status == 0)
        }
    }

    @Test func saysWhoItIs() async throws {
        try await with { url in
            let outcome = try chat(url, "/guarded", lines: ["echo 1"], auth: #"{"key":"right"}"#)
            #expect(outcome.text.split(separator: "\n").contains("< [1]"))
            #expect(outcome.status == 0)
        }
    }

    @Test func saysWhyALineWasNotAnswered() async throws {
        try await with { url in
            let outcome = try chat(url, "/guarded", lines: ["echo 1"])
            let lines = outcome.text.split(separator: "\n")
            #expect(lines.contains("* not connected: refused: not you"))
            #expect(lines.contains { $0.hasPrefix("! echo: ") })
            #expect(lines.last == "1 attempts, 0 connections, 0 reconnects, 0 events, 0 dropped")
            #expect(outcome.status == 1)
        }
    }

    @Test func saysHowItIsUsed() throws {
        let outcome = try chat()
        #expect(outcome.status == 2)
        #expect(outcome.text.hasPrefix("usage: SocketIOChat "))
    }

    /// That server sends events, asks a question of its own, and escapes what is not ASCII.
    @Test(.enabled(if: Python.isThere, .init(rawValue: Python.absence))) func talksToPython() throws {
        let server = try PythonServer()
        defer { server.end() }
        let outcome = try chat(server.url, "/site1.local", lines: ["echo hé", "ask \"why?\"", "shout 2"])
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.contains(#"> echoed ["hé"]"#))
        #expect(lines.contains(#"> question ["why?"]"#))
        #expect(lines.contains { $0.hasPrefix("> answered ") })
        #expect(lines.filter { $0.hasPrefix("> number ") } == ["> number [0]", "> number [1]"])
        #expect(lines.filter { $0.hasPrefix("<") } == [#"< ["hé"]"#, "< []", "< []"])
        #expect(lines.last == "1 attempts, 1 connections, 0 reconnects, 6 events, 0 dropped")
        #expect(outcome.status == 0)
    }
}
