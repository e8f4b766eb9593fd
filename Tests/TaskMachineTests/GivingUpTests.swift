// What was given up is not sent, not after a restart either, and can still be edited or tried again.
import TaskMachine
import Testing

@Suite struct GivingUpTests {
    /// Two turns: one that was answered, and one that failed and was given up.
    private func givenUp() -> KeptChat {
        var play = KeptChat()
        _ = play.play(.submitted("go"))
        play.reply("Done.", to: 1)
        _ = play.play(.submitted("go"))
        _ = play.play(.agent(.requestFailed(.timedOut(seconds: 9), request: 2)))
        _ = play.play(.failureDismissed)
        return play
    }

    private func sent(_ effects: [Conversation.Effect]) -> [String]? {
        for case .agent(.send(let request)) in effects { return request.messages.dropFirst().map(\.content) }
        return nil
    }

    @Test func theNextRequestDoesNotCarryIt() {
        var play = givenUp()
        #expect(play.chat.lines.suffix(3) == ["user: go", "failure: timedOut(seconds: 9)", "remark: givenUp 0"])
        #expect(play.chat.task.lifecycle == .idle)
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
        #expect(sent(play.play(.submitted("other"))) == ["go", "Done.", "other"])
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
    }

    @Test func aRestartAgrees() {
        var chat = Conversation()
        _ = chat.handle(.restored(givenUp().kept))
        #expect(chat.history.map(\.content) == ["go", "Done."])
        var edited = chat
        #expect(sent(edited.play(.rewound(entry: 3, "come"))) == ["go", "Done.", "come"])
        #expect(sent(chat.play(.submitted("other"))) == ["go", "Done.", "other"])
    }

    @Test func itCanBeTriedAgain() {
        var play = givenUp()
        #expect(sent(play.play(.turnRepeated)) == ["go", "Done.", "go"])
        #expect(play.chat.lines == ["user: go", "answer: Done.", "user: go"])
        #expect(play.kept.entries == play.chat.entries && play.kept.history == play.chat.history)
    }

    @Test func itStaysWhereSomethingCameOfIt() {
        var play = KeptChat()
        _ = play.play(.submitted("go"))
        play.reply("Reading.", [readCall("a")], to: 1)
        _ = play.play(.toolFinished(success(readCall("a"))))
        _ = play.play(.agent(.requestFailed(.timedOut(seconds: 9), request: 2)))
        let before = play.chat
        _ = play.play(.failureDismissed)
        #expect(play.chat == before)
    }
}
