// What a client of Socket.IO gets wrong easily: one short test for each point of the protocol notes' checklist.
//
// Points 12, 20 and 24 and the clock of point 9 are the driver's: Tests/SocketIOClientTests/ClientChecklistTests.
// Points 13, 14, 16 and 17 are Frappe's: Tests/BackendTests.
import JSON
import SocketIO
import Testing

@Suite struct ChecklistTests {
    @Test func point01_closePacketOverWebsocketCloses() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("1").contains(client.closes))
        #expect(client.session.state == .waiting)
    }

    @Test func point02_noopIsIgnoredAnywhere() {
        var socket = ClientTranscript()
        socket.joins()
        #expect(socket.hears("6") == [alive])
        var polling = ClientTranscript.polling()
        polling.joinsByPolling()
        #expect(polling.polled("6", "6") == [alive, polling.polls])
    }

    @Test func point03_eventBeforeTheConnectAnswerIsDeliveredAfterIt() {
        var client = ClientTranscript.polling()
        client.shakes()
        let event = SocketEvent(namespace: "/site", name: "auth_seen")
        #expect(
            client.polled("42/site,[\"auth_seen\"]", "40/site,{\"sid\":\"S1\"}") == [
                alive, .stopTimer(join), connected("S1"), .received(event), client.polls,
            ])
    }

    @Test(arguments: ["{\"message\":\"no\"}", "\"no\""]) func point04_connectErrorWithObjectOrString(_ payload: String)
    {
        var client = ClientTranscript()
        client.opens()
        #expect(
            client.hears("44/site,\(payload)").last
                == .attemptFailed(.refused(message: "no", data: nil), retryInMilliseconds: nil))
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [])
    }

    @Test func point05_disconnectWithPayloadIsAccepted() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.hears("41/site,{\"message\":\"no\"}").last
                == .disconnected(.disconnectedByServer, retryInMilliseconds: 1_000))
    }

    @Test func point06_postsHoldSixteenPacketsAndMaxPayloadBytes() {
        let sixteen = (0..<17).map { _ in EngineFrame.text("4x") }
        #expect(PollingPayload.packetCount(ofBody: sixteen[...], maximumBytes: nil) == 16)
        #expect(PollingPayload.packetCount(ofBody: sixteen[...], maximumBytes: 8) == 3)
        #expect(PollingPayload.packetCount(ofBody: sixteen[...], maximumBytes: 7) == 2)
        #expect(PollingPayload.packetCount(ofBody: sixteen[...], maximumBytes: 1) == 1)
    }

    @Test func point07_oneGetAndOnePost() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(client.emits(1, "a") == [client.posts("42/site,[\"a\"]")])
        #expect(client.emits(2, "b") == [])
        #expect(client.polled("2") == [alive, client.polls])
        #expect(client.posted() == [client.posts("3", "42/site,[\"b\"]")])
    }

    @Test func point08_status400OnPollingMakesANewSession() {
        var client = ClientTranscript.polling()
        client.joinsByPolling()
        #expect(client.polled("{\"code\":1}", status: 400).first == client.closes)
        _ = client.fires(.retry)
        #expect(client.transport(.prepared(SocketAuthentication())) == [client.firstPoll])
    }

    @Test func point09_anyPacketRefreshesTheDeadline() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("42/site,[\"x\"]").first == .startTimer(.heartbeat, milliseconds: 45_000))
        #expect(client.hears("6").first == .startTimer(.heartbeat, milliseconds: 45_000))
    }

    @Test func point10_pongGoesInFrontOfAFullQueue() {
        var client = ClientTranscript()
        client.joins()
        for ticket in 0..<50 { _ = client.emits(ticket, "x") }
        _ = client.hears("2")
        guard case .transport(.send(let frames), _)? = client.transport(.sent).first else {
            Issue.record("nothing sent")
            return
        }
        #expect(frames.count == 50)
        #expect(frames.first == .text("3"))
    }

    @Test func point11_putOutIsJoinedAgainOnTheSameConnectionWhenAsked() {
        var client = ClientTranscript.namespaces { $0.rejoinsWhenPutOut = false }
        client.joinsBoth()
        #expect(
            client.hears("41/a,").last
                == .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: nil))
        #expect(client.asksFor("/a").last == client.sends(.text("40/a,")))
        #expect(client.connection == 1)
    }

    @Test func point15_connectHasADeadlineOfItsOwn() {
        var client = ClientTranscript { $0.joinTimeoutMilliseconds = 5 }
        client.opens()
        #expect(client.fires(join).last == .attemptFailed(.joinTimeout, retryInMilliseconds: 1_000))
    }

    private static let twoPlaces = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}"

    @Test func point18_attachmentsKeepTheirOrder() {
        var client = ClientTranscript()
        client.joins()
        _ = client.hears("452-/site,[\"b\",\(Self.twoPlaces)]")
        #expect(client.hears(binary: [1]) == [alive])
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([1]), arguments.attach([2])]
        #expect(
            client.hears(binary: [2]).last
                == .received(SocketEvent(namespace: "/site", name: "b", arguments: arguments)))
    }

    @Test func point18_aCloseBetweenAttachmentsLeavesNothingBehind() {
        var client = ClientTranscript()
        client.joins()
        _ = client.hears("452-/site,[\"b\",\(Self.twoPlaces)]")
        _ = client.hears(binary: [1])
        _ = client.transport(.closed(.interrupted("x")))
        _ = client.fires(.retry)
        _ = client.opensWebSocket()
        _ = client.hears(openPacket)
        #expect(client.hears("40/site,{\"sid\":\"S2\"}").last == connected("S2"))
    }

    @Test(arguments: [
        ("42/site,[\"x\"]", PacketError.missingAttachment),
        ("", .emptyPacket),
    ]) func point18_textBetweenAttachmentsEndsTheConnection(_ text: String, _ error: PacketError) {
        var client = ClientTranscript()
        client.joins()
        _ = client.hears("451-/site,[\"b\",{\"_placeholder\":true,\"num\":0}]")
        #expect(client.hears(text).last == .disconnected(.parseError(error), retryInMilliseconds: 1_000))
    }

    @Test func point18_attachmentsHaveALimit() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.hears("4511-/site,[\"b\"]").last
                == .disconnected(.parseError(.tooManyAttachments(limit: 10)), retryInMilliseconds: 1_000))
    }

    @Test func point19_escapesOfEveryKindAreRead() {
        var client = ClientTranscript()
        client.joins()
        func heard(_ text: String) -> [JSONValue]? {
            guard case .received(let event)? = client.hears("42/site,[\"x\",\(text)]").last else { return nil }
            return event.arguments.values
        }
        #expect(heard("\"\\ud83d\\udd0d\"") == ["🔍"])
        #expect(heard("\"a\\u0000b\"") == ["a\u{0}b"])
        let long = String(repeating: "x", count: 1 << 20)
        #expect(heard("\"\(long)\"") == [.string(long)])
        #expect(heard("\"\\ud83d\"") == ["\u{FFFD}"])
        let deep = "42/site,[\"x\"," + String(repeating: "[", count: 10_000)
        guard case .disconnected(.parseError(.invalidJSON), 1_000)? = client.hears(deep).last else {
            Issue.record("not told")
            return
        }
    }

    @Test func point20_nothingComesLateFromAConnectionThatIsClosed() {
        for transports in SocketTransports.allCases {
            var client = ClientTranscript.polling(transports)
            _ = client.connect()
            _ = client.transport(.prepared(SocketAuthentication()))
            _ = client.session.handle(.disconnectRequested)
            #expect(client.transport(.opened) == [])
            #expect(client.hears(openPacket) == [])
            #expect(client.polled(openPacket) == [])
            #expect(client.transport(.closed(.timedOut)) == [])
            #expect(client.fires(.webSocket) + client.fires(.open) + client.fires(.retry) == [])
        }
    }

    @Test func point21_buffersAreBoundedAndTheNewestIsRefused() {
        var client = ClientTranscript()
        _ = client.connect()
        for ticket in 0..<256 { #expect(client.emits(ticket, "x") == []) }
        #expect(client.emits(256, "x") == [.emissionFailed(ticket: 256, .bufferFull)])
    }

    @Test func point22_aServerOfVersionTwoIsRecognised() {
        var socket = ClientTranscript()
        socket.opens()
        #expect(socket.hears("40").last == .attemptFailed(.unsupportedVersion, retryInMilliseconds: nil))
        var polling = ClientTranscript.polling()
        _ = polling.connect()
        _ = polling.transport(.prepared(SocketAuthentication()))
        #expect(
            polling.polled("96:0{\"sid\":\"x\"}").last == .attemptFailed(.unsupportedVersion, retryInMilliseconds: nil))
    }

    @Test func point23_endsAreToldApart() {
        let ends: [SocketTransportEnd] = [
            .closeFrame(code: 1009, reason: ""), .closeFrame(code: nil, reason: ""), .interrupted("reset"),
            .refused(status: 301, body: ""), .refused(status: 502, body: "<html>"),
        ]
        for end in ends {
            var client = ClientTranscript()
            client.joins()
            #expect(
                client.transport(.closed(end)).last == .disconnected(.transport(end), retryInMilliseconds: 1_000))
        }
    }
}
