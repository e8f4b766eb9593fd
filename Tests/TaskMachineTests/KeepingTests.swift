// What is kept of a conversation adds up to it again, and a conversation that was kept goes on.
import JSON
import TaskMachine
import TestSupport
import Testing

/// A conversation, and the state that its records fold to.
struct KeptChat {
    var chat = Conversation()
    var kept = ConversationState()

    mutating func play(_ event: Conversation.Event) -> [Conversation.Effect] {
        take(chat.handle(event))
    }

    private mutating func take(_ effects: [Conversation.Effect]) -> [Conversation.Effect] {
        effects.flatMap { effect -> [Conversation.Effect] in
            switch effect {
            case .keep(let records):
                for record in records { kept.apply(record) }
                return []
            case .prepare(let preparation): return play(.prepared(PreparedTurn(), id: preparation.id))
            default: return [effect]
            }
        }
    }

    mutating func reply(_ text: String, _ calls: [ToolCall] = [], to request: Int) {
        _ = play(.agent(.replied(ChatReply(text: text, toolCalls: calls, conversationID: "c1"), request: request)))
    }
}

@Suite struct KeepingTests {
    @Test func aTurnAsItIsKept() {
        var chat = Conversation()
        var note = ConversationNote()
        note.title = "go"
        note.isTurnOpen = true
        let user = ChatMessage(role: .user, content: "go")
        #expect(
            chat.handle(.submitted("go")) == [
                .prepare(Preparation(id: 1, text: "go")),
                .keep([.entry(Entry(id: 1, content: .user("go"))), .message(user, number: 0), .note(note)]),
            ])
        let attached = PreparedTurn(attachedText: "a file")
        let whole = ChatMessage(role: .user, content: "go\n\n[attached]\na file")
        #expect(chat.handle(.prepared(attached, id: 1)).last == .keep([.message(whole, number: 0)]))
        #expect(
            chat.handle(.agent(.progressed(AgentProgress(kind: .streamed(StreamedPiece(answer: "Do")))))) == [],
            "an answer that grows waits")
        note.conversationID = "c1"
        note.isTurnOpen = false
        let effects = chat.handle(.agent(.replied(ChatReply(text: "Done.", conversationID: "c1"), request: 1)))
        #expect(
            effects == [
                .turnEnded(.completed),
                .keep([.entry(chat.entries[1]), .message(said("Done."), number: 1), .note(note)]),
            ])
        #expect(chat.handle(.agent(.linkChanged(LinkStatus(state: .online)))) == [])
    }

    @Test func whatAStartHasToSayMakesNoConversation() {
        var chat = Conversation()
        #expect(chat.handle(.noted("Hello")) == [])
        #expect(chat.handle(.modeChosen(.ask)) == [])
        guard case .keep(let records)? = chat.handle(.submitted("go")).last else {
            Issue.record("nothing kept")
            return
        }
        #expect(records.first == .entry(Entry(id: 1, content: .notice("Hello", times: 1))))
    }

    /// A start after a crash says the same again; it must not pile up in the file.
    @Test func whatIsTrueOfThisRunAloneIsShownAndNotKept() {
        var play = KeptChat()
        _ = play.play(.announced("Cut off"))
        _ = play.play(.submitted("go"))
        play.reply("Done.", to: 1)
        #expect(play.play(.announced("Read-only")) == [] && play.play(.announced("Read-only")) == [])
        _ = play.play(.noted("Read-only"))
        #expect(
            play.chat.lines == [
                "notice: Cut off x1", "user: go", "answer: Done.", "notice: Read-only x2", "notice: Read-only x1",
            ])
        #expect(
            play.kept.entries.map(\.content) == [
                .user("go"), play.chat.entries[2].content, .notice("Read-only", times: 1),
            ])
    }

    @Test func aRewindIsKeptAsOne() {
        var play = KeptChat()
        _ = play.play(.submitted("one"))
        play.reply("first", to: 1)
        _ = play.play(.submitted("two"))
        play.reply("second", to: 2)
        let id = play.chat.entries[2].id
        let effects = play.play(.rewound(entry: id, "deux"))
        #expect(
            effects == [
                .agent(
                    .send(
                        request(
                            3,
                            [
                                ChatMessage(role: .user, content: "one"), said("first"),
                                ChatMessage(role: .user, content: "deux"),
                            ], conversationID: "c1")))
            ])
        #expect(play.chat.lines == ["user: one", "answer: first", "user: deux"])
        #expect(play.chat.entries.map(\.id) == [1, 2, 5], "ids are not used again")
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
        play.reply("zweites", to: 3)
        _ = play.play(.turnRepeated)
        #expect(play.chat.lines == ["user: one", "answer: first", "user: deux"])
        #expect(play.chat.task.lifecycle == .requesting)
        #expect(play.chat.canRewind(to: 1) && !play.chat.canRewind(to: 2))
        #expect(play.play(.rewound(entry: 2, "not the user's")) == [])
        #expect(play.play(.rewound(entry: 1, " ")) == [])
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
    }

    @Test func aRewindWhileATurnRunsCancelsIt() {
        var play = KeptChat()
        _ = play.play(.submitted("one"))
        play.reply("", [readCall("a")], to: 1)
        let effects = play.play(.rewound(entry: 1, "uno"))
        #expect(effects.contains(.cancelTool(callID: "a")) && effects.contains(.turnEnded(.cancelled)))
        #expect(play.chat.lines == ["user: uno"])
        #expect(play.chat.history.map(\.content) == ["uno"])
        #expect(play.play(.toolFinished(success(readCall("a")))) == [])
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
    }

    @Test func newLeavesTheOldOneWhole() {
        var play = KeptChat()
        _ = play.play(.submitted("one"))
        play.reply("", [readCall("a")], to: 1)
        _ = play.play(.submitted("two"))
        _ = play.play(.newRequested)
        #expect(!play.kept.note.isTurnOpen)
        #expect(play.kept.note.queue == ["two"])
        #expect(play.kept.history.last?.content == "[tool_result a read_file error]\nCancelled by the user.")
        #expect(play.chat.entries.isEmpty && play.chat.title.isEmpty)
        guard case .keep(let records)? = play.chat.handle(.submitted("three")).last else { return }
        #expect(records.contains(.message(ChatMessage(role: .user, content: "three"), number: 0)))
    }

    @Test func theTitleIsTheFirstMessages() {
        var chat = Conversation()
        _ = chat.play(.submitted("\n  Rename the parse helper to parseHeader, and add a test for it, please\nmore"))
        #expect(chat.title == "Rename the parse helper to parseHeader, and add a test for…")
        _ = chat.play(.renamed("Parser"))
        _ = chat.reply("Done.", to: 1)
        _ = chat.play(.submitted("other"))
        #expect(chat.title == "Parser")
    }

    /// For any news in any order: what was kept folds to what is there, at rest.
    @Test func whatIsKeptAddsUp() {
        let chance = SeededGenerator.fresh()
        var play = RandomTurnTests.Play(chance: chance)
        var kept = ConversationState()
        func fold(_ effects: [Conversation.Effect]) {
            for case .keep(let records) in effects {
                for record in records { kept.apply(record) }
            }
        }
        for round in 0..<fuzzRounds(default: 60) {
            // What is compared grows: another conversation from time to time. Nothing is kept before the first message.
            if round % 60 == 0 {
                play = RandomTurnTests.Play(chance: play.chance)
                kept = ConversationState()
                fold(play.handle(.submitted("first")))
            }
            for _ in 0..<25 { fold(play.step()) }
            if round % 4 == 3, let id = play.chat.entries.randomElement(using: &play.chance)?.id {
                fold(play.handle(.rewound(entry: id, "again")))
            }
            fold(play.handle(.cancelRequested))
            fold(play.handle(.timerFired(.cancelDeadline)))
            let seed: Comment = "FUZZ_SEED=\(chance.seed), round \(round)"
            #expect(kept.entries == play.chat.entries, seed)
            #expect(kept.history == play.chat.history, seed)
            #expect(kept.note.queue == play.chat.queue && kept.note.title == play.chat.title, seed)
            #expect(kept.note.usage == play.chat.usage && kept.note.todos == play.chat.todos, seed)
            #expect(kept.note.mode == play.chat.mode && !kept.note.isTurnOpen, seed)
            var restored = Conversation()
            _ = restored.handle(.restored(kept))
            #expect(restored.entries == play.chat.entries && restored.history == play.chat.history, seed)
            #expect(restored.queue == play.chat.queue, seed)
        }
    }
}

