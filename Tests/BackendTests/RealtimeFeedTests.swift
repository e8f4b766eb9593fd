// The feed as a transcript: what happened on the socket, and what the program hears of it.
import JSON
import TaskMachine
import Testing

@testable import Backend

@Suite struct RealtimeFeedTests {
    /// The last status that was told.
    func status(_ effects: [RealtimeFeed.Effect]) -> LinkStatus? {
        effects.compactMap { effect in
            if case .tell(.statusChanged(let status)) = effect { status } else { nil }
        }.last
    }

    /// What was told besides the status.
    func told(_ effects: [RealtimeFeed.Effect]) -> [RealtimeEvent] {
        effects.compactMap { effect in
            if case .tell(.statusChanged) = effect { return nil }
            if case .tell(let event) = effect { return event }
            return nil
        }
    }

    static let joined = RealtimeFeed.Event.connected(id: "S1", namespace: "/x", transport: "websocket", away: nil)

    @Test func theFiveMetricsCountWhatHappened() throws {
        var feed = RealtimeFeed(server: "http://x")
        #expect(feed.handle(.connectRequested) == [], "that is how it starts")
        _ = feed.handle(.attempted(total: 1))
        #expect(status(feed.handle(Self.joined))?.state == .online)
        _ = feed.handle(.received(name: "ai_progress", arguments: [["type": "thinking"]]))
        let lost = feed.handle(.disconnected(reason: "gone", retryInMilliseconds: 1_000))
        #expect(status(lost)?.state == .reconnecting(attempt: 1, limit: 5, milliseconds: 1_000))
        _ = feed.handle(.attempted(total: 2))
        let failed = feed.handle(.attemptFailed(reason: "refused", retryInMilliseconds: 2_000))
        #expect(status(failed)?.state == .reconnecting(attempt: 2, limit: 5, milliseconds: 2_000))
        #expect(feed.handle(.attempted(total: 2)) == [])
        _ = feed.handle(.attempted(total: 3))
        let metrics = try #require(status(feed.handle(Self.joined))).metrics
        #expect(metrics.connectAttempts == 3)
        #expect(metrics.connectSuccesses == 2)
        #expect(metrics.disconnects == 1)
        #expect(metrics.eventsReceived == 1)
        #expect(metrics.reconnects == 1)
        #expect(feed.status.server == "http://x")
    }

    @Test func afterTheFastTriesTheFeedIsOffline() {
        var feed = RealtimeFeed(server: "")
        for attempt in 1...5 {
            let effects = feed.handle(.attemptFailed(reason: "refused", retryInMilliseconds: 1_000))
            #expect(status(effects)?.state == .reconnecting(attempt: attempt, limit: 5, milliseconds: 1_000))
        }
        let slow = feed.handle(.attemptFailed(reason: "refused", retryInMilliseconds: 30_000))
        #expect(status(slow)?.state == .offline(reason: "refused"))
        #expect(status(feed.handle(.attempted(total: 7)))?.state == .offline(reason: "refused"))
        #expect(status(feed.handle(Self.joined))?.state == .online)
    }

    @Test func whatEndsForGoodSaysWhy() {
        var feed = RealtimeFeed(server: "")
        let refused = feed.handle(.attemptFailed(reason: "Invalid origin", retryInMilliseconds: nil))
        #expect(status(refused)?.state == .realtimeOff(reason: "Invalid origin"))
        #expect(status(feed.handle(.connectRequested))?.state == .connecting)
        #expect(status(feed.handle(.stopped))?.state == .offline(reason: "disconnected"))
        _ = feed.handle(.attemptFailed(reason: "Invalid origin", retryInMilliseconds: nil))
        #expect(feed.handle(.stopped) == [], "the reason is not forgotten")
    }

    @Test func evalIsCountedAndItsTextStaysHere() {
        var feed = RealtimeFeed(server: "")
        #expect(told(feed.handle(.received(name: "eval_js", arguments: ["process.exit()"]))) == [.evalJS])
        let other = feed.handle(.received(name: "anything", arguments: ["x", 2]))
        #expect(told(other) == [.other(name: "anything", arguments: ["x", 2])])
        #expect(feed.status.metrics.eventsReceived == 2)
    }

