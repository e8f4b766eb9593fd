// Tables of what servers send and what we take it for.
import JSON
import TaskMachine
import Testing

@Suite struct ReadingTests {
    @Test(arguments: [
        (#"{"response": "a", "content": "b", "text": "c"}"#, "a"), (#"{"response": "", "content": "b"}"#, "b"),
        (#"{"text": "c"}"#, "c"), (#""bare""#, "bare"), (#"{"response": {"content": "in"}}"#, "in"),
        (#"{"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}"#, "a\nb"),
        (#"{"content": {"plan": [1]}}"#, "```json\n{\n  \"plan\": [\n    1\n  ]\n}\n```"),
    ])
    func theTextHasThreeNames(json: String, text: String) throws {
        #expect(ChatReply(reading: try JSONValue.parse(json))?.text == text)
    }

    @Test func aWholeReply() throws {
        let json = """
            {"success": true, "response": "On it.", "conversation_id": "c-1", "model": "qwen3", "cost": "0.03",
             "usage": {"input_tokens": 1200, "output_tokens": "34"},
             "tool_calls": [{"id": 5, "action": "create_file", "path": "a.json", "content": {"b": [1, {}], "c": ""}},
                            "junk", {"path": "x"}],
             "file_changes": {"created": ["n.txt", {"path": "o.txt", "line_count": "3", "details": "one"}],
                              "modified": [{"path": "m", "lines_added": 2, "lines_removed": 1}, {"no": 1}],
                              "commands": ["ls", {"command": "make", "output": "ok", "exit_code": 2}]}}
            """
        let reply = try #require(ChatReply(reading: try JSONValue.parse(json)))
        #expect(reply.text == "On it.")
        #expect(reply.conversationID == "c-1")
        #expect((reply.inputTokens, reply.outputTokens) == (1_200, 34))
        #expect(reply.cost == 0.03)
        let content = "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": \"\"\n}\n"
        #expect(
            reply.toolCalls == [
                ToolCall(id: "5", action: "create_file", arguments: ["path": "a.json", "content": .string(content)]),
                ToolCall(id: "", action: "", arguments: ["path": "x"]),
            ])
        #expect(
            reply.fileChanges
                == ReportedChanges(
                    created: [.init(path: "n.txt"), .init(path: "o.txt", lineCount: 3, details: ["one"])],
                    modified: [.init(path: "m", linesAdded: 2, linesRemoved: 1)],
                    commands: [.init(command: "ls"), .init(command: "make", output: "ok", exitCode: 2)]))
    }

    @Test func whatAReplyTellsBeside() throws {
        let json = """
            {"text": "Done.", "reasoning": "It was easy.", "provider": "p", "selection_reason": "cheap",
             "budget_remaining": "1.5", "todo_stats": {"total": 2},
             "usage": {"input_tokens": 5, "cache_read_input_tokens": 70, "cache_creation_input_tokens": "25"},
             "todos": [{"id": 2, "text": "two", "order": 2, "completed": false}, {"id": 1, "text": "one", "order": 1,
                        "completed": true}, {"order": 3}],
             "tool_results": [{"action": "run_command", "status": "error", "message": "Command Not Allowed"},
                              {"type": "success", "message": "Wrote a.txt"}, {}, 5]}
            """
        let reply = try #require(ChatReply(reading: try JSONValue.parse(json)))
        #expect(reply.reasoning == "It was easy.")
        #expect(reply.badge == AgentBadge(reason: "cheap", budgetRemaining: 1.5, provider: "p"))
        #expect(reply.inputTokens == 100)
        #expect(
            reply.todos == [Todo(id: "1", text: "one", status: .done), Todo(id: "2", text: "two", status: .open)])
        #expect(
            reply.toolResults == [
                ServerToolResult(action: "run_command", succeeded: false, message: "Command Not Allowed"),
                ServerToolResult(action: "", succeeded: true, message: "Wrote a.txt"),
            ])
    }

    @Test func emptyTodosSayNothing() throws {
        #expect(try ChatReply(reading: JSONValue.parse(#"{"todos": []}"#)) == nil)
        #expect(try ChatReply(reading: JSONValue.parse(#"{"text": "x", "todos": []}"#))?.todos == [])
        #expect(try ChatReply(reading: JSONValue.parse(#"{"todos": ["a"]}"#))?.todos?.count == 1)
        #expect(try ChatReply(reading: JSONValue.parse(#"{"text": "x"}"#))?.todos == nil)
    }

