// The points of the protocol notes' checklist that are the driver's; the others are in SocketIOTests/ChecklistTests.
import JSON
import Logging
import SocketIO
import SocketIOClient
import Synchronization
import TestSupport
import Testing
import Transport

/// Everything that is logged, at every level.
private final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var isEmpty: Bool { lines.withLock { $0.isEmpty } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct BookLogHandler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(book: LogBook) { self.book = book }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        book.add("\(event.message) \(event.metadata ?? [:]) \(event.error.map { "\($0)" } ?? "")")
    }
}

@Suite(.timeLimit(.minutes(1))) struct ClientChecklistTests {
    @Test func point09_aDeadlineThatPassedWhileTheMachineSleptIsSeenBeforeAnythingIsSent() async throws {
        var bench = PollingBench()
        let get = try await bench.join()
        get.answers("42/site,5[\"question\"]")
        guard case .received(let question) = try await bench.event() else { return }
        // The GET is open again: the deadline counts from the answer before.
        _ = try await bench.get()
        bench.clock.advance(by: .seconds(3_600))
        await bench.client.acknowledge(question, ["late"])
        #expect(try await bench.event() == .disconnected(.pingTimeout, retryInMilliseconds: 1_000))
        // No answer goes out, only the goodbye.
        #expect(try await bench.post().body == "1")
        let client = bench.client
        let leaving = Task { await client.shutdown() }
        await bench.clock.waitForSleeper(.seconds(2))
        bench.clock.advance(by: .seconds(2))
        await leaving.value
    }

    @Test func point12_headersAreOnEveryRequestAndAskedForAnewForEachAttempt() async throws {
        var bench = PollingBench(.pollingThenWebSocket)
        await bench.client.connect()
        for number in 1...2 {
            let first = try await bench.get()
            first.answers(PollingBench.open("\"websocket\""))
            let socket = try await bench.webSocket()
            let (get, post) = (try await bench.get(), try await bench.post())
            for headers in [first.request.headers, get.request.headers, post.request.headers, socket.headers] {
                #expect(headers.all("Cookie") == ["sid=secret\(number)"])
                #expect(headers.all("Origin") == ["http://site.test:8000"])
            }
            #expect(post.body == "40/site,{\"token\":\"secret\(number)\"}")
            post.answers("", status: 502)
            guard case .attemptFailed(.transport, let wait?) = try await bench.event() else { return }
            await bench.clock.waitForSleepers { $0.contains(.milliseconds(wait)) }
            bench.clock.advance(by: .milliseconds(wait))
        }
        _ = try await bench.get()
        await bench.client.shutdown()
    }

    @Test func point20_nothingComesAfterLeaving() async throws {
        // While connecting.
        var connecting = PollingBench()
        await connecting.client.connect()
        let first = try await connecting.get()
        await connecting.client.disconnect()
        first.answers(PollingBench.open())
        #expect(try await connecting.event() == .attemptFailed(.requested, retryInMilliseconds: nil))
        await connecting.client.shutdown()
        #expect(await connecting.events.next(isolation: #isolation) == nil)

        // During an upgrade.
        var upgrading = PollingBench(.pollingThenWebSocket)
        let get = try await upgrading.join(upgrades: "\"websocket\"")
        let socket = try await upgrading.webSocket().connection
        var sent = socket.sent.makeAsyncIterator()
        #expect(await sent.next() == "2probe")
        try await upgrading.shutDown()
        socket.says("3probe")
        get.answers("42/site,[\"late\"]")
        #expect(try await upgrading.event() == .disconnected(.requested, retryInMilliseconds: nil))
        #expect(await upgrading.events.next(isolation: #isolation) == nil)

        // While waiting to try again.
        var waiting = PollingBench()
        await waiting.client.connect()
        try await waiting.get().answers("", status: 502)
        await waiting.clock.waitForSleeper(.seconds(1))
        await waiting.client.disconnect()
        waiting.clock.advance(by: .seconds(60))
        #expect(await waiting.client.status.state == .idle)
        #expect(await waiting.client.status.metrics.connectAttempts == 1)
    }

    @Test func point24_noSecretIsLoggedOrTold() async throws {
        let book = LogBook()
        var bench = PollingBench(
            .pollingThenWebSocket, logger: Logger(label: "test", factory: { _ in BookLogHandler(book: book) }))
        await bench.client.connect()
        try await bench.get().answers(PollingBench.open("\"websocket\""))
        bench.webSocketSays(try await bench.webSocket())
        try await bench.post().answers("ok")
        try await bench.get().answers("40/site,{\"sid\":\"S1\",\"pid\":\"pid-secret\"}")
        _ = try await bench.event()
        try await bench.get().answers("\"Invalid session engine-secret\"", status: 400)
        let end = try await bench.event()
        guard case .disconnected(.transport(.refused(status: 400, _)), _) = end else {
            Issue.record("another end")
            return
        }
        let status = await bench.client.status
        for text in ["\(end)", "\(status)", book.text] { #expect(!text.contains("secret")) }
        #expect(!book.isEmpty)
        await bench.client.shutdown()
    }
}

extension PollingBench {
    /// The upgrade is refused in the words of a server that repeats the id.
    fileprivate func webSocketSays(_ attempt: ScriptedTransport.Attempt) {
        attempt.connection.says(.closed(.frame(code: 1008, reason: "Invalid session engine-secret")))
    }
}
