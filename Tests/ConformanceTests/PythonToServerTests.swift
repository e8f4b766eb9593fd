// python-socketio's client against our embedded server, over real sockets, by each way of transport.
import JSON
import LocalBackend
import Scenarios
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct PythonToServerTests {
    private static let ways: [[String]] = [["websocket"], ["polling"], ["polling", "websocket"]]

    /// What the Python client prints when it talks to a server of ours that plays `steps`.
    private func transcript(
        _ steps: String = "", host: String = "127.0.0.1", signedIn: Bool = true,
        _ wanted: (_ url: String) -> JSONObject
    ) async throws -> [JSONValue] {
        let server = try await LocalServer.start(
            session: LocalSession(user: "you@localhost", password: "right"),
            engine: ScriptedEngine(try Scenario(steps)))
        let url = "http://\(host):\(server.port)"
        var settings = wanted(url)
        settings["url"] = .string(url)
        if signedIn { settings["login"] = ["you@localhost", "right"] }
        do {
            let lines = try await pythonClient(.object(settings))
            await server.shutdown()
            return lines
        } catch {
            await server.shutdown()
            throw error
        }
    }

    private let login: JSONValue = [
        "login", 200, "Logged In", ["full_name", "sid", "system_user", "user_id", "user_image"],
    ]

    /// Signs in, joins with the cookie, asks, and hears each step of the work in order.
    @Test(arguments: ways) func progressArrivesInOrder(by way: [String]) async throws {
        let numbers = 1...200
        let steps = numbers.map {
            #"{"progress": {"type": "working", "step": \#($0), "message": "schritt \#($0) 🔍"}}"#
        }
        let script = steps.joined(separator: "\n") + "\n" + #"{"reply": {"success": true, "response": "Fertig ✓"}}"#
        let lines = try await transcript(script) { _ in
            ["transports": JSONValue(way), "chat": "hi", "until": ["ai_progress": JSONValue(numbers.count)]]
        }
        let heard = lines.filter { $0[0] == "event" }
        let expected = numbers.map { number -> JSONValue in
            [
                "event", "ai_progress",
                ["type": "working", "step": JSONValue(number), "message": .string("schritt \(number) 🔍")],
            ]
        }
        #expect(heard == expected)
        #expect(
            lines.filter { $0[0] != "event" } == [
                login, ["connect"], ["reply", 200, "Fertig ✓"],
                ["transport", .string(way.last ?? ""), true], ["disconnect", "client disconnect"],
            ])
    }

    /// Frappe's own sign of life, an event each way.
    @Test(arguments: ways) func pingIsAnsweredByPong(by way: [String]) async throws {
        let lines = try await transcript { _ in
            [
                "transports": JSONValue(way), "emit": [["ping"], ["task_subscribe", "x"], ["ping"]],
                "until": ["pong": 2],
            ]
        }
        #expect(
            lines == [
                login, ["connect"], ["event", "pong"], ["event", "pong"],
                ["transport", .string(way.last ?? ""), true], ["disconnect", "client disconnect"],
            ])
    }

    /// A message near the announced limit of 1 MB (this peer escapes what is not ASCII) goes through by each way.
    @Test(arguments: ways) func longTextsAreTaken(by way: [String]) async throws {
        let long = JSONValue.string(String(repeating: "é", count: 150_000))
        let lines = try await transcript { _ in
            ["transports": JSONValue(way), "emit": [["task_subscribe", long], ["ping"]], "until": ["pong": 1]]
        }
        #expect(lines.contains(["event", "pong"]))
        #expect(!lines.contains { $0[0] == "missing" })
    }

    @Test(arguments: ways) func withoutCookieIsRefused(by way: [String]) async throws {
        let lines = try await transcript(signedIn: false) { _ in ["transports": JSONValue(way)] }
        #expect(lines.first == ["connect_error", ["message": "No cookie transmitted."]])
        #expect(lines.dropFirst().first?[0] == "refused")
        #expect(!lines.contains(["connect"]))
    }

    @Test(arguments: ways) func aWrongNamespaceIsRefused(by way: [String]) async throws {
        let lines = try await transcript { _ in ["transports": JSONValue(way), "namespace": "/other.local"] }
        #expect(lines.prefix(2) == [login, ["connect_error", ["message": "Invalid namespace"]]])
        // Frappe 15 lets the client in all the same; this peer reports that too, unless it has gone by then.
        #expect(lines.contains { $0[0] == "refused" } || lines.contains(["connect"]))
    }

    /// The two names of loopback are two hosts, and a program that sends no Origin is refused like a foreign one.
    @Test(arguments: ways) func aWrongOriginIsRefused(by way: [String]) async throws {
        let other = try await transcript { url in
            let port = url.split(separator: ":").last ?? ""
            return ["transports": JSONValue(way), "origin": .string("http://localhost:\(port)")]
        }
        let none = try await transcript { _ in ["transports": JSONValue(way), "origin": nil] }
        for lines in [other, none] {
            #expect(lines.prefix(2) == [login, ["connect_error", ["message": "Invalid origin"]]])
            #expect(!lines.contains(["connect"]))
        }
    }

    /// A web page's origin does not even get a session.
    @Test(arguments: ways) func aForeignPageIsKeptOut(by way: [String]) async throws {
        let lines = try await transcript { _ in ["transports": JSONValue(way), "origin": "http://evil.example"] }
        #expect(lines.count == 3)
        #expect(lines.first == login)
        #expect(!lines.contains(["connect"]))
        #expect(lines.last?[0] == "refused")
    }

    /// As on Frappe 15: anybody may join `/`, nothing is published to it, and nothing that it is told is heard.
    @Test(arguments: ways) func theMainNamespaceIsSilent(by way: [String]) async throws {
        let script = """
            {"progress": {"type": "thinking", "message": "heard elsewhere"}}
            {"reply": {"success": true, "response": "Done."}}
            """
        let site = "/oropendola.local"
        let lines = try await transcript(script) { _ in
            [
                "transports": JSONValue(way), "namespace": "/", "also": [.string(site)], "chat": "hi",
                "emit": [["ping"]], "until": .object(["\(site) ai_progress": 1]),
            ]
        }
        #expect(
            lines.filter { $0[0] == "event" } == [
                ["event", .string("\(site) ai_progress"), ["type": "thinking", "message": "heard elsewhere"]]
            ])
        #expect(lines.contains(["connect"]))
    }

    /// A feed that is cut in the middle of the work is noticed, and the reply comes all the same.
    @Test(arguments: ways) func aCutIsNoticed(by way: [String]) async throws {
        let script = """
            {"progress": {"type": "thinking", "message": "before"}}
            {"cut_realtime": true}
            {"reply": {"success": true, "response": "Done."}}
            """
        let lines = try await transcript(script) { _ in
            ["transports": JSONValue(way), "chat": "hi", "until": ["ai_progress": 1, "disconnect": 1]]
        }
        #expect(lines.contains(["event", "ai_progress", ["type": "thinking", "message": "before"]]))
        #expect(lines.contains(["reply", 200, "Done."]))
        let end = try #require(lines.first { $0[0] == "disconnect" })
        #expect(end != ["disconnect", "client disconnect"])
    }
}

extension JSONValue {
    fileprivate init(_ words: [String]) { self = .array(words.map { .string($0) }) }
}
