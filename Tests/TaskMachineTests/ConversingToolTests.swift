// The tools that concern the conversation: a list, a question, the mode, the last word. And ask mode, without tools.
import JSON
import TaskMachine
import Testing

func call(_ id: String, _ action: String, _ arguments: JSONObject) -> ToolCall {
    ToolCall(id: id, action: action, arguments: arguments)
}

@Suite struct ConversingToolTests {
    private func asked(_ arguments: JSONObject) -> Conversation {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [call("q", "ask_followup_question", arguments), readCall("r")], to: 1)
        return chat
    }

    @Test func aQuestionWaitsAndItsAnswerGoesToTheAgentAsItIs() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let question = call("q", "ask_followup_question", ["question": "Which?", "suggested_answers": ["a", "b"]])
        let asked = PendingRequest.question(question, FollowUpQuestion(text: "Which?", choices: ["a", "b"]))
        #expect(chat.reply("", [question, readCall("r")], to: 1) == [.ask(asked)])
        #expect(chat.pendingRequest == asked)
        #expect(chat.play(.questionAnswered(callID: "other", "a")) == [])
        #expect(chat.play(.approvalAnswered(callID: "q", .once)) == [])
        #expect(chat.lines == ["user: go", "question: Which? -"])
        #expect(chat.play(.questionAnswered(callID: "q", " a\nor b ")) == [.execute(readCall("r"), ToolPermit())])
        #expect(chat.lines == ["user: go", "question: Which?  a\nor b ", "tool: read_file a.swift running"])
        #expect(chat.history.last?.content == "[tool_result q ask_followup_question success]\n a\nor b ")
    }

    @Test(arguments: [
        (#"{"question": "Q", "follow_up": ["a", "b"]}"#, ["a", "b"]),
        (#"{"question": "Q", "follow_up": "<suggest>a</suggest>\n<suggest mode=\"x\">b</suggest>"}"#, ["a", "b"]),
        (#"{"question": "Q", "follow_up": [{"text": "a"}, {"answer": "b"}]}"#, ["a", "b"]),
        (#"{"question": "Q", "suggested_answers": "[\"a\", \"b\", \"a\"]"}"#, ["a", "b"]),
        (#"{"question": "Q", "suggested_answers": "- a\n- b"}"#, ["a", "b"]), (#"{"text": "Q"}"#, []),
    ])
    func choicesHaveManyForms(arguments: String, choices: [String]) throws {
        let chat = asked(try #require(try JSONValue.parse(arguments).asObject))
        guard case .question(_, let question) = chat.pendingRequest else {
            Issue.record("no question of \(arguments)")
            return
        }
        #expect(question == FollowUpQuestion(text: "Q", choices: choices))
    }

    @Test func aQuestionWithoutWordsIsAnError() {
        let chat = asked(["question": " "])
        #expect(chat.task.lifecycle == .executing(readCall("r")))
        #expect(chat.lines.contains("tool: ask_followup_question   failed"))
    }

    @Test func aCancelledQuestionStaysWithoutAnAnswer() {
        var chat = asked(["question": "Which?"])
        #expect(chat.play(.cancelRequested) == [.turnEnded(.cancelled)])
        #expect(chat.lines == ["user: go", "question: Which? -", "tool: read_file a.swift cancelled", "cancelled"])
    }

    @Test func aListIsTakenFromBoxesAlone() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let list = "# Plan\n- [x] look\n[-] edit\n* [ ] test\n1. no box"
        _ = chat.reply("", [call("t", "update_todo_list", ["todos": .string(list)])], to: 1)
        #expect(
            chat.todos == [
                Todo(id: "#1", text: "look", status: .done), Todo(id: "#2", text: "edit", status: .inProgress),
                Todo(id: "#3", text: "test"),
            ])
        guard case .tool(let line)? = chat.entries.last?.content else {
            Issue.record("the chat does not show the list")
            return
        }
        #expect(line.output.head == "[x] look\n[-] edit\n[ ] test")
        #expect(Todo.items(inBoxes: line.output.head) == chat.todos)
        #expect(
            chat.history.last?.content == "[tool_result t update_todo_list success]\nThe list has 3 items, 1 done.")
        _ = chat.reply("- one\n- two\n1. three", [call("u", "update_todo_list", ["todos": "1. a\n2. b"])], to: 2)
        #expect(chat.todos.count == 3, "an ordinary list is none")
        #expect(chat.history.last?.content.hasPrefix("[tool_result u update_todo_list error]") == true)
        _ = chat.reply("done", to: 3)
        #expect(chat.todos.count == 3, "it outlives the turn")
        #expect(chat.play(.todoToggled("#3")) == [], "the server does not know it")
        #expect(chat.todos[2].status == .done)
        #expect(chat.play(.todosCleared) == [.agent(.tell(.clearTodos(conversationID: "c1")))])
        #expect(chat.todos == [])
    }

    @Test func theServersListIsReplacedByAnotherAndNeverByNone() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        var reply = ChatReply(text: "x", conversationID: "c1")
        reply.todos = [Todo(id: "t1", text: "look"), Todo(id: "t2", text: "edit")]
        _ = chat.play(.agent(.replied(reply, request: 1)))
        #expect(chat.todos.map(\.text) == ["look", "edit"])
        _ = chat.play(.submitted("more"))
        reply.todos = []
        _ = chat.play(.agent(.replied(reply, request: 2)))
        #expect(chat.todos.map(\.text) == ["look", "edit"])
        #expect(chat.play(.todoToggled("t1")) == [.agent(.tell(.toggleTodo(id: "t1")))])
        #expect(chat.todos[0].status == .done)
        #expect(chat.play(.todoToggled("nobody")) == [])
    }

    @Test func theLastWordEndsTheTurn() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let done = call("d", "attempt_completion", ["result": "It is done."])
        #expect(chat.reply("", [done], to: 1) == [.turnEnded(.completed)])
        #expect(chat.lines == ["user: go", "answer: It is done."])
        #expect(chat.history.last?.role == .user, "every call has its result")
    }

    @Test func subtasksAreNotThere() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [call("s", "new_task", ["mode": "code"])], to: 1)
        #expect(
            chat.history.last?.content
                == "[tool_result s new_task error]\nThere are no subtasks here. Do the work yourself, in this turn.")
    }

    @Test(arguments: [
        ("ask", ChatMode.ask, "success"), ("agent", .agent, "success"), ("auto", .agent, "error"),
        ("disco", .agent, "error"),
    ])
    func theAgentMayGiveToolsUp(wanted: String, mode: ChatMode, ending: String) {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let effects = chat.reply("", [call("m", "switch_mode", ["mode": .string(wanted)])], to: 1)
        #expect(chat.mode == mode)
        #expect(chat.history.last?.content.hasPrefix("[tool_result m switch_mode \(ending)]") == true)
        guard case .agent(.send(let next))? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(next.mode == mode && next.messages.first == AgentPrompt.message(for: mode))
    }
}

