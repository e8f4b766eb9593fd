// A client's session among servers and networks that do what they like; its promises to its driver are checked.
import JSON
import SocketIO
import TestSupport

struct ClientFuzz {
    private(set) var session: SocketSession
    /// Where the last step led.
    private(set) var places: [FuzzPlace] = []
    private let frames = Corpus(
        Corpus.openPackets + Corpus.engineWords + Corpus.events + Corpus.answersToConnect)
    private let payloads = Corpus(
        Corpus.payloads(of: Corpus.openPackets + Corpus.engineWords + Corpus.events + Corpus.answersToConnect))

    private let openPackets = Corpus(Corpus.openPackets)
    /// How much of what comes is nonsense, from 0 to 1.
    private let wildness: Double

    /// What a good server owes us.
    private var isPreparing = false
    private var owedByWebSocket: [SocketTransportEvent] = []
    private var isShaking = false

    /// The latest connection, and what is under way on it.
    private var connection = 0
    private var isClosed = true
    /// Its websocket, or the preparation, ended by itself: then there may be nothing left to close.
    private var hasEnded = false
    private var pollsUnderWay = 0
    private var postsUnderWay = 0
    private var sendsUnderWay = 0
    private var timers: Set<SocketTimer> = []
    private var lastTicket = 0
    private var openTickets: Set<Int> = []
    private var isConnected = false

    init(using generator: inout SeededGenerator) {
        var configuration = SocketConfiguration(namespace: Bool.random(using: &generator) ? "/" : "/site")
        if Bool.random(using: &generator) { configuration.namespaces.append("/b") }
        configuration.transports = SocketTransports.allCases.randomElement(using: &generator) ?? .pollingOnly
        configuration.maximumBufferedEvents = 8
        configuration.maximumBufferedBytes = 4_096
        configuration.maximumHeldEvents = 16
        configuration.rejoinsWhenPutOut = Bool.random(using: &generator)
        if Int.random(in: 0..<4, using: &generator) == 0 { configuration.retry = .never }
        session = SocketSession(configuration: configuration)
        wildness = [0.02, 0.1, 0.6].randomElement(using: &generator) ?? 1
    }

    /// Lives last some two hundred steps.
    func isOver(using generator: inout SeededGenerator) -> Bool { Int.random(in: 0..<200, using: &generator) == 0 }

