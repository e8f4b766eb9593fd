// Transcripts of the machine: events in, exact effects out.
import JSON
import ModelWire
import Testing

@testable import ModelAgent

struct TurnTests {
    private static func turn(_ text: String = "Hello", _ change: (inout AgentFacts) -> Void = { _ in }) -> AgentTurn {
        var facts = AgentFacts(history: [ModelMessage(.user, text)], allowsTools: true, model: "m", conversation: "c")
        change(&facts)
        return AgentTurn(facts)
    }

    private static func reply(_ text: String, ending: ModelReply.Ending = .stop) -> ModelReply {
        var reply = ModelReply()
        reply.text = text
        reply.ending = ending
        reply.usage = ModelUsage(inputTokens: 900, outputTokens: 7)
        reply.model = "m-1"
        return reply
    }

    @Test func anEndThatNobodySaidIsTold() {
        for (ending, notes) in [(ModelReply.Ending.unsaid, [AgentNote.endUnsaid]), (.stop, []), (.length, [.cut])] {
            var turn = Self.turn()
            _ = turn.handle(.began)
            let effects = turn.handle(.replied(Self.reply("Half of it", ending: ending)))
            let told = effects.compactMap { if case .publish(.note(let note)) = $0 { note } else { nil } }
            #expect(told == notes)
        }
    }

