// Events that are worth something only now, the bounds of everything that waits, and trying again within a limit.
import JSON
import SocketIO
import Testing

extension ClientTranscript {
    fileprivate mutating func emitsVolatile(_ ticket: Int) -> [SocketSession.Effect] {
        session.handle(.emitted(SocketEmission(ticket: ticket, name: "v", isVolatile: true)))
    }
}

@Suite struct SocketSessionVolatileTests {
    private let packet = EngineFrame.text("42/site,[\"v\"]")

    private func dropped(_ ticket: Int) -> [SocketSession.Effect] { [.emissionFailed(ticket: ticket, .dropped)] }

    @Test func overAWebsocketItGoesWhenNothingIsBeingWritten() {
        var client = ClientTranscript()
        #expect(client.emitsVolatile(0) == [.emissionFailed(ticket: 0, .notConnected)])
        client.opens()
        #expect(client.emitsVolatile(1) == dropped(1))
        _ = client.hears("40/site,{\"sid\":\"S1\"}")
        #expect(client.emitsVolatile(2) == [client.sends(packet)])
        #expect(client.emitsVolatile(3) == dropped(3))
        #expect(client.transport(.sent) == [])
        #expect(client.emitsVolatile(4) == [client.sends(packet)])
        _ = client.transport(.closed(.timedOut))
        #expect(client.emitsVolatile(5) == dropped(5))
    }

    @Test func byPollingItGoesWhenNoPostIsUnderWay() {
        var client = ClientTranscript.polling(.pollingThenWebSocket)
        client.joinsByPolling(openPacket(upgrades: "\"websocket\""))
        #expect(client.emitsVolatile(1) == [client.posts("42/site,[\"v\"]")])
        #expect(client.emitsVolatile(2) == dropped(2))
        _ = client.posted()
        _ = client.transport(.opened)
        _ = client.hears("3probe")
        #expect(client.emitsVolatile(3) == dropped(3))
        _ = client.polled("6")
        #expect(client.emitsVolatile(4) == dropped(4))
        _ = client.transport(.sent)
        #expect(client.emitsVolatile(5) == [client.sends(packet)])
    }

    @Test func theBytesOfABufferHaveABound() {
        var client = ClientTranscript { $0.maximumBufferedBytes = 26 }
        _ = client.connect()
        #expect(client.emits(1, "a") == [])
        #expect(client.emits(2, "12") == [.emissionFailed(ticket: 2, .bufferFull)])
        #expect(client.emits(3, "b") == [])
        #expect(client.emits(4, "c") == [.emissionFailed(ticket: 4, .bufferFull)])
    }

    @Test func whatWaitsForAPostHasTheSameBound() {
        var client = ClientTranscript.polling { $0.maximumBufferedBytes = 30 }
        client.joinsByPolling()
        #expect(client.emits(1, "first").count == 1)
        #expect(client.emits(2, "12345") == [])
        #expect(client.emits(3, "12345") == [.emissionFailed(ticket: 3, .bufferFull)])
        #expect(client.posted().count == 1)
        #expect(client.emits(4, "12345") == [])
    }

    @Test func aTimedOutEventGivesItsPlaceBack() {
        var client = ClientTranscript { $0.maximumBufferedEvents = 1 }
        _ = client.connect()
        _ = client.session.handle(
            .emitted(
                SocketEmission(ticket: 1, name: "q", wantsAcknowledgement: true, acknowledgementTimeoutMilliseconds: 5))
        )
        #expect(client.emits(2, "x") == [.emissionFailed(ticket: 2, .bufferFull)])
        #expect(client.fires(acknowledgement(0)) == [.emissionFailed(ticket: 1, .timedOut)])
        #expect(client.emits(3, "x") == [])
    }

    @Test func aThousandQuestionsAreRememberedAndTheOldestIsForgotten() {
        var client = ClientTranscript()
        client.joins()
        for id in 0...1_000 { _ = client.hears("42/site,\(id)[\"q\"]") }
        #expect(client.session.handle(.acknowledged(namespace: "/site", id: 0, [])) == [])
        #expect(
            client.session.handle(.acknowledged(namespace: "/site", id: 1, [])) == [
                client.sends(.text("43/site,1[]"))
            ])
    }

    @Test func attemptsMayHaveALimit() {
        var client = ClientTranscript { $0.retry.maximumAttempts = 2 }
        _ = client.connect()
        var waits: [Int?] = []
        for _ in 0..<3 {
            guard case .attemptFailed(_, let wait)? = client.transport(.closed(.timedOut)).last else { break }
            waits.append(wait)
            _ = client.fires(.retry)
        }
        #expect(waits == [1_000, 2_000, nil])
        #expect(client.session.state == .idle)
        #expect(client.fires(.retry) == [])
        // Asking anew counts anew.
        #expect(client.connect().count == 2)
        #expect(
            client.transport(.closed(.timedOut)).last
                == .attemptFailed(.transport(.timedOut), retryInMilliseconds: 1_000))
    }

    @Test func neverMeansThatALostConnectionStaysLost() {
        var client = ClientTranscript { $0.retry = .never }
        client.joins()
        _ = client.emits(1, "sent", acknowledge: true)
        #expect(
            client.transport(.closed(.timedOut)) == [
                .stopTimer(.heartbeat), .emissionFailed(ticket: 1, .disconnected),
                .disconnected(.transport(.timedOut), retryInMilliseconds: nil),
            ])
        #expect(client.emits(2, "x") == [.emissionFailed(ticket: 2, .notConnected)])
    }

    @Test func withoutRetriesANamespaceThatPutsUsOutStaysClosed() {
        var client = ClientTranscript.namespaces { $0.retry = .never }
        client.joinsBoth()
        #expect(
            client.hears("41/a,") == [
                alive, .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: nil),
            ])
    }
}