    mutating func step(using generator: inout SeededGenerator) throws {
        places = []
        let wasOnWebSocket = session.transport == .webSocket
        defer {
            if session.transport == .webSocket, !wasOnWebSocket,
                session.configuration.transports == .pollingThenWebSocket
            {
                places.append(.upgraded)
            }
        }
        let jitter = Double.random(in: 0..<1, using: &generator)
        let event: SocketSession.Event
        let isTame = Double.random(in: 0..<1, using: &generator) >= wildness
        if isTame, session.state != .idle, Int.random(in: 0..<5, using: &generator) > 0 {
            guard let news = goodNews(using: &generator) else { return }
            return try handle(.transport(news, connection: connection))
        }
        switch Int.random(in: isTame ? 2..<7 : 0..<24, using: &generator) {
        case 0: event = .connectRequested(jitter: jitter)
        case 1:
            event =
                Int.random(in: 0..<8, using: &generator) == 0 ? .disconnectRequested : .connectRequested(jitter: jitter)
        case 2:
            event = Bool.random(using: &generator) ? .joinRequested(namespace: "/c") : .leaveRequested(namespace: "/c")
        case 3...5: event = .emitted(emission(using: &generator))
        case 6:
            let id = Int.random(in: 0..<20, using: &generator)
            event = .acknowledged(namespace: "/site", id: id, ["a", JSONValue(id)])
        case 7:
            guard let timer = timers.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &generator) else { return }
            timers.remove(timer)
            event = .timerFired(timer, jitter: jitter)
        default:
            event = .transport(
                news(using: &generator),
                connection: Int.random(in: 0..<30, using: &generator) == 0 ? connection - 1 : connection)
        }
        try handle(event)
    }

    /// Leaving is possible from everywhere, and the end.
    mutating func leave() throws {
        try handle(.disconnectRequested)
        guard session.state == .idle, timers.isEmpty, openTickets.isEmpty else {
            throw FuzzFailure("left with \(timers) and \(openTickets.count) events unanswered")
        }
        guard session.handle(.transport(.received([.text("2")]), connection: connection)).isEmpty else {
            throw FuzzFailure("something came after the end")
        }
    }

    private mutating func emission(using generator: inout SeededGenerator) -> SocketEmission {
        lastTicket += 1
        var arguments: SocketArguments = [JSONValue(lastTicket)]
        if Int.random(in: 0..<4, using: &generator) == 0 { arguments.values.append(arguments.attach([1, 2, 0xFF])) }
        if Int.random(in: 0..<16, using: &generator) == 0 {
            arguments.values.append(.string(String(repeating: "x", count: 3_000)))
        }
        let wantsAcknowledgement = Bool.random(using: &generator)
        return SocketEmission(
            ticket: lastTicket, namespace: [nil, "/site", "/b", "/c"].randomElement(using: &generator) ?? nil,
            name: ["echo", "connect"][Int.random(in: 0..<20, using: &generator) / 19], arguments: arguments,
            wantsAcknowledgement: wantsAcknowledgement,
            acknowledgementTimeoutMilliseconds: wantsAcknowledgement && Bool.random(using: &generator) ? 50 : nil,
            isVolatile: Int.random(in: 0..<6, using: &generator) == 0)
    }

    /// What a good network would say now.
    private mutating func goodNews(using generator: inout SeededGenerator) -> SocketTransportEvent? {
        if isPreparing {
            isPreparing = false
            return .prepared(SocketAuthentication(["token": 1]))
        }
        let turn = Int.random(in: 0..<6, using: &generator)
        if turn < 2, !owedByWebSocket.isEmpty { return owedByWebSocket.removeFirst() }
        if turn < 3, sendsUnderWay > 0 { return .sent }
        if turn < 4, postsUnderWay > 0 { return .posted(status: 200, body: Array("ok".utf8)) }
        if isShaking {
            isShaking = false
            return .polled(status: 200, body: openPackets.sample(using: &generator))
        }
        var packets: [EngineFrame] = []
        if let namespace = session.configuration.namespaces.first(where: { session.id(in: $0) == nil }) {
            let prefix = namespace == "/" ? "" : "\(namespace),"
            packets.append(.text("40\(prefix){\"sid\":\"S\",\"pid\":\"P\"}"))
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let text = (Corpus.events + ["2", "6"]).randomElement(using: &generator) ?? "6"
            packets.append(.text(text))
            for number in 0..<(text.hasPrefix("451") || text.hasPrefix("461") ? 1 : text.hasPrefix("452") ? 2 : 0) {
                packets.append(.binary([UInt8(number), 0xFF]))
            }
        }
        if pollsUnderWay > 0 {
            return .polled(status: 200, body: packets.isEmpty ? Array("6".utf8) : PollingPayload.encode(packets))
        }
        return session.transport == .webSocket && !packets.isEmpty ? .received(packets) : nil
    }

    /// Mostly what a driver could say now, and at times what it could not.
    private mutating func news(using generator: inout SeededGenerator) -> SocketTransportEvent {
        let end =
            [
                SocketTransportEnd.timedOut, .interrupted("cut"), .refused(status: 400, body: "Session ID unknown"),
                .closeFrame(code: nil, reason: ""), .unusable("no"), .tooLarge(limit: 1),
            ].randomElement(using: &generator) ?? .timedOut
        switch Int.random(in: 0..<32, using: &generator) {
        case 0: return .closed(end)
        case 1 where pollsUnderWay > 0: return .pollFailed(end)
        case 2 where postsUnderWay > 0: return .postFailed(end)
        case 3, 4: return .prepared(SocketAuthentication(["token": 1]))
        case 5, 6: return .opened
        case 7, 8, 9: return .sent
        case 10...16:
            let status = Int.random(in: 0..<20, using: &generator) == 0 ? 502 : 200
            return .polled(status: status, body: payloads.input(using: &generator))
        case 17...19: return .posted(status: Int.random(in: 0..<20, using: &generator) == 0 ? 400 : 200, body: [])
        default:
            return .received(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    let bytes = frames.input(using: &generator)
                    return Int.random(in: 0..<8, using: &generator) == 0 ? .binary(bytes) : .text(bytes)
                })
        }
    }
}

// MARK: What the session promises

