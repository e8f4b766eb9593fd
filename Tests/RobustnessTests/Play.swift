// One exchange over a relay with one fault, and what has to hold whatever the fault was.
import JSON
import LocalBackend
import NIOTransport
import ServerDoubles
import SocketIO
import SocketIOClient
import TestSupport

/// A server, and the transports of its clients.
struct Stage: Sendable {
    let server: LocalServer
    let webSocket = NIOWebSocketTransport()
    let http = NIOHTTPTransport()

    init() async throws {
        var limits = LocalServerLimits()
        // The relay has a port of its own, so the host is foreign.
        limits.guardsOrigin = false
        limits.connections = 4_096
        limits.realtimeSessions = 4_096
        limits.realtime.pingIntervalMilliseconds = 300
        limits.realtime.pingTimeoutMilliseconds = 300
        limits.realtime.joinTimeoutMilliseconds = 2_000
        limits.realtime.upgradeTimeoutMilliseconds = 1_000
        limits.realtime.closeTimeoutMilliseconds = 500
        limits.requestMilliseconds = 2_000
        server = try await LocalServer.start(
            session: LocalSession(user: "me@local", password: "p"), engine: HelperEngine(prefix: "t"),
            application: EchoApplication(),
            limits: limits)
    }

    func end() async {
        await http.shutdown()
        await webSocket.shutdown()
        await server.shutdown()
    }

    /// Plays the exchange; the bytes that passed, and what was wrong.
    func play(_ transports: SocketTransports, _ fault: Fault?) async throws -> (FaultRelay.Counts, [String]) {
        let relay = try FaultRelay(to: server.port, fault: fault)
        defer { relay.stop() }
        let exchange = Exchange(port: relay.port, transports, webSocket, http)
        await exchange.client.connect()
        let isSettled = await settles(exchange, relay, fault)
        let last = await exchange.client.status
        let passed = relay.passed
        guard let log = await withDeadline(seconds: 5, { await exchange.end() }) else {
            return (passed, ["disconnect() hangs"])
        }
        let metrics = await exchange.client.status.metrics
        var faults = Judgement(
            log: log, room: exchange.room, metrics: metrics, fault: passed.hasStruck ? fault : nil,
            isFinished: exchange.isFinished
        ).faults
        if !isSettled { faults.append("not settled: \(last.state.word), \(last.lastClosure.map { "\($0)" } ?? "-")") }
        if exchange.acknowledgements.contains(where: { $0 != ["ack"] }), fault?.kind != .duplicate {
            faults.append("wrong acknowledgement")
        }
        return (passed, faults)
    }

    /// Waits for the end of the exchange; where bytes were forged, for a connection that works or a stated end.
    private func settles(_ exchange: Exchange, _ relay: FaultRelay, _ fault: Fault?) async -> Bool {
        await withDeadline(seconds: 10) {
            while !Task.isCancelled {
                if exchange.isFinished { return true }
                if fault?.kind == .duplicate, relay.passed.hasStruck {
                    let status = await exchange.client.status
                    if status.state == .idle, status.lastClosure != nil { return true }
                    let answer = try? await exchange.client.emitWithAck(
                        "echo", ["alive"], timeout: .milliseconds(300))
                    if answer == ["alive"] { return true }
                }
                try? await Task.sleep(for: .milliseconds(2))
            }
            return false
        } ?? false
    }
}

/// What has to hold of all that a client told until it was shut down.
struct Judgement {
    let log: [SocketIOEvent]
    let room: String
    let metrics: SocketIOMetrics
    /// What struck; nil when nothing did.
    let fault: Fault?
    let isFinished: Bool

