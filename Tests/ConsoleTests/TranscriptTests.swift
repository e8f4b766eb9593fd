// A conversation as a document: what a reader gets, and what it does not give away.
import Console
import JSON
import TaskMachine
import Testing

@Suite struct TranscriptTests {
    private var transcript: Transcript {
        var note = ConversationNote()
        note.title = "rename parse"
        note.usage = Usage(inputTokens: 12, outputTokens: 3, cost: 0.5)
        return Transcript(id: "20261125-181902-3f9a2c", created: 1_795_630_742, project: "/home/x/shop", note: note)
    }

    private var entries: [Entry] {
        let line = ToolLine(
            callID: "c1", action: "run_terminal", object: "make\ncheck", state: .succeeded,
            output: BoundedText("```\nAPI_KEY=abc123\n\u{1B}]0;title\u{7}"), exitStatus: 0, milliseconds: 3400)
        return [
            Entry(id: 1, content: .user("look at password=hunter2")),
            Entry(id: 2, content: .assistant(AssistantText(text: "Yes.", model: "qwen3", milliseconds: 2100))),
            Entry(id: 3, content: .tool(line)), Entry(id: 4, content: .feedGap(times: 1, milliseconds: 5)),
            Entry(id: 5, content: .question(FollowUpQuestion(text: "Which?", choices: ["a", "b"]), answer: "b")),
            Entry(id: 6, content: .cancelled),
        ]
    }

    private func document(_ format: ExportFormat) -> String {
        var text = transcript.beginning(format)
        var isFirst = true
        for entry in entries {
            let more = transcript.text(of: entry, format, isFirst: isFirst)
            if !more.isEmpty { isFirst = false }
            text += more
        }
        return text + transcript.end(format)
    }

    @Test func readsAsMarkdown() {
        #expect(
            document(.markdown) == """
                # rename parse

                Conversation 20261125-181902-3f9a2c, begun 2026-11-25 18:19 UTC, in /home/x/shop. What looks like a secret is hidden.

                ## You

                look at password=(hidden)

                ## Oropendola (qwen3, 2.1 s)

                Yes.

                - **run_terminal** make check: done, exit 0, 3.4 s

                ````
                ```
                API_KEY=(hidden)
                ␛]0;title␇
                ````

                **Asked:** Which?
                - a
                - b

                **Answered:** b

                > Cancelled.

                """)
    }

    @Test func isOneJSONValue() throws {
        let value = try JSONValue.parse(document(.json))
        #expect(value["oropendola"] == "export" && value["v"] == 1)
        #expect(value["title"] == "rename parse" && value["created"] == "2026-11-25T18:19:02Z")
        #expect(value["usage"] == ["inputTokens": 12, "outputTokens": 3, "cost": 0.5])
        #expect(value["entries"]?.asArray?.count == entries.count)
        #expect(value["entries"]?[0] == ["e": 1, "user": "look at password=(hidden)"])
        #expect(!document(.json).contains("abc123"))
    }

    @Test func anEmptyOneIsWhole() throws {
        let text = transcript.beginning(.json) + transcript.end(.json)
        #expect(try JSONValue.parse(text)["entries"] == [])
    }
}