extension ClientFuzz {
    private mutating func handle(_ event: SocketSession.Event) throws {
        if case .emitted(let emission) = event { openTickets.insert(emission.ticket) }
        if case .transport(let news, connection) = event { ended(news) }
        let wasIdle = session.state == .idle
        let effects = session.handle(event)
        if wasIdle, session.state == .idle, effects.contains(where: { !$0.isRefusal }) {
            throw FuzzFailure("an idle session does something: \(effects)")
        }
        do {
            for effect in effects { try check(effect) }
        } catch {
            throw FuzzFailure("\(error), on \(event): \(effects)")
        }
        // Those that want no acknowledgement and did not fail are done when they are sent, and nobody says so.
        if case .emitted(let emission) = event, !emission.wantsAcknowledgement { openTickets.remove(emission.ticket) }
    }

    private mutating func ended(_ news: SocketTransportEvent) {
        switch news {
        case .sent: sendsUnderWay = max(sendsUnderWay - 1, 0)
        case .polled, .pollFailed: pollsUnderWay = max(pollsUnderWay - 1, 0)
        case .posted, .postFailed: postsUnderWay = max(postsUnderWay - 1, 0)
        case .closed: hasEnded = true
        case .prepared, .opened, .received: break
        }
    }

    private mutating func check(_ effect: SocketSession.Effect) throws {
        switch effect {
        case .transport(let order, let number): try check(order, number)
        case .startTimer(let timer, let milliseconds):
            guard milliseconds >= 0 else { throw FuzzFailure("\(timer) takes \(milliseconds) ms") }
            timers.insert(timer)
        case .stopTimer(let timer): timers.remove(timer)
        case .acknowledged(let ticket, _):
            guard openTickets.remove(ticket) != nil else { throw FuzzFailure("a ticket is answered twice") }
            places.append(.wasAcknowledged)
        case .emissionFailed(let ticket, _):
            openTickets.remove(ticket)
        case .connected(_, _, let isRecovered):
            isConnected = true
            places.append(session.transport == .polling ? .joinedByPolling : .joinedByWebSocket)
            if isRecovered { places.append(.recovered) }
        case .disconnected, .attemptFailed:
            if case .disconnected = effect, !isConnected { throw FuzzFailure("an end without a beginning") }
            isConnected = false
            defer { isClosed = true }
            guard isClosed || hasEnded else { throw FuzzFailure("told of an end before the transport was closed") }
        case .received(let event): places.append(event.arguments.attachments.isEmpty ? .heard : .heardBinary)
        case .namespaceClosed(_, .refused, _): places.append(.wasRefused)
        case .namespaceClosed(_, .disconnectedByServer, _): places.append(.wasPutOut)
        case .namespaceClosed: break
        }
    }

    private mutating func check(_ order: SocketTransportEffect, _ number: Int) throws {
        if order == .prepare {
            guard number > connection else { throw FuzzFailure("connection \(number) comes after \(connection)") }
            (connection, isClosed, hasEnded) = (number, false, false)
            (pollsUnderWay, postsUnderWay, sendsUnderWay) = (0, 0, 0)
            (isPreparing, isShaking, owedByWebSocket) = (true, false, [])
            return
        }
        guard number == connection, !isClosed else { throw FuzzFailure("an order to a connection that is gone") }
        switch order {
        case .poll(let sessionID):
            pollsUnderWay += 1
            isShaking = sessionID == nil
            guard pollsUnderWay == 1 else { throw FuzzFailure("two polls at once") }
        case .close: isClosed = true
        case .post(let body, _):
            postsUnderWay += 1
            guard body.split(separator: 0x1E, omittingEmptySubsequences: false).count <= PollingPayload.maximumPackets
            else { throw FuzzFailure("too many packets in a POST") }
        case .send(let frames):
            guard !frames.isEmpty else { throw FuzzFailure("nothing is sent") }
            sendsUnderWay += 1
        case .openWebSocket(let sessionID):
            let first = sessionID == nil ? Corpus.openPackets[1] : "3probe"
            owedByWebSocket = [.opened, .received([.text(first)])]
        case .closeWebSocket: owedByWebSocket = []
        case .prepare: break
        }
    }
}

extension SocketSession.Effect {
    /// What an idle session may do: refuse an event.
    fileprivate var isRefusal: Bool {
        switch self {
        case .emissionFailed: true
        default: false
        }
    }
}