@Suite struct AskModeTests {
    @Test func callsAreCountedAndNotMade() {
        var chat = Conversation()
        _ = chat.play(.modeChosen(.ask))
        let effects = chat.play(.submitted("how?"))
        #expect(effects == [.agent(.send(request(1, [ChatMessage(role: .user, content: "how?")], mode: .ask)))])
        let calls = [readCall("a"), commandCall("b", "ls"), readCall("c")]
        #expect(chat.reply("1. Do it", calls, to: 1) == [.turnEnded(.completed)])
        #expect(chat.lines == ["user: how?", "answer: 1. Do it", "remark: callsIgnored 3"])
        #expect(chat.history.last == said("1. Do it"))
    }

    @Test func aPlanIsCarriedOutInAgentMode() {
        var chat = Conversation()
        _ = chat.play(.modeChosen(.ask))
        _ = chat.play(.submitted("how?"))
        #expect(chat.play(.planAccepted) == [], "not while a turn runs")
        _ = chat.reply("1. Do it", to: 1)
        let messages = chat.history + [ChatMessage(role: .user, content: "Carry out the plan.")]
        #expect(chat.play(.planAccepted) == [.agent(.send(request(2, messages, conversationID: "c1")))])
        #expect(chat.mode == .agent)
        #expect(chat.lines.last == "user: Carry out the plan.")
    }

    @Test func theUsersModeCountsFromTheNextRequest() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("a")], to: 1)
        _ = chat.play(.modeChosen(.auto))
        guard case .agent(.send(let next))? = chat.play(.toolFinished(success(readCall("a")))).last else { return }
        #expect(next.mode == .auto)
        _ = chat.play(.newRequested)
        #expect(chat.mode == .auto)
    }
}
