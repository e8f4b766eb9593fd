// The program with a model that uses tools: what it reads, what it changes for review, what it is told, how it is stopped.

import JSON
import ServerDoubles
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct AgentModelTests {
    private static func calls(_ name: String, _ arguments: JSONValue) -> StubModelServer.Answer {
        let delta: JSONValue = [
            "tool_calls": [
                [
                    "index": 0, "id": "x", "type": "function",
                    "function": ["name": .string(name), "arguments": .string(arguments.text)],
                ]
            ]
        ]
        let chunk: JSONValue = ["choices": [["index": 0, "delta": delta, "finish_reason": "tool_calls"]]]
        return .init(Array("data: \(chunk.text)\n\ndata: [DONE]\n\n".utf8))
    }

    /// Answers with the next of these.
    private static func server(_ answers: [StubModelServer.Answer]) throws -> StubModelServer {
        try StubModelServer { question in
            if question.line == "GET /v1/models" { return .init(Array(#"{"data":[{"id":"small:7b"}]}"#.utf8)) }
            // A question holds all that was answered before.
            let said = (question.body["messages"]?.asArray ?? []).count { $0["role"] == "assistant" }
            return said < answers.count ? answers[said] : .words(["Nothing", " more."])
        }
    }

    @Test func aModelsChangeIsStagedAndItsRulesAreTheUsers() throws {
        let server = try Self.server([
            Self.calls("cat", ["file_path": "./a.c"]),
            Self.calls("edit", ["path": "a.c", "old_str": "1 | int one;", "new_str": "1 | int two;"]),
            .words(["It", " is", " `two`", " now."]),
        ])
        let folder = try TemporaryFolder()
        try writeFile("\(folder.path)/a.c", Array("int one;\n".utf8))
        try writeFile("\(folder.path)/AGENTS.md", Array("Never use tabs.\n".utf8))
        let program = try RunningProgram(
            in: folder.path, home: try Home(), options: "--model http://127.0.0.1:\(server.port)#small:7b",
            environment: ["OROPENDOLA_MODEL_PROFILES": "small* edit=replace-string temperature=0.3"], isRecorded: true)
        try program.send("Make it two")
        try program.tmux.wait(for: "staged for review")
        try program.tmux.wait(for: "It is two now.")
        #expect(try readFile("\(folder.path)/a.c") == Array("int one;\n".utf8))
        let questions = server.questions.filter { $0.line == "POST /v1/chat/completions" }.map(\.body)
        #expect(questions.count == 3)
        #expect(questions.allSatisfy { $0["temperature"]?.asDouble == 0.3 })
        let last = questions.last?["messages"]?.asArray ?? []
        #expect(last.map { $0["role"]?.asString } == ["system", "user", "assistant", "tool", "assistant", "tool"])
        #expect(last.first?["content"]?.asString?.contains("Never use tabs.") == true)
        #expect(last.dropFirst(3).first?["content"]?.asString?.hasPrefix("1 | int one;") == true)
        #expect(last.last?["content"]?.asString?.contains("staged: a.c +1 -1") == true)
        #expect(try program.quit() == 0)
    }

    @Test func aModelWithoutToolsWritesItsCalls() throws {
        let server = try StubModelServer { question in
            if question.line == "GET /v1/models" { return .init(Array(#"{"data":[{"id":"tiny"}]}"#.utf8)) }
            if question.body["tools"] != nil {
                return .init(status: 400, Array(#"{"error":{"message":"tiny does not support tools"}}"#.utf8))
            }
            let said = (question.body["messages"]?.asArray ?? []).count { $0["role"] == "assistant" }
            return said == 0
                ? .words(["Here", " it is:\n", "\nb", ".txt\n`", "```\ntwo", "\n````\n"]) : .words(["Made."])
        }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            in: folder.path, home: try Home(), options: "--model http://127.0.0.1:\(server.port)#tiny 'Make b.txt'",
            isRecorded: true)
        try program.tmux.wait(for: "takes no tools")
        try program.tmux.wait(for: "staged for review")
        try program.tmux.wait(for: "Made.")
        #expect(!(try program.tmux.transcript().contains("````")))
        #expect(
            server.questions.last?.body["messages"]?.asArray?.last?["content"]?.asString?.hasPrefix("Result of create:")
                == true)
        #expect(try program.quit() == 0)
    }

    @Test func theLimitOfRoundsEndsATurnAndTheNextMessageGoesOn() throws {
        let server = try StubModelServer { question in
            if question.line == "GET /v1/models" { return .init(Array(#"{"data":[{"id":"m"}]}"#.utf8)) }
            let count = (question.body["messages"]?.asArray ?? []).count { $0["role"] == "tool" }
            return count > 2
                ? .words(["Read", " enough."])
                : Self.calls("read", ["path": "a.c", "start_line": JSONValue(count + 1)])
        }
        let folder = try TemporaryFolder()
        try writeFile("\(folder.path)/a.c", Array("1\n2\n3\n4\n".utf8))
        let program = try RunningProgram(
            in: folder.path, home: try Home(), options: "--model http://127.0.0.1:\(server.port)#m 'Read it all'",
            environment: ["OROPENDOLA_AGENT_STEPS": "2"], isRecorded: true)
        try program.tmux.wait(for: "2 rounds of calls were made")
        try program.send("go on")
        try program.tmux.wait(for: "Read enough.")
        #expect(try program.quit() == 0)
    }
}
