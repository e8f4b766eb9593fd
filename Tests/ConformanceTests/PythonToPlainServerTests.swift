// python-socketio's client against our server without Frappe's rules: acknowledgements, binary data, namespaces, ends.
import JSON
import LocalBackend
import Scenarios
import ServerDoubles
import SocketIO
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct PythonToPlainServerTests {
    static let ways: [[String]] = [["websocket"], ["polling"], ["polling", "websocket"]]

    /// What the Python client prints; `meanwhile` runs once it has joined.
    private func transcript(
        _ wanted: JSONObject, by way: [String], namespace: String = "/a",
        _ change: (inout SocketServerConfiguration) -> Void = { _ in },
        meanwhile: @Sendable (LocalServer, @Sendable () async throws -> [JSONValue]) async throws -> [JSONValue] = {
            _, lines in try await lines()
        }
    ) async throws -> [JSONValue] {
        var limits = LocalServerLimits()
        change(&limits.realtime)
        let server = try await LocalServer.start(
            session: LocalSession(user: "you@localhost", password: "right"),
            engine: ScriptedEngine(try Scenario("")), application: EchoApplication(), limits: limits)
        var settings = wanted
        settings["url"] = .string("http://127.0.0.1:\(server.port)")
        settings["namespace"] = .string(namespace)
        settings["transports"] = .array(way.map { .string($0) })
        let task = Task { [settings] in try await pythonClient(.object(settings)) }
        do {
            let lines = try await meanwhile(server) { try await task.value }
            await server.shutdown()
            return lines
        } catch {
            task.cancel()
            await server.shutdown()
            throw error
        }
    }

    /// Waits until the client knows that it has joined: it answers a question.
    private static func joined(_ server: LocalServer) async throws -> RealtimeMember {
        while true {
            if let member = await server.members(of: "/a").first {
                _ = try await server.ask("ready", of: member)
                return member
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private let blob: JSONValue = ["bytes": "00ff1e"]

    @Test(arguments: ways) func acknowledgesWithBinary(by way: [String]) async throws {
        let lines = try await transcript(
            ["call": [["echo", "hé🔍", ["n": [1, nil]]], ["echo", blob, ["deep": [blob]]], ["echo"]]], by: way)
        #expect(
            lines == [
                ["connect"], ["answer", "hé🔍", ["n": [1, nil]]], ["answer", blob, ["deep": [blob]]],
                ["answer", nil], ["transport", .string(way.last ?? ""), true], ["disconnect", "client disconnect"],
            ])
    }

    @Test(arguments: ways) func isAcknowledgedWithBinary(by way: [String]) async throws {
        let lines = try await transcript(
            [
                "emit": [["ask", blob, "x"]], "answer": ["question": ["fine", ["deep": [blob]]]],
                "until": ["answered": 1],
            ], by: way)
        #expect(
            lines == [
                ["connect"], ["event", "question", blob, "x"], ["event", "answered", "fine", ["deep": [blob]]],
                ["transport", .string(way.last ?? ""), true], ["disconnect", "client disconnect"],
            ])
    }

    @Test(arguments: ways) func theProgramsQuestionIsAnswered(by way: [String]) async throws {
        let lines = try await transcript(
            ["answer": ["question": [blob, 7]], "until": ["thanks": 1]], by: way,
            meanwhile: { server, lines in
                let member = try await Self.joined(server)
                let answer = try await server.ask("question", ["x"], of: member)
                #expect(answer.values.count == 2 && answer.values[1] == 7)
                #expect(answer.attachment(for: answer.values[0]) == [0, 0xFF, 0x1E])
                await server.emit("thanks", to: .member(member))
                return try await lines()
            })
        #expect(
            lines.prefix(4) == [
                ["connect"], ["event", "ready"], ["event", "question", "x"], ["event", "thanks"],
            ])
    }

    @Test(arguments: ways) func twoNamespacesShareAConnection(by way: [String]) async throws {
        let lines = try await transcript(
            [
                "also": ["/b"], "call": [["echo", 1], ["@/b", "echo", blob]],
                "emit": [["echo", "a"], ["@/b", "echo", "b"]], "until": ["echo": 1, "/b echo": 1],
            ], by: way)
        #expect(lines.filter { $0[0] == "answer" } == [["answer", 1], ["answer", blob]])
        #expect(lines.filter { $0[0] == "event" } == [["event", "echo", "a"], ["event", "/b echo", "b"]])
    }

    @Test(arguments: ways) func eventsMayComeBeforeTheAnswer(by way: [String]) async throws {
        let lines = try await transcript(["auth": ["early": true], "until": ["early": 1]], by: way)
        #expect(lines.prefix(2) == [["event", "early", "/a"], ["connect"]])
    }

    @Test(arguments: ways) func refusesWithDataOrABareString(by way: [String]) async throws {
        let refusals: [(namespace: String, error: JSONValue)] = [
            ("/guarded", ["message": "not you", "data": ["code": 7]]), ("/words", "Unable to connect"),
            ("/unknown", ["message": "Invalid namespace"]),
        ]
        for (namespace, error) in refusals {
            let lines = try await transcript([:], by: way, namespace: namespace)
            #expect(lines.first == ["connect_error", error])
            #expect(lines.last?[0] == "refused")
        }
        let welcome = try await transcript(["auth": ["key": "right"]], by: way, namespace: "/guarded")
        #expect(welcome.first == ["connect"])
    }

    /// A server with this peer's own habits: capitals, escapes, a stray noop, a close packet on a websocket.
    @Test(arguments: ways) func getsAlongWithItsOwnKind(by way: [String]) async throws {
        let lines = try await transcript(
            ["call": [["echo", "hé🔍", blob]], "emit": [["hang_up"]], "until": ["disconnect": 1]], by: way,
            { $0.dialect = .python(answersAgain: false) })
        #expect(lines.contains(["connect"]))
        let end = try #require(lines.first { $0[0] == "disconnect" })
        #expect(end != ["disconnect", "client disconnect"])
    }

    @Test(arguments: ways) func aClosedNamespaceIsNoticed(by way: [String]) async throws {
        let lines = try await transcript(["emit": [["put_out"]], "until": ["disconnect": 1]], by: way)
        #expect(lines.prefix(2) == [["connect"], ["disconnect", "server disconnect"]])
    }

    @Test(arguments: ways) func aRestartIsNoticed(by way: [String]) async throws {
        let lines = try await transcript(
            ["until": ["disconnect": 1]], by: way,
            meanwhile: { server, lines in
                _ = try await Self.joined(server)
                try await server.restart()
                let heard = try await lines()
                #expect(await server.members(of: "/a") == [])
                return heard
            })
        try expectEnd(lines)
    }

    @Test(arguments: ways) func anEndOfTheServerIsNoticed(by way: [String]) async throws {
        let lines = try await transcript(
            ["until": ["disconnect": 1]], by: way,
            meanwhile: { server, lines in
                _ = try await Self.joined(server)
                await server.shutdown()
                return try await lines()
            })
        try expectEnd(lines)
    }

    /// The server's thread stands still, as after SIGSTOP: only the missing heartbeat tells.
    @Test(arguments: ways) func aStandstillIsNoticed(by way: [String]) async throws {
        let lines = try await transcript(
            ["until": ["disconnect": 1]], by: way,
            {
                $0.pingIntervalMilliseconds = 300
                $0.pingTimeoutMilliseconds = 300
            },
            meanwhile: { server, lines in
                _ = try await Self.joined(server)
                return try await server.whileFrozen { try await lines() }
            })
        try expectEnd(lines)
    }

    private func expectEnd(_ lines: [JSONValue]) throws {
        #expect(lines.first == ["connect"])
        #expect(!lines.contains { $0[0] == "missing" })
        let end = try #require(lines.first { $0[0] == "disconnect" })
        #expect(end != ["disconnect", "client disconnect"])
    }
}
