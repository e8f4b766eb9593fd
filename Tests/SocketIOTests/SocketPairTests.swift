// Both machines against each other without a socket, and each against nonsense.
import JSON
import SocketIO
import TestSupport
import Testing

@Suite struct SocketPairTests {
    @Test(arguments: SocketTransports.allCases)
    func everythingArrivesOnceAndInOrderWhateverTheTiming(_ transports: SocketTransports) {
        for _ in 0..<fuzzRounds(default: 60) {
            var generator = SeededGenerator.fresh()
            let note = "FUZZ_SEED=\(generator.seed)"
            let dialects: [SocketServerDialect] = [.javaScript, .python(answersAgain: true)]
            var pair = SessionPair(transports, dialects.randomElement(using: &generator) ?? .javaScript, note: note)
            pair.letsWebSocketsIn = transports == .webSocketOnly || Bool.random(using: &generator)
            pair.client(.connectRequested(jitter: 0.5))

            let count = 20
            var emittedByClient = 0
            var emittedByServer = 0
            while (emittedByClient < count || emittedByServer < count) && pair.moves < 10_000 {
                switch Int.random(in: 0..<30, using: &generator) {
                case 0...3 where emittedByClient < count:
                    emittedByClient += 1
                    pair.client(
                        .emitted(
                            SocketEmission(
                                ticket: emittedByClient, name: "c", arguments: [JSONValue(emittedByClient)],
                                wantsAcknowledgement: true)))
                case 4...7 where emittedByServer < count && !pair.server.namespaces.isEmpty:
                    emittedByServer += 1
                    pair.server(
                        .emitted(
                            namespace: "/site", name: "s", [JSONValue(emittedByServer)], ticket: 100 + emittedByServer))
                case 8...11 where pair.isConnected: pair.server(.timerFired(.ping))
                case 12 where pair.isTryingAWebSocket && transports == .pollingThenWebSocket: pair.breakWebSocket()
                case 13 where pair.isTryingAWebSocket && transports == .pollingThenWebSocket: pair.runOutOfTime()
                default: _ = pair.carry(using: &generator)
                }
            }
            while pair.moves < 20_000, pair.carry(using: &generator) {}

            let all = (1...count).map { JSONValue($0) }
            #expect(pair.serverHeard == all, "\(note)")
            #expect(pair.clientHeard == all, "\(note)")
            let tickets = (1...count).flatMap { [$0, 100 + $0] }
            #expect(pair.acknowledged.sorted() == tickets.sorted(), "\(note)")
            #expect(pair.ends == 0, "\(note)")
            switch transports {
            case .webSocketOnly: #expect(pair.client.transport == .webSocket, "\(note)")
            case .pollingOnly: #expect(pair.client.transport == .polling, "\(note)")
            case .webSocketThenPolling:
                #expect(pair.client.transport == (pair.letsWebSocketsIn ? .webSocket : .polling), "\(note)")
            case .pollingThenWebSocket: #expect(pair.client.transport != nil, "\(note)")
            }
        }
    }

    private static let texts = [
        openPacket, openPacket("E1", upgrades: "\"websocket\""), "40/site,{\"sid\":\"S\"}",
        "40/site,{\"sid\":\"S\",\"pid\":\"P\"}", "40/b,{\"sid\":\"B\"}", "40", "41/site,", "41/b,",
        "42/site,[\"x\",\"o\"]", "42/site,1[\"x\"]", "43/site,0[]", "44/site,{\"message\":\"no\"}", "44/b,\"no\"",
        "451-/site,[\"x\",{\"_placeholder\":true,\"num\":0}]", "1", "2", "2probe", "3", "3probe", "5", "6", "", "x",
        "42/site,[",
    ]