    @Test func wordsStreamAndEnd() throws {
        var turn = Self.turn()
        let began = turn.handle(.began)
        guard began.count == 2, began[0] == .publish(.thinking), case .ask(let request) = began[1] else {
            Issue.record("\(began)")
            return
        }
        #expect(request.model == "m")
        #expect(request.messages.map(\.role) == [.system, .user])
        #expect(
            request.tools.map(\.name) == [
                "read", "list", "search", "outline", "edit", "create", "delete", "move", "run",
            ])
        #expect(turn.handle(.piece(.reasoning("Hm."))) == [.publish(.reasoning("Hm."))])
        #expect(turn.handle(.piece(.text("Good "))) == [.publish(.text("Good "))])
        // The sign of a call may begin here.
        #expect(turn.handle(.piece(.text("day<tool"))) == [.publish(.text("day"))])
        #expect(turn.handle(.piece(.text("s>"))) == [.publish(.text("<tools>"))])
        var answer = AgentAnswer()
        answer.text = "Good day<tools>!"
        answer.reasoning = "Hm."
        answer.usage = ModelUsage(inputTokens: 900, outputTokens: 7)
        answer.model = "m-1"
        #expect(turn.handle(.replied(Self.reply("Good day<tools>!"))) == [.publish(.text("!")), .answer(answer)])
        #expect(turn.handle(.piece(.text("late"))) == [])
        #expect(turn.handle(.failed(.cancelled)) == [])
    }

    @Test func aCallIsAnnouncedAndGiven() {
        var turn = Self.turn()
        _ = turn.handle(.began)
        #expect(
            turn.handle(.piece(.callBegan(name: "read_file"))) == [.publish(.preparing(step: 1, AgentDeed(.read, "")))])
        #expect(turn.handle(.piece(.callBegan(name: "weather"))) == [.publish(.preparing(step: 2, nil))])
        var reply = Self.reply("")
        reply.calls = [ModelCall(id: "x", name: "read_file", arguments: #"{"file_path": "./a.c"}"#)]
        let effects = turn.handle(.replied(reply))
        guard effects.count == 3, case .answer(let answer) = effects[2] else {
            Issue.record("\(effects)")
            return
        }
        #expect(effects[0] == .publish(.working(step: 1, total: 1, AgentDeed(.read, "a.c"))))
        // The other one never came, and its row does not stay open.
        #expect(effects[1] == .publish(.notMade(step: 2, total: 2, nil)))
        let call = answer.calls.first
        #expect(call?["action"] == "read_file")
        #expect(call?["path"] == "a.c")
        let id = call?["id"]?.asString ?? ""
        // As Mistral's servers want it.
        #expect(id.utf8.count == 9 && id.allSatisfy { $0.isLetter || $0.isNumber })
        #expect(turn.memory.call(id)?.deed == AgentDeed(.read, "a.c"))
    }

    @Test func theSameRequestHasTheSameIds() {
        func ids() -> [String?] {
            var turn = Self.turn()
            _ = turn.handle(.began)
            var reply = Self.reply("")
            reply.calls = [
                ModelCall(id: "", name: "list", arguments: ""),
                ModelCall(id: "", name: "read", arguments: #"{"path":"a"}"#),
            ]
            guard case .answer(let answer)? = turn.handle(.replied(reply)).last else { return [] }
            return answer.calls.map { $0["id"]?.asString }
        }
        #expect(ids().count == 2)
        #expect(Set(ids()).count == 2)
        #expect(ids() == ids())
    }

    @Test func textThatRepeatsItselfIsClosed() {
        var turn = Self.turn()
        _ = turn.handle(.began)
        var effects: [AgentTurn.Effect] = []
        for _ in 0..<200 where !effects.contains(.stop) {
            effects = turn.handle(.piece(.text("I will now look at the file.\n")))
        }
        guard effects.count == 3, effects[1] == .stop, case .answer(let answer) = effects[2] else {
            Issue.record("\(effects)")
            return
        }
        #expect(answer.stop == .repeatedText)
        #expect(answer.text == "I will now look at the file.\nI will now look at the file.")
    }

    @Test func anOverflowIsTriedOnceMoreWithLess() {
        var facts = AgentFacts(
            history: [
                ModelMessage(.user, "Task"), ModelMessage(.assistant, "I read."),
                ModelMessage(
                    .user, "[tool_result a read_file success]\n" + (0..<900).map { "\($0) | line\n" }.joined()),
                ModelMessage(.assistant, "And more."), ModelMessage(.user, "[tool_result b read_file success]\n1 | x"),
            ], allowsTools: true, model: "m", conversation: "c")
        facts.contextTokens = 32768
        var turn = AgentTurn(facts)
        guard case .ask(let first)? = turn.handle(.began).last else {
            Issue.record("not asked")
            return
        }
        let effects = turn.handle(.failed(.contextOverflow(limit: 3000, "")))
        guard effects.count == 2, case .ask(let second) = effects[1] else {
            Issue.record("\(effects)")
            return
        }
        #expect(effects[0] == .publish(.note(.shortened(count: 1, context: 3000))))
        let sizes = [first, second].map { $0.messages.reduce(0) { $0 + $1.text.utf8.count } }
        #expect(sizes[1] < sizes[0])
        #expect(
            turn.handle(.failed(.contextOverflow(limit: 3000, "x"))) == [
                .fail(
                    .contextOverflow(limit: 3000, "x"),
                    done: [
                        AgentDone(AgentDeed(.read, ""), succeeded: true),
                        AgentDone(AgentDeed(.read, ""), succeeded: true),
                    ], nil)
            ])
    }

    /// What a client leaves out of its history leaves no call without a result.
    @Test func aResultThatIsGoneIsSaid() {
        var memory = ConversationMemory()
        memory.meets("m")
        memory.remember(
            ConversationMemory.Step(
                text: "Both.", written: nil,
                calls: [
                    ModelCall(id: "a", name: "read", arguments: "{}"),
                    ModelCall(id: "b", name: "read", arguments: "{}"),
                ],
                made: []))
        let history = [
            ModelMessage(.system, "The client's own words"), ModelMessage(.user, "Task"),
            ModelMessage(.assistant, "Both."),
            ModelMessage(.user, "[tool_result b read_file success]\nB"), ModelMessage(.user, "Faster"),
        ]
        let dialogue = Dialogue(history, memory, writesCalls: false)
        #expect(dialogue.entries.map(\.message.role) == [.user, .assistant, .tool, .tool, .user])
        #expect(dialogue.entries.map(\.message.text) == ["Task", "Both.", "[This result is left out.]", "B", "Faster"])
        let written = Dialogue(history, memory, writesCalls: true)
        #expect(written.entries.map(\.message.role) == [.user, .assistant, .user, .user, .user])
        #expect(
            written.entries[1].message.text
                == "Both.\n```tool_call\n{\"tool\":\"read\"}\n```\n```tool_call\n{\"tool\":\"read\"}\n```")
    }

    /// Another model has other limits, and may take tools.
    @Test func anotherModelIsMetAnew() {
        var turn = Self.turn()
        _ = turn.handle(.began)
        let effects = turn.handle(.failed(.toolsUnsupported("no")))
        guard effects.first == .publish(.note(.writesCalls)), case .ask(let request)? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(request.tools.isEmpty)
        #expect(request.messages[0].text.contains("```tool_call"))
        var same = AgentTurn(
            AgentFacts(history: [ModelMessage(.user, "x")], allowsTools: true, model: "m", memory: turn.memory))
        guard case .ask(let still)? = same.handle(.began).last else { return }
        #expect(still.tools.isEmpty)
        var other = AgentTurn(
            AgentFacts(history: [ModelMessage(.user, "x")], allowsTools: true, model: "n", memory: turn.memory))
        guard case .ask(let again)? = other.handle(.began).last else { return }
        #expect(!again.tools.isEmpty)
    }

    @Test func theMemoryIsBounded() {
        var memory = ConversationMemory()
        for number in 0..<1000 {
            memory.remember(
                ConversationMemory.Step(
                    text: String(repeating: "x", count: 20_000), written: nil,
                    calls: [ModelCall(id: "\(number)", name: "read", arguments: "{}")], made: []))
            memory.mark(shortened: ["\(number)"], leftOut: ["\(number)", "x"])
        }
        #expect(memory.steps.count == 52)
        #expect(memory.steps.reduce(0) { $0 + $1.bytes } <= ConversationMemory.mostBytes)
        #expect(memory.shortened.count == 1000 && memory.leftOut.count == 1000)
        var shelf = MemoryShelf(limit: 2)
        for name in ["a", "b", "a", "c"] { shelf.keep(memory, of: name) }
        #expect(shelf.memory(of: "b") == ConversationMemory())
        #expect(shelf.memory(of: "a") == memory)
    }

    @Test func aCountSetsTheEstimateRight() {
        var turn = Self.turn(String(repeating: "word ", count: 2000))
        _ = turn.handle(.began)
        var reply = Self.reply("Yes.")
        reply.usage = ModelUsage(inputTokens: 2600, outputTokens: 1)
        _ = turn.handle(.replied(reply))
        #expect((77...81).contains(turn.memory.scale), "\(turn.memory.scale)")
    }

    @Test func nothingIsAskedWithoutAMessage() {
        var turn = AgentTurn(AgentFacts(history: [ModelMessage(.system, "x")], allowsTools: true, model: "m"))
        #expect(turn.handle(.began) == [.fail(.unreadable("there is no user message"), done: [], nil)])
    }
}

