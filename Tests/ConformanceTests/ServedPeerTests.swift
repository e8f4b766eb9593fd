// The first extension's calls, and Prometheus' own reader, against a served site.
import JSON
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct ServedPeerTests {
    /// What `extension.py` prints, wherever it reaches the site.
    static func expected(transport: String) -> [JSONValue] {
        let todo: JSONValue = ["id": "t-1", "text": "Add a test", "completed": false]
        let done: JSONValue = ["id": "t-1", "text": "Add a test", "completed": true]
        return [
            ["login", 200, "Logged In", "Ada L", "/app"],
            ["cookies", ["full_name", "sid", "system_user", "user_id", "user_image"]],
            ["user", 200, "ada@example.org"], ["connected", .string(transport)],
            ["chat", 200, true, "Done.", [["id": "t-1", "text": "Add a test"]]],
            ["chat", 200, true, "More is done.", nil],
            ["chat", 200, true, "Make it as fast as it can be.", nil],
            ["events", ["thinking", "working", "complete"]],
            [
                "get_todos_doctype", 200,
                [
                    "success": true, "conversation_id": "scenario-1", "todos": [todo],
                    "todo_stats": ["total": 1, "completed": 0, "active": 1],
                ],
            ],
            [
                "toggle_todo_doctype", 200,
                [
                    "success": true, "conversation_id": "scenario-1", "todos": [done],
                    "todo_stats": ["total": 1, "completed": 1, "active": 0],
                ],
            ],
            [
                "clear_todos_doctype", 200,
                ["success": true, "conversation_id": "scenario-1", "cleared": 1],
            ],
            ["message_feedback", 200, ["success": true]],
        ]
    }

    /// The lines whose contents hang on the time, by what does not.
    static func check(_ lines: ArraySlice<JSONValue>) throws {
        let (history, list, health) = (lines[12], lines[13], lines[14])
        #expect(history[0] == "get_conversation_history" && history[1] == 200)
        let messages = history[2]?["messages"]?.asArray ?? []
        #expect(messages.map { $0["role"] } == ["user", "assistant", "user", "assistant"])
        #expect(messages.map { $0["content"] } == ["Rename it", "Done.", "More", "More is done."])
        #expect(
            list[0] == "list_conversations" && list[2]?["total"] == 1, "what is asked beside a conversation is none")
        #expect(list[2]?["conversations"]?.asArray?.contains { $0["title"] == "Rename it" } == true)
        #expect(health[2]?["status"] == "healthy")
        #expect(Array(lines[15...]) == [["logout", 200], ["after", 403, 1]])
    }

    @Test func theFirstExtensionsCallsWork() async throws {
        let site = try await ServedPeerSite.start()
        let lines = try await pythonClient(
            ["url": .string("http://127.0.0.1:\(site.server.port)"), "user": "ada@example.org", "password": "right"],
            script: "extension.py")
        _ = await site.server.stop()
        try #require(lines.count == 17, "\(lines)")
        #expect(Array(lines.prefix(12)) == Self.expected(transport: "websocket"))
        try Self.check(lines[...])
    }

    /// The text format 0.0.4, by the parser of Prometheus' Python client.
    @Test func prometheusReadsTheFigures() async throws {
        let site = try await ServedPeerSite.start()
        let url = "http://127.0.0.1:\(site.server.port)"
        _ = try await pythonClient(
            ["url": .string(url), "user": "ada@example.org", "password": "right"], script: "extension.py")
        let page = try await figures(url)
        _ = await site.server.stop()
        let families = try await pythonClient(["text": .string(page)], script: "figures.py")
        var kinds: [String: String] = [:]
        var values: [String: Double] = [:]
        for family in families {
            kinds[family[0]?.asString ?? ""] = family[1]?.asString
            #expect(family[2] == true, "\(family) has no help")
            for sample in family[3]?.asArray ?? [] {
                values[(sample[0]?.asString ?? "") + (sample[1]?.text ?? "")] = sample[2]?.asDouble
            }
        }
        #expect(
            kinds == [
                "oropendola_connections": "gauge", "oropendola_realtime_sessions": "gauge",
                "oropendola_turns_running": "gauge", "oropendola_sessions": "gauge", "oropendola_accounts": "gauge",
                "oropendola_start_time_seconds": "gauge", "oropendola_resident_memory_bytes": "gauge",
                "oropendola_http_requests": "counter", "oropendola_sign_ins": "counter",
                "oropendola_refusals": "counter", "oropendola_realtime_events": "counter",
                "oropendola_turn_seconds": "histogram",
            ])
        #expect(values["oropendola_accounts{}"] == 2)
        #expect(values["oropendola_sign_ins_total{\"result\":\"right\"}"] == 1)
        #expect(values["oropendola_turn_seconds_count{}"] == 3)
        #expect(values["oropendola_turn_seconds_bucket{\"le\":\"+Inf\"}"] == 3)
        #expect((values["oropendola_resident_memory_bytes{}"] ?? 0) > 1_000_000)
        #expect((values["oropendola_start_time_seconds{}"] ?? 0) > 1_700_000_000)
    }

    private func figures(_ url: String) async throws -> String {
        let script =
            "import sys,urllib.request as u;sys.stdout.write(u.urlopen(sys.argv[1]+'/metrics').read().decode())"
        return try run([Python.interpreter, "-c", script, url]).text
    }
}
