// The chat shows the server's words and numbers: the seed's story, and odd servers.
import JSON
import TaskMachine
import Testing

@Suite struct ProgressBlockTests {
    /// Plays JSON events into a turn that runs.
    static func chat(_ events: [JSONValue]) -> Conversation {
        var chat = Conversation()
        _ = chat.handle(.submitted("go"))
        for event in events.compactMap(AgentProgress.init(reading:)) { _ = chat.handle(.agent(.progressed(event))) }
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
        _ = chat.handle(progress(.stepComplete, "did it", step: 1, total: 1))
        #expect(Self.rows(chat) == ["step(TaskMachine.ProgressBlock.StepState.done) 1/1 did it"])
        #expect(chat.task.lifecycle == .completed)
    }

    @Test func afterACancelTheServersTalkIsNotShown() {
        var chat = Self.chat([["type": "thinking", "message": "hm"]])
        _ = chat.handle(.cancelRequested)
        let before = chat.entries
        _ = chat.handle(progress(.working, "still here", step: 1, total: 2))
        #expect(chat.entries == before)
        #expect(chat.task.progress?.kind == .thinking)
    }

    @Test func unknownTypesAreLinesWhenTheyHaveWords() {
        let chat = Self.chat([
            ["type": "weather", "message": "sunny"], ["type": "metrics_update", "metrics": [:]], ["message": "no type"],
            ["type": "reasoning", "text": "I"], ["type": "reasoning", "text": " think"],
            ["type": "reasoning", "text": "I think so"],
        ])
        #expect(Self.rows(chat) == ["other(\"weather\") -/- sunny", "other(\"reasoning\") -/- I think so"])
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
