// The server's session over a websocket, as transcripts.
import JSON
import SocketIO
import Testing

/// Plays news into a session of the server, in short words.
struct ServerTranscript {
    var session: SocketServerSession

    init(_ change: (inout SocketServerConfiguration) -> Void = { _ in }) {
        var configuration = SocketServerConfiguration()
        change(&configuration)
        session = SocketServerSession(id: "E1", configuration: configuration)
    }

    mutating func opensWebSocket(_ socket: Int = 1) -> [SocketServerSession.Effect] {
        session.handle(.transport(.webSocketOpened(socket)))
    }

    mutating func hears(_ text: String, on socket: Int = 1) -> [SocketServerSession.Effect] {
        session.handle(.transport(.frameReceived(.text(text), webSocket: socket)))
    }

    mutating func sent(_ socket: Int = 1) -> [SocketServerSession.Effect] {
        session.handle(.transport(.framesSent(webSocket: socket)))
    }

    mutating func polls(_ poll: Int) -> [SocketServerSession.Effect] { session.handle(.transport(.pollArrived(poll))) }

    mutating func posts(_ post: Int, _ body: String) -> [SocketServerSession.Effect] {
        session.handle(.transport(.postArrived(post, body: Array(body.utf8))))
    }

    mutating func emits(_ name: String, ticket: Int? = nil) -> [SocketServerSession.Effect] {
        session.handle(.emitted(namespace: "/site", name: name, [1], ticket: ticket))
    }

    /// Plays everything up to a client in `/site`.
    mutating func joins() {
        _ = opensWebSocket()
        _ = sent()
        _ = hears("40/site,")
        _ = session.handle(.accepted(namespace: "/site", id: "S1"))
        _ = sent()
    }
}

extension SocketServerSession.Effect {
    static func sends(_ texts: String..., on socket: Int = 1) -> Self {
        .transport(.send(texts.map(EngineFrame.text), webSocket: socket))
    }

    static func answers(_ exchange: Int, _ body: String) -> Self {
        .transport(
            .answer(
                exchange, EngineAnswer(status: 200, contentType: "text/plain; charset=UTF-8", body: Array(body.utf8))))
    }

    static func takes(_ post: Int) -> Self {
        .transport(.answer(post, EngineAnswer(status: 200, contentType: "text/html", body: Array("ok".utf8))))
    }

    static func refuses(_ exchange: Int) -> Self { .transport(.answer(exchange, EngineRequestError.badRequest.answer)) }
}

func serverOpenPacket(upgrades: String) -> String {
    "0{\"sid\":\"E1\",\"upgrades\":[\(upgrades)],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}"
}

let pingTimer = SocketServerSession.Effect.startTimer(.ping, milliseconds: 25_000)
let timersOff: [SocketServerSession.Effect] = [.stopTimer(.ping), .stopTimer(.pong)]

