// Both machines against each other without a socket, and each against nonsense.
import JSON
import SocketIO
import TestSupport
import Testing

/// A client and a server whose frames are carried by hand, a random piece at a time.
private struct Pair {
    var client: SocketSession
    var server = SocketServerSession(id: "E1")
    var toServer: [EngineFrame] = []
    var toClient: [EngineFrame] = []
    var connection = 0
    /// Sends that were handed over and not yet reported as sent.
    var clientSends = 0
    var serverSends = 0
    var clientHeard: [JSONValue] = []
    var serverHeard: [JSONValue] = []
    var acknowledged: [Int] = []
    var isConnected = false

    init() {
        client = SocketSession(configuration: SocketConfiguration(namespace: "/site"))
    }

    mutating func client(_ event: SocketSession.Event) {
        for effect in client.handle(event) {
            switch effect {
            case .transport(.prepare, let number): connection = number
            case .transport(.send(let frames), _):
                toServer += frames
                clientSends += 1
            case .connected: isConnected = true
            case .received(let event):
                clientHeard += event.arguments.values
                if let id = event.acknowledgementID {
                    self.client(.acknowledged(namespace: "/site", id: id, event.arguments))
                }
            case .acknowledged(let ticket, _): acknowledged.append(ticket)
            default: break
            }
        }
    }

    mutating func server(_ event: SocketServerSession.Event) {
        for effect in server.handle(event) {
            switch effect {
            case .transport(.send(let frames, _)):
                toClient += frames
                serverSends += 1
            case .connectRequested(let namespace, _): server(.accepted(namespace: namespace, id: "S1"))
            case .received(let event):
                serverHeard += event.arguments.values
                if let id = event.acknowledgementID {
                    server(.acknowledged(namespace: event.namespace, id: id, event.arguments))
                }
            case .acknowledged(let ticket, _): acknowledged.append(ticket)
            default: break
            }
        }
    }

    /// Carries something on, if there is anything; false when all is quiet.
    mutating func carry(using generator: inout SeededGenerator) -> Bool {
        var moves: [Int] = []
        if !toServer.isEmpty { moves.append(0) }
        if !toClient.isEmpty { moves.append(1) }
        if clientSends > 0 { moves.append(2) }
        if serverSends > 0 { moves.append(3) }
        switch moves.randomElement(using: &generator) {
        case 0: server(.transport(.frameReceived(toServer.removeFirst(), webSocket: 1)))
        case 1: client(.transport(.received([toClient.removeFirst()]), connection: connection))
        case 2:
            clientSends -= 1
            client(.transport(.sent, connection: connection))
        case 3:
            serverSends -= 1
            server(.transport(.framesSent(webSocket: 1)))
        default: return false
        }
        return true
    }
}

@Suite struct SocketPairTests {
    @Test func everythingArrivesOnceAndInOrderWhateverTheTiming() {
        for _ in 0..<fuzzRounds(default: 100) {
            var generator = SeededGenerator.fresh()
            var pair = Pair()
            pair.client(.connectRequested(jitter: 0.5))
            pair.client(.transport(.prepared(SocketAuthentication()), connection: 1))
            pair.client(.transport(.opened, connection: 1))
            pair.server(.transport(.webSocketOpened(1)))

            let count = 20
            var emittedByClient = 0
            var emittedByServer = 0
            while emittedByClient < count || emittedByServer < count {
                switch Int.random(in: 0..<8, using: &generator) {
                case 0 where emittedByClient < count:
                    emittedByClient += 1
                    pair.client(
                        .emitted(
                            SocketEmission(
                                ticket: emittedByClient, name: "c", arguments: [JSONValue(emittedByClient)],
                                wantsAcknowledgement: true)))
                case 1 where emittedByServer < count && !pair.server.namespaces.isEmpty:
                    emittedByServer += 1
                    pair.server(
                        .emitted(
                            namespace: "/site", name: "s", [JSONValue(emittedByServer)], ticket: 100 + emittedByServer))
                case 2 where pair.isConnected: pair.server(.timerFired(.ping))
                default: _ = pair.carry(using: &generator)
                }
            }
            while pair.carry(using: &generator) {}

            let all = (1...count).map { JSONValue($0) }
            #expect(pair.serverHeard == all, "FUZZ_SEED=\(generator.seed)")
            #expect(pair.clientHeard == all, "FUZZ_SEED=\(generator.seed)")
            let tickets = (1...count).flatMap { [$0, 100 + $0] }
            #expect(pair.acknowledged.sorted() == tickets.sorted(), "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func nonsenseEndsInAStatedState() {
        let texts = [
            openPacket, "40/site,{\"sid\":\"S\"}", "40", "41/site,", "42/site,[\"x\"]", "42/site,1[\"x\"]",
            "43/site,0[]",
            "44/site,{\"message\":\"no\"}", "451-/site,[\"x\",{\"_placeholder\":true,\"num\":0}]", "1", "2", "2probe",
            "3",
            "5", "6", "", "x", "42/site,[",
        ]
        for _ in 0..<fuzzRounds(default: 300) {
            var generator = SeededGenerator.fresh()
            var client = ClientTranscript()
            var server = ServerTranscript()
            var ends = 0
            for step in 0..<60 {
                let text = texts.randomElement(using: &generator) ?? ""
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: _ = client.connect()
                case 1: _ = client.opensWebSocket()
                case 2: _ = client.transport(.sent)
                case 3: _ = client.transport(.closed(.timedOut))
                case 4: _ = client.fires([.open, join, .heartbeat, .retry].randomElement(using: &generator) ?? .open)
                case 5: _ = client.emits(step, "x", acknowledge: Bool.random(using: &generator))
                default: _ = client.hears(text)
                }
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
            // However it went: leaving is always possible, is told at most once, and is the end.
            let left = client.session.handle(.disconnectRequested)
            let isTold =
                left.contains(.disconnected(.requested, retryInMilliseconds: nil))
                || left.contains(.attemptFailed(.requested, retryInMilliseconds: nil))
            #expect(left.isEmpty || isTold, "FUZZ_SEED=\(generator.seed)")
            #expect(client.session.state == .idle)
            #expect(client.hears("42/site,[\"x\"]") == [])
            #expect(ends <= 1, "FUZZ_SEED=\(generator.seed)")
        }
    }
}
