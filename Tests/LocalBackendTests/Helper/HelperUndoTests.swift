// What the helper takes back, and what it leaves: whole conversations over files in memory.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct HelperUndoTests {
    /// A conversation, message by message.
    private func talk(
        _ tools: inout MemoryTools, _ lines: [String], after messages: [EngineRequest.Message] = []
    ) async throws -> (answers: [String], messages: [EngineRequest.Message]) {
        var messages = messages
        var answers: [String] = []
        for line in lines {
            // Each on an engine that remembers nothing.
            let turn = try await play(
                line, with: &tools, on: HelperEngine(prefix: "t"), after: messages, conversation: "t-1")
            messages = turn.messages
            answers.append(turn.answer)
        }
        return (answers, messages)
    }

    @Test func takesBackEachKindOfChange() async throws {
        for order in [
            "rename a to b", "replace /a/ with 'x\\ny'", "create new.c with 1", "overwrite a.c with 1", "delete a.c",
            "move a.c to sub/c.c", "move sub/ to other/",
        ] {
            let files = ["a.c": "a\n=======\n a a\n", "b.c": "a", "sub/x.md": "[a](../a.c)\n"]
            var tools = MemoryTools(files: files)
            let before = tools.files
            let talked = try await talk(&tools, [order, "undo", "undo"])
            #expect(tools.files == before, "\(order): \(talked.answers)")
            #expect(talked.answers[1].hasPrefix("Taken back in "), "\(order)")
            #expect(talked.answers[2].hasPrefix("Nothing of mine"))
        }
    }

    @Test func takesBackOneAfterTheOther() async throws {
        var tools = MemoryTools(files: ["x": "a\nb\n"])
        let first = try await talk(&tools, ["rename a to c", "replace b with d", "find c", "undo"])
        #expect(tools.text("x") == "c\nb\n")
        _ = try await talk(&tools, ["rename c to e", "undo the last replace", "undo", "undo"], after: first.messages)
        #expect(tools.text("x") == "a\nb\n")
    }

    @Test func takesBackTheKindThatIsNamed() async throws {
        var tools = MemoryTools(files: ["x": "a\nb\n"])
        let talked = try await talk(&tools, ["rename a to c", "replace b with d", "undo the rename", "undo the move"])
        #expect(tools.text("x") == "a\nd\n")
        #expect(talked.answers[3].hasPrefix("No `move` of mine in this conversation is left to take back."))
    }

    @Test func putsStagedWorkBackOnTop() async throws {
        var tools = MemoryTools(files: ["x": "a\n"])
        _ = try await talk(&tools, ["rename a to b", "delete x", "undo"])
        #expect(tools.text("x") == "b\n")
        tools = MemoryTools(files: [:])
        _ = try await talk(&tools, ["create x with a", "rename a to b", "delete x", "undo"])
        #expect(tools.text("x") == "b\n")
        tools = MemoryTools(files: ["x": "a\n"])
        _ = try await talk(&tools, ["move x to y", "rename a to b", "overwrite y with 1", "undo"])
        #expect(tools.text("y") == "b\n" && tools.files["x"] == nil)
    }

    /// A line that was rejected is as it was; an equal one elsewhere was never ours.
    @Test func leavesWhatIsNoLongerAsItWas() async throws {
        var tools = MemoryTools(files: ["x": "b\na\nb\na\n", "y": "a\n"])
        let first = try await talk(&tools, ["rename a to b"])
        tools.files["x"] = Array("b\na\nb\nb\n".utf8)
        let talked = try await talk(&tools, ["undo"], after: first.messages)
        #expect(tools.text("x") == "b\na\nb\na\n")
        #expect(tools.text("y") == "a\n")
        #expect(talked.answers[0].hasSuffix("Not taken back:\n\n- `x`: 1 place no longer as I left it"))
    }

    @Test func putsAFileBack() async throws {
        var tools = MemoryTools(files: ["x.c": "a\n"])
        let talked = try await talk(&tools, ["rename a to b", "put x.c back", "discard x.c"])
        #expect(tools.text("x.c") == "a\n")
        #expect(talked.answers[1] == "`x.c` is as it is on disk: nothing of it is staged any more.")
        #expect(
            talked.answers[2]
                == "Could not put `x.c` back: nothing of x.c is staged. Nothing was changed. `/undo` takes "
                + "back what was written.")
    }

    @Test func saysWhatWasWritten() {
        var before = HelperTurn()
        _ = before.handle(.asked("rename a to b", .init()))
        _ = before.handle(
            .answered([ToolAnswer(action: "search_files", succeeded: true, text: "1 match in 1 file\nx\n  1: a")]))
        _ = before.handle(.answered([ToolAnswer(action: "apply_diff", succeeded: true, text: "staged: x +1 -1 (x)")]))
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("undo", .init(past: [before.past]))) == [
                .publish(.thinking("Taking back 1 change")), .call([.readLine(path: "x", number: 1)]),
            ])
        let back = "<<<<<<< SEARCH\n:start_line:1\n-------\nb\n=======\na\n>>>>>>> REPLACE\n"
        #expect(
            turn.handle(.answered([ToolAnswer(action: "read_file", succeeded: true, text: "1 | b")])) == [
                .call([.applyDiff(path: "x", diff: back)])
            ])
        let text = """
            Taken back in 1 file: `x`.

            This is on disk already: `x`. Putting it back is staged as a change; `/undo` takes the write itself back.
            """
        #expect(
            turn.handle(.answered([ToolAnswer(action: "apply_diff", succeeded: true, text: "staged")])).last
                == .finish(text, ReportedFiles()))
        turn = HelperTurn()
        let auto = turn.handle(.asked("undo", .init(writesAtOnce: true, past: [before.past])))
        #expect(auto == [.finish(HelperText.undoInAuto, ReportedFiles())])
    }

    /// Whatever was done, as many undos as changes bring back what was there.
    @Test func takesBackWhateverItDid() async throws {
        var chance = SeededGenerator.fresh()
        let names = ["a", "b", "parse", "x y", "a.c", "d/b.c", "d/e/c.md", "=======", "[a](b.c)", "é"]
        func any(_ some: [String]) -> String { some.randomElement(using: &chance) ?? "a" }
        for _ in 0..<fuzzRounds(default: 30) {
            let paths = ["a.c", "d/b.c", "d/e/c.md"]
            var files: [String: String] = [:]
            for path in paths {
                files[path] = (0..<4).map { _ in any(names) + any([" ", "("]) + any(names) + "\n" }.joined()
            }
            var tools = MemoryTools(files: files)
            let before = tools.files
            var orders: [String] = []
            for number in 0..<Int.random(in: 1...8, using: &chance) {
                orders.append(
                    any([
                        "rename \(any(["a", "b", "parse"])) to n\(number)",
                        "replace /\(any(["a", "e|c", "$"]))/ with 'q\\n'",
                        "delete \(any(paths))", "overwrite \(any(paths)) with 'n\(number)'",
                        "create new\(number).c with a",
                        "move \(any(paths)) to m\(number)/", "move d/ to d\(number)/",
                        "move \(any(paths)) to \(any(paths)) without imports", "create \(any(paths)) with 'n\(number)'",
                    ]))
            }
            let talked = try await talk(&tools, orders + orders.map { _ in "undo" })
            // Where a name is taken again, undo says so and waits.
            if talked.answers.contains(where: { $0.contains(": there is a file `") }) { continue }
            #expect(tools.files == before, "seed \(chance.seed): \(orders) \(talked.answers)")
        }
    }

    /// The oldest results are the first that a long history leaves out.
    @Test func saysWhatItCanNoLongerKnow() async throws {
        var tools = MemoryTools(files: ["x": "a\n"])
        let first = try await talk(&tools, ["rename a to b"])
        var messages = first.messages
        messages.remove(at: 2)
        let talked = try await talk(&tools, ["undo"], after: messages)
        #expect(talked.answers[0].contains("the results are no longer in the history"))
        #expect(tools.text("x") == "b\n")
    }

    /// Words that rode with results, and a turn that was cut short, are told from each other.
    @Test func knowsTurnsThatWereSteeredOrCut() async throws {
        var tools = MemoryTools(files: ["x": "a\nc\n"])
        let cut: [EngineRequest.Message] = [
            .init(role: "user", content: "rename c to q"), .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-0-1 search_files error]\nCancelled by the user."),
        ]
        _ = try await talk(&tools, ["rename a to b", "undo"], after: cut)
        #expect(tools.text("x") == "a\nc\n")
        let words: [EngineRequest.Message] = [
            .init(role: "user", content: "rename a to b"), .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-0-1 search_files success]\n1 match in 1 file\nx\n  1: a"),
            .init(role: "user", content: "replace c with d"), .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-0-2 apply_diff success]\nstaged: x +1 -1"),
            .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-0-3 search_files success]\n1 match in 1 file\nx\n  2: c"),
            .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[tool_result t-1-0-4 apply_diff success]\nstaged: x +1 -1"),
            .init(role: "assistant", content: "Done."),
        ]
        tools = MemoryTools(files: ["x": "b\nd\n"])
        let steered = try await talk(&tools, ["undo"], after: words)
        #expect(tools.text("x") == "b\nc\n")
        _ = try await talk(&tools, ["undo"], after: steered.messages)
        #expect(tools.text("x") == "a\nc\n")
    }
}
