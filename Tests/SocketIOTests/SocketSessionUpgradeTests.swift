// The move from polling to a websocket as transcripts: each step, what may be under way, and what may go wrong there.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionUpgradeTests {
    private static let offer = openPacket(upgrades: "\"websocket\"")
    private let upgradeOver = SocketSession.Effect.stopTimer(.webSocket)

    /// In `/site`, with a GET under way and the websocket asked for.
    private func joined() -> ClientTranscript {
        var client = ClientTranscript.polling(.pollingThenWebSocket)
        client.joinsByPolling(Self.offer)
        return client
    }

    private func probing() -> ClientTranscript {
        var client = joined()
        _ = client.transport(.opened)
        return client
    }

    private func pausing() -> ClientTranscript {
        var client = probing()
        _ = client.hears("3probe")
        return client
    }

    @Test func movesWhenThePollIsReleased() {
        var client = ClientTranscript.polling(.pollingThenWebSocket)
        _ = client.connect()
        _ = client.transport(.prepared(SocketAuthentication()))
        #expect(
            client.polled(Self.offer) == [
                alive, client.polls, .stopTimer(.open), .startTimer(join, milliseconds: 30_000),
                client.posts("40/site,"), .startTimer(.webSocket, milliseconds: 10_000), client.opensUpgrade,
            ])
        #expect(client.posted() == [])
        #expect(client.transport(.opened) == [client.sends(.text("2probe"))])
        #expect(client.transport(.sent) == [])
        #expect(client.polled("40/site,{\"sid\":\"S1\"}").last == client.polls)
        #expect(client.hears("3probe") == [])
        #expect(client.polled("6") == [alive, upgradeOver, client.sends(.text("5"))])
        #expect(client.session.transport == .webSocket)
        #expect(client.transport(.sent) == [])
        // python-engineio sends one more noop.
        #expect(client.hears("6") == [alive])
        #expect(client.emits(1, "ping") == [client.sends(.text("42/site,[\"ping\"]"))])
        #expect(client.hears("2") == [alive])
        #expect(client.transport(.sent) == [client.sends(.text("3"))])
        #expect(client.session.webSocketEnd == nil)
    }

    @Test func waitsForThePostToo() {
        var client = probing()
        #expect(client.emits(1, "a") == [client.posts("42/site,[\"a\"]")])
        #expect(client.hears("3probe") == [])
        #expect(client.polled("6") == [alive])
        #expect(client.posted() == [upgradeOver, client.sends(.text("5"))])
    }

    @Test func thePostMayEndFirst() {
        var client = probing()
        _ = client.emits(1, "a")
        _ = client.hears("3probe")
        #expect(client.posted() == [])
        #expect(client.polled("6") == [alive, upgradeOver, client.sends(.text("5"))])
    }

    @Test func whatIsQueuedMeanwhileGoesOverTheWebsocketAfterTheUpgrade() {
        var client = pausing()
        #expect(client.emits(1, "a") == [])
        #expect(
            client.polled("2", "42/site,[\"x\"]") == [
                alive, upgradeOver, client.sends(.text("5")),
                .received(SocketEvent(namespace: "/site", name: "x")),
            ])
        #expect(client.emits(2, "b") == [])
        #expect(
            client.transport(.sent) == [client.sends(.text("3"), .text("42/site,[\"a\"]"), .text("42/site,[\"b\"]"))])
    }

    @Test func pollingGoesOnUntilTheProbeIsAnswered() {
        var client = probing()
        #expect(client.polled("6") == [alive, client.polls])
        #expect(client.emits(1, "a") == [client.posts("42/site,[\"a\"]")])
        #expect(client.posted() == [])
    }

    @Test func notOfferedOrNotWantedIsNotTried() {
        var unoffered = ClientTranscript.polling(.pollingThenWebSocket)
        unoffered.shakes()
        #expect(unoffered.transport(.opened) == [])
        var unwanted = ClientTranscript.polling(.pollingOnly)
        _ = unwanted.connect()
        _ = unwanted.transport(.prepared(SocketAuthentication()))
        #expect(unwanted.polled(Self.offer).last == unwanted.posts("40/site,"))
        #expect(unwanted.session.webSocketEnd == nil)
    }

    @Test(arguments: [EngineFrame.text("hello"), .text(""), .text("6"), .text("3"), .binary([1])])
    func aWrongAnswerToTheProbeLeavesPollingAlone(_ frame: EngineFrame) {
        var client = probing()
        #expect(client.transport(.received([frame])) == [upgradeOver, client.closesWebSocket])
        #expect(
            client.session.webSocketEnd == .protocolViolation("the websocket did not answer the probe"))
        #expect(client.transport(.closed(.interrupted("given up"))) == [])
        #expect(client.polled("2") == [alive, client.posts("3"), client.polls])
    }

    private static let ends: [SocketTransportEnd] = [
        .refused(status: 400, body: "x"), .unreachable("x"), .interrupted("x"), .closeFrame(code: nil, reason: ""),
        .protocolViolation("x"), .timedOut,
    ]

    @Test(arguments: ends) func aWebsocketThatFailsLeavesPollingAlone(_ end: SocketTransportEnd) {
        for var client in [joined(), probing()] {
            #expect(client.transport(.closed(end)) == [upgradeOver])
            #expect(client.session.webSocketEnd == end)
            #expect(client.session.transport == .polling)
            #expect(client.polled("2") == [alive, client.posts("3"), client.polls])
            #expect(client.fires(.webSocket) == [])
        }
        // What waited for the websocket is posted.
        var client = pausing()
        _ = client.emits(1, "a")
        #expect(client.transport(.closed(end)) == [upgradeOver, client.posts("42/site,[\"a\"]")])
        #expect(client.polled("6") == [alive, client.polls])
    }

    @Test func aWebsocketThatFailsBetweenTheRequestsLetsPollingGoOn() {
        var client = probing()
        _ = client.emits(1, "a")
        _ = client.hears("3probe")
        #expect(client.polled("6") == [alive])
        #expect(client.emits(2, "b") == [])
        // The POST still runs: a poll is begun, and `b` waits.
        #expect(client.transport(.closed(.interrupted("x"))) == [upgradeOver, client.polls])
        #expect(client.posted() == [client.posts("42/site,[\"b\"]")])
    }

    @Test func aWebsocketThatTakesTooLongIsClosed() {
        for var client in [joined(), probing(), pausing()] {
            #expect(client.fires(.webSocket) == [client.closesWebSocket])
            #expect(client.session.webSocketEnd == .timedOut)
            #expect(client.polled("6") == [alive, client.polls])
            #expect(client.transport(.opened) == [])
            #expect(client.hears("3probe") == [])
        }
    }

    @Test func theRefusalOfTheUpgradeDoesNotRepeatTheId() {
        var client = joined()
        _ = client.transport(.closed(.refused(status: 400, body: "\"Invalid session E1\"")))
        #expect(client.session.webSocketEnd == .refused(status: 400, body: "\"Invalid session …\""))
    }

    @Test func afterTheMoveTheWebsocketIsAllThereIs() {
        var client = pausing()
        _ = client.polled("6")
        #expect(client.transport(.closed(.interrupted("x"))) == lost(.transport(.interrupted("x"))))
    }

    @Test func leavingDuringTheMoveGoesByPost() {
        for var client in [joined(), probing()] {
            #expect(
                client.session.handle(.disconnectRequested) == [
                    client.posts("41/site,"), .stopTimer(.heartbeat), upgradeOver, client.posts("1"), client.closes,
                    .disconnected(.requested, retryInMilliseconds: nil),
                ])
            #expect(client.transport(.opened) == [])
            #expect(client.transport(.closed(.timedOut)) == [])
        }
        var client = pausing()
        _ = client.emits(1, "a")
        #expect(
            client.session.handle(.disconnectRequested) == [
                .stopTimer(.heartbeat), upgradeOver, client.posts("42/site,[\"a\"]", "41/site,", "1"), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
        #expect(client.polled("6") == [])
    }

    @Test func leavingAfterTheMoveGoesOverTheWebsocket() {
        var client = pausing()
        _ = client.emits(1, "a")
        _ = client.polled("6")
        #expect(
            client.session.handle(.disconnectRequested) == [
                .stopTimer(.heartbeat), client.sends(.text("42/site,[\"a\"]"), .text("41/site,")), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
    }

    @Test func theServerMayCloseDuringTheMove() {
        for var client in [joined(), probing(), pausing()] {
            #expect(client.polled("6", "1") == [alive, upgradeOver, client.closes] + lost(.closedByServer))
            #expect(client.hears("3probe") == [])
        }
        for var client in [joined(), probing(), pausing()] {
            let reason = SocketClosure.transport(.refused(status: 502, body: ""))
            #expect(client.polled("", status: 502) == [upgradeOver, client.closes] + lost(reason))
        }
    }

    @Test func theServerMayPutUsOutInThePollThatEndsTheMove() {
        var client = pausing()
        #expect(
            client.polled("41/site,") == [
                alive, upgradeOver, client.sends(.text("5")), .stopTimer(.heartbeat), client.closes,
                .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.disconnectedByServer, retryInMilliseconds: 1_000),
            ])
    }

    @Test func theServerMayCloseAfterTheMove() {
        var client = pausing()
        _ = client.polled("6")
        #expect(
            client.hears("1") == [
                alive, .stopTimer(.heartbeat), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.closedByServer, retryInMilliseconds: 1_000),
            ])
    }
}
