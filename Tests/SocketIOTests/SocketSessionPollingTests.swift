// Polling as transcripts: one GET and one POST at a time, what goes into a POST, and how such a session ends.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionPollingTests {
    @Test func connectsJoinsAndHears() {
        var client = ClientTranscript.polling()
        #expect(client.connect() == [.startTimer(.open, milliseconds: 20_000), .transport(.prepare, connection: 1)])
        #expect(client.transport(.prepared(SocketAuthentication(["token": "t"]))) == [client.firstPoll])
        #expect(client.session.transport == nil)
        #expect(
            client.polled(openPacket()) == [
                alive, client.polls, .stopTimer(.open), .startTimer(join, milliseconds: 30_000),
                client.posts("40/site,{\"token\":\"t\"}"),
            ])
        #expect(client.session.transport == .polling)
        #expect(client.posted() == [])
        #expect(
            client.polled("40/site,{\"sid\":\"S1\"}") == [alive, .stopTimer(join), connected("S1"), client.polls])
        #expect(
            client.polled("6", "42/site,[\"x\"]", "2") == [
                alive, .received(SocketEvent(namespace: "/site", name: "x")), client.posts("3"), client.polls,
            ])
        #expect(client.session.webSocketEnd == nil)
    }

    @Test func packetsBehindTheOpenPacketAreRead() {
        var client = ClientTranscript.polling()
        _ = client.connect()
        _ = client.transport(.prepared(SocketAuthentication()))
        #expect(
            client.polled(openPacket(), "2", "6") == [
                alive, client.polls, .stopTimer(.open), .startTimer(join, milliseconds: 30_000), client.posts("3"),
            ])
        #expect(client.posted() == [client.posts("40/site,")])
    }

    @Test func onlyOnePostIsUnderWayAndTheRestFollowsInOrder() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(client.emits(1, "a") == [client.posts("42/site,[\"a\"]")])
        #expect(client.emits(2, "b") == [])
        #expect(client.emits(3, "c") == [])
        #expect(client.posted() == [client.posts("42/site,[\"b\"]", "42/site,[\"c\"]")])
        #expect(client.posted() == [])
        #expect(client.posted() == [])
    }

    @Test func onePostHoldsAtMostSixteenPackets() {
        var client = ClientTranscript.polling()
        client.joinsByPolling(openPacket(maxPayload: 1_000_000))
        _ = client.emits(0, "first")
        for number in 1...20 { #expect(client.emits(number, "n", [JSONValue(number)]) == []) }
        var bodies: [Int] = []
        while case .transport(.post(let body, _), _)? = client.posted().first {
            bodies.append(body.split(separator: 0x1E).count)
        }
        #expect(bodies == [16, 4])
    }

    @Test func onePostHoldsAtMostWhatTheServerTakes() {
        // Three packets of 33 bytes and two separators are 101 bytes.
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        let text = String(repeating: "x", count: 33 - "42/site,[\"\"]".utf8.count)
        _ = client.emits(0, "first")
        for number in 1...3 { _ = client.emits(number, text) }
        let packet = "42/site,[\"\(text)\"]"
        #expect(packet.utf8.count == 33)
        #expect(client.posted() == [client.posts(packet, packet)])
        #expect(client.posted() == [client.posts(packet)])
    }

    @Test func binaryDataCountsAsBase64() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([UInt8](repeating: 7, count: 80))]
        // 80 bytes are 108 letters.
        #expect(client.emits(1, "b", arguments) == [.emissionFailed(ticket: 1, .tooLarge(limit: 100))])
        var small = SocketArguments()
        small.values = [small.attach([0, 0xFF, 0x1E])]
        let event = "451-/site,[\"b\",{\"_placeholder\":true,\"num\":0}]"
        #expect(client.emits(2, "b", small) == [client.posts(event, "bAP8e")])
    }

    @Test func attachmentsComeInLaterPayloads() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        let places = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}"
        #expect(client.polled("452-/site,[\"b\",\(places)]", "bAP8e") == [alive, client.polls])
        #expect(client.polled("2") == [alive, client.posts("3"), client.polls])
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([0, 0xFF, 0x1E]), arguments.attach([1])]
        #expect(
            client.polled("bAQ==") == [
                alive, .received(SocketEvent(namespace: "/site", name: "b", arguments: arguments)), client.polls,
            ])
    }

    @Test func thePongGoesInFrontOfWhatWaits() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        _ = client.emits(1, "a")
        _ = client.emits(2, "b")
        #expect(client.polled("2") == [alive, client.polls])
        #expect(client.posted() == [client.posts("3", "42/site,[\"b\"]")])
    }

    @Test(arguments: [
        (400, "{\"code\":1,\"message\":\"Session ID unknown\"}", Int?.some(1_000)), (413, "", 1_000),
        (502, "<html>Bad Gateway</html>", 1_000), (301, "", 1_000), (204, "", 1_000), (403, "no", nil),
        (401, "no", nil),
    ])
    func anotherStatusEndsTheSessionAndTheNextIsNew(_ status: Int, _ body: String, _ retry: Int?) {
        for isPost in [false, true] {
            var client = ClientTranscript.polling()
            client.joinsByPolling()
            _ = client.emits(1, "a")
            _ = client.emits(2, "never sent")
            let reason = SocketClosure.transport(.refused(status: status, body: body))
            let effects = isPost ? client.posted(status, body) : client.polled(body, status: status)
            // No goodbye to a server that does not know us.
            #expect(effects == [client.closes] + lost(reason, retry))
            #expect(client.polled("42/site,[\"late\"]") == [])
            #expect(client.posted() == [])
            guard retry != nil else { continue }
            #expect(
                client.fires(.retry) == [.startTimer(.open, milliseconds: 20_000), .transport(.prepare, connection: 2)])
            #expect(client.transport(.prepared(SocketAuthentication())) == [client.firstPoll])
        }
    }

    @Test func aRequestWithoutAnAnswerEndsTheSession() {
        for isPost in [false, true] {
            var client = ClientTranscript.polling()
            client.joinsByPolling()
            let end = SocketTransportEnd.interrupted("reset")
            #expect(
                client.transport(isPost ? .postFailed(end) : .pollFailed(end)) == [client.closes]
                    + lost(.transport(end)))
        }
    }

    @Test func theSessionsIdIsNotRepeated() {
        var client = ClientTranscript.polling()
        client.joinsByPolling(openPacket("Qx7secret"))
        let end = client.polled("\"Invalid session Qx7secret\"", status: 400).last
        let said = SocketTransportEnd.refused(status: 400, body: "\"Invalid session …\"")
        #expect(end == .disconnected(.transport(said), retryInMilliseconds: 1_000))

        var long = ClientTranscript.polling()
        long.joinsByPolling(openPacket("Qx7secret"))
        let text = String(repeating: "x", count: 1_020) + "Qx7secret"
        guard case .disconnected(.transport(.refused(400, let body)), _)? = long.polled(text, status: 400).last else {
            Issue.record("not told")
            return
        }
        #expect(body == String(repeating: "x", count: 1_020) + "…")
    }

    @Test func aHandshakeMayFail() {
        func shaken(_ body: String, _ status: Int = 200) -> [SocketSession.Effect] {
            var client = ClientTranscript.polling()
            _ = client.connect()
            _ = client.transport(.prepared(SocketAuthentication()))
            let effects = client.polled(body, status: status)
            #expect(effects.prefix(3) == [client.closes, .stopTimer(.open), .stopTimer(.heartbeat)])
            return Array(effects.dropFirst(3))
        }
        func retried(_ reason: SocketClosure) -> [SocketSession.Effect] {
            [.startTimer(.retry, milliseconds: 1_000), .attemptFailed(reason, retryInMilliseconds: 1_000)]
        }
        #expect(shaken("96:0{\"sid\":\"x\"}") == [.attemptFailed(.unsupportedVersion, retryInMilliseconds: nil)])
        #expect(
            shaken("{\"code\":5,\"message\":\"Unsupported protocol version\"}", 400) == [
                .attemptFailed(.unsupportedVersion, retryInMilliseconds: nil)
            ])
        #expect(shaken("<html>") == retried(.parseError(.unknownType(UInt8(ascii: "<")))))
        #expect(shaken("") == retried(.parseError(.emptyPacket)))
        #expect(shaken("42[\"x\"]") == retried(.parseError(.invalidHandshake)))
        #expect(shaken("<html>", 502) == retried(.transport(.refused(status: 502, body: "<html>"))))
    }

    @Test(arguments: [["1"], ["6", "1"], ["42/site,[\"x\"]", "1", "42/site,[\"y\"]"]])
    func aCloseInAPayloadEndsTheSession(_ packets: [String]) {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        let heard: [SocketSession.Effect] =
            packets.count > 2 ? [.received(SocketEvent(namespace: "/site", name: "x"))] : []
        #expect(
            client.polled(packets.joined(separator: "\u{1E}")) == [alive] + heard + [client.closes]
                + lost(.closedByServer))
    }

    @Test func aBrokenPayloadEndsTheSessionWithAGoodbye() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(
            client.polled("42/site,[\"x\"]", "b!!") == [
                alive, .stopTimer(.heartbeat), client.posts("1"), client.closes,
                .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.parseError(.invalidBase64), retryInMilliseconds: 1_000),
            ])
    }

    @Test func whatWaitsIsPostedBeforeTheGoodbye() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        _ = client.emits(1, "a")
        _ = client.emits(2, "b")
        #expect(
            client.session.handle(.disconnectRequested) == [
                .stopTimer(.heartbeat), client.posts("42/site,[\"b\"]", "41/site,", "1"), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
        #expect(client.posted() == [])
        #expect(client.polled("1") == [])
    }

    @Test func aQuietSessionSaysGoodbyeToo() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(
            client.session.handle(.disconnectRequested) == [
                client.posts("41/site,"), .stopTimer(.heartbeat), client.posts("1"), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
    }

    @Test func closingDuringTheFirstPollAsksForNothingMore() {
        var client = ClientTranscript.polling()
        _ = client.connect()
        _ = client.transport(.prepared(SocketAuthentication()))
        #expect(
            client.session.handle(.disconnectRequested) == [
                .stopTimer(.open), .stopTimer(.heartbeat), client.closes,
                .attemptFailed(.requested, retryInMilliseconds: nil),
            ])
        #expect(client.polled(openPacket()) == [])
    }

    @Test func anyPayloadIsASignOfLifeAndSilenceEndsTheSession() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(client.polled("6") == [alive, client.polls])
        #expect(
            client.fires(.heartbeat) == [
                .stopTimer(.heartbeat), client.posts("1"), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.pingTimeout, retryInMilliseconds: 1_000),
            ])
    }
}
