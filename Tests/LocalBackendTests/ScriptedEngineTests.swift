// Scenarios: what a file may hold, and that the server then does exactly that.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct ScriptedEngineTests {
    @Test func readsTheStepsOfAFile() throws {
        let scenario = try Scenario(
            """
            # A comment, and a blank line.

            {"progress": {"type": "x"}}
              {"wait": 5}\r
            {"event": "msgprint", "data": "Hi"}
            {"cut_realtime": true}
            {"raw": {"status": 502, "body": "<p>"}}
            {"close": true}
            {"hang": true}
            {"restart": true}
            """)
        #expect(
            scenario.steps == [
                .publish(.progress(["type": "x"])), .wait(milliseconds: 5), .publish(.other(name: "msgprint", "Hi")),
                .publish(.realtimeCut), .reply(.raw(status: 502, contentType: "text/html", body: Array("<p>".utf8))),
                .reply(.connectionClosed), .reply(.silence), .restart,
            ])
    }

    @Test(arguments: [
        ("{}", "this is no step"), ("\n{\"jump\": 1}", "this is no step"), ("{\"wait\": -1}", "this is no step"),
        ("{\"raw\": {\"status\": 99}}", "this is no step"), ("\n\n{", "the text ends too early at byte 1"),
    ])
    func saysWhatIsWrong(_ text: String, _ reason: String) {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(throws: ScenarioError(line: line, reason: reason)) { _ = try Scenario(text) }
    }

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
}
