// The law that the life cycle rests on: HTTP decides, realtime decorates. Every order of events is played.
import TaskMachine
import Testing

@Suite struct InterleavingTests {
    enum News: Hashable {
        case prepared, reply, cancel, thinking, working, complete, error, disconnect, back
    }

    /// All orders of the news in which `thinking`, `working`, … keep theirs, as one connection delivers them.
    static func interleavings(_ streams: [[News]]) -> [[News]] {
        let rest = streams.filter { !$0.isEmpty }
        if rest.isEmpty { return [[]] }
        return rest.indices.flatMap { index in
            var next = rest
            let first = next[index].removeFirst()
            return interleavings(next).map { [first] + $0 }
        }
    }

    static func play(_ order: [News], _ reply: ChatReply) -> Conversation {
        var conversation = Conversation()
        _ = conversation.play(.agent(.linkChanged(LinkStatus(state: .online))))
        _ = conversation.play(.submitted("go"))
        for news in order { _ = conversation.play(event(news, reply)) }
        return conversation
    }

    private static func event(_ news: News, _ reply: ChatReply) -> Conversation.Event {
        switch news {
        case .prepared: .prepared(PreparedTurn(), id: 1)
        case .reply: .agent(.replied(reply, request: 1))
        case .cancel: .cancelRequested
        case .thinking: .agent(.progressed(AgentProgress(kind: .thinking, message: "hm")))
        case .working: .agent(.progressed(AgentProgress(kind: .working, message: "on it", step: 3, total: 0)))
        case .complete: .agent(.progressed(AgentProgress(kind: .complete, message: "done")))
        case .error: .agent(.progressed(AgentProgress(kind: .error, message: "oh")))
        case .disconnect: .agent(.linkChanged(LinkStatus(state: .offline(reason: "gone"))))
        case .back: .agent(.feedMissed(FeedGap(milliseconds: 5, latestAnswer: "Hi.")))
        }
    }

    static let feed: [News] = [.thinking, .working, .error, .complete]

    @Test func aReplyEndsTheTurnInEveryOrder() {
        for order in Self.interleavings([[.reply], Self.feed, [.disconnect]]) {
            #expect(Self.play(order, ChatReply(text: "Hi.")).task.lifecycle == .completed, "\(order)")
        }
    }

    @Test func aTurnWithWorkLeftIsCancelledInEveryOrder() {
        let command = ChatReply(text: "", toolCalls: [commandCall("c", "ls")])
        for order in Self.interleavings([[.reply], [.cancel], Self.feed, [.disconnect]]) {
            #expect(Self.play(order, command).task.lifecycle == .cancelled, "\(order)")
        }
    }

    @Test func realtimeChangesNothingInAnyOrder() {
        for order in Self.interleavings([[.reply], [.cancel], Self.feed, [.disconnect]]) {
            let played = Self.play(order, ChatReply(text: "Hi."))
            let alone = Self.play(order.filter { $0 == .reply || $0 == .cancel }, ChatReply(text: "Hi."))
            #expect(played.task.lifecycle == alone.task.lifecycle, "\(order)")
            #expect(played.history == alone.history, "\(order)")
        }
    }

    /// The whole of a turn with one call, its preparation told apart: the feed's events, a loss and a cancel between any
    /// two steps. What comes too late for its step changes nothing.
    @Test func aTurnWithACallEndsTheSameWhateverTheFeedDoes() {
        var orders = 0
        let feed: [News] = [.thinking, .disconnect, .back]
        for order in Self.interleavings([[.prepared, .reply], [.cancel], feed]) {
            let steps = order.filter { [.prepared, .reply, .cancel].contains($0) }
            for reply in [ChatReply(text: "Hi."), ChatReply(text: "", toolCalls: [readCall("r")])] {
                let (played, alone) = (Self.playAll(order, reply), Self.playAll(steps, reply))
                #expect(played.task.lifecycle == alone.task.lifecycle, "\(order)")
                #expect(played.history == alone.history, "\(order)")
                #expect(played.task.lifecycle.isOver, "\(order)")
            }
            orders += 1
        }
        #expect(orders == 60)
    }

    /// With nothing prepared by itself; what runs is left behind at the deadline.
    private static func playAll(_ order: [News], _ reply: ChatReply) -> Conversation {
        var conversation = Conversation()
        _ = conversation.handle(.agent(.linkChanged(LinkStatus(state: .online))))
        _ = conversation.handle(.submitted("go"))
        for news in order { _ = conversation.handle(event(news, reply)) }
        _ = conversation.handle(.timerFired(.cancelDeadline))
        return conversation
    }

    @Test func withTheFeedCutOffNothingIsMissing() {
        var orders = 0
        for order in Self.interleavings([Self.feed, [.reply]]) {
            let texts = Self.play(order, ChatReply(text: "Hi.")).entries.compactMap { entry -> String? in
                if case .assistant(let answer) = entry.content { answer.text } else { nil }
            }
            #expect(texts == ["Hi."])
            orders += 1
        }
        #expect(orders == 5)
    }
}