@Suite struct RestoringTests {
    private func interrupted(_ events: (inout KeptChat) -> Void) -> Conversation {
        var play = KeptChat()
        _ = play.play(.submitted("go"))
        events(&play)
        var chat = Conversation()
        _ = chat.handle(.restored(play.kept))
        return chat
    }

    @Test func aTurnThatWasOpenIsTriedAgainByTheUser() {
        var chat = interrupted { _ in }
        #expect(chat.lines == ["user: go", "remark: programEnded 0"])
        #expect(chat.task.lifecycle == .failed(.interrupted("")))
        #expect(chat.handle(.retryRequested) == [.prepare(Preparation(id: 1, text: "go")), .keep([openNote(chat)])])
        let attached = PreparedTurn(attachedText: "a")
        let message = ChatMessage(role: .user, content: "go\n\n[attached]\na")
        #expect(chat.play(.prepared(attached, id: 1)) == [.agent(.send(request(1, [message])))])
        _ = chat.reply("Done.", to: 1)
        #expect(chat.lines == ["user: go", "remark: programEnded 0", "answer: Done."])
    }

    private func openNote(_ chat: Conversation) -> ConversationRecord {
        var note = ConversationNote()
        note.title = chat.title
        note.isTurnOpen = true
        return .note(note)
    }