@Suite struct SocketServerSessionTests {
    @Test func greetsAsksAndLetsIn() {
        var server = ServerTranscript()
        #expect(
            server.opensWebSocket() == [
                .sends(serverOpenPacket(upgrades: "")), pingTimer, .startTimer(.join, milliseconds: 45_000),
            ])
        #expect(
            server.hears("40/site,{\"sid\":\"x\"}") == [.connectRequested(namespace: "/site", payload: ["sid": "x"])])
        #expect(server.session.namespaces.isEmpty)
        #expect(server.session.handle(.accepted(namespace: "/site", id: "S1")) == [])
        #expect(server.session.namespaces == ["/site"])
        #expect(server.sent() == [.sends("40/site,{\"sid\":\"S1\"}")])
        #expect(server.emits("early") == [])
        #expect(server.sent() == [.sends("42/site,[\"early\",1]")])
        #expect(server.session.handle(.timerFired(.join)) == [])
    }

    @Test func refusesWithWordsAndData() {
        var server = ServerTranscript()
        _ = server.opensWebSocket()
        _ = server.sent()
        _ = server.hears("40/other,")
        #expect(
            server.session.handle(.refused(namespace: "/other", message: "Invalid namespace", data: nil))
                == [.sends("44/other,{\"message\":\"Invalid namespace\"}")])
        _ = server.sent()
        #expect(server.session.handle(.accepted(namespace: "/other", id: "S1")) == [])
        // It may ask again.
        #expect(server.hears("40/other,") == [.connectRequested(namespace: "/other", payload: nil)])
        #expect(
            server.session.handle(.refused(namespace: "/other", message: "no", data: ["code": 1]))
                == [.sends("44/other,{\"message\":\"no\",\"data\":{\"code\":1}}")])
    }

    @Test func aClientThatJoinsNothingIsSentAway() {
        var server = ServerTranscript()
        _ = server.opensWebSocket()
        _ = server.sent()
        #expect(
            server.session.handle(.timerFired(.join))
                == [.transport(.closeWebSocket(1))] + timersOff + [.stopTimer(.join), .closed(.joinTimeout)])
    }

    @Test func asksForSignsOfLife() {
        var server = ServerTranscript()
        server.joins()
        #expect(
            server.session.handle(.timerFired(.ping)) == [.startTimer(.pong, milliseconds: 20_000), .sends("2")])
        #expect(server.hears("3") == [.stopTimer(.pong), pingTimer])
        _ = server.sent()
        _ = server.session.handle(.timerFired(.ping))
        _ = server.sent()
        #expect(
            server.session.handle(.timerFired(.pong))
                == [.transport(.closeWebSocket(1))] + timersOff
                + [.stopTimer(.join), .left(namespace: "/site"), .closed(.pingTimeout)])
        #expect(server.hears("3") == [])
        #expect(server.session.handle(.timerFired(.ping)) == [])
    }

    @Test func eventsAndAnswersGoBothWays() {
        var server = ServerTranscript()
        server.joins()
        let event = SocketEvent(namespace: "/site", name: "echo", arguments: ["hé"], acknowledgementID: 12)
        #expect(server.hears("42/site,12[\"echo\",\"hé\"]") == [.received(event)])
        #expect(
            server.session.handle(.acknowledged(namespace: "/site", id: 12, ["hé"])) == [.sends("43/site,12[\"hé\"]")])
        #expect(server.session.handle(.acknowledged(namespace: "/site", id: 12, [])) == [])
        _ = server.sent()
        #expect(server.emits("ask", ticket: 7) == [.sends("42/site,0[\"ask\",1]")])
        #expect(server.hears("43/site,0[\"fine\"]") == [.acknowledged(ticket: 7, ["fine"])])
        #expect(server.hears("43/site,0[\"fine\"]") == [])
    }

    @Test func attachmentsGoBothWays() {
        var server = ServerTranscript()
        server.joins()
        #expect(server.hears("451-/site,[\"blob\",{\"_placeholder\":true,\"num\":0}]") == [])
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([9])]
        let event = SocketEvent(namespace: "/site", name: "blob", arguments: arguments)
        #expect(
            server.session.handle(.transport(.frameReceived(.binary([9]), webSocket: 1))) == [.received(event)])
        #expect(
            server.session.handle(.emitted(namespace: "/site", name: "blob", arguments, ticket: nil)) == [
                .transport(
                    .send(
                        [.text("451-/site,[\"blob\",{\"_placeholder\":true,\"num\":0}]"), .binary([9])], webSocket: 1))
            ])
    }

    @Test func leavingOneNamespaceKeepsTheConnection() {
        var server = ServerTranscript()
        server.joins()
        #expect(server.hears("41/site,") == [.left(namespace: "/site")])
        #expect(server.emits("x") == [])
        #expect(server.hears("40/site,") == [.connectRequested(namespace: "/site", payload: nil)])
        _ = server.session.handle(.accepted(namespace: "/site", id: "S2"))
        _ = server.sent()
        #expect(
            server.session.handle(.disconnectRequested(namespace: "/site"))
                == [.sends("41/site,"), .left(namespace: "/site")])
    }

    static let violations: [(String, SocketServerClosure)] = [
        ("42/elsewhere,[\"x\"]", .protocolViolation), ("40/site,", .protocolViolation), ("2", .protocolViolation),
        ("0{\"sid\":\"x\",\"pingInterval\":1,\"pingTimeout\":1}", .protocolViolation),
        ("44/site,{}", .protocolViolation),
        ("hello", .parseError(.unknownType(0x68))),
        ("42/site,[", .parseError(.invalidJSON(JSONError(.unexpectedEnd, at: 1)))),
        ("1", .leftByClient),
    ]

    @Test(arguments: violations)
    func whatMayNotComeEndsTheSession(_ text: String, _ reason: SocketServerClosure) {
        var server = ServerTranscript()
        server.joins()
        let effects = server.hears(text)
        #expect(effects.last == .closed(reason))
        #expect(effects.first == .transport(.closeWebSocket(1)))
        #expect(server.emits("x") == [])
    }

    @Test func closingSendsWhatWaitsFirst() {
        var server = ServerTranscript()
        server.joins()
        _ = server.emits("a")
        #expect(server.emits("b") == [])
        #expect(
            server.session.handle(.closeRequested)
                == [.sends("42/site,[\"b\",1]"), .transport(.closeWebSocket(1))] + timersOff
                + [.stopTimer(.join), .left(namespace: "/site"), .closed(.closedByServer)])
        #expect(server.session.handle(.closeRequested) == [])
    }

    @Test func aClientThatDoesNotReadIsGivenUp() {
        var server = ServerTranscript { $0.maximumBufferedBytes = 40 }
        server.joins()
        #expect(server.emits("a").count == 1)
        #expect(server.emits("b") == [])
        #expect(server.emits("c") == [])
        #expect(server.emits("d").last == .closed(.tooSlow))
    }

    /// Attachments count as texts do.
    @Test func aClientThatDoesNotReadAttachmentsIsGivenUp() {
        var server = ServerTranscript { $0.maximumBufferedBytes = 5_000 }
        server.joins()
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([UInt8](repeating: 7, count: 4_000))]
        let event = SocketServerSession.Event.emitted(namespace: "/site", name: "a", arguments, ticket: nil)
        #expect(server.session.handle(event).count == 1)
        #expect(server.session.handle(event) == [])
        #expect(server.session.handle(event).last == .closed(.tooSlow))
    }

    @Test func aGoneWebsocketEndsTheSession() {
        var server = ServerTranscript()
        server.joins()
        #expect(
            server.session.handle(.transport(.webSocketClosed(1)))
                == timersOff + [.stopTimer(.join), .left(namespace: "/site"), .closed(.transportClosed)])
    }

    @Test func aSecondWebsocketIsClosed() {
        var server = ServerTranscript()
        server.joins()
        #expect(server.opensWebSocket(2) == [.transport(.closeWebSocket(2))])
        #expect(server.hears("42/site,[\"x\"]", on: 2) == [])
    }

    @Test func unansweredQuestionsHaveABound() {
        var server = ServerTranscript { $0.maximumUnanswered = 2 }
        server.joins()
        _ = server.hears("42/site,1[\"x\"]")
        _ = server.hears("42/site,2[\"x\"]")
        #expect(server.hears("42/site,3[\"x\"]").last == .closed(.protocolViolation))
    }

    @Test func aRelayedEventIsThatOfAnEmittedOne() {
        var arguments: SocketArguments = [1]
        arguments.values.append(arguments.attach([1, 2]))
        let relay = SocketRelay(namespace: "/site", name: "a", arguments, in: .javaScript)
        var (relayed, emitted) = (ServerTranscript(), ServerTranscript())
        #expect(relayed.session.handle(.relayed(relay)) == [])
        relayed.joins()
        emitted.joins()
        let effects = relayed.session.handle(.relayed(relay))
        let others = emitted.session.handle(.emitted(namespace: "/site", name: "a", arguments, ticket: nil))
        #expect(effects == others)
        #expect(!effects.isEmpty)
    }

    /// What waits for a thousand readers is there once.
    @Test func allWhoGetARelayedEventShareItsBytes() throws {
        let relay = SocketRelay(
            namespace: "/site", name: "a", [.string(String(repeating: "x", count: 1_000))], in: .javaScript)
        var places: Set<UnsafeRawPointer> = []
        for _ in 0..<3 {
            var server = ServerTranscript()
            server.joins()
            guard case .transport(.send(let frames, _))? = server.session.handle(.relayed(relay)).first,
                case .text(let bytes)? = frames.first
            else {
                Issue.record("nothing is sent")
                return
            }
            bytes.withUnsafeBytes { if let place = $0.baseAddress { places.insert(place) } }
        }
        #expect(places.count == 1)
    }
}
