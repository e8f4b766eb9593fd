// The chat shows the server's words and numbers: the seed's story, and odd servers.
import JSON
import TaskMachine
import Testing

@Suite struct ProgressBlockTests {
    /// Plays JSON events into a turn that runs.
    static func chat(_ events: [JSONValue]) -> Conversation {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        for event in events.compactMap(AgentProgress.init(reading:)) { _ = chat.play(.agent(.progressed(event))) }
        return chat
    }

    static func rows(_ chat: Conversation) -> [String] {
        for entry in chat.entries {
            guard case .progress(let block) = entry.content else { continue }
            return block.rows.map { row in
                let numbers = "\(row.step.map(String.init) ?? "-")/\(row.total.map(String.init) ?? "-")"
                return "\(row.kind) \(numbers) \(row.text)"
            }
        }
        return []
    }

    @Test func theSeedsStory() {
        let file: JSONValue = ["path": "hello.js", "line_count": 10, "details": ["Created hello world function"]]
        let chat = Self.chat([
            ["type": "thinking", "message": " Analyzing your request..."],
            ["type": "plan", "message": " Plan:\n1. Create hello.js\n2. Add function"],
            ["type": "working", "step": 1, "total": 2, "message": "⚙ Creating hello.js..."],
            [
                "type": "step_complete", "step": 1, "total": 2, "message": "✅ Created hello.js (10 lines)",
                "file_changes": ["created": [file]],
            ],
            ["type": "complete", "message": "✨ Done! Created 1 file."],
        ])
        #expect(
            Self.rows(chat) == [
                "thinking -/-  Analyzing your request...",
                "plan -/-  Plan:\n1. Create hello.js\n2. Add function",
                "step(TaskMachine.ProgressBlock.StepState.done) 1/2 ✅ Created hello.js (10 lines)",
                "complete -/- ✨ Done! Created 1 file.",
            ])
        guard case .progress(let block) = chat.entries[1].content else {
            Issue.record("no block")
            return
        }
        #expect(
            block.rows[2].reported.created == [
                .init(path: "hello.js", lineCount: 10, details: ["Created hello world function"])
            ])
        #expect(chat.task.progress?.kind == .complete)
    }

    @Test func oddNumbersStayAsTheyCame() {
        let chat = Self.chat([
            ["type": "working", "step": 7, "total": 3, "message": "seven of three"],
            ["type": "working", "step": 0, "total": 0, "message": "none"],
            ["type": "working", "step": "2", "total": "5", "message": "text"],
            ["type": "working", "message": "no number"],
            ["type": "working", "message": "none either"],
            ["type": "working", "message": "none either"],
            ["type": "step_complete", "step": 9, "message": "never begun", "success": false],
            ["type": "step_complete", "step": 7, "message": ""],
        ])
        #expect(
            Self.rows(chat) == [
                "step(TaskMachine.ProgressBlock.StepState.done) 7/3 seven of three",
                "step(TaskMachine.ProgressBlock.StepState.running) 0/0 none",
                "step(TaskMachine.ProgressBlock.StepState.running) 2/5 text",
                "step(TaskMachine.ProgressBlock.StepState.running) -/- no number",
                "step(TaskMachine.ProgressBlock.StepState.running) -/- none either",
                "step(TaskMachine.ProgressBlock.StepState.failed) 9/- never begun",
            ])
    }

    @Test func stepsThatNobodyEndedAreLeftWhenTheTurnEndsAndMayStillBeTold() {
        var chat = Self.chat([["type": "working", "step": 1, "total": 1, "message": "on it"]])
        _ = chat.reply("Done.", to: 1)
        #expect(Self.rows(chat) == ["step(TaskMachine.ProgressBlock.StepState.left) 1/1 on it"])
        _ = chat.play(progress(.stepComplete, "did it", step: 1, total: 1))
        #expect(Self.rows(chat) == ["step(TaskMachine.ProgressBlock.StepState.done) 1/1 did it"])
        #expect(chat.task.lifecycle == .completed)
    }

    @Test func afterACancelTheServersTalkIsNotShown() {
        var chat = Self.chat([["type": "thinking", "message": "hm"]])
        _ = chat.play(.cancelRequested)
        let before = chat.entries
        _ = chat.play(progress(.working, "still here", step: 1, total: 2))
        #expect(chat.entries == before)
        #expect(chat.task.progress?.kind == .thinking)
    }

    @Test func unknownTypesAreLinesWhenTheyHaveWords() {
        let chat = Self.chat([
            ["type": "weather", "message": "sunny"], ["type": "metrics_update", "metrics": [:]], ["message": "no type"],
            ["type": "tide", "text": "low"], ["type": "tide"],
        ])
        #expect(Self.rows(chat) == ["other(\"weather\") -/- sunny", "other(\"tide\") -/- low"])
    }

    @Test func aToolIsALineInTheServersWords() {
        let chat = Self.chat([
            ["type": "toolExecutionStart", "tool_name": "read_file", "step": 1, "total": 3],
            ["type": "toolExecutionStart", "tool_name": "grep", "step": "2", "total": "3"],
            ["type": "toolExecutionComplete", "tool_name": "read_file", "step": 1, "total": 3, "success": true],
            ["type": "toolExecutionComplete", "tool_name": "grep", "step": 2, "total": 3, "success": "false"],
            ["type": "toolExecutionStart", "tool_name": "ls"], ["type": "toolExecutionStart", "tool_name": "cat"],
            ["type": "toolExecutionComplete", "tool_name": "ls"],
            ["type": "toolExecutionComplete", "tool_name": "never begun"], ["type": "toolExecutionStart"],
        ])
        #expect(
            Self.rows(chat) == [
                "tool(TaskMachine.ProgressBlock.StepState.done) 1/3 read_file",
                "tool(TaskMachine.ProgressBlock.StepState.failed) 2/3 grep",
                "tool(TaskMachine.ProgressBlock.StepState.done) -/- ls",
                "tool(TaskMachine.ProgressBlock.StepState.running) -/- cat",
                "tool(TaskMachine.ProgressBlock.StepState.done) -/- never begun",
            ])
        #expect(chat.task.progress?.kind == .toolStarted)
    }

    @Test func theCheckListIsAmendedByID() {
        let events: [JSONValue] = [
            ["type": "todo_added", "todo": ["id": 1, "text": "read", "status": "in_progress"]],
            ["type": "thinking", "message": "hm"], ["type": "todo_added", "todo": ["id": "2", "content": "write"]],
            ["type": "todo_updated", "todo_id": "1", "status": "completed"],
            ["type": "todo_added", "todo": ["id": "3", "title": "test", "status": 5]],
            ["type": "todo_updated", "todo": ["id": "3", "title": "test it"]],
            ["type": "todo_updated", "todo_id": "9", "status": "completed"], ["type": "todo_removed"],
            ["type": "todo_removed", "todo_id": 2], ["type": "todo_added"],
            ["type": "toolExecutionStart", "tool_name": "make", "todo_id": "3"],
        ]
        var chat = Self.chat(events)
        #expect(Self.todos(chat) == ["1 read done", "3 test it inProgress"])
        #expect(Self.rows(chat).map { $0.prefix(8) } == ["todos -/", "thinking", "tool(Tas"])
        _ = chat.reply("Done.", to: 1)
        #expect(Self.todos(chat) == ["1 read done", "3 test it open"], "nobody works on it any more")
        let whole: JSONValue = [
            "type": "complete", "message": "ok", "todos": ["one", ["text": "two", "status": "done"]],
        ]
        for event in [whole, ["type": "complete", "message": "ok", "todos": []]] {
            _ = AgentProgress(reading: event).map { chat.play(.agent(.progressed($0))) }
        }
        #expect(Self.todos(chat) == [" one open", " two done"], "replaced as a whole; an empty list says nothing")
    }

    @Test func theCheckListIsBounded() {
        let added = (0..<300).map { number -> JSONValue in
            ["type": "todo_added", "todo": ["id": .integer(Int64(number)), "text": "x"]]
        }
        #expect(Self.todos(Self.chat(added)).count == 200)
    }

    static func todos(_ chat: Conversation) -> [String] {
        for entry in chat.entries {
            guard case .progress(let block) = entry.content else { continue }
            return block.rows.flatMap(\.todos).map { "\($0.id) \($0.text) \($0.status)" }
        }
        return []
    }

    @Test func aFloodIsBounded() {
        let chat = Self.chat((0..<1_010).map { ["type": "error", "message": .string("\($0)")] })
        guard case .progress(let block) = chat.entries[1].content else {
            Issue.record("no block")
            return
        }
        #expect(block.rows.count == 1_000)
        #expect(block.rows.first?.text == "10")
        #expect(block.dropped == 10)
    }
}
