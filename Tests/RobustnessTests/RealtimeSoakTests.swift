// Many events and many reconnects over real sockets: what a long run may not do is grow. `make soak` plays a million
// events and a thousand reconnects.
import JSON
import LocalBackend
import NIOTransport
import ServerDoubles
import SocketIO
import SocketIOClient
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(30))) struct RealtimeSoakTests {
    /// What a run may grow by, in kB, after its first tenth.
    private static let allowedGrowth = 24_000

    private func joined(_ stage: Stage, _ transports: SocketTransports) async throws -> (
        SocketIOClient, SocketIOEvents.Iterator
    ) {
        var configuration = SocketIOConfiguration(url: "http://127.0.0.1:\(stage.server.port)", namespace: "/a")
        configuration.session.transports = transports
        configuration.session.retry.firstDelayMilliseconds = 1
        configuration.session.retry.maximumDelayMilliseconds = 1
        configuration.session.retry.fastAttempts = .max
        let client = SocketIOClient(configuration: configuration, transport: stage.webSocket, http: stage.http)
        await client.connect()
        return (client, client.events.makeAsyncIterator())
    }

    /// Events come in bursts with a question at the end of each, so that nobody runs ahead of anybody.
    @Test func memoryStaysFlatOverManyEvents() async throws {
        let total = fuzzRounds(default: 5_000)
        let stage = try await Stage()
        let (client, news) = try await joined(stage, .webSocketOnly)
        var events = news
        while await events.next() != nil { if await client.isConnected { break } }
        let burst = 200
        var heard = 0
        var settled = 0
        while heard < total {
            for number in 0..<burst {
                await stage.server.emit(
                    "progress", [["type": "working", "step": JSONValue(heard + number)]],
                    to: .everybody(namespace: "/a"))
            }
            for number in 0..<burst {
                guard case .received(let event)? = await events.next() else { throw Lost(place: heard + number) }
                guard event.arguments.values.first?["step"]?.asInt == heard + number else {
                    throw Lost(place: heard + number)
                }
            }
            heard += burst
            if settled == 0, heard * 10 >= total { settled = try residentKilobytes() }
        }
        let grown = try residentKilobytes() - settled
        let metrics = await client.status.metrics
        #expect(metrics.eventsReceived == heard)
        #expect(metrics.eventsDropped == 0)
        #expect(metrics.connectAttempts == 1)
        await client.shutdown()
        await stage.end()
        try judge(grown, "\(heard) events")
    }

    @Test(arguments: [SocketTransports.webSocketOnly, .pollingOnly, .pollingThenWebSocket])
    func memoryStaysFlatOverManyReconnects(_ transports: SocketTransports) async throws {
        let total = max(20, fuzzRounds(default: 20_000) / 1_000)
        let stage = try await Stage()
        let (client, news) = try await joined(stage, transports)
        var events = news
        var joins = 0
        var settled = 0
        while joins < total {
            switch await events.next() {
            case .connected:
                joins += 1
                await stage.server.emit("now", [], to: .everybody(namespace: "/a"))
            case .received: await stage.server.cutRealtime(of: .everybody(namespace: "/a"))
            case .disconnected(_, .some), .attemptFailed(_, .some): break
            case let end: throw Unexpected(news: end.map { "\($0)" } ?? "the end")
            }
            if settled == 0, joins * 5 >= total { settled = try residentKilobytes() }
        }
        let grown = try residentKilobytes() - settled
        let metrics = await client.status.metrics
        #expect(metrics.connectSuccesses == joins)
        #expect(metrics.reconnects == joins - 1)
        await client.shutdown()
        await stage.end()
        try judge(grown, "\(joins) connections by \(transports.rawValue)")
    }

    /// Beside other tests the process grows for reasons of theirs: memory counts in a run of its own, `make soak`.
    private func judge(_ grown: Int, _ what: String) throws {
        guard environment("FUZZ_ROUNDS") != nil else { return }
        print("\(what): memory grew by \(grown) kB")
        #expect(grown < Self.allowedGrowth, "\(what) cost \(grown) kB")
    }
}

private struct Lost: Error { let place: Int }

private struct Unexpected: Error { let news: String }

private func residentKilobytes() throws -> Int {
    let text = String(decoding: try readFile("/proc/self/status"), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
