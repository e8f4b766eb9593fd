// Data table: one record of each kind, beside Tests/Fixtures/Records/version-1.jsonl.
import ChangeReview

@testable import TaskMachine

enum KeptSamples {
    static let all: [ConversationRecord] = [
        .entry(Entry(id: 1, content: .user("rename parse\nto parseHeader"))),
        .message(ChatMessage(role: .user, content: "rename parse\nto parseHeader"), number: 0),
        .entry(
            Entry(
                id: 2,
                content: .attached([
                    AttachedLine(kind: .lines, name: "a.swift:10-40", bytes: 812),
                    AttachedLine(kind: .file, name: ".env", refusal: "it looks like a secret"),
                ]))),
        .message(
            ChatMessage(
                role: .user, content: "look",
                images: [ImageAttachment(name: "a.png", dataURL: "data:image/png;base64,AAAA")]),
            number: 1),
        .message(ChatMessage(role: .assistant, content: "I will."), number: 2),
        .message(ChatMessage(role: .system, content: "be brief"), number: 3),
        .entry(revised(Entry(id: 3, content: .assistant(plainAnswer)), 2)),
        .entry(Entry(id: 4, content: .assistant(fullAnswer))),
        .entry(Entry(id: 5, content: .assistant(answer("half", .streaming)))),
        .entry(Entry(id: 6, content: .assistant(answer("late", .fetched)))),
        .entry(Entry(id: 7, content: .progress(block))),
        .entry(Entry(id: 8, content: .tool(ran))),
        .entry(Entry(id: 9, content: .tool(ToolLine(callID: "c2", action: "x", object: "", state: .awaitingApproval)))),
        .entry(Entry(id: 10, content: .tool(ToolLine(callID: "c3", action: "x", object: "o", state: .running)))),
        .entry(Entry(id: 11, content: .tool(ToolLine(callID: "c4", action: "x", object: "o", state: .failed)))),
        .entry(Entry(id: 12, content: .tool(ToolLine(callID: "c5", action: "x", object: "o", state: .rejected)))),
        .entry(Entry(id: 13, content: .tool(ToolLine(callID: "c6", action: "x", object: "o", state: .cancelled)))),
        .entry(Entry(id: 14, content: .notice("The server rests", times: 1))),
        .entry(Entry(id: 15, content: .notice("Again", times: 3))),
        .entry(Entry(id: 16, content: .feedGap(times: 2, milliseconds: 3100))),
        .entry(Entry(id: 17, content: .failure(.timedOut(seconds: 60)))),
        .entry(Entry(id: 18, content: .failure(.refused(status: 500, message: "broken")))),
        .entry(Entry(id: 19, content: .failure(.rateLimited(retryAfterSeconds: nil)))),
        .entry(Entry(id: 20, content: .cancelled)),
        .entry(
            Entry(id: 21, content: .question(FollowUpQuestion(text: "Which?", choices: ["a", "b"]), answer: "b"))),
        .entry(Entry(id: 22, content: .question(FollowUpQuestion(text: "Why?"), answer: nil))),
        .entry(Entry(id: 23, content: .steered("not that file"))),
        .entry(Entry(id: 24, content: .report("| a |"))),
        .entry(Entry(id: 25, content: .remark(Remark(.omitted, count: 12, tokens: 900)))),
        .removed(entry: 5),
        .rewound(entry: 4, message: 1),
        .note(ConversationNote()),
        .note(note),
        .note(listed),
    ]

    static var note: ConversationNote {
        var note = ConversationNote()
        note.title = "rename parse"
        note.conversationID = "CONV-7"
        note.mode = .auto
        note.queue = ["then the tests", "and the docs"]
        note.usage = Usage(inputTokens: 1200, outputTokens: 34, cost: 0.25)
        note.isTurnOpen = true
        return note
    }

    static var listed: ConversationNote {
        var note = ConversationNote()
        note.mode = .ask
        note.todos = [Todo(id: "7", text: "look", status: .done), Todo(id: "", text: "edit", status: .inProgress)]
        return note
    }

    static var plainAnswer: AssistantText { AssistantText(text: "I will.") }

    static var fullAnswer: AssistantText {
        var reasoning = StreamedText()
        reasoning.take("hm")
        var answer = AssistantText(
            text: "Done.", reasoning: reasoning, state: .incomplete, model: "qwen3", milliseconds: 2100,
            reported: ReportedChanges(
                created: [.init(path: "new.swift", lineCount: 12)],
                modified: [.init(path: "a.swift", linesAdded: 2, linesRemoved: 1, details: ["renamed"])],
                deleted: [.init(path: "old.swift")],
                commands: [.init(command: "make", output: "ok", exitCode: 0), .init(command: "ls")]))
        answer.isCut = true
        return answer
    }

    static func answer(_ text: String, _ state: AssistantText.State) -> AssistantText {
        AssistantText(text: text, state: state)
    }

    static var ran: ToolLine {
        var line = ToolLine(
            callID: "c1", action: "run_terminal", object: "make check", state: .succeeded,
            output: BoundedText(head: "first", tail: "last", omittedLines: 7, omittedCharacters: 99), exitStatus: 2,
            milliseconds: 3400)
        line.liveTail = "last"
        line.place = .copy
        return line
    }

    static var block: ProgressBlock {
        let file = ReportedChanges(modified: [.init(path: "a.swift")])
        let todos = [
            Todo(id: "1", text: "look"), Todo(id: "2", text: "edit", status: .inProgress),
            Todo(id: "", text: "test", status: .done),
        ]
        let kinds: [ProgressBlock.Row.Kind] = [
            .thinking, .plan, .step(.running), .step(.done), .step(.failed), .step(.left), .tool(.running),
            .tool(.done),
            .tool(.failed), .tool(.left), .complete, .error, .other("weather"),
        ]
        var rows = kinds.enumerated().map { number, kind in
            ProgressBlock.Row(kind: kind, text: "row \(number)", details: [], reported: ReportedChanges())
        }
        rows.append(
            ProgressBlock.Row(
                kind: .step(.done), text: "", step: 2, total: 3, details: ["one", "two"], reported: file))
        rows.append(
            ProgressBlock.Row(kind: .todos, text: "", details: [], reported: ReportedChanges(), todos: todos))
        return ProgressBlock(rows: rows, dropped: 4)
    }

    static func revised(_ entry: Entry, _ revision: Int) -> Entry {
        var entry = entry
        entry.revision = revision
        return entry
    }

    /// A number for each kind: a new kind does not compile without one.
    static func kind(of content: Entry.Content) -> Int {
        switch content {
        case .user: 0
        case .attached: 1
        case .assistant: 2
        case .progress: 3
        case .tool: 4
        case .notice: 5
        case .feedGap: 6
        case .failure: 7
        case .cancelled: 8
        case .question: 9
        case .steered: 10
        case .report: 11
        case .remark: 12
        }
    }
}
