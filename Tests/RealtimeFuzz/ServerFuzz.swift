// A session on the server among clients that do what they like; its promises to its driver are checked.
import JSON
import SocketIO
import TestSupport

struct ServerFuzz {
    private var session: SocketServerSession
    /// Where the last step led.
    private(set) var places: [FuzzPlace] = []
    private let frames = Corpus(Corpus.engineWords + Corpus.requests)
    private let payloads = Corpus(Corpus.payloads(of: Corpus.engineWords + Corpus.requests))
    private let isPolling: Bool
    private var step = 0
    /// How much of what comes is nonsense, from 0 to 1.
    private let wildness: Double
    /// Namespaces that wait for the application's answer.
    private var asked: [String] = []
    /// The last websocket, and what a good client still says on it to move there.
    private var webSocket: Int?
    private var probe: [String] = []
    private var sendsUnderWay = 0
    private var questions = 0
    /// Requests without an answer.
    private var requests: Set<Int> = []
    private var lastNumber = 0
    private var isClosed = false

    init(using generator: inout SeededGenerator) {
        var configuration = SocketServerConfiguration()
        configuration.maximumPayloadBytes = 2_000
        configuration.maximumBufferedBytes = 16_000
        configuration.maximumNamespaces = 3
        configuration.maximumUnanswered = 8
        let dialects: [SocketServerDialect] = [.javaScript, .python(answersAgain: false), .python(answersAgain: true)]
        configuration.dialect = dialects.randomElement(using: &generator) ?? .javaScript
        session = SocketServerSession(id: "E1", configuration: configuration)
        isPolling = Bool.random(using: &generator)
        wildness = [0.02, 0.1, 0.6].randomElement(using: &generator) ?? 1
    }

    func isOver(using generator: inout SeededGenerator) -> Bool {
        isClosed && Int.random(in: 0..<8, using: &generator) == 0 || Int.random(in: 0..<200, using: &generator) == 0
    }

    mutating func step(using generator: inout SeededGenerator) throws {
        step += 1
        places = []
        guard step > 1 else {
            return try handle(.transport(isPolling ? .pollArrived(number()) : .webSocketOpened(number())))
        }
        if Double.random(in: 0..<1, using: &generator) >= wildness { return try goodStep(using: &generator) }
        let namespace = ["/", "/site", "/b"].randomElement(using: &generator) ?? "/"
        let known = Int.random(in: 0...lastNumber, using: &generator)
        switch Int.random(in: 0..<26, using: &generator) {
        case 0: try handle(.transport(.pollArrived(number())))
        case 1: try handle(.transport(.pollAbandoned(known)))
        case 2: try handle(.transport(.postAbandoned(known)))
        case 3: try handle(.transport(.webSocketOpened(number())))
        case 4: try handle(.transport(.webSocketClosed(known)))
        case 5, 6: try handle(.transport(.framesSent(webSocket: known)))
        case 7...10:
            let post = number()
            if Bool.random(using: &generator) { try handle(.transport(.postBegan(post))) }
            try handle(.transport(.postArrived(post, body: payloads.input(using: &generator))))
        case 11:
            let timers: [SocketServerTimer] = [.ping, .pong, .join, .upgrade, .close]
            try handle(.timerFired(timers.randomElement(using: &generator) ?? .ping))
        case 12, 13: try handle(.accepted(namespace: namespace, id: "S1", recovery: "P"))
        case 14: try handle(.refused(namespace: namespace, message: "no", data: nil))
        case 15: try handle(.emittedEarly(namespace: namespace, name: "early", [1]))
        case 16:
            try handle(
                .emitted(
                    namespace: namespace, name: "event", ["x"], ticket: Bool.random(using: &generator) ? step : nil))
        case 17: try handle(.acknowledged(namespace: namespace, id: known, []))
        case 18: try handle(.forgotten(ticket: known))
        case 19: try handle(known % 4 == 0 ? .closeRequested : .disconnectRequested(namespace: namespace))
        default:
            let bytes = frames.input(using: &generator)
            let frame = Int.random(in: 0..<8, using: &generator) == 0 ? EngineFrame.binary(bytes) : .text(bytes)
            try handle(.transport(.frameReceived(frame, webSocket: known)))
        }
    }

