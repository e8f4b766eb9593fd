// Trying again: how long to wait, when to give up, and that nothing comes late.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionRetryTests {
    @Test func waitsDoubleThenStayAndThenBecomeSlow() {
        var client = ClientTranscript()
        _ = client.connect()
        var waits: [Int] = []
        for _ in 0..<8 {
            guard case .attemptFailed(_, let wait?)? = client.transport(.closed(.timedOut)).last else { break }
            waits.append(wait)
            _ = client.fires(.retry)
        }
        #expect(waits == [1_000, 2_000, 4_000, 5_000, 5_000, 30_000, 30_000, 30_000])
        #expect(client.connection == 9)
    }

    @Test func chanceSpreadsEachWait() {
        let schedule = RetrySchedule()
        #expect(
            (0..<5).map { schedule.delayMilliseconds(retries: $0, jitter: 0) } == [500, 1_000, 2_000, 4_000, 5_000])
        let late = 0.999
        #expect((0..<4).map { schedule.delayMilliseconds(retries: $0, jitter: late) } == [1_499, 2_998, 5_000, 5_000])
        #expect(schedule.delayMilliseconds(retries: 5, jitter: 0) == 15_000)
        #expect(schedule.delayMilliseconds(retries: 1_000_000, jitter: late) == 44_970)
    }

    @Test func theChanceOfATimerIsThatOfTheNextWait() {
        var client = ClientTranscript()
        _ = client.connect()
        _ = client.transport(.closed(.timedOut))
        _ = client.fires(.retry, jitter: 0)
        #expect(
            client.transport(.closed(.timedOut)).last
                == .attemptFailed(.transport(.timedOut), retryInMilliseconds: 1_000))
    }

    @Test func joiningStartsTheCountAgainAndOpeningDoesNot() {
        var client = ClientTranscript()
        client.opens()
        #expect(client.fires(join).last == .attemptFailed(.joinTimeout, retryInMilliseconds: 1_000))
        _ = client.fires(.retry)
        _ = client.opensWebSocket()
        _ = client.hears(openPacket)
        #expect(client.fires(join).last == .attemptFailed(.joinTimeout, retryInMilliseconds: 2_000))
        _ = client.fires(.retry)
        _ = client.opensWebSocket()
        _ = client.hears(openPacket)
        _ = client.hears("40/site,{\"sid\":\"S2\"}")
        #expect(client.session.retries == 0)
        #expect(
            client.transport(.closed(.interrupted("reset"))).last
                == .disconnected(.transport(.interrupted("reset")), retryInMilliseconds: 1_000))
    }

    @Test func aServerThatPutsUsOutAtOnceIsAskedEverLessOften() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("41/site,").last == .disconnected(.disconnectedByServer, retryInMilliseconds: 1_000))
        rejoin(&client)
        #expect(
            client.hears("41/site,{\"x\":1}").last == .disconnected(.disconnectedByServer, retryInMilliseconds: 2_000))
        rejoin(&client)
        // After a heartbeat the connection counts as a good one.
        _ = client.hears("2")
        #expect(client.hears("1").last == .disconnected(.closedByServer, retryInMilliseconds: 1_000))
    }

    @Test func connectWhileWaitingDoesNotWait() {
        var client = ClientTranscript()
        _ = client.connect()
        _ = client.transport(.closed(.timedOut))
        #expect(
            client.connect() == [
                .stopTimer(.retry), .startTimer(.open, milliseconds: 20_000), .transport(.prepare, connection: 2),
            ])
        #expect(client.session.retries == 0)
    }

    @Test func newsOfAnOlderConnectionIsIgnored() {
        var client = ClientTranscript()
        _ = client.connect()
        _ = client.fires(.open)
        _ = client.fires(.retry)
        #expect(client.connection == 2)
        #expect(client.session.handle(.transport(.opened, connection: 1)) == [])
        #expect(client.session.handle(.transport(.closed(.timedOut), connection: 1)) == [])
        #expect(client.session.state == .opening)
    }

    @Test func leavingSaysGoodbyeAndNothingComesAfter() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.session.handle(.disconnectRequested) == [
                client.sends(.text("41/site,")), .stopTimer(.heartbeat), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
        #expect(client.hears("42/site,[\"late\"]") == [])
        #expect(client.transport(.sent) == [])
        #expect(client.transport(.closed(.closeFrame(code: 1000, reason: ""))) == [])
        for timer in [SocketTimer.heartbeat, .retry, .open, join, acknowledgement(0)] {
            #expect(client.fires(timer) == [])
        }
        #expect(client.session.handle(.disconnectRequested) == [])
    }

    @Test func whatWaitsIsSentBeforeLeaving() {
        var client = ClientTranscript()
        client.joins()
        _ = client.emits(1, "a")
        _ = client.emits(2, "b")
        #expect(
            client.session.handle(.disconnectRequested) == [
                .stopTimer(.heartbeat), client.sends(.text("42/site,[\"b\"]"), .text("41/site,")), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
    }

    @Test func leavingWhileConnectingOrWaitingIsTold() {
        var connecting = ClientTranscript()
        _ = connecting.connect()
        #expect(
            connecting.session.handle(.disconnectRequested) == [
                .stopTimer(.open), .stopTimer(.heartbeat), connecting.closes,
                .attemptFailed(.requested, retryInMilliseconds: nil),
            ])
        #expect(connecting.opensWebSocket() == [])

        var waiting = ClientTranscript()
        _ = waiting.connect()
        _ = waiting.transport(.closed(.timedOut))
        #expect(
            waiting.session.handle(.disconnectRequested) == [
                .stopTimer(.retry), .attemptFailed(.requested, retryInMilliseconds: nil),
            ])
        #expect(waiting.fires(.retry) == [])
    }

    private func rejoin(_ client: inout ClientTranscript) {
        _ = client.fires(.retry)
        _ = client.opensWebSocket()
        _ = client.hears(openPacket)
        _ = client.transport(.sent)
        _ = client.hears("40/site,{\"sid\":\"S2\"}")
    }
}
