// The agent in the engine: what a model is asked, what a client gets, from a user's message to its end.

import JSON
import ModelWire
import TaskMachine
import Testing
import Transport

@testable import LocalBackend
@testable import ModelAgent

@Suite struct AgentEngineTests {
    private func engine(
        _ model: ScriptedModel, name: String = "qwen3:14b", rules: AgentRules = AgentRules(), context: Int? = nil
    ) throws -> ModelEngine {
        let target = ModelTarget(try ModelAddress("http://127.0.0.1:11434"), name: name, contextTokens: context)
        return ModelEngine(
            target, helper: HelperEngine(prefix: "h"), transport: model, prefix: "t", agent: rules, now: { 0 })
    }

    private func roles(_ question: JSONValue) -> [String] {
        (question["messages"]?.asArray ?? []).map { $0["role"]?.asString ?? "" }
    }

    private func texts(_ question: JSONValue) -> [String] {
        (question["messages"]?.asArray ?? []).map { $0["content"]?.asString ?? "" }
    }

    private static let reading = ScriptedModel.Reply.says(
        "I look first.", calls: [("read_file", #"{"file_path": "./a.txt"}"#)])

    @Test func aModelReadsAndWrites() async throws {
        let model = ScriptedModel([
            Self.reading, .says("", calls: [("create", #"{"path": "b.txt", "content": "two\n"}"#)], cached: 400),
            .says("I wrote `b.txt`."),
        ])
        var tools = MemoryTools(files: ["a.txt": "one\n"])
        let turn = try await play("Copy a.txt to b.txt", with: &tools, on: try engine(model))
        #expect(turn.answer == "I wrote `b.txt`.")
        #expect(tools.text("b.txt") == "two\n")
        #expect(turn.replies[0]["tool_calls"]?[0]?["action"] == "read_file")
        #expect(turn.replies[0]["tool_calls"]?[0]?["path"] == "a.txt")
        #expect(turn.replies[1]["usage"] == ["input_tokens": 600, "output_tokens": 10, "cache_read_input_tokens": 400])

        let questions = model.questions
        #expect(questions.count == 3)
        #expect(roles(questions[0]) == ["system", "user"])
        let offered = (questions[0]["tools"]?.asArray ?? []).compactMap { $0["function"]?["name"]?.asString }
        #expect(offered.contains("edit"))
        #expect(roles(questions[2]) == ["system", "user", "assistant", "tool", "assistant", "tool"])
        let messages = questions[2]["messages"]?.asArray ?? []
        #expect(messages[2]["tool_calls"]?[0]?["function"]?["name"] == "read")
        #expect(messages[2]["tool_calls"]?[0]?["id"] == messages[3]["tool_call_id"])
        #expect(messages[3]["content"] == "1 | one")

        let steps = turn.events.compactMap { event -> String? in
            guard let type = event["type"]?.asString, type == "working" || type == "step_complete" else { return nil }
            return
                "\(type) \(event["step"]?.text ?? "")/\(event["total"]?.text ?? "") \(event["message"]?.asString ?? "")"
        }
        #expect(
            steps == [
                "working 1/1 Preparing to read", "working 1/1 Reading a.txt", "step_complete 1/1 Read a.txt",
                "working 2/2 Preparing to write a file", "working 2/2 Writing b.txt", "step_complete 2/2 Wrote b.txt",
            ])
    }

    /// A server that was started anew has the text, and goes on from it.
    @Test func aRestartLosesNothing() async throws {
        let history = [
            EngineRequest.Message(role: "system", content: "The client's own tools"),
            .init(role: "user", content: "What is in a.txt?"), .init(role: "assistant", content: "I look first."),
            .init(role: "user", content: "[tool_result cx read_file success]\n1 | one"),
        ]
        let model = ScriptedModel([.says("One.")])
        let reply = try await engine(model).reply(
            to: EngineRequest(user: "u", conversationID: "c-1", messages: history)
        ) { _ in }
        guard case .message(let message) = reply else { throw OddReply(reply: reply) }
        #expect(message["response"] == "One.")
        #expect(roles(model.questions[0]) == ["system", "user", "assistant", "user"])
        #expect(texts(model.questions[0])[3] == "[tool_result cx read_file success]\n1 | one")
        #expect(!texts(model.questions[0])[0].contains("The client's own tools"))
    }

    @Test func aServerWithoutToolsIsRemembered() async throws {
        let model = ScriptedModel([
            .init(
                status: 400,
                body: #"{"error":{"message":"registry.ollama.ai/library/phi:latest does not support tools"}}"#),
            .says("```tool_call\n{\"tool\": \"read\", \"path\": \"a.txt\"}\n```"), .says("One."), .says("Again: one."),
        ])
        var tools = MemoryTools(files: ["a.txt": "one\n"])
        let engine = try engine(model)
        let turn = try await play("What is in a.txt?", with: &tools, on: engine)
        #expect(turn.answer == "One.")
        #expect(tools.calls == ["read_file"])
        #expect(model.questions.map { $0["tools"] == nil } == [false, true, true])
        #expect(texts(model.questions[2]).last == "Result of read:\n1 | one")
        let again = try await play(
            "And now?", with: &tools, on: engine, after: turn.messages,
            conversation: turn.replies.last?["conversation_id"]?.asString)
        #expect(again.answer == "Again: one.")
        #expect(model.questions[3]["tools"] == nil)
    }

    @Test func whatIsNotedIsANotice() async throws {
        let model = ScriptedModel([.says("", calls: [("read", "<path>")]), .says("I can't.")])
        let events = EventLog()
        let request = EngineRequest(user: "u", conversationID: nil, messages: [.init(role: "user", content: "x")])
        _ = try await engine(model).reply(to: request) { await events.append($0) }
        var notices: [JSONValue] = []
        for case .other("msgprint", let payload) in await events.all { notices.append(payload) }
        #expect(
            notices == [
                [
                    "message":
                        "A call could not be read, and was asked for again: The arguments of \"read\" are no JSON: unexpected '&lt;' at byte 0, near `&lt;path&gt;`. Line breaks in a string are written \\n, quotes \\\", a backslash \\\\."
                ]
            ])
    }

    @Test func anEndSaysWhatWasDoneAndWhatTheModelSaid() async throws {
        let model = ScriptedModel([
            Self.reading, .says("", calls: [("fetch", #"{"url": "x"}"#)]),
            .says("```\nhm\n```", calls: [("fetch", "{}")]),
        ])
        var tools = MemoryTools(files: ["a.txt": "one\n"])
        let turn = try await play("Go", with: &tools, on: try engine(model))
        #expect(
            turn.answer == """
                ```
                hm
                ```

                qwen3:14b made a call that can't be read, twice. There is no tool "fetch". The tools are: read, list, \
                search, outline, edit, create, delete, move, run. Nothing of it was done. What was done: 1 look at the \
                project. Ask in other words, or choose another model with `/model`. It said:

                ````text
                ```
                hm
                ```
                fetch {}
                ````
                """)
        // Nothing of it is a call to the client.
        #expect(ChatReply(reading: turn.replies.last ?? .null)?.toolCalls.isEmpty == true)
    }

    @Test func theSettingsReachTheModel() async throws {
        let model = ScriptedModel([Self.reading, .says("Never asked.")])
        var tools = MemoryTools(files: ["a.txt": "one\n"])
        let rules = AgentRules(profiles: "qwen* edit=whole-file temperature=0.3 answer=512", steps: 1)
        let turn = try await play("Go", with: &tools, on: try engine(model, rules: rules))
        let names = (model.questions[0]["tools"]?.asArray ?? []).compactMap { $0["function"]?["name"]?.asString }
        #expect(names == ["read", "list", "search", "outline", "write", "delete", "move", "run"])
        #expect(model.questions[0]["temperature"]?.asDouble == 0.3)
        #expect(model.questions.count == 1)
        #expect(
            turn.answer
                == "1 rounds of calls were made for this message, which is the limit (`agentSteps`). What was done: 1 look at the project. `go on` goes on."
        )
    }

    @Test func askModeAndSideQuestionsHaveNoTools() async throws {
        let model = ScriptedModel([.says("So."), .says("Better.")])
        let engine = try engine(model)
        var request = EngineRequest(
            user: "u", conversationID: nil, messages: [.init(role: "user", content: "x")], mode: "ask")
        _ = await engine.reply(to: request) { _ in }
        request.isBesideChat = true
        guard case .message(let message) = await engine.reply(to: request, publish: { _ in }) else { return }
        #expect(message["response"] == "Better.")
        #expect(model.questions.map { $0["tools"] == nil } == [true, true])
        #expect(roles(model.questions[0]) == ["system", "user"])
        #expect(roles(model.questions[1]) == ["user"])
    }

    /// What one user's client names its conversation is nothing to another's.
    @Test func memoriesAreTheUsersOwn() async throws {
        let model = ScriptedModel([Self.reading, .says("Mine."), .says("Yours.")])
        var tools = MemoryTools(files: ["a.txt": "one\n"])
        let engine = try engine(model)
        let turn = try await play("Go", with: &tools, on: engine, conversation: "c")
        let other = EngineRequest(user: "other", conversationID: "c", messages: Array(turn.messages.prefix(3)))
        _ = await engine.reply(to: other) { _ in }
        #expect(roles(model.questions[1]) == ["system", "user", "assistant", "tool"])
        #expect(roles(model.questions[2]) == ["system", "user", "assistant", "user"])
    }

    /// The agent's tools are the client's actions, with keys that the client reads.
    @Test func everyToolIsAnActionOfTheClient() throws {
        for tool in AgentTool.all {
            let action = try #require(ToolAction.named(tool.action), "\(tool.action)")
            let keys = action.arguments.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
            for parameter in tool.parameters { #expect(keys.contains(parameter.key), "\(tool.name): \(parameter.key)") }
            for required in action.arguments where !required.hasSuffix("?") {
                #expect(
                    tool.parameters.contains { $0.key == required && $0.isRequired } || tool.verb == .finish,
                    "\(tool.name): \(required)")
            }
        }
    }

    @Test func wordsOfWhatWasDone() {
        let done = [
            AgentDone(AgentDeed(.read, "a"), succeeded: true), AgentDone(AgentDeed(.search, "a"), succeeded: true),
            AgentDone(AgentDeed(.edit, "a`b"), succeeded: true), AgentDone(AgentDeed(.edit, "c"), succeeded: false),
            AgentDone(AgentDeed(.run, "make"), succeeded: true),
        ]
        #expect(
            AgentText.words(of: done)
                == "What was done: 2 looks at the project; 1 command; changes of `` a`b ``, which are kept; 1 call that failed."
        )
        #expect(AgentText.words(of: []) == "Nothing else was done.")
    }
}