    private static func nonsense(_ step: Int, using generator: inout SeededGenerator) -> SocketSession.Event? {
        let namespace = ["/site", "/b"].randomElement(using: &generator) ?? "/b"
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return .connectRequested(jitter: 0.5)
        case 1: return Int.random(in: 0..<4, using: &generator) == 0 ? .disconnectRequested : nil
        case 2: return .joinRequested(namespace: namespace)
        case 3: return .leaveRequested(namespace: namespace)
        case 4: return .acknowledged(namespace: namespace, id: 1, [])
        case 5, 6:
            return .emitted(
                SocketEmission(
                    ticket: step, namespace: namespace, name: "x",
                    wantsAcknowledgement: Bool.random(using: &generator),
                    acknowledgementTimeoutMilliseconds: Bool.random(using: &generator) ? 5 : nil,
                    isVolatile: Bool.random(using: &generator)))
        default: return nil
        }
    }

    /// What is likely at this moment, or anything at all.
    private static func news(using generator: inout SeededGenerator) -> SocketTransportEvent {
        let text = texts.randomElement(using: &generator) ?? ""
        let status = [200, 200, 200, 200, 400, 403, 502].randomElement(using: &generator) ?? 200
        let end: SocketTransportEnd =
            [.timedOut, .interrupted("x"), .unreachable("x"), .refused(status: 400, body: "E1")]
            .randomElement(using: &generator) ?? .timedOut
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...2: return .prepared(SocketAuthentication())
        case 3...4: return .opened
        case 5...6: return .sent
        case 7...10: return .received([.text(text)])
        case 11...14:
            let more = texts.randomElement(using: &generator) ?? ""
            return .polled(status: status, body: Array((text + "\u{1E}" + more).utf8))
        case 15...16: return .polled(status: status, body: Array(text.utf8))
        case 17: return .posted(status: status, body: [])
        case 18: return Bool.random(using: &generator) ? .postFailed(end) : .pollFailed(end)
        default: return .closed(end)
        }
    }

    @Test(arguments: SocketTransports.allCases)
    func nonsenseLeavesNothingBehind(_ transports: SocketTransports) {
        for _ in 0..<fuzzRounds(default: 100) {
            var generator = SeededGenerator.fresh()
            let note = "FUZZ_SEED=\(generator.seed)"
            var configuration = SocketConfiguration(namespace: "/site")
            configuration.namespaces = ["/site", "/b"]
            configuration.transports = transports
            configuration.rejoinsWhenPutOut = Bool.random(using: &generator)
            if Bool.random(using: &generator) { configuration.retry.maximumAttempts = 1 }
            var session = SocketSession(configuration: configuration)
            var ledger = ClientLedger()
            var connection = 0
            for step in 0..<120 {
                let event: SocketSession.Event
                if let nonsense = Self.nonsense(step, using: &generator) {
                    event = nonsense
                } else if Int.random(in: 0..<8, using: &generator) == 0,
                    let timer = ledger.timers.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &generator)
                {
                    event = .timerFired(timer, jitter: 0.5)
                } else {
                    event = .transport(Self.news(using: &generator), connection: connection)
                }
                _ = ledger.play(event, in: &session, "\(note) step \(step)").noting(&connection)
            }
            // However it went: leaving is always possible, is told at most once, and is the end.
            let wasIdle = session.state == .idle
            let left = ledger.play(.disconnectRequested, in: &session, note)
            let isTold =
                left.last == .disconnected(.requested, retryInMilliseconds: nil)
                || left.last == .attemptFailed(.requested, retryInMilliseconds: nil)
            #expect(wasIdle ? left.isEmpty : isTold, "\(note)")
            #expect(session.state == .idle, "\(note)")
        }
    }

    @Test func nonsenseEndsTheServersSessionAtMostOnce() {
        for _ in 0..<fuzzRounds(default: 300) {
            var generator = SeededGenerator.fresh()
            var server = ServerTranscript()
            var ends = 0
            for step in 0..<60 {
                let text = Self.texts.randomElement(using: &generator) ?? ""
                let socket = Int.random(in: 1...3, using: &generator)
                let effects: [SocketServerSession.Effect]
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: effects = server.opensWebSocket(socket)
                case 1: effects = server.polls(step)
                case 2: effects = server.posts(step, text)
                case 3: effects = server.sent(socket)
                case 4: effects = server.session.handle(.accepted(namespace: "/site", id: "S"))
                case 5: effects = server.emits("x", ticket: step)
                case 6:
                    let timers: [SocketServerTimer] = [.ping, .pong, .join, .upgrade, .close]
                    effects = server.session.handle(.timerFired(timers.randomElement(using: &generator) ?? .ping))
                default: effects = server.hears(text, on: socket)
                }
                for case .closed in effects { ends += 1 }
            }
            #expect(ends <= 1, "FUZZ_SEED=\(generator.seed)")
        }
    }
}
