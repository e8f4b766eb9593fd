// What an undo must not do: count what it did not do, or lose what somebody else did.

import JSON
import Testing

@testable import LocalBackend

@Suite struct UndoSafetyTests {
    private func say(
        _ text: String, _ tools: inout MemoryTools, after messages: inout [EngineRequest.Message],
        mode: String = "agent"
    ) async throws -> String {
        let turn = try await play(
            text, with: &tools, on: HelperEngine(prefix: "t"), after: messages, conversation: "t-1", mode: mode)
        messages = turn.messages
        return turn.answer
    }

    private func say(_ lines: [String], _ tools: inout MemoryTools) async throws -> [String] {
        var messages: [EngineRequest.Message] = []
        var answers: [String] = []
        for line in lines { answers.append(try await say(line, &tools, after: &messages)) }
        return answers
    }

    @Test(arguments: ["ask", "auto"]) func aRefusedUndoIsNone(_ mode: String) async throws {
        var tools = MemoryTools(files: ["x": "a\nc\n"])
        var messages: [EngineRequest.Message] = []
        _ = try await say("replace c with d", &tools, after: &messages)
        _ = try await say("rename a to b", &tools, after: &messages)
        _ = try await say("undo", &tools, after: &messages, mode: mode)
        #expect(tools.text("x") == "b\nd\n")
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "a\nd\n")
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "a\nc\n")
        #expect(try await say("undo", &tools, after: &messages).contains("results are no longer") == false)
    }

    @Test func aCancelledUndoIsNone() async throws {
        var tools = MemoryTools(files: ["x": "a\nc\n"])
        var messages: [EngineRequest.Message] = []
        _ = try await say("replace c with d", &tools, after: &messages)
        _ = try await say("rename a to b", &tools, after: &messages)
        messages += [
            .init(role: "user", content: "undo"), .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-9-1 read_file error]\nCancelled by the user."),
        ]
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "a\nd\n")
    }

    /// What was rejected in the review is back, and the next undo goes on from there.
    @Test func aRejectedChangeIsTakenBackAlready() async throws {
        var tools = MemoryTools(files: ["x": "a\nc\n"])
        var messages: [EngineRequest.Message] = []
        _ = try await say("replace c with d", &tools, after: &messages)
        _ = try await say("rename a to b", &tools, after: &messages)
        tools.files["x"] = Array("a\nd\n".utf8)
        let answer = try await say("undo", &tools, after: &messages)
        #expect(answer.hasPrefix("Nothing could be taken back."))
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "a\nc\n")
    }

    @Test(arguments: ["create n.md with a", "overwrite x.md with a"]) func keepsWhatWasDoneSince(_ order: String)
        async throws
    {
        var tools = MemoryTools(files: ["x.md": "1\n"])
        let path = order.contains("n.md") ? "n.md" : "x.md"
        var messages: [EngineRequest.Message] = []
        _ = try await say(order, &tools, after: &messages)
        tools.files[path] = Array("a and more\n".utf8)
        let answer = try await say("undo", &tools, after: &messages)
        #expect(tools.text(path) == "a and more\n")
        #expect(
            answer
                == "Nothing could be taken back.\n\nNot taken back:\n\n- `\(path)`: it is no longer as I left it")
        tools.files[path] = Array("a\n".utf8)
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.files[path] == (path == "x.md" ? Array("1\n".utf8) : nil))
    }

    @Test func keepsTheHelpersOwnLaterWork() async throws {
        var tools = MemoryTools(files: [:])
        let answers = try await say(["create n.md with a", "replace a with b", "undo the last create"], &tools)
        #expect(tools.text("n.md") == "b\n")
        #expect(answers[2].contains("it is no longer as I left it"))
    }

    @Test func keepsAFileThatIsThereAgain() async throws {
        var tools = MemoryTools(files: ["x": "1\n"])
        let answers = try await say(["delete x", "create x with 2", "undo the last delete"], &tools)
        #expect(tools.text("x") == "2\n")
        #expect(answers[2].contains("there is a file of that name again"))
        tools = MemoryTools(files: ["old": "x\n"])
        let others = try await say(
            ["move old to new without imports", "create old with 2", "delete new", "undo"], &tools)
        #expect(tools.text("old") == "2\n")
        #expect(others[3].contains("there is a file `old` again"))
    }

    /// A file is what was done to it under all its names.
    @Test func followsAFileThroughItsNames() async throws {
        var tools = MemoryTools(files: ["old.txt": "x\n"])
        let move = "move old.txt to new.txt without imports"
        var answers = try await say(["replace x with y", move, "delete new.txt", "undo"], &tools)
        #expect(tools.text("new.txt") == "y\n" && tools.files["old.txt"] == nil, "\(answers)")
        tools = MemoryTools(files: [:])
        answers = try await say(
            ["create a with 1", "move a to b without imports", "overwrite b with 2", "undo"], &tools)
        #expect(tools.text("b") == "1\n" && tools.files["a"] == nil, "\(answers)")
        #expect(answers[3].hasPrefix("Taken back in 1 file: `b`."))
        tools = MemoryTools(files: ["a": "1\n"])
        answers = try await say(["move a to b without imports", "create a with 2", "undo"], &tools)
        #expect(tools.text("b") == "1\n" && tools.files["a"] == nil, "\(answers)")
        tools = MemoryTools(files: ["a": "1\n", "b": "2\n"])
        answers = try await say(["delete b", "move a to b without imports", "overwrite b with 3", "undo"], &tools)
        #expect(tools.text("b") == "1\n" && tools.files["a"] == nil, "\(answers)")
    }

    /// What does not come back is said, and is not called taken back.
    @Test func saysWhatDidNotApplyAgain() async throws {
        var tools = MemoryTools(files: ["x": "a\n"])
        var messages: [EngineRequest.Message] = []
        for line in ["rename a to b", "overwrite x with 1"] { _ = try await say(line, &tools, after: &messages) }
        tools.files["x"] = Array("b\n".utf8)
        tools.write()
        tools.files["x"] = Array("1\n".utf8)
        let answer = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "b\n")
        #expect(answer.contains("- `x`: an edit of mine before that did not apply again: line 1 is another"))
    }

    @Test func readsOnInLongFiles() async throws {
        let lines = (1...6000).map { $0 == 10 || $0 == 6000 || $0 >= 300 && $0 < 320 ? "a\n" : "\($0)\n" }
        var tools = MemoryTools(files: ["x": lines.joined(), "y": String(repeating: "a\n", count: 300)])
        tools.readLimit = 7
        let before = tools.files
        let answers = try await say(["rename a to b", "undo"], &tools)
        #expect(tools.files == before)
        #expect(answers[1].hasPrefix("Taken back in 2 files: `y`, `x`.") && !answers[1].contains("Not taken back"))
    }

    /// Numbers come from the client, and sums of the largest would be none.
    @Test func reckonsWithNoNumberThatIsMadeUp() {
        let huge = "9223372036854775807"
        for number in [huge, "9223372036854775806", "0", "1000000001"] {
            let report = SearchReport("2 matches in 1 file\nx\n  \(number): a\n  1: a\n  2: a")
            #expect(report.files.flatMap { $0.lines.map(\.number) } == [1, 2])
            #expect(FileReport("\(number) | a\n3 | b").lines == [3: "b"])
        }
        let staged = "staged: x +\(huge) -0\nstaged: x +\(huge) -\(huge)\nstaged: y +1 -2"
        let counts = ToolAnswer(action: "apply_diff", succeeded: true, text: staged).stagedCounts
        #expect(counts?.added == 1 && counts?.removed == 2)
        let file = StagedFile.list([["path": "x", "accepted": 9_223_372_036_854_775_807, "rejected": 1]])
        #expect(HelperText.explanation(of: file + file).hasPrefix("2 files staged"))
    }

    /// Many short messages and one undo: each message is looked at once.
    @Test(arguments: ["hi", "find a", "undo"]) func looksThroughALongHistoryOnce(_ text: String) async throws {
        var tools = MemoryTools(files: ["x": "a\n"])
        var messages = Array(repeating: EngineRequest.Message(role: "user", content: text), count: 50_000)
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await say("rename a to b", &tools, after: &messages)
        _ = try await say("undo", &tools, after: &messages)
        #expect(tools.text("x") == "a\n")
        #expect(clock.now - start < .seconds(30))
    }
}
