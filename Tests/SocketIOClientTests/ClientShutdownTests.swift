// Wherever a client is, leaving ends: nothing that it waits for keeps it.
import SocketIO
import SocketIOClient
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct ClientShutdownTests {
    @Test func beforeAnything() async {
        var bench = PollingBench()
        await bench.client.shutdown()
        await bench.client.shutdown()
        #expect(await bench.events.next(isolation: #isolation) == nil)
    }

    @Test func whileTheWebsocketOpens() async {
        for transports in [SocketTransports.webSocketOnly, .webSocketThenPolling] {
            var configuration = SocketIOConfiguration(url: "http://site.test")
            configuration.session.transports = transports
            let (tries, tried) = AsyncStream<Void>.makeStream()
            let client = SocketIOClient(
                configuration: configuration, transport: HangingTransport { tried.yield() }, http: ScriptedHTTP(),
                clock: ManualClock(), jitter: { 0.5 })
            await client.connect()
            var iterator = tries.makeAsyncIterator()
            _ = await iterator.next()
            await client.shutdown()
            var events = client.events.makeAsyncIterator()
            #expect(await events.next() == .attemptFailed(.requested, retryInMilliseconds: nil))
            #expect(await events.next() == nil)
        }
    }

    @Test func whenPollingTookOverFromAWebsocketThatHangs() async throws {
        var configuration = SocketIOConfiguration(url: "http://site.test")
        configuration.session.transports = .webSocketThenPolling
        let (clock, http) = (ManualClock(), ScriptedHTTP())
        let client = SocketIOClient(
            configuration: configuration, transport: HangingTransport {}, http: http, clock: clock, jitter: { 0.5 })
        await client.connect()
        await clock.waitForSleeper(.seconds(10))
        clock.advance(by: .seconds(10))
        var gets = http.gets.makeAsyncIterator()
        let get = try #require(await gets.next())
        await client.shutdown()
        await get.isOver()
    }

    @Test func duringTheFirstPoll() async throws {
        var bench = PollingBench()
        await bench.client.connect()
        let get = try await bench.get()
        await bench.client.shutdown()
        await get.isOver()
        #expect(try await bench.event() == .attemptFailed(.requested, retryInMilliseconds: nil))
        #expect(await bench.events.next(isolation: #isolation) == nil)
    }

    @Test func whileAProbeIsUnderWay() async throws {
        var bench = PollingBench(.pollingThenWebSocket)
        let get = try await bench.join(upgrades: "\"websocket\"")
        var sent = try await bench.webSocket().connection.sent.makeAsyncIterator()
        #expect(await sent.next() == "2probe")
        try await bench.shutDown()
        #expect(await sent.next() == "closed")
        await get.isOver()
    }

    @Test func whileWaitingToTryAgain() async throws {
        var bench = PollingBench()
        await bench.client.connect()
        try await bench.get().answers("", status: 502)
        await bench.clock.waitForSleeper(.seconds(1))
        await bench.client.shutdown()
        guard case .attemptFailed(.transport, 1_000) = try await bench.event() else {
            Issue.record("another end")
            return
        }
        #expect(try await bench.event() == .attemptFailed(.requested, retryInMilliseconds: nil))
        #expect(await bench.events.next(isolation: #isolation) == nil)
    }

    @Test func whileTheReaderIsWaitedFor() async throws {
        var bench = PollingBench(maximumUnreadEvents: 4)
        try await bench.join().answers("42/site,[\"x\"]", "42/site,[\"x\"]", "42/site,[\"x\"]")
        await bench.clock.waitForSleeper(.seconds(1))
        try await bench.shutDown()
    }
}
