// A reader who does not keep up holds a polling server back, for as long as the configuration says.
import JSON
import SocketIO
import SocketIOClient
import TestSupport
import Testing
import Transport

/// HTTP whose other end is the test.
private final class ScriptedPolls: HTTPTransport {
    struct Exchange: Sendable {
        let request: HTTPRequest
        fileprivate let answering: AsyncStream<String>.Continuation

        func answer(_ body: String) {
            answering.yield(body)
            answering.finish()
        }
    }

    let exchanges: AsyncStream<Exchange>
    private let continuation: AsyncStream<Exchange>.Continuation

    init() {
        (exchanges, continuation) = AsyncStream.makeStream()
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let (answers, answering) = AsyncStream.makeStream(of: String.self)
        continuation.yield(Exchange(request: request, answering: answering))
        for await body in answers { return HTTPResponse(status: 200, body: Array(body.utf8)) }
        throw .cancelled
    }
}

/// A polling client that has joined, with three events unread of the six that may be.
private struct Bench {
    let client: SocketIOClient
    let clock = ManualClock()
    private var exchanges: AsyncStream<ScriptedPolls.Exchange>.Iterator
    private var waiting: [ScriptedPolls.Exchange] = []

    init() async throws {
        let polls = ScriptedPolls()
        exchanges = polls.exchanges.makeAsyncIterator()
        var configuration = SocketIOConfiguration(url: "http://site.test")
        configuration.session.transports = .pollingOnly
        configuration.maximumUnreadEvents = 6
        client = SocketIOClient(
            configuration: configuration, transport: ScriptedTransport(), http: polls, clock: clock,
            jitter: { 0.5 })
        await client.connect()
        try await next("GET").answer(#"0{"sid":"E1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#)
        try await next("POST").answer("ok")
        try await next("GET").answer("40{\"sid\":\"S1\"}\u{1e}42[\"n\",0]")
        try await next("GET").answer("42[\"n\",1]\u{1e}42[\"n\",2]\u{1e}42[\"n\",3]\u{1e}42[\"n\",4]")
        // The client waits a second of its own time for the reader before it polls again.
        await clock.waitForSleeper(.seconds(1))
        #expect(await client.status.metrics.eventsReceived == 5)
    }

    /// The next request of this kind; polls and posts overtake one another.
    mutating func next(_ method: String) async throws -> ScriptedPolls.Exchange {
        while true {
            if let place = waiting.firstIndex(where: { $0.request.method == method }) {
                return waiting.remove(at: place)
            }
            waiting.append(try #require(await exchanges.next(isolation: #isolation)))
        }
    }

    mutating func end() async throws {
        let client = client
        async let over: Void = client.shutdown()
        // DISCONNECT, and the close packet of the transport.
        try await next("POST").answer("ok")
        try await next("POST").answer("ok")
        await over
    }
}

@Suite(.timeLimit(.minutes(1))) struct SlowReaderTests {
    @Test func aReaderWhoComesBackMissesNothing() async throws {
        var bench = try await Bench()
        var events = bench.client.events.makeAsyncIterator()
        #expect(await events.next() == .connected(namespace: "/", id: "S1", isRecovered: false))
        for number in 0..<5 {
            #expect(
                await events.next() == .received(SocketEvent(namespace: "/", name: "n", arguments: [.init(number)])))
        }
        _ = try await bench.next("GET")
        #expect(await bench.client.status.metrics.eventsDropped == 0)
        try await bench.end()
    }

    @Test func aReaderWhoDoesNotIsNotWaitedForForEver() async throws {
        var bench = try await Bench()
        bench.clock.advance(by: .seconds(1))
        // Nobody read, and the next poll goes out all the same; what is too much then is dropped.
        try await bench.next("GET").answer("42[\"n\",5]\u{1e}42[\"n\",6]\u{1e}42[\"n\",7]")
        _ = try await bench.next("GET")
        let metrics = await bench.client.status.metrics
        #expect(metrics.eventsReceived == 8)
        #expect(metrics.eventsDropped == 3, "news of the connection counts as unread too")
        try await bench.end()
    }

    /// Else each handful of events would wait anew, and the heartbeat behind all of them.
    @Test func aReaderWhoHasStoppedIsWaitedForOnce() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport()
        var configuration = SocketIOConfiguration(url: "http://site.test")
        configuration.maximumUnreadEvents = 6
        let client = SocketIOClient(
            configuration: configuration, transport: transport, clock: clock, jitter: { 0.5 })
        var attempts = transport.attempts.makeAsyncIterator()
        await client.connect()
        let connection = try #require(await attempts.next()).connection
        var sent = connection.sent.makeAsyncIterator()
        connection.says(#"0{"sid":"E1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#)
        #expect(await sent.next() == "40")
        connection.says(#"40{"sid":"S1"}"#)
        for number in 0..<1_000 { connection.says("42[\"n\",\(number)]") }
        connection.says("2")
        await clock.waitForSleeper(.seconds(1))
        clock.advance(by: .seconds(1))
        #expect(await sent.next() == "3", "the heartbeat behind a thousand events")
        let metrics = await client.status.metrics
        #expect(metrics.eventsReceived == 1_000 && metrics.eventsDropped == 995)
        // Who comes back is waited for again.
        var events = client.events.makeAsyncIterator()
        _ = await events.next()
        for number in 0..<10 { connection.says("42[\"n\",\(number)]") }
        await clock.waitForSleeper(.seconds(1))
        await client.shutdown()
    }
}
