// The minimal Frappe app of the documentation: it compiles, and does what it says with a stand-in for Frappe.
import JSON
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct FrappeAppTests {
    private let folder = "\(packageRoot(of: #filePath))/docs/frappe-app"

    private func play(_ stream: [String], _ arguments: JSONValue, status: Int = 200) async throws -> [JSONValue] {
        try await pythonClient(
            [
                "folder": .string(folder), "stream": .array(stream.map { .string($0) }), "status": JSONValue(status),
                "arguments": arguments,
            ], script: "frappe_app.py")
    }

    private static func piece(_ text: String) -> String {
        "data: \((["choices": [["delta": ["content": .string(text)]]]] as JSONValue).text)"
    }

    @Test func itCompiles() throws {
        for file in ["__init__", "hooks", "api"] {
            let out = try TemporaryFolder()
            let words = "import py_compile, sys; py_compile.compile(sys.argv[1], cfile=sys.argv[2], doraise=True)"
            let done = try run([
                Python.interpreter, "-c", words, "\(folder)/oropendola_chat/\(file).py", "\(out.path)/x.pyc",
            ])
            #expect(done.status == 0, "\(done.errorText)")
        }
    }

    @Test func anAnswerStreamsAndItsCallsAreFound() async throws {
        let call = #"{"action": "read_file", "path": "a.py"}"#
        let lines = try await play(
            [
                Self.piece("I look."), "", ": a comment", Self.piece("\n```tool_call\n\(call)\n```"),
                #"data: {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}, "model": "m-1"}"#,
                "data: [DONE]", Self.piece("too late"),
            ],
            ["messages": [["role": "user", "content": "look"]], "conversation_id": "c-1"])
        let chat: JSONValue = "ai_assistant.api.chat_completion"
        #expect(lines.contains(["hook", chat, [false, ["POST"]]]))
        let events = lines.filter { $0[0] == "event" }
        #expect(events.allSatisfy { $0[1] == "ai_progress" && $0[2] == "ada@example.org" && $0[4] == false })
        #expect(events.map { $0[3]?["type"] } == ["thinking", "text", "text", "text"])
        #expect(events[1][3]?["text"] == "I look.")
        let reply = try #require(lines.first { $0[0] == "reply" }?[1])
        #expect(reply["success"] == true && reply["response"] == "I look." && reply["conversation_id"] == "c-1")
        #expect(reply["usage"] == ["input_tokens": 7, "output_tokens": 3] && reply["model"] == "m-1")
        #expect(
            reply["tool_calls"] == [["id": "hhhhhhhhhhhh", "action": "read_file", "path": "a.py"]])
        let question: JSONValue = ["role": "user", "content": "look"]
        #expect(lines.last == ["asked", [["/v1/chat/completions", "Bearer k", "m", [question]]]])
    }

    @Test func whatGoesWrongIsAnAnswer() async throws {
        let refused = try await play([], ["message": "hi"], status: 500)
        let reply = try #require(refused.first { $0[0] == "reply" }?[1])
        #expect(reply["success"] == false && reply["error"] == "The model did not answer (HTTPError).")
        #expect(refused.contains(["logged", "Oropendola: the model failed"]))
        for (arguments, words): (JSONValue, JSONValue) in [
            ([:], "There are no messages."),
            (["messages": [["role": "wizard", "content": "x"]]], "A message has no role or no content."),
        ] {
            let lines = try await play([], arguments)
            #expect(lines.first { $0[0] == "reply" }?[1]?["error"] == words)
            #expect(lines.last == ["asked", []])
        }
    }
}