    @Test func whatRanIsOverAndTheHistoryIsOneToGoOnFrom() {
        var chat = interrupted { play in
            play.reply("Reading.", [readCall("a"), readCall("b", "b.swift")], to: 1)
            _ = play.play(.submitted("next"))
            _ = play.play(.steered("faster"))
        }
        #expect(chat.lines == ["user: go", "answer: Reading.", "remark: programEnded 0"], "what ran is not kept yet")
        #expect(chat.queue == ["faster", "next"])
        #expect(chat.history.map(\.role) == [.user, .assistant, .user])
        let effects = chat.play(.retryRequested)
        guard case .agent(.send(let request))? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(request.messages.last?.content.hasPrefix("[program] The program ended before this was done.") == true)
        #expect(request.conversationID == "c1")
        _ = chat.reply("", [readCall("a", "c.swift")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("a"))))
        #expect(chat.history.last?.content.hasPrefix("[tool_result a read_file") == true)
    }

    @Test func idsGoOn() {
        var play = KeptChat()
        _ = play.play(.submitted("go"))
        play.reply("", [readCall("a")], to: 1)
        _ = play.play(.toolFinished(success(readCall("a"))))
        play.reply("Done.", to: 2)
        var chat = Conversation()
        _ = chat.handle(.restored(play.kept))
        #expect(chat.task.lifecycle == .idle)
        #expect(chat.usage == play.chat.usage && chat.conversationID == "c1")
        _ = chat.play(.submitted("more"))
        #expect(chat.entries.last?.id == (play.chat.entries.last?.id ?? 0) + 1)
        let effects = chat.reply("", [readCall("a")], to: 1)
        #expect(effects == [.execute(readCall("a_2"), ToolPermit())], "an id of a run before is taken")
    }

    @Test func anEarlierMessageIsFoundAgain() {
        var play = KeptChat()
        for (request, text) in [(1, "same"), (2, "same"), (3, "other")] {
            _ = play.play(.submitted(text))
            play.reply("answer \(request)", to: request)
        }
        var chat = Conversation()
        _ = chat.handle(.restored(play.kept))
        _ = chat.play(.rewound(entry: chat.entries[2].id, "new"))
        #expect(chat.lines == ["user: same", "answer: answer 1", "user: new"])
        #expect(chat.history.map(\.content) == ["same", "answer 1", "new"])
    }

    @Test func aPartOfAConversationGoesOn() {
        var play = KeptChat()
        for request in 1...3 {
            _ = play.play(.submitted("question \(request)"))
            play.reply("answer \(request)", to: request)
        }
        let all = play.kept
        let state = ConversationState(
            entries: Array(all.entries.suffix(2)), history: Array(all.history.suffix(2)), firstMessage: 4,
            isPartial: true, note: all.note)
        var chat = Conversation()
        _ = chat.handle(.restored(state))
        #expect(chat.isPartial)
        guard case .keep(let records)? = chat.handle(.submitted("more")).last else { return }
        #expect(records.contains(.message(ChatMessage(role: .user, content: "more"), number: 6)))
    }

    @Test func anotherConversationTakesItsPlace() {
        var play = KeptChat()
        _ = play.play(.submitted("old"))
        play.reply("answer", to: 1)
        var chat = Conversation()
        _ = chat.play(.submitted("running"))
        let effects = chat.handle(.restored(play.kept))
        #expect(effects.contains(.turnEnded(.cancelled)))
        guard
            case .keep(let records)? = effects.dropLast(0).first(where: { if case .keep = $0 { true } else { false } })
        else {
            Issue.record("what ran before is not kept")
            return
        }
        #expect(records.contains { if case .entry(let entry) = $0 { entry.content == .cancelled } else { false } })
        #expect(chat.lines == ["user: old", "answer: answer"])
    }
}
