// The server's session over polling, and its move to a websocket, as transcripts.
import JSON
import SocketIO
import Testing

@Suite struct SocketServerPollingTests {
    @Test func theFirstPollIsTheHandshake() {
        var server = ServerTranscript()
        #expect(
            server.polls(1) == [
                .answers(1, serverOpenPacket(upgrades: "\"websocket\"")), pingTimer,
                .startTimer(.join, milliseconds: 45_000),
            ])
        #expect(server.polls(2) == [])
        #expect(server.posts(3, "40/site,") == [.takes(3), .connectRequested(namespace: "/site", payload: nil)])
        #expect(
            server.session.handle(.accepted(namespace: "/site", id: "S1")) == [.answers(2, "40/site,{\"sid\":\"S1\"}")])
        #expect(server.emits("a") == [])
        #expect(server.emits("b") == [])
        #expect(server.polls(4) == [.answers(4, "42/site,[\"a\",1]\u{1e}42/site,[\"b\",1]")])
    }

    @Test func heartbeatsGoThroughPolls() {
        var server = joined()
        #expect(server.session.handle(.timerFired(.ping)) == [.startTimer(.pong, milliseconds: 20_000)])
        #expect(server.polls(10) == [.answers(10, "2")])
        #expect(server.posts(11, "3") == [.takes(11), .stopTimer(.pong), pingTimer])
    }

    @Test func twoPollsAtOnceEndTheSession() {
        var server = joined()
        #expect(server.polls(10) == [])
        #expect(
            server.polls(11)
                == [.refuses(11), .answers(10, "1")] + timersOff
                + [.stopTimer(.join), .left(namespace: "/site"), .closed(.protocolViolation)])
        #expect(server.polls(12) == [.refuses(12)])
        #expect(server.posts(13, "3") == [.refuses(13)])
    }

    @Test func anAbandonedPollEndsTheSession() {
        var server = joined()
        _ = server.polls(10)
        #expect(server.session.handle(.transport(.pollAbandoned(9))) == [])
        #expect(server.session.handle(.transport(.pollAbandoned(10))).last == .closed(.transportClosed))
    }

    @Test func aPostMayHoldManyPacketsAndBinary() {
        var server = joined()
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([0, 0xFF, 0x1E])]
        #expect(
            server.posts(10, "42/site,[\"a\"]\u{1e}451-/site,[\"b\",{\"_placeholder\":true,\"num\":0}]\u{1e}bAP8e") == [
                .takes(10), .received(SocketEvent(namespace: "/site", name: "a")),
                .received(SocketEvent(namespace: "/site", name: "b", arguments: arguments)),
            ])
    }

    @Test func aBadPostEndsTheSession() {
        var server = joined()
        let effects = server.posts(10, "42/site,[\"a\"]\u{1e}hello")
        #expect(effects.first == .refuses(10))
        #expect(effects.last == .closed(.parseError(.unknownType(0x68))))
    }

    @Test func nothingIsHeardAfterAPacketThatEndedTheSession() {
        var server = joined()
        let effects = server.posts(10, "42/elsewhere,[\"x\"]\u{1e}42/site,[\"y\"]")
        #expect(effects.last == .closed(.protocolViolation))
        #expect(!effects.contains(.received(SocketEvent(namespace: "/site", name: "y"))))
    }

    @Test func aPostBeyondTheLimitIsTold() {
        var server = joined { $0.maximumPayloadBytes = 20 }
        let effects = server.posts(10, "42/site,[\"\(String(repeating: "x", count: 20))\"]")
        #expect(
            effects.first == .transport(.answer(10, EngineAnswer(status: 413, contentType: "text/plain", body: []))))
        #expect(effects.last == .closed(.tooLarge))
    }

    @Test func aCloseWaitsForAPollThatCarriesIt() {
        var server = joined()
        #expect(
            server.session.handle(.closeRequested) == timersOff + [.startTimer(.close, milliseconds: 30_000)])
        #expect(server.posts(10, "3") == [.takes(10)])
        #expect(
            server.polls(11) == [
                .answers(11, "1"), .stopTimer(.close), .stopTimer(.join), .left(namespace: "/site"),
                .closed(.closedByServer),
            ])

        var silent = joined()
        _ = silent.session.handle(.closeRequested)
        #expect(silent.session.handle(.timerFired(.close)).last == .closed(.closedByServer))
    }

    /// python-engineio's client ends a connection that brings it more than 16 packets at once.
    @Test func aPollCarriesNoMoreThanPeersTake() {
        var server = joined()
        for _ in 0..<40 { _ = server.emits("a") }
        func packets(_ count: Int) -> String {
            Array(repeating: "42/site,[\"a\",1]", count: count).joined(separator: "\u{1e}")
        }
        #expect(server.polls(10) == [.answers(10, packets(16))])
        var closing = server
        #expect(server.polls(11) == [.answers(11, packets(16))])
        #expect(server.polls(12) == [.answers(12, packets(8))])
        #expect(server.polls(13) == [])
        #expect(server.emits("b") == [.answers(13, "42/site,[\"b\",1]")])

        _ = closing.session.handle(.closeRequested)
        #expect(closing.polls(11) == [.answers(11, packets(16))])
        let last = closing.polls(12)
        #expect(last.first == .answers(12, packets(8) + "\u{1e}1"))
        #expect(last.last == .closed(.closedByServer))
    }

    @Test func aClientLeavesByPost() {
        var server = joined()
        _ = server.polls(10)
        #expect(
            server.posts(11, "1")
                == [.takes(11), .answers(10, "1")] + timersOff
                + [.stopTimer(.join), .left(namespace: "/site"), .closed(.leftByClient)])
    }

    @Test func movesToAWebsocketAsCaptured() {
        var server = joined()
        #expect(server.polls(10) == [])
        #expect(server.opensWebSocket(20) == [.startTimer(.upgrade, milliseconds: 10_000)])
        #expect(server.hears("2probe", on: 20) == [.sends("3probe", on: 20), .answers(10, "6")])
        // A poll that was on its way is released at once; what waits goes with it.
        #expect(server.polls(11) == [.answers(11, "6")])
        #expect(server.emits("a") == [])
        #expect(server.polls(12) == [.answers(12, "42/site,[\"a\",1]")])
        #expect(server.emits("b") == [])
        #expect(
            server.hears("5", on: 20) == [
                .stopTimer(.upgrade), .stopTimer(.pong), pingTimer, .sends("42/site,[\"b\",1]", on: 20),
            ])
        #expect(server.polls(13) == [.refuses(13)])
        #expect(server.posts(14, "3") == [.refuses(14)])
        #expect(
            server.hears("42/site,[\"ping\"]", on: 20) == [.received(SocketEvent(namespace: "/site", name: "ping"))])
    }

    @Test(arguments: ["2", "5", "hello", "42/site,[\"x\"]"])
    func aWrongProbeLeavesTheSessionOnPolling(_ text: String) {
        var server = joined()
        _ = server.opensWebSocket(20)
        #expect(server.hears(text, on: 20) == [.stopTimer(.upgrade), .transport(.closeWebSocket(20))])
        _ = server.emits("a")
        #expect(server.polls(10) == [.answers(10, "42/site,[\"a\",1]")])
    }

    @Test func aHalfDoneMoveIsGivenUp() {
        var server = joined()
        _ = server.opensWebSocket(20)
        _ = server.hears("2probe", on: 20)
        #expect(
            server.session.handle(.timerFired(.upgrade)) == [.stopTimer(.upgrade), .transport(.closeWebSocket(20))])
        _ = server.opensWebSocket(21)
        #expect(server.session.handle(.transport(.webSocketClosed(21))) == [.stopTimer(.upgrade)])
        #expect(server.opensWebSocket(22) == [.startTimer(.upgrade, milliseconds: 10_000)])
        #expect(server.opensWebSocket(23) == [.transport(.closeWebSocket(23))])
    }

    @Test func withoutLeaveToMoveNoneIsOffered() {
        var server = ServerTranscript { $0.allowsUpgrade = false }
        #expect(server.polls(1).first == .answers(1, serverOpenPacket(upgrades: "")))
        #expect(server.opensWebSocket(20) == [.transport(.closeWebSocket(20))])
    }

    private func joined(_ change: (inout SocketServerConfiguration) -> Void = { _ in }) -> ServerTranscript {
        var server = ServerTranscript(change)
        _ = server.polls(1)
        _ = server.posts(2, "40/site,")
        _ = server.session.handle(.accepted(namespace: "/site", id: "S1"))
        _ = server.polls(3)
        return server
    }
}
