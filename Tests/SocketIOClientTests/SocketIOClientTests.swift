// The client against a scripted transport and a manual clock: it does what the session orders, in order.
import JSON
import SocketIO
import SocketIOClient
import Synchronization
import TestSupport
import Testing
import Transport

/// A client with its other end in the test's hands.
private struct Bench {
    let client: SocketIOClient
    let clock = ManualClock()
    var attempts: AsyncStream<ScriptedTransport.Attempt>.Iterator
    var events: SocketIOEvents.Iterator

    init(
        failures: [TransportError] = [], headers: [HTTPHeader] = [HTTPHeader("Cookie", "sid=x")],
        auth: JSONValue? = nil,
        maximumUnreadEvents: Int = 4_096, readerDelay: Duration = .seconds(1)
    ) {
        let transport = ScriptedTransport(failures: failures)
        var configuration = SocketIOConfiguration(url: "http://site.test:8000/", namespace: "/site") {
            SocketCredentials(headers: headers, auth: auth)
        }
        configuration.maximumUnreadEvents = maximumUnreadEvents
        configuration.maximumReaderDelay = readerDelay
        client = SocketIOClient(
            configuration: configuration, transport: transport, clock: clock, jitter: { 0.5 })
        attempts = transport.attempts.makeAsyncIterator()
        events = client.events.makeAsyncIterator()
    }

    mutating func attempt() async throws -> ScriptedTransport.Attempt {
        try #require(await attempts.next(isolation: #isolation))
    }

    mutating func event() async throws -> SocketIOEvent {
        try #require(await events.next(isolation: #isolation))
    }

    /// Connects and joins: the connection, and what is sent on it from then on.
    mutating func join(id: String = "S1") async throws -> (ScriptedConnection, AsyncStream<String>.Iterator) {
        let connection = try await attempt().connection
        var sent = connection.sent.makeAsyncIterator()
        connection.says("0{\"sid\":\"E1\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}")
        #expect(await sent.next(isolation: #isolation) == "40/site,")
        connection.says("40/site,{\"sid\":\"\(id)\"}")
        #expect(try await event() == .connected(namespace: "/site", id: id, isRecovered: false))
        return (connection, sent)
    }
}

