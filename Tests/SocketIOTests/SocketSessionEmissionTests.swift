// Sending: order, buffer, bounds, and acknowledgements in both directions.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionEmissionTests {
    @Test func eventsWaitForTheConnectionAndGoInOrder() {
        var client = ClientTranscript()
        client.opens()
        #expect(client.emits(1, "task_subscribe", ["t-1"]) == [])
        #expect(client.emits(2, "ping", acknowledge: true) == [])
        #expect(
            client.hears("40/site,{\"sid\":\"S1\"}") == [
                alive, .stopTimer(join), connected("S1"),
                client.sends(.text("42/site,[\"task_subscribe\",\"t-1\"]"), .text("42/site,0[\"ping\"]")),
            ])
        #expect(client.hears("43/site,0[\"pong\"]") == [alive, .acknowledged(ticket: 2, ["pong"])])
        #expect(client.hears("43/site,0[\"pong\"]") == [alive])
        #expect(client.hears("43/site,77[]") == [alive])
    }

    @Test func withoutAWishToConnectNothingIsKept() {
        var client = ClientTranscript()
        #expect(client.emits(1, "a") == [.emissionFailed(ticket: 1, .notConnected)])
    }

    @Test func theBufferHasABoundAndTheNewestIsRefused() {
        var client = ClientTranscript { $0.maximumBufferedEvents = 2 }
        _ = client.connect()
        #expect(client.emits(1, "a") == [])
        #expect(client.emits(2, "b") == [])
        #expect(client.emits(3, "c") == [.emissionFailed(ticket: 3, .bufferFull)])
    }

    @Test func whatWaitsForASlowLinkHasABoundToo() {
        var client = ClientTranscript { $0.maximumBufferedBytes = 30 }
        client.joins()
        #expect(client.emits(1, "first").count == 1)
        #expect(client.emits(2, "12345") == [])
        #expect(client.emits(3, "12345") == [.emissionFailed(ticket: 3, .bufferFull)])
        #expect(client.transport(.sent).count == 1)
        #expect(client.emits(4, "12345") == [])
    }

    @Test func anEventBeyondTheServersLimitIsRefusedHere() {
        var client = ClientTranscript()
        client.joins()
        let long = SocketArguments([.string(String(repeating: "x", count: 100))])
        #expect(client.emits(1, "a", long) == [.emissionFailed(ticket: 1, .tooLarge(limit: 100))])

        var early = ClientTranscript()
        _ = early.connect()
        #expect(early.emits(1, "a", long, acknowledge: true) == [])
        _ = early.opensWebSocket()
        _ = early.hears(openPacket)
        #expect(early.hears("40/site,{\"sid\":\"S1\"}").last == .emissionFailed(ticket: 1, .tooLarge(limit: 100)))
    }

    @Test(arguments: ["connect", "disconnect", "connect_error"])
    func reservedNamesAreRefused(_ name: String) {
        var client = ClientTranscript()
        client.joins()
        #expect(client.emits(1, name) == [.emissionFailed(ticket: 1, .reservedName)])
    }

    @Test func attachmentsGoDirectlyAfterTheirEvent() {
        var client = ClientTranscript()
        client.joins()
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([1, 2])]
        #expect(
            client.emits(1, "blob", arguments) == [
                client.sends(.text("451-/site,[\"blob\",{\"_placeholder\":true,\"num\":0}]"), .binary([1, 2]))
            ])
    }

    @Test func anAcknowledgementThatDoesNotComeInTimeFails() {
        var client = ClientTranscript()
        client.joins()
        let emission = SocketEmission(
            ticket: 9, name: "q", wantsAcknowledgement: true, acknowledgementTimeoutMilliseconds: 5_000)
        #expect(
            client.session.handle(.emitted(emission)) == [
                .startTimer(acknowledgement(0), milliseconds: 5_000), client.sends(.text("42/site,0[\"q\"]")),
            ])
        #expect(client.fires(acknowledgement(0)) == [.emissionFailed(ticket: 9, .timedOut)])
        #expect(client.hears("43/site,0[]") == [alive])
    }

    @Test func anAcknowledgementInTimeStopsItsTimer() {
        var client = ClientTranscript()
        client.joins()
        _ = client.session.handle(
            .emitted(
                SocketEmission(ticket: 9, name: "q", wantsAcknowledgement: true, acknowledgementTimeoutMilliseconds: 5))
        )
        #expect(
            client.hears("43/site,0[1]") == [alive, .stopTimer(acknowledgement(0)), .acknowledged(ticket: 9, [1])])
    }

    @Test func aTimedOutEventThatWasNotSentIsNotSentLater() {
        var client = ClientTranscript()
        client.opens()
        _ = client.session.handle(
            .emitted(
                SocketEmission(ticket: 9, name: "q", wantsAcknowledgement: true, acknowledgementTimeoutMilliseconds: 5))
        )
        #expect(client.fires(acknowledgement(0)) == [.emissionFailed(ticket: 9, .timedOut)])
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [alive, .stopTimer(join), connected("S1")])
    }

    @Test func aLostConnectionFailsWhatWasSentAndKeepsWhatWasNot() {
        var client = ClientTranscript()
        client.joins()
        _ = client.emits(1, "sent", acknowledge: true)
        let end = client.transport(.closed(.interrupted("reset")))
        #expect(end.contains(.emissionFailed(ticket: 1, .disconnected)))
        #expect(client.emits(2, "later", acknowledge: true) == [])
        _ = client.fires(.retry)
        _ = client.opensWebSocket()
        _ = client.hears(openPacket)
        _ = client.transport(.sent)
        // The ids go on: a late answer to the first question cannot meet the second.
        #expect(client.hears("40/site,{\"sid\":\"S2\"}").last == client.sends(.text("42/site,1[\"later\"]")))
        #expect(client.hears("43/site,1[]") == [alive, .acknowledged(ticket: 2, [])])
    }

    @Test func givingUpFailsEverythingThatWaits() {
        var client = ClientTranscript()
        client.opens()
        _ = client.emits(1, "a")
        _ = client.emits(2, "b", acknowledge: true)
        let effects = client.session.handle(.disconnectRequested)
        #expect(effects.contains(.emissionFailed(ticket: 1, .disconnected)))
        #expect(effects.contains(.emissionFailed(ticket: 2, .disconnected)))
    }

    @Test func theServersQuestionsAreAnsweredOnce() {
        var client = ClientTranscript()
        client.joins()
        let event = SocketEvent(namespace: "/site", name: "please_ack", arguments: ["x", 2], acknowledgementID: 0)
        #expect(client.hears("42/site,0[\"please_ack\",\"x\",2]") == [alive, .received(event)])
        #expect(
            client.session.handle(.acknowledged(namespace: "/site", id: 0, ["got", 1])) == [
                client.sends(.text("43/site,0[\"got\",1]"))
            ])
        #expect(client.session.handle(.acknowledged(namespace: "/site", id: 0, ["again"])) == [])
        #expect(client.session.handle(.acknowledged(namespace: "/site", id: 5, [])) == [])
    }

    @Test func aQuestionOfALostConnectionIsNotAnswered() {
        var client = ClientTranscript()
        client.joins()
        _ = client.hears("42/site,0[\"please_ack\"]")
        _ = client.transport(.closed(.timedOut))
        #expect(client.session.handle(.acknowledged(namespace: "/site", id: 0, [])) == [])
    }

    @Test func anAcknowledgementThatNobodyAwaitsIsForgotten() {
        var client = ClientTranscript()
        client.opens()
        let emission = SocketEmission(
            ticket: 9, name: "q", wantsAcknowledgement: true, acknowledgementTimeoutMilliseconds: 5)
        _ = client.session.handle(.emitted(emission))
        #expect(
            client.session.handle(.acknowledgementGivenUp(ticket: 9)) == [
                .stopTimer(acknowledgement(0)), .emissionFailed(ticket: 9, .cancelled),
            ])
        #expect(client.session.handle(.acknowledgementGivenUp(ticket: 9)) == [])
        // It had not been sent, and is not.
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [alive, .stopTimer(join), connected("S1")])
        _ = client.emits(10, "q", acknowledge: true)
        #expect(
            client.session.handle(.acknowledgementGivenUp(ticket: 10)).last == .emissionFailed(ticket: 10, .cancelled))
        #expect(client.hears("43/site,1[]") == [alive])
    }
}
