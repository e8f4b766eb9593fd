// Tool calls as models write them: flat, nested, fenced, tagged, broken; and what must not be taken for one.
import JSON
import TaskMachine
import Testing

@Suite struct ToolCallReadingTests {
    static let readA = ToolCall(id: "", action: "read_file", arguments: ["path": "a"])

    private func reply(_ text: String, calls: String = "[]") throws -> ChatReply {
        try #require(ChatReply(reading: ["text": .string(text), "tool_calls": try JSONValue.parse(calls)]))
    }

    @Test(arguments: [
        #"{"action": "read_file", "path": "a"}"#, #"{"tool": "read_file", "path": "a"}"#,
        #"{"name": "read_file", "arguments": {"path": "a"}}"#, #"{"tool_name": "read_file", "input": {"path": "a"}}"#,
        #"{"name": "read_file", "arguments": "{\"path\": \"a\"}"}"#,
        #"{"type": "function", "function": {"name": "read_file", "arguments": "{\"path\": \"a\",}"}}"#,
        #"{"function": "read_file", "parameters": {"path": "a"}}"#,
        #"{"action": "read_file", "params": {"path": "a"}}"#,
    ])
    func anyModelsShape(json: String) throws {
        #expect(ToolCall(reading: try JSONValue.parse(json)) == Self.readA)
    }

    @Test func whatAnActionNamesStaysAnArgument() throws {
        let json = #"{"id": 7, "action": "create_file", "path": "a", "name": "b", "type": "c"}"#
        let call = ToolCall(reading: try JSONValue.parse(json))
        #expect(
            call == ToolCall(id: "7", action: "create_file", arguments: ["path": "a", "name": "b", "type": "c"]))
    }

    @Test(arguments: [
        "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n```",
        "```json\n{\"action\": \"read_file\", \"path\": \"a\"}\n```",
        "```\n{\"action\": \"read_file\",\n \"path\": \"a\"}\n```",
        "<tool_call>\n{\"name\": \"read_file\", \"arguments\": {\"path\": \"a\"}}\n</tool_call>",
        "<tool_call>{\"name\": \"read_file\", \"arguments\": {\"path\": \"a\"}}</tool_call>",
        "{\"action\": \"read_file\", \"path\": \"a\"}",
        "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\",}\n```",
        "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"\n```",
        "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}",
        "  ```tool_call\r\n{\"action\": \"read_file\", \"path\": \"a\"}\r\n  ```\r\n",
        "```json\n[{\"action\": \"read_file\", \"path\": \"a\"}]\n```",
    ])
    func everyFormLeavesTheText(block: String) throws {
        let reply = try reply("Reading.\n\n\(block)\n\nThen?")
        #expect(reply.toolCalls == [Self.readA])
        #expect(reply.text == "Reading.\n\nThen?" || reply.text == "Reading.")
        #expect(reply.originalText == "Reading.\n\n\(block)\n\nThen?")
    }

    @Test(arguments: [
        "```json\n{\"action\": \"dance\", \"path\": \"a\"}\n```", "```json\n{\"path\": \"a\"}\n```",
        "```swift\n{\"action\": \"read_file\", \"path\": \"a\"}\n```",
        "So {\"action\": \"read_file\", \"path\": \"a\"}",
        "{\"action\": \"dance\"}", "```tool_call\n{\"action\": \"create_file\", \"path\": \"a\",\n```",
        "```tool_call\n{\"action\": \"create_file\", \"path\": \"a\", \"content\": \"half",
        "```tool_call\nnothing\n```",
        "````markdown\n```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n```\n````", "```tool_call",
        "<tool_call>",
    ])
    func whatIsNoCallIsSeen(text: String) throws {
        let reply = try reply(text)
        #expect(reply.toolCalls == [])
        #expect(reply.text == text)
    }

    @Test func lineEndsAndFencesInAContentAreMended() throws {
        let text =
            "```tool_call\n{\"action\": \"create_file\", \"path\": \"a.md\", \"content\": \"# A\n```sh\nls \\d\n```\nend\"}\n```\nDone."
        let reply = try reply(text)
        #expect(
            reply.toolCalls == [
                ToolCall(
                    id: "", action: "create_file",
                    arguments: ["path": "a.md", "content": "# A\n```sh\nls \\d\n```\nend"])
            ])
        #expect(reply.text == "Done.")
    }

    @Test func theSameCallTwiceIsOne() throws {
        let fence = "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n```\n"
        let listed =
            #"[{"id": "1", "action": "read_file", "path": "a"}, {"id": "1", "action": "read_file", "path": "a"}]"#
        #expect(try reply("x\n" + fence + fence, calls: listed).toolCalls.map(\.id) == ["1"])
        #expect(try reply("x\n" + fence + fence).toolCalls == [Self.readA])
        let other = #"[{"id": "1", "action": "read_file", "path": "b"}]"#
        #expect(try reply("x\n" + fence, calls: other).toolCalls.map(\.id) == ["1", ""])
        let alias = #"[{"id": "1", "action": "run_command", "command": "ls"}]"#
        let ran = "```tool_call\n{\"action\": \"run_in_terminal\", \"command\": \"ls\"}\n```"
        #expect(try reply(ran, calls: alias).toolCalls.map(\.id) == ["1"])
    }

    @Test func severalCallsInOneBlock() throws {
        let text =
            "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n{\"action\": \"read_file\", \"path\": \"b\"}\n```"
        #expect(try reply(text).toolCalls.map { $0.arguments["path"]?.asString } == ["a", "b"])
    }

    /// However a call comes in pieces, nothing of it is ever shown.
    @Test(arguments: [
        "```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n```",
        "```json\n{\"action\": \"read_file\", \"path\": \"a\"}\n```",
        "<tool_call>\n{\"name\": \"read_file\", \"arguments\": {\"path\": \"a\"}}\n</tool_call>",
        "{\"action\": \"read_file\", \"path\": \"a\"}",
    ])
    func partsOfACallAreHiddenWhileTheyCome(block: String) {
        let whole = "Reading.\n" + block
        for count in 0...block.count {
            let text = "Reading.\n" + block.prefix(count)
            let shown = AssistantText(text: text, state: .streaming).shownText
            #expect(shown == "Reading." || shown == "Reading.\n", "\(text.debugDescription)")
        }
        #expect(AssistantText(text: whole + "\nNext", state: .streaming).shownText == "Reading.\nNext")
    }
}
