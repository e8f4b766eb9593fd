// A client that polls, with its server and its clock in the test's hands.
import JSON
import Logging
import SocketIO
import SocketIOClient
import Synchronization
import TestSupport
import Testing
import Transport

/// Counts the attempts, so that each has credentials of its own.
final class Attempts: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

struct PollingBench {
    let client: SocketIOClient
    let clock = ManualClock()
    let http = ScriptedHTTP()
    var gets: AsyncStream<ScriptedHTTP.Exchange>.Iterator
    var posts: AsyncStream<ScriptedHTTP.Exchange>.Iterator
    var webSockets: AsyncStream<ScriptedTransport.Attempt>.Iterator
    var events: SocketIOEvents.Iterator

    static let url = "http://site.test:8000/socket.io/?EIO=4&transport=polling"

    init(
        _ transports: SocketTransports = .pollingOnly, failures: [TransportError] = [],
        maximumUnreadEvents: Int = 4_096,
        logger: Logger? = nil
    ) {
        let attempts = Attempts()
        var configuration = SocketIOConfiguration(url: "http://site.test:8000", namespace: "/site") {
            let number = attempts.next()
            return SocketCredentials(
                headers: [HTTPHeader("Cookie", "sid=secret\(number)")], auth: ["token": .string("secret\(number)")])
        }
        configuration.session.transports = transports
        configuration.maximumUnreadEvents = maximumUnreadEvents
        let transport = ScriptedTransport(failures: failures)
        client = SocketIOClient(
            configuration: configuration, transport: transport, http: http, clock: clock, jitter: { 0.5 },
            logger: logger ?? Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        gets = http.gets.makeAsyncIterator()
        posts = http.posts.makeAsyncIterator()
        webSockets = transport.attempts.makeAsyncIterator()
        events = client.events.makeAsyncIterator()
    }

    mutating func get() async throws -> ScriptedHTTP.Exchange { try #require(await gets.next(isolation: #isolation)) }
    mutating func post() async throws -> ScriptedHTTP.Exchange { try #require(await posts.next(isolation: #isolation)) }
    mutating func event() async throws -> SocketIOEvent { try #require(await events.next(isolation: #isolation)) }
    mutating func webSocket() async throws -> ScriptedTransport.Attempt {
        try #require(await webSockets.next(isolation: #isolation))
    }

    /// Connects and joins: the GET that is open then.
    mutating func join(upgrades: String = "") async throws -> ScriptedHTTP.Exchange {
        await client.connect()
        try await get().answers(Self.open(upgrades))
        let connect = try await post()
        #expect(connect.body.hasPrefix("40/site,"))
        connect.answers("ok")
        try await get().answers("40/site,{\"sid\":\"S1\"}")
        #expect(try await event() == .connected(namespace: "/site", id: "S1", isRecovered: false))
        return try await get()
    }

    /// Leaves while the server answers every POST.
    mutating func shutDown() async throws {
        let client = client
        let leaving = Task { await client.shutdown() }
        while true {
            let post = try await post()
            post.answers("ok")
            if post.body.hasSuffix("1"), !post.body.hasSuffix("41") { break }
        }
        await leaving.value
    }

    static func open(_ upgrades: String = "") -> String {
        "0{\"sid\":\"engine-secret\",\"upgrades\":[\(upgrades)],\"pingInterval\":25000,\"pingTimeout\":20000,"
            + "\"maxPayload\":1000000}"
    }
}