    /// What a good client or a good application would do now.
    private mutating func goodStep(using generator: inout SeededGenerator) throws {
        let turn = Int.random(in: 0..<12, using: &generator)
        if let namespace = asked.popLast() { return try handle(.accepted(namespace: namespace, id: "S1")) }
        if turn < 4, sendsUnderWay > 0, let webSocket {
            return try handle(.transport(.framesSent(webSocket: webSocket)))
        }
        if turn < 6, webSocket == nil, requests.isEmpty { return try handle(.transport(.pollArrived(number()))) }
        if turn == 6, isPolling, webSocket == nil {
            probe = ["2probe", "5"]
            return try handle(.transport(.webSocketOpened(number())))
        }
        if !probe.isEmpty, let webSocket {
            let isLast = probe.count == 1
            guard !isLast || requests.isEmpty else { return }
            return try handle(.transport(.frameReceived(.text(probe.removeFirst()), webSocket: webSocket)))
        }
        if turn == 7, let namespace = session.namespaces.first {
            questions += 1
            return try handle(.emitted(namespace: namespace, name: "q", ["x"], ticket: questions))
        }
        if turn == 8 { return try handle(.timerFired(.ping)) }
        var text = "3"
        if let namespace = session.namespaces.first {
            let prefix = namespace == "/" ? "" : "\(namespace),"
            let texts = ["42\(prefix)[\"e\",1]", "43\(prefix)\(max(questions - 1, 0))[]", "42\(prefix)5[\"a\"]", "3"]
            text = texts.randomElement(using: &generator) ?? text
            if turn == 9 { text = "451-\(prefix)[\"e\",{\"_placeholder\":true,\"num\":0}]" }
        } else {
            text = ["40", "40/site,", #"40/b,{"a":1}"#].randomElement(using: &generator) ?? "40"
        }
        let frames: [EngineFrame] = text.hasPrefix("451") ? [.text(text), .binary([7, 0xFF])] : [.text(text)]
        if let webSocket {
            for frame in frames { try handle(.transport(.frameReceived(frame, webSocket: webSocket))) }
        } else {
            try handle(.transport(.postArrived(number(), body: PollingPayload.encode(frames))))
        }
    }

    private mutating func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    private mutating func handle(_ event: SocketServerSession.Event) throws {
        switch event {
        case .transport(.pollArrived(let request)), .transport(.postArrived(let request, _)): requests.insert(request)
        case .transport(.pollAbandoned(let request)), .transport(.postAbandoned(let request)): requests.remove(request)
        case .transport(.webSocketOpened(let number)): (webSocket, sendsUnderWay) = (number, 0)
        case .transport(.webSocketClosed(webSocket ?? -1)): (webSocket, probe) = (nil, [])
        case .transport(.framesSent): sendsUnderWay = max(sendsUnderWay - 1, 0)
        default: break
        }
        let joined = session.namespaces.count
        defer { if session.namespaces.count > joined { places.append(.serverLetIn) } }
        for effect in session.handle(event) {
            switch effect {
            case .transport(.answer(let request, _)):
                // One that was given up is answered in vain at most.
                requests.remove(request)
            case .transport(.send(let frames, _)):
                guard !frames.isEmpty else { throw FuzzFailure("the server sends nothing") }
                sendsUnderWay += 1
                if isPolling, probe.isEmpty { places.append(.serverMovedToWebSocket) }
            case .startTimer(let timer, let milliseconds):
                guard milliseconds >= 0 else { throw FuzzFailure("\(timer) takes \(milliseconds) ms") }
            case .connectRequested(let namespace, _): asked.append(namespace)
            case .closed:
                guard !isClosed else { throw FuzzFailure("a session of the server ends twice") }
                isClosed = true
                // The driver forgets the session, and ends what nobody answered.
                requests = []
            case .received(let event):
                places.append(event.arguments.attachments.isEmpty ? .serverHeard : .serverHeardBinary)
            case .acknowledged: places.append(.serverWasAcknowledged)
            default: break
            }
        }
        if case .transport(.postArrived(let post, _)) = event, requests.contains(post) {
            throw FuzzFailure("a POST has no answer")
        }
        if isClosed { requests = [] }
        guard requests.count <= 1 else { throw FuzzFailure("two requests wait for an answer") }
    }
}
