// From a websocket that does not open to polling, in the same attempt.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionFallbackTests {
    private let webSocketOver = SocketSession.Effect.stopTimer(.webSocket)

    private func connecting() -> ClientTranscript {
        var client = ClientTranscript.polling(.webSocketThenPolling)
        _ = client.connect()
        #expect(
            client.transport(.prepared(SocketAuthentication())) == [
                .startTimer(.webSocket, milliseconds: 10_000),
                .transport(.openWebSocket(sessionID: nil), connection: 1),
            ])
        return client
    }

    @Test func aWebsocketThatOpensIsKept() {
        var client = connecting()
        #expect(client.transport(.opened) == [])
        #expect(
            client.hears(openPacket) == [
                webSocketOver, alive, .stopTimer(.open), .startTimer(join, milliseconds: 30_000),
                client.sends(.text("40/site,")),
            ])
        #expect(client.session.transport == .webSocket)
        #expect(client.session.webSocketEnd == nil)
        #expect(client.fires(.webSocket) == [])
    }

    private static let ends: [SocketTransportEnd] = [
        .refused(status: 400, body: "x"), .refused(status: 403, body: ""), .refused(status: 404, body: ""),
        .refused(status: 200, body: "<html>"), .refused(status: 301, body: ""), .refused(status: 502, body: "<html>"),
        .protocolViolation("no frame"), .interrupted("reset"), .closeFrame(code: nil, reason: ""),
    ]

    @Test(arguments: ends) func pollingTakesOver(_ end: SocketTransportEnd) {
        for isOpen in [false, true] {
            var client = connecting()
            if isOpen { _ = client.transport(.opened) }
            #expect(client.transport(.closed(end)) == [webSocketOver, client.firstPoll])
            #expect(client.session.webSocketEnd == end)
            #expect(client.session.state == .opening)
            // An offer to move to the websocket again is declined.
            let effects = client.polled(openPacket(upgrades: "\"websocket\""))
            #expect(
                effects == [
                    alive, client.polls, .stopTimer(.open), .startTimer(join, milliseconds: 30_000),
                    client.posts("40/site,"),
                ])
            #expect(client.session.transport == .polling)
            #expect(client.session.webSocketEnd == end)
        }
    }

    @Test func pollingTakesOverFromAWebsocketThatIsSwallowed() {
        for isOpen in [false, true] {
            var client = connecting()
            if isOpen { _ = client.transport(.opened) }
            #expect(client.fires(.webSocket) == [client.closesWebSocket, client.firstPoll])
            #expect(client.session.webSocketEnd == .timedOut)
            // What still comes of it is too late.
            #expect(client.transport(.opened) == [])
            #expect(client.hears(openPacket) == [])
            #expect(client.transport(.closed(.interrupted("given up"))) == [])
            #expect(client.polled(openPacket()).first == alive)
            #expect(client.transport(.closed(.interrupted("given up"))) == [])
        }
    }

    private static let final: [(SocketTransportEnd, Int?)] = [
        (.unreachable("x"), 1_000), (.timedOut, 1_000), (.tooLarge(limit: 1), 1_000), (.unusable("x"), nil),
        (.refused(status: 401, body: ""), nil),
    ]

    @Test(arguments: final) func pollingWouldFareNoBetter(_ end: SocketTransportEnd, _ retry: Int?) {
        var client = connecting()
        #expect(
            client.transport(.closed(end)) == [webSocketOver, .stopTimer(.open), .stopTimer(.heartbeat)]
                + (retry.map { [.startTimer(.retry, milliseconds: $0)] } ?? [])
                + [.attemptFailed(.transport(end), retryInMilliseconds: retry)])
        #expect(client.session.webSocketEnd == nil)
    }

    @Test func bothMayFailAndTheNextAttemptBeginsWithTheWebsocket() {
        var client = connecting()
        _ = client.transport(.closed(.refused(status: 502, body: "ws")))
        let end = SocketTransportEnd.refused(status: 502, body: "poll")
        #expect(
            client.polled("poll", status: 502) == [
                client.closes, .stopTimer(.open), .stopTimer(.heartbeat), .startTimer(.retry, milliseconds: 1_000),
                .attemptFailed(.transport(end), retryInMilliseconds: 1_000),
            ])
        #expect(client.session.webSocketEnd == .refused(status: 502, body: "ws"))
        #expect(client.polled("poll", status: 502) == [])
        #expect(
            client.fires(.retry) == [.startTimer(.open, milliseconds: 20_000), .transport(.prepare, connection: 2)])
        #expect(client.session.webSocketEnd == nil)
        #expect(
            client.transport(.prepared(SocketAuthentication())) == [
                .startTimer(.webSocket, milliseconds: 10_000),
                .transport(.openWebSocket(sessionID: nil), connection: 2),
            ])
    }

    @Test func theDeadlineOfTheAttemptHoldsForBoth() {
        var first = connecting()
        let end: [SocketSession.Effect] = [
            .startTimer(.retry, milliseconds: 1_000), .attemptFailed(.openTimeout, retryInMilliseconds: 1_000),
        ]
        #expect(
            first.fires(.open) == [.stopTimer(.open), .stopTimer(.heartbeat), webSocketOver, first.closes] + end)
        var second = connecting()
        _ = second.fires(.webSocket)
        #expect(second.fires(.open) == [.stopTimer(.open), .stopTimer(.heartbeat), second.closes] + end)
    }

    @Test func aWebsocketThatWasJoinedAndIsLostIsNoReasonToPoll() {
        var client = connecting()
        _ = client.transport(.opened)
        _ = client.hears(openPacket)
        _ = client.hears("40/site,{\"sid\":\"S1\"}")
        #expect(client.transport(.closed(.interrupted("x"))) == lost(.transport(.interrupted("x"))))
    }

    @Test func anotherServerThanEngineIOIsTold() {
        var client = connecting()
        _ = client.transport(.opened)
        #expect(
            client.hears("hello") == [
                .stopTimer(.open), .stopTimer(.heartbeat), webSocketOver, client.closes,
                .startTimer(.retry, milliseconds: 1_000),
                .attemptFailed(.parseError(.unknownType(UInt8(ascii: "h"))), retryInMilliseconds: 1_000),
            ])
    }
}