    @Test func progressWithoutATypeIsCountedOnly() {
        var feed = RealtimeFeed(server: "")
        let empty = told(feed.handle(.received(name: "ai_progress", arguments: [])))
        #expect(empty == [.other(name: "ai_progress", arguments: [])])
        #expect(
            told(feed.handle(.received(name: "ai_progress", arguments: [["type": "plan", "message": "1"]]))) == [
                .progress(AgentProgress(kind: .plan, message: "1"))
            ])
        #expect(feed.status.metrics.eventsReceived == 2)
    }

    static let notices: [(JSONValue, String)] = [
        ("<b>Saved</b> &amp; done", "Saved & done"), (["message": "Hello", "title": "Message"], "Hello"),
        (["message": "Hello", "title": "Note"], "Note\nHello"), (.string(#"{"message": "inner"}"#), "inner"),
        (["message": ["a", "b"]], "a\nb"),
    ]

    @Test(arguments: notices)
    func noticesLoseTheirMarkup(payload: JSONValue, text: String) {
        var feed = RealtimeFeed(server: "")
        #expect(told(feed.handle(.received(name: "msgprint", arguments: [payload]))) == [.notice(text)])
    }

    @Test(arguments: [JSONValue.null, "", "<p></p>", ["message": 5], []])
    func emptyNoticesAreNone(payload: JSONValue) {
        var feed = RealtimeFeed(server: "")
        let effects = told(feed.handle(.received(name: "msgprint", arguments: [payload])))
        #expect(effects == [.other(name: "msgprint", arguments: [payload])])
    }

    static let comments: [(JSONValue, String)] = [
        (["content": "<p>Looks <b>good</b></p>", "comment_by": "Anna"], "Anna: Looks good"),
        (["comment": "fine", "owner": "a@b.c"], "a@b.c: fine"), (["comment": ["content": "x"]], "x"),
    ]

    @Test(arguments: comments)
    func commentsAreTheirAuthorsWords(payload: JSONValue, text: String) {
        var feed = RealtimeFeed(server: "")
        #expect(told(feed.handle(.received(name: "new_comment", arguments: [payload]))) == [.comment(text)])
    }

    @Test func aGapIsToldAfterTheReturn() {
        var feed = RealtimeFeed(server: "", namespace: "/x")
        #expect(told(feed.handle(Self.joined)) == [.connected(id: "S1")])
        #expect(
            told(feed.handle(.disconnected(reason: "gone", retryInMilliseconds: 9))) == [
                .disconnected(reason: "gone", retryInMilliseconds: 9)
            ])
        #expect(feed.status.socketID == nil && feed.status.transport == nil && feed.status.lastError == "gone")
        let back = feed.handle(.connected(id: "S2", namespace: "/x", transport: "polling", away: 1_500))
        #expect(told(back) == [.connected(id: "S2"), .missed(milliseconds: 1_500)])
        #expect(feed.status.socketID == "S2" && feed.status.transport == "polling" && feed.status.lastError == nil)
        #expect(status(feed.handle(.moved(transport: "websocket")))?.transport == "websocket")
        #expect(feed.handle(.moved(transport: "websocket")) == [])
    }

    @Test func aGuestIsKnownUntilTheConnectionEnds() {
        var feed = RealtimeFeed(server: "")
        #expect(feed.handle(.foundGuest) == [])
        _ = feed.handle(Self.joined)
        #expect(status(feed.handle(.foundGuest))?.isGuest == true)
        #expect(feed.handle(.foundGuest) == [])
        #expect(status(feed.handle(.stopped))?.isGuest == false)
    }
}

@Suite struct EventOutboxTests {
    @Test func underPressureOldProgressGoesAndRepliesStay() async {
        let outbox = EventOutbox<AgentEvent>(capacity: 8) { event in
            switch event {
            case .replied, .requestFailed: true
            default: false
            }
        }
        outbox.post(.requestFailed(.cancelled, request: 1))
        for number in 1...50 {
            outbox.post(.progressed(AgentProgress(kind: .working, step: number)))
            if number == 20 { outbox.post(.replied(ChatReply(text: "Hi."), request: 2)) }
        }
        outbox.finish()
        var steps: [Int] = []
        var ends: Set<Int> = []
        for await event in outbox.events {
            switch event {
            case .progressed(let progress): steps.append(progress.step ?? 0)
            case .replied(_, let request), .requestFailed(_, let request): ends.insert(request)
            default: break
            }
        }
        #expect(ends == [1, 2])
        #expect(steps.count == 6 && steps.last == 50)
        #expect(steps == steps.sorted())
    }
}