@Suite(.timeLimit(.minutes(1))) struct SocketIOClientTests {
    @Test func connectsWithCredentialsAndAnOrigin() async throws {
        var bench = Bench(auth: ["sid": "x"])
        await bench.client.connect()
        let attempt = try await bench.attempt()
        #expect(attempt.url == "ws://site.test:8000/socket.io/?EIO=4&transport=websocket")
        #expect(attempt.headers == [HTTPHeader("Cookie", "sid=x"), HTTPHeader("Origin", "http://site.test:8000")])
        var sent = attempt.connection.sent.makeAsyncIterator()
        attempt.connection.says("0{\"sid\":\"E1\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}")
        #expect(await sent.next() == "40/site,{\"sid\":\"x\"}")
        await bench.client.shutdown()
    }

    @Test func eventsComeInOrderAndAreCounted() async throws {
        var bench = Bench()
        await bench.client.connect()
        let (connection, _) = try await bench.join()
        for number in 0..<100 { connection.says("42/site,[\"n\",\(number)]") }
        for number in 0..<100 {
            let event = SocketEvent(namespace: "/site", name: "n", arguments: [JSONValue(number)])
            #expect(try await bench.event() == .received(event))
        }
        let status = await bench.client.status
        #expect(status.isConnected)
        #expect(status.metrics.eventsReceived == 100)
        #expect(status.metrics.connectAttempts == 1)
        #expect(status.lastEventAge == .zero)
        await bench.client.shutdown()
    }

    @Test func emissionsGoOutInOrder() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (_, sent) = try await bench.join()
        for number in 0..<200 { try await bench.client.emit("n", [JSONValue(number)]) }
        for number in 0..<200 { #expect(await sent.next() == "42/site,[\"n\",\(number)]") }
        await bench.client.shutdown()
    }

    @Test func anAcknowledgementComesBack() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        let client = bench.client
        async let answer = client.emitWithAck("ask", [1])
        #expect(await sent.next() == "42/site,0[\"ask\",1]")
        connection.says("43/site,0[\"fine\"]")
        #expect(try await answer == ["fine"])
        await client.shutdown()
    }

    @Test func anAcknowledgementHasATimeLimit() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (_, sent) = try await bench.join()
        let (client, clock) = (bench.client, bench.clock)
        let answer = Task { try await client.emitWithAck("ask", timeout: .seconds(3)) }
        #expect(await sent.next() == "42/site,0[\"ask\"]")
        await clock.waitForSleeper(.seconds(3))
        clock.advance(by: .seconds(3))
        await #expect(throws: SocketEmitError.timedOut) { try await answer.value }
        await client.shutdown()
    }

    @Test func aCancelledWaitForAnAcknowledgementEnds() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (_, sent) = try await bench.join()
        let client = bench.client
        let waiting = Task { try await client.emitWithAck("ask", timeout: nil) }
        #expect(await sent.next() == "42/site,0[\"ask\"]")
        waiting.cancel()
        await #expect(throws: SocketEmitError.cancelled) { try await waiting.value }
        await client.shutdown()
    }

    @Test func theServersQuestionIsAnswered() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        connection.says("42/site,5[\"ask\"]")
        guard case .received(let event) = try await bench.event() else { return }
        await bench.client.acknowledge(event, ["got"])
        #expect(await sent.next() == "43/site,5[\"got\"]")
        await bench.client.shutdown()
    }

    @Test func heartbeatsAreAnswered() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        connection.says("2")
        #expect(await sent.next() == "3")
        await bench.client.shutdown()
    }

    @Test func silenceEndsTheConnectionAndTheClientComesBack() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        // An event half way moves the deadline.
        bench.clock.advance(by: .seconds(30))
        connection.says("42/site,[\"x\"]")
        _ = try await bench.event()
        bench.clock.advance(by: .seconds(30))
        #expect(await bench.client.isConnected)
        bench.clock.advance(by: .seconds(15))
        #expect(try await bench.event() == .disconnected(.pingTimeout, retryInMilliseconds: 1_000))
        #expect(await sent.next() == "closed")
        await bench.clock.waitForSleeper(.seconds(1))
        #expect(await bench.client.status.retryIn == .seconds(1))
        bench.clock.advance(by: .seconds(1))
        _ = try await bench.join(id: "S2")
        let metrics = await bench.client.status.metrics
        #expect(metrics.disconnects == 1)
        #expect(metrics.reconnects == 1)
        await bench.client.shutdown()
    }

    @Test func aMachineThatSleptFindsItsConnectionDeadBeforeItSends() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (_, sent) = try await bench.join()
        bench.clock.advance(by: .seconds(3_600))
        try await bench.client.emit("late")
        #expect(try await bench.event() == .disconnected(.pingTimeout, retryInMilliseconds: 1_000))
        #expect(await sent.next() == "closed")
        await bench.clock.waitForSleeper(.seconds(1))
        bench.clock.advance(by: .seconds(1))
        var (_, again) = try await bench.join(id: "S2")
        #expect(await again.next() == "42/site,[\"late\"]")
        await bench.client.shutdown()
    }

    @Test func failuresAreToldAndTriedAgain() async throws {
        var bench = Bench(failures: [.unreachable("refused"), .upgradeRefused(status: 502, body: "<html>")])
        await bench.client.connect()
        #expect(
            try await bench.event()
                == .attemptFailed(.transport(.unreachable("refused")), retryInMilliseconds: 1_000))
        await bench.clock.waitForSleeper(.seconds(1))
        bench.clock.advance(by: .seconds(1))
        #expect(
            try await bench.event()
                == .attemptFailed(.transport(.refused(status: 502, body: "<html>")), retryInMilliseconds: 2_000))
        await bench.client.connect()
        _ = try await bench.join()
        #expect(await bench.client.status.metrics.connectAttempts == 3)
        await bench.client.shutdown()
    }

    @Test func whatCannotHealIsNotTriedAgain() async throws {
        var bench = Bench(failures: [.unsupported("no TLS")])
        await bench.client.connect()
        #expect(try await bench.event() == .attemptFailed(.transport(.unusable("no TLS")), retryInMilliseconds: nil))
        #expect(await bench.client.status.state == .idle)
    }

    @Test func leavingSaysGoodbyeAndNothingComesAfter() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        await bench.client.disconnect()
        #expect(await sent.next() == "41/site,")
        #expect(await sent.next() == "closed")
        connection.says("42/site,[\"late\"]")
        #expect(try await bench.event() == .disconnected(.requested, retryInMilliseconds: nil))
        await bench.client.shutdown()
        #expect(await bench.events.next(isolation: #isolation) == nil)
        #expect(await bench.client.status.state == .idle)
    }

    @Test func leavingDoesNotWaitForANetworkThatTakesNothing() async throws {
        var bench = Bench()
        await bench.client.connect()
        var (connection, sent) = try await bench.join()
        connection.isStuck.withLock { $0 = true }
        let (client, clock) = (bench.client, bench.clock)
        let leaving = Task { await client.disconnect() }
        await clock.waitForSleeper(.seconds(2))
        clock.advance(by: .seconds(2))
        await leaving.value
        #expect(await sent.next() == "closed")
        await client.shutdown()
    }

    @Test func leavingGivesUpAnAttemptThatHangs() async throws {
        let configuration = SocketIOConfiguration(url: "http://site.test") { () async throws(TransportError) in
            // Nobody answers, and only giving up ends the wait.
            for await _ in AsyncStream<Never>.makeStream().stream {}
            throw .cancelled
        }
        let client = SocketIOClient(
            configuration: configuration, transport: ScriptedTransport(), clock: ManualClock(), jitter: { 0.5 })
        await client.connect()
        await client.shutdown()
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .attemptFailed(.requested, retryInMilliseconds: nil))
        #expect(await events.next() == nil)
    }

    @Test func aReaderWhoSleepsLosesEventsButNoNewsOfTheConnection() async throws {
        var bench = Bench(maximumUnreadEvents: 10, readerDelay: .zero)
        await bench.client.connect()
        let (connection, _) = try await bench.join()
        for number in 0..<30 { connection.says("42/site,[\"n\",\(number)]") }
        connection.says(.closed(.frame(code: nil, reason: "")))
        await bench.clock.waitForSleeper(.seconds(1))
        for number in 0..<10 {
            let event = SocketEvent(namespace: "/site", name: "n", arguments: [JSONValue(number)])
            #expect(try await bench.event() == .received(event))
        }
        let closure = SocketClosure.transport(.closeFrame(code: nil, reason: ""))
        #expect(try await bench.event() == .disconnected(closure, retryInMilliseconds: 1_000))
        #expect(await bench.client.status.metrics.eventsDropped == 20)
        await bench.client.shutdown()
    }

    @Test func aReaderWhoIsSlowHoldsTheWebsocketBackForAWhile() async throws {
        var bench = Bench(maximumUnreadEvents: 4)
        await bench.client.connect()
        let (connection, _) = try await bench.join()
        for number in 0..<4 { connection.says("42/site,[\"n\",\(number)]") }
        await bench.clock.waitForSleeper(.seconds(1))
        #expect(await bench.client.status.metrics.eventsReceived == 3)
        // Nobody reads, and the time passes.
        bench.clock.advance(by: .seconds(1))
        while await bench.client.status.metrics.eventsReceived < 4 { await Task.yield() }
        // Somebody reads, and the time does not matter.
        connection.says("42/site,[\"n\",4]")
        for number in 0..<5 {
            let event = SocketEvent(namespace: "/site", name: "n", arguments: [JSONValue(number)])
            #expect(try await bench.event() == .received(event))
        }
        #expect(await bench.client.status.metrics.eventsDropped == 0)
        await bench.client.shutdown()
    }
}