    @Test func fencedCallsAreTakenFromTheText() throws {
        let text = """
            I will read it.

            ```tool_call
            {"action": "read_file", "path": "a"}
            ```

            Then this stays:
            ```swift
            let x = 1


            let y = 2
            ```
            ```tool_call
            {"action": broken
            ```
            """
        let reply = try #require(ChatReply(reading: ["content": .string(text)]))
        #expect(reply.toolCalls == [ToolCall(id: "", action: "read_file", arguments: ["path": "a"])])
        #expect(reply.originalText == text)
        #expect(
            reply.text == """
                I will read it.

                Then this stays:
                ```swift
                let x = 1


                let y = 2
                ```
                ```tool_call
                {"action": broken
                ```
                """)
    }

    @Test func listedCallsComeBeforeFencedOnes() throws {
        let text = "Reading.\r\n```tool_call\r\n{\"action\": \"read_file\", \"path\": \"a\"}\r\n```\r\n"
        let reply = try #require(
            ChatReply(reading: [
                "text": .string(text), "tool_calls": [["id": "1", "action": "read_file", "path": "a"]],
            ]))
        #expect(reply.toolCalls.map(\.id) == ["1"])
        #expect(reply.text == "Reading.")
    }

    @Test func progressInItsFlatForm() throws {
        let json = """
            {"type": "step_complete", "step": "2", "total": 3.0, "message": "Made it", "action": "created",
             "file_path": "a.js", "line_count": 10, "details": ["one", "two"], "error": false}
            """
        #expect(
            AgentProgress(reading: try JSONValue.parse(json))
                == AgentProgress(
                    kind: .stepComplete, message: "Made it", step: 2, total: 3,
                    fileChanges: ReportedChanges(created: [.init(path: "a.js", lineCount: 10)]),
                    details: ["one", "two"]))
    }

    @Test(arguments: [
        (#"{"type": "step_complete", "success": false}"#, true), (#"{"type": "step_complete", "error": "x"}"#, true),
        (#"{"type": "step_complete", "success": true, "error": ""}"#, false), (#"{"type": "step_complete"}"#, false),
    ])
    func aStepMayFail(json: String, failed: Bool) throws {
        #expect(AgentProgress(reading: try JSONValue.parse(json))?.failed == failed)
    }

    @Test(arguments: ["null", "[]", "5", "\"x\"", "{}", #"{"type": {}}"#, #"{"type": null, "message": "x"}"#])
    func whatHasNoTypeIsNoProgress(json: String) throws {
        #expect(AgentProgress(reading: try JSONValue.parse(json)) == nil)
    }

    @Test(arguments: [
        ("<p>Hello <b>you</b></p><p>two</p>", "Hello you\ntwo"), ("a < b && c > d", "a < b && c > d"),
        ("&lt;b&gt; &amp;amp; &#39;q&#x27; &nope;", "<b> &amp; 'q' &nope;"), ("one<br/>two", "one\ntwo"),
        ("<script", "<script"), ("", ""), ("a<script>alert(1 < 2)</script> b<STYLE>x</STYLE>c", "a bc"),
        ("a<script>never ends", "a"), ("<script src=x></script>end", "end"),
    ])
    func markupGoes(html: String, text: String) {
        #expect(PlainText.withoutHTML(html) == text)
    }

    @Test(arguments: [
        ("git status", "git status", true), ("git status", "git  status\t-s", true),
        ("git status", "git statusx", false),
        ("git status", "git", false), ("ls", "ls; rm x", false), ("ls", "ls && x", false), ("ls", "ls | sh", false),
        ("ls", "ls `x`", false), ("ls", "ls $(x)", false), ("ls", "ls > f", false), ("ls", "ls < f", false),
        ("ls", "ls\nrm x", false), ("ls", "ls &", false), ("ls", "ls $HOME", true),
    ])
    func prefixesCompareWords(prefix: String, command: String, allowed: Bool) throws {
        #expect(try #require(CommandPrefix(prefix)).allows(command) == allowed)
    }

    @Test(arguments: [
        ("git status -s", "git status"), ("swift test", "swift test"), ("rm -rf x", "rm -rf x"), ("make", "make"),
        ("cat a.txt b.txt", "cat a.txt b.txt"), ("a | b", nil), ("  ", nil),
    ])
    func whatIsOfferedIsNarrow(command: String, prefix: String?) {
        #expect(CommandPrefix.suggested(for: command)?.text == prefix)
        #expect(CommandPrefix.allowable(for: command)?.text == (command.hasPrefix("rm") ? nil : prefix))
    }
}

@Suite struct BoundedTextTests {
    @Test func shortTextIsWhole() {
        let text = String(repeating: "line\n", count: 499) + "last"
        #expect(BoundedText(text).head == text)
        #expect(BoundedText(text).isComplete)
    }

    @Test func manyLinesKeepHeadAndTail() {
        let text = (1...2_000).map { "\($0)\n" }.joined()
        let bounded = BoundedText(text)
        #expect(bounded.head.hasPrefix("1\n2\n") && bounded.head.hasSuffix("\n350\n"))
        #expect(bounded.tail.hasPrefix("1851\n") && bounded.tail.hasSuffix("2000\n"))
        #expect(bounded.omittedLines == 1_500)
    }

    @Test func oneLongLineIsCutByCharacters() {
        let bounded = BoundedText(String(repeating: "ä", count: 60_000))
        #expect(bounded.head.count == 35_000)
        #expect(bounded.tail.count == 15_000)
        #expect(bounded.omittedCharacters == 10_000)
    }
}
