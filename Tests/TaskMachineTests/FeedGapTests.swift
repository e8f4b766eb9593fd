// A feed that was away: what the chat says of it, and what becomes of an answer that the network swallowed.
import TaskMachine
import Testing

@Suite struct FeedGapTests {
    private let online = Conversation.Event.agent(.linkChanged(LinkStatus(state: .online)))
    private let offline = Conversation.Event.agent(.linkChanged(LinkStatus(state: .offline(reason: "gone"))))

    private func missed(_ milliseconds: Int, answer: String? = nil) -> Conversation.Event {
        .agent(.feedMissed(FeedGap(milliseconds: milliseconds, latestAnswer: answer)))
    }

    private func chat(_ events: Conversation.Event...) -> Conversation {
        events.reduce(into: Conversation()) { chat, event in _ = chat.play(event) }
    }

    private func failed(_ failure: RequestFailure = .interrupted("reset")) -> Conversation.Event {
        .agent(.requestFailed(failure, request: 1))
    }

    private func replied(_ text: String, to request: Int = 1) -> Conversation.Event {
        .agent(.replied(ChatReply(text: text), request: request))
    }

    @Test func aGapIsMarkedOnlyWhereATurnRan() {
        let go = Conversation.Event.submitted("go")
        #expect(chat(online, offline, online, missed(9)).lines == [], "nobody waited for anything")
        #expect(chat(online, go, offline, online, missed(9)).lines == ["user: go", "gap: 9 ms x1"])
        #expect(chat(online, offline, go, replied("y"), online, missed(9)).lines.last == "gap: 9 ms x1")
        #expect(chat(online, go, offline, replied("y"), online, missed(9)).lines.last == "gap: 9 ms x1")
        #expect(chat(online, go, replied("y"), offline, online, missed(9)).lines.last == "answer: y")
        #expect(chat(online, offline, online, go, missed(9)).lines == ["user: go"], "begun when the feed was back")
        #expect(chat(go, missed(9)).lines.last == "gap: 9 ms x1")
    }

    @Test func gapsOfATurnAreCounted() {
        var chat = chat(online, .submitted("go"), offline, online, missed(9))
        _ = chat.play(progress(.thinking, "hm"))
        for event in [offline, online, missed(20), missed(.max)] { _ = chat.play(event) }
        #expect(chat.lines == ["user: go", "gap: \(Int.max) ms x3", "progress: hm"])
        for event in [replied("y"), .submitted("more"), offline, online, missed(5)] { _ = chat.play(event) }
        #expect(chat.lines.last == "gap: 5 ms x1", "the next turn has its own")
    }

    @Test func aSwallowedAnswerIsFetched() {
        for failure in [RequestFailure.interrupted("reset"), .timedOut(seconds: 60)] {
            var chat = chat(online, .submitted("go"), offline, failed(failure), online, missed(9, answer: "It parses."))
            #expect(chat.lines.last == "fetched: It parses.")
            #expect(chat.task.lifecycle == .completed)
            #expect(chat.play(.retryRequested) == [], "it was answered")
            let history = [ChatMessage(role: .user, content: "go"), said("It parses.")]
            #expect(chat.history == history)
            let more = history + [ChatMessage(role: .user, content: "more")]
            #expect(chat.play(.submitted("more")) == [.agent(.send(request(2, more)))])
        }
    }

    @Test func whatWasBrokenOffBecomesWhole() {
        let begun = chat(online, .submitted("go"), streamed("It pa", reasoning: "hm"), offline, failed(), online)
        var chat = begun
        _ = chat.play(missed(9, answer: "It parses."))
        #expect(
            chat.lines == [
                "user: go", #"failure: interrupted("reset")"#, "gap: 9 ms x1", "fetched: (hm) It parses.",
            ])
        var other = begun
        _ = other.play(missed(9, answer: "Something else."))
        #expect(other.lines.last == "fetched: Something else.")
        #expect(other.lines[1] == "incomplete: (hm) It pa")
    }

    @Test func nothingElseIsFetched() {
        let go = Conversation.Event.submitted("go")
        let running = chat(online, go, offline, online, missed(9, answer: "old"))
        #expect(running.lines == ["user: go", "gap: 9 ms x1"])
        for failure in [RequestFailure.signedOut(""), .refused(status: 500, message: ""), .malformed("")] {
            let chat = chat(online, go, offline, failed(failure), online, missed(9, answer: "x"))
            #expect(!chat.lines.contains { $0.hasPrefix("fetched") }, "\(failure)")
        }
        let cancelled = chat(online, go, offline, .cancelRequested, online, missed(9, answer: "x"))
        #expect(cancelled.task.lifecycle == .cancelled && cancelled.history.count == 1)
        var known = chat(online, go, replied("first\n"), .submitted("more"), offline)
        _ = known.play(.agent(.requestFailed(.interrupted(""), request: 2)))
        for event in [online, missed(9, answer: " first"), missed(9, answer: "  \n")] { _ = known.play(event) }
        #expect(!known.lines.contains { $0.hasPrefix("fetched") }, "the answer before is the latest one")
        #expect(known.task.lifecycle == .failed(.interrupted("")))
    }

    @Test func whatWaitedStaysQueued() {
        let events = [.submitted("one"), .submitted("two"), failed(), missed(9, answer: "found")]
        var chat = Conversation()
        var effects: [Conversation.Effect] = []
        for event in events { effects = chat.play(event) }
        #expect(effects == [], "after a failure nothing is sent by itself")
        #expect(chat.queue == ["two"])
        #expect(chat.play(.queueReleased).count == 1)
    }
}
