// Scenarios over sockets: the server does exactly what a file says.

import JSON
import Scenarios
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct ScriptedEngineTests {
    @Test func playsGoodAndBadAnswers() async throws {
        let scenario = try Scenario(
            """
            {"progress": {"type": "working", "step": 3, "total": 2}}
            {"reply": {"success": true, "response": "one"}}
            {"raw": {"status": 200, "content_type": "text/html", "body": "<html>"}}
            {"raw": {"status": 200, "content_type": "application/json", "body": ""}}
            {"close": true}
            {"cut_realtime": true}
            {"reply": {"success": true, "response": "two", "conversation_id": "mine"}}
            """)
        let server = try await ServerUnderTest.start(ScriptedEngine(scenario))
        try await onThread {
            let cookies = try server.signIn()
            let feed = try server.joinFeed(cookies: cookies)
            let body = #"{"messages":[{"role":"user","content":"x"}]}"#
            let one = try server.chat(body, cookies: cookies)
            #expect(one.json?["message"] == ["success": true, "response": "one", "conversation_id": "scenario-1"])
            #expect(try feed.readText().hasSuffix(#"["ai_progress",{"type":"working","step":3,"total":2}]"#))
            let html = try server.chat(body, cookies: cookies)
            #expect(html.text == "<html>" && html.header("content-type") == "text/html")
            #expect(try server.chat(body, cookies: cookies).body.isEmpty)
            #expect(throws: RawClient.Failure.self) { _ = try server.chat(body, cookies: cookies) }
            #expect(try server.chat(body, cookies: cookies).json?["message"]?["conversation_id"] == "mine")
            _ = try feed.readToEnd()
            #expect(try server.chat(body, cookies: cookies).json?["message"]?["error"] == "The scenario is over.")
        }
        await server.server.shutdown()
    }

    /// Two conversations at once, answered by what they ask; a text comes in pieces, and is the answer.
    @Test func answersByWhatIsAsked() async throws {
        let scenario = try Scenario(
            """
            {"when": {"matches": "count *"}}
            {"stream": "one two {{1}}", "tokens_per_second": 1000}
            {"answer": true}
            {"otherwise": true}
            {"answer": "Not that."}
            """)
        let server = try await ServerUnderTest.start(ScriptedEngine(scenario))
        try await onThread {
            let cookies = try server.signIn()
            let feed = try server.joinFeed(cookies: cookies)
            let other = try server.chat(#"{"messages":[{"role":"user","content":"x"}]}"#, cookies: cookies)
            let count = try server.chat(#"{"messages":[{"role":"user","content":"Count sheep"}]}"#, cookies: cookies)
            #expect(other.json?["message"]?["conversation_id"] == "scenario-1")
            #expect(count.json?["message"]?["conversation_id"] == "scenario-2")
            #expect(count.json?["message"]?["response"] == "one two sheep")
            #expect(
                try feed.readText().hasSuffix(#"["ai_progress",{"type":"text","text":"one two sheep","partial":true}]"#)
            )
        }
        await server.server.shutdown()
    }
}
