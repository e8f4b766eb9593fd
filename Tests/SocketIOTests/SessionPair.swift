// A client's and a server's session without a network between them: what each says is carried by hand.
import JSON
import SocketIO
import TestSupport
import Testing

/// Both machines, what is on its way between them, and what came out. Anything may be carried on next.
struct SessionPair {
    enum Move: CaseIterable {
        case prepare, openWebSocket, frameToServer, frameToClient, clientSent, serverSent, poll, pollAnswer, post,
            postAnswer
    }

    var client: SocketSession
    var server: SocketServerSession
    let serverConfiguration: SocketServerConfiguration
    let note: String
    private var ledger = ClientLedger()
    private var connection = 0
    private var isPreparing = false
    /// Whether the next websocket is let through.
    var letsWebSocketsIn = true

    private var webSocket = 0
    private var isOpening = false
    private var toServer: [EngineFrame] = []
    private var toClient: [EngineFrame] = []
    /// Sends that were handed over and not yet reported as sent.
    private var clientSends = 0
    private var serverSends = 0

    private var exchange = 0
    private var polls: [(number: Int, isNew: Bool)] = []
    private var posts: [(number: Int, body: [UInt8])] = []
    private var pollNumbers: Set<Int> = []
    private var pollAnswers: [EngineAnswer] = []
    private var postAnswers: [EngineAnswer] = []

    private(set) var clientHeard: [JSONValue] = []
    private(set) var serverHeard: [JSONValue] = []
    private(set) var acknowledged: [Int] = []
    private(set) var isConnected = false
    private(set) var ends = 0
    private(set) var moves = 0

    init(_ transports: SocketTransports, _ dialect: SocketServerDialect, note: String) {
        var configuration = SocketConfiguration(namespace: "/site")
        configuration.transports = transports
        client = SocketSession(configuration: configuration)
        var serverConfiguration = SocketServerConfiguration()
        serverConfiguration.dialect = dialect
        self.serverConfiguration = serverConfiguration
        server = SocketServerSession(id: "E1", configuration: serverConfiguration)
        self.note = note
    }

    mutating func client(_ event: SocketSession.Event) {
        for effect in ledger.play(event, in: &client, note) {
            switch effect {
            case .transport(let order, let number): carryOut(order, number)
            case .connected: isConnected = true
            case .received(let event):
                clientHeard += event.arguments.values
                if let id = event.acknowledgementID {
                    self.client(.acknowledged(namespace: "/site", id: id, event.arguments))
                }
            case .acknowledged(let ticket, _): acknowledged.append(ticket)
            case .disconnected, .attemptFailed: ends += 1
            default: break
            }
        }
    }

    private mutating func carryOut(_ order: SocketTransportEffect, _ number: Int) {
        switch order {
        case .prepare:
            connection = number
            isPreparing = true
        case .openWebSocket:
            isOpening = true
        case .send(let frames):
            toServer += frames
            clientSends += 1
        case .closeWebSocket: breakWebSocket(isTold: false)
        case .poll(let sessionID):
            exchange += 1
            pollNumbers.insert(exchange)
            polls.append((exchange, sessionID == nil))
        case .post(let body, _):
            exchange += 1
            posts.append((exchange, body))
        case .close: break
        }
    }

    mutating func server(_ event: SocketServerSession.Event) {
        for effect in server.handle(event) {
            switch effect {
            case .transport(.send(let frames, _)):
                toClient += frames
                serverSends += 1
            case .transport(.answer(let number, let answer)):
                if pollNumbers.contains(number) { pollAnswers.append(answer) } else { postAnswers.append(answer) }
            case .connectRequested(let namespace, _): server(.accepted(namespace: namespace, id: "S1"))
            case .received(let event):
                serverHeard += event.arguments.values
                if let id = event.acknowledgementID {
                    server(.acknowledged(namespace: event.namespace, id: id, event.arguments))
                }
            case .acknowledged(let ticket, _): acknowledged.append(ticket)
            case .closed: ends += 1
            default: break
            }
        }
    }

    /// The websocket that is being tried is gone, or is never let in. Harmless while polling still works.
    mutating func breakWebSocket(isTold: Bool = true) {
        let wasOpen = webSocket > 0 && !isOpening
        guard wasOpen || isOpening else { return }
        isOpening = false
        (toServer, toClient, clientSends, serverSends) = ([], [], 0, 0)
        let number = webSocket
        webSocket = 0
        if wasOpen { server(.transport(.webSocketClosed(number))) }
        if isTold { client(.transport(.closed(.interrupted("cut")), connection: connection)) }
    }

    /// The upgrade's or the fallback's time is over, if it runs.
    mutating func runOutOfTime() {
        guard ledger.timers.contains(.webSocket) else { return }
        client(.timerFired(.webSocket, jitter: 0.5))
    }

    var isTryingAWebSocket: Bool { ledger.timers.contains(.webSocket) }

    private func can(_ move: Move) -> Bool {
        switch move {
        case .prepare: isPreparing
        case .openWebSocket: isOpening
        case .frameToServer: !toServer.isEmpty
        case .frameToClient: !toClient.isEmpty
        case .clientSent: clientSends > 0
        case .serverSent: serverSends > 0
        case .poll: !polls.isEmpty
        case .pollAnswer: !pollAnswers.isEmpty
        case .post: !posts.isEmpty
        case .postAnswer: !postAnswers.isEmpty
        }
    }

    /// Carries something on, if there is anything; false when all is quiet.
    mutating func carry(using generator: inout SeededGenerator) -> Bool {
        moves += 1
        guard let move = Move.allCases.filter({ can($0) }).randomElement(using: &generator) else { return false }
        switch move {
        case .prepare:
            isPreparing = false
            hear(.prepared(SocketAuthentication()))
        case .openWebSocket: openWebSocket()
        case .frameToServer: server(.transport(.frameReceived(toServer.removeFirst(), webSocket: webSocket)))
        case .frameToClient: hear(.received([toClient.removeFirst()]))
        case .clientSent:
            clientSends -= 1
            hear(.sent)
        case .serverSent:
            serverSends -= 1
            server(.transport(.framesSent(webSocket: webSocket)))
        case .poll:
            let poll = polls.removeFirst()
            if poll.isNew { server = SocketServerSession(id: "E1", configuration: serverConfiguration) }
            server(.transport(.pollArrived(poll.number)))
        case .pollAnswer:
            let answer = pollAnswers.removeFirst()
            hear(.polled(status: answer.status, body: answer.body))
        case .post:
            let post = posts.removeFirst()
            server(.transport(.postArrived(post.number, body: post.body)))
        case .postAnswer:
            let answer = postAnswers.removeFirst()
            hear(.posted(status: answer.status, body: answer.body))
        }
        return true
    }

    private mutating func openWebSocket() {
        guard letsWebSocketsIn else {
            isOpening = false
            return hear(.closed(.refused(status: 502, body: "")))
        }
        isOpening = false
        exchange += 1
        webSocket = exchange
        server(.transport(.webSocketOpened(webSocket)))
        hear(.opened)
    }

    private mutating func hear(_ event: SocketTransportEvent) {
        client(.transport(event, connection: connection))
    }
}
