// The beginning of a turn: what the message refers to is looked up, and goes along.
import JSON
import TaskMachine
import Testing

@Suite struct PreparationTests {
    @Test func whatWasFoundGoesAlong() {
        var chat = Conversation()
        #expect(
            chat.handle(.submitted("look at @a.png and @b")).first
                == .prepare(Preparation(id: 1, text: "look at @a.png and @b")))
        #expect(chat.task.lifecycle == .preparing)
        let image = ImageAttachment(name: "a.png", dataURL: "data:image/png;base64,AA==")
        let lines = [
            AttachedLine(kind: .image, name: "a.png", bytes: 1),
            AttachedLine(kind: .file, name: "b", refusal: "a secret"),
        ]
        let prepared = PreparedTurn(
            context: ["git": ["branch": "main"]], attached: lines, attachedText: "a.png: a picture", images: [image])
        let message = ChatMessage(
            role: .user, content: "look at @a.png and @b\n\n[attached]\na.png: a picture", images: [image])
        #expect(
            chat.play(.prepared(prepared, id: 1)) == [
                .agent(.send(request(1, [message], context: ["git": ["branch": "main"]])))
            ])
        #expect(chat.history == [message])
        #expect(chat.lines == ["user: look at @a.png and @b", "attached: a.png, a secret"])
        _ = chat.reply("", [readCall("r")], to: 1)
        let next = chat.play(.toolFinished(success(readCall("r"))))
        guard case .agent(.send(let second))? = next.last else {
            Issue.record("nothing sent: \(next)")
            return
        }
        #expect(second.context == ["git": ["branch": "main"]], "the context goes with each request of the turn")
        _ = chat.reply("Done.", to: 2)
        _ = chat.handle(.submitted("more"))
        let more = chat.play(.prepared(PreparedTurn(), id: 2))
        guard case .agent(.send(let third))? = more.last else { return }
        #expect(third.context == [:])
    }

    /// What `AGENTS.md` says is part of the first message of every request; the chat shows it when it is new.
    @Test func theRulesOfTheProjectLeadEveryRequest() {
        var chat = Conversation()
        var shown: [Int] = []
        for (number, rules) in ["Be short.", "Be short.", "Be long."].enumerated() {
            _ = chat.handle(.submitted("hello"))
            let line = AttachedLine(kind: .rules, name: "AGENTS.md", bytes: rules.utf8.count)
            let effects = chat.play(
                .prepared(PreparedTurn(context: ["projectRules": .string(rules)], attached: [line]), id: number + 1))
            guard case .agent(.send(let request))? = effects.last else {
                Issue.record("nothing sent: \(effects)")
                return
            }
            #expect(request.messages.first?.role == .system)
            #expect(request.messages.first?.content.hasSuffix("(AGENTS.md)\n\(rules)") == true)
            shown.append(chat.lines.count { $0.hasPrefix("attached: ") })
            _ = chat.reply("Yes.", to: number + 1)
        }
        #expect(shown == [1, 1, 2])
    }

    @Test func anAnswerOfAnotherPreparationIsIgnored() {
        var chat = Conversation()
        _ = chat.handle(.submitted("one"))
        #expect(chat.play(.cancelRequested) == [.turnEnded(.cancelled)])
        #expect(chat.play(.prepared(PreparedTurn(), id: 1)) == [])
        #expect(chat.handle(.submitted("two")).first == .prepare(Preparation(id: 2, text: "two")))
        #expect(chat.play(.prepared(PreparedTurn(), id: 1)) == [])
        #expect(chat.task.lifecycle == .preparing)
        #expect(chat.play(.prepared(PreparedTurn(), id: 2)).count == 1)
        #expect(chat.play(.prepared(PreparedTurn(), id: 2)) == [])
    }

    @Test func aMessageWhilePreparingIsQueued() {
        var chat = Conversation()
        _ = chat.handle(.submitted("one"))
        _ = chat.handle(.submitted("two"))
        #expect(chat.queue == ["two"])
        #expect(chat.task.lifecycle == .preparing)
    }
}