extension TurnTests {
    /// While a call comes that is not shown, it is told that something does.
    @Test func aWrittenCallIsAnnouncedOnce() {
        var facts = AgentFacts(history: [ModelMessage(.user, "x")], allowsTools: true, model: "m")
        facts.profile.tools = .fenced
        var turn = AgentTurn(facts)
        _ = turn.handle(.began)
        var news: [AgentNews] = []
        for piece in [
            "Now:\n", "a.c", "\n```", "\n", "<<<<<<< SEARCH\nold\n", "=======\nnew\n", ">>>>>>> REPLACE\n```\n",
            "```tool", "_call\n{", "\"tool\"",
        ] {
            for case .publish(let item) in turn.handle(.piece(.text(piece))) { news.append(item) }
        }
        #expect(
            news == [
                .text("Now:\n"), .preparing(step: 1, AgentDeed(.edit, "a.c")), .preparing(step: 2, nil),
            ])
    }

    @Test func whatIsPreparedAndNotMadeIsSettled() {
        var turn = Self.turn()
        _ = turn.handle(.began)
        _ = turn.handle(.piece(.callBegan(name: "read_file")))
        var wrong = Self.reply("")
        wrong.calls = [ModelCall(id: "x", name: "read_file", arguments: #"{"path": 7}"#)]
        _ = turn.handle(.replied(wrong))
        // Asked for it again, the model answers in words.
        let effects = turn.handle(.replied(Self.reply("It is there.")))
        #expect(effects.contains(.publish(.notMade(step: 1, total: 1, AgentDeed(.read, "")))))
    }

    @Test func aServerThatCutsWhatItIsSentIsToldOfOnce() {
        var facts = AgentFacts(
            history: [ModelMessage(.user, String(repeating: "word ", count: 20_000))], allowsTools: false, model: "m",
            contextTokens: 131_072)
        func notes(_ counted: Int) -> [AgentNote] {
            var turn = AgentTurn(facts)
            _ = turn.handle(.began)
            var reply = Self.reply("Yes.")
            reply.usage = ModelUsage(inputTokens: counted, outputTokens: 3)
            let effects = turn.handle(.replied(reply))
            facts.memory = turn.memory
            return effects.compactMap { if case .publish(.note(let note)) = $0 { note } else { nil } }
        }
        let before = facts.memory.scale
        guard case .promptCut(read: 4_090, let sent)? = notes(4_090).first else {
            Issue.record("nothing is told")
            return
        }
        #expect(sent > 10_000)
        #expect(facts.memory.scale == before, "what was not read is no measure")
        #expect(notes(4_096) == [])
        facts.memory = ConversationMemory()
        #expect(notes(2_900) == [], "no size of a context")
        #expect(notes(sent) == [])
    }

    @Test func whatAllQuestionsOfAnAnswerCostIsAddedUp() {
        var turn = Self.turn()
        _ = turn.handle(.began)
        var reply = Self.reply("")
        reply.usage = ModelUsage(inputTokens: 1, outputTokens: 1, cost: 0.25)
        _ = turn.handle(.replied(reply))
        reply.text = "Done."
        guard case .answer(let answer)? = turn.handle(.replied(reply)).last else {
            Issue.record("no answer")
            return
        }
        #expect(answer.usage?.cost == 0.5)
    }
}