    var faults: [String] {
        var faults: [String] = []
        func hold(_ holds: Bool, _ text: String) { if !holds { faults.append(text) } }

        let ends = log.indices.filter { log[$0].isEnd(.requested) }
        hold(ends.count <= 1, "told twice of the end")
        hold(ends.allSatisfy { $0 == log.count - 1 }, "something came after the end")
        hold(ends.count == 1 || log.last?.isLastingEnd == true, "no last word: \(log.last.map { "\($0)" } ?? "-")")

        let successes = log.count { if case .connected = $0 { true } else { false } }
        let disconnects = log.count { if case .disconnected = $0 { true } else { false } }
        let events = log.count { if case .received = $0 { true } else { false } }
        hold(metrics.connectSuccesses == successes, "\(metrics.connectSuccesses) successes, \(successes) told")
        hold(metrics.disconnects == disconnects, "\(metrics.disconnects) disconnects, \(disconnects) told")
        hold(metrics.eventsReceived == events, "\(metrics.eventsReceived) events, \(events) told")
        hold(metrics.connectSuccesses <= metrics.connectAttempts, "more successes than attempts")
        hold(metrics.disconnects <= metrics.connectSuccesses, "more disconnects than successes")
        hold(metrics.reconnects == max(0, metrics.connectSuccesses - 1), "\(metrics.reconnects) reconnects")
        hold(metrics.eventsDropped == 0, "events were dropped")

        hold(eventsAreRight, "heard \(heard)")
        if fault?.kind.isHarmless ?? true {
            hold(metrics.connectAttempts == 1, "a harmless fault broke the connection")
        }
        return faults
    }

    /// What was heard, by connection.
    private var heard: [[SocketEvent]] {
        var heard: [[SocketEvent]] = [[]]
        for news in log {
            if case .connected = news { heard.append([]) }
            if case .received(let event) = news { heard[heard.count - 1].append(event) }
        }
        return heard
    }

    /// Each connection hears its own exchange from the beginning, without a gap and without anything twice; the last
    /// one to its end.
    private var eventsAreRight: Bool {
        var late: [SocketEvent] = []
        for (connection, events) in heard.enumerated() {
            let expected = Exchange.expected(room: room, connection: connection)
            // What was emitted between two connections.
            late += events.filter { ($0.connection ?? connection) < connection }
            let own = events.filter { ($0.connection ?? connection) >= connection }.map(\.withoutID)
            // Forged bytes may come through as they are; the connections after that are whole again.
            let isForged = fault?.kind == .duplicate && connection == 1
            let isRight =
                connection == 0
                ? events.isEmpty
                : isForged ? expected.map(\.name).starts(with: own.map(\.name)) : expected.starts(with: own)
            let isWhole = own.count == expected.count || connection < heard.count - 1 || fault?.kind == .duplicate
            guard isRight, isWhole else { return false }
        }
        return late.indices.allSatisfy { place in !late[..<place].contains { $0.withoutID == late[place].withoutID } }
    }
}

extension SocketEvent {
    fileprivate var withoutID: SocketEvent {
        SocketEvent(namespace: namespace, name: name, arguments: arguments)
    }
}

extension SocketIOEvent {
    fileprivate func isEnd(_ closure: SocketClosure) -> Bool {
        switch self {
        case .disconnected(closure, _), .attemptFailed(closure, _): true
        default: false
        }
    }

    /// An end without a further attempt.
    fileprivate var isLastingEnd: Bool {
        switch self {
        case .disconnected(_, nil), .attemptFailed(_, nil): true
        default: false
        }
    }
}

extension SocketSession.State {
    fileprivate var word: String {
        if case .connected = self { "connected" } else { "\(self)" }
    }
}

/// What `body` gives; nil when it takes longer. A body that ignores its cancellation is left behind.
func withDeadline<Value: Sendable>(
    seconds: Int, _ body: @escaping @Sendable () async -> Value
) async -> Value? {
    let (values, continuation) = AsyncStream<Value?>.makeStream()
    let work = Task { continuation.yield(await body()) }
    let watch = Task {
        try await Task.sleep(for: .seconds(seconds))
        continuation.yield(nil)
    }
    defer {
        work.cancel()
        watch.cancel()
    }
    for await value in values { return value }
    return nil
}
