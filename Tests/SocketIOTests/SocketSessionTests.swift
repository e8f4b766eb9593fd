// The client's session as transcripts: news in, exact orders out.
import JSON
import SocketIO
import Testing

/// Plays news of one connection into a session, in short words.
struct ClientTranscript {
    var session: SocketSession
    var connection = 0

    init(namespace: String = "/site", _ change: (inout SocketConfiguration) -> Void = { _ in }) {
        var configuration = SocketConfiguration(namespace: namespace)
        configuration.transports = .webSocketOnly
        change(&configuration)
        session = SocketSession(configuration: configuration)
    }

    mutating func connect() -> [SocketSession.Effect] {
        session.handle(.connectRequested(jitter: 0.5)).noting(&connection)
    }

    mutating func hears(_ text: String) -> [SocketSession.Effect] {
        session.handle(.transport(.received([.text(text)]), connection: connection))
    }

    mutating func hears(binary: [UInt8]) -> [SocketSession.Effect] {
        session.handle(.transport(.received([.binary(binary)]), connection: connection))
    }

    mutating func transport(_ event: SocketTransportEvent) -> [SocketSession.Effect] {
        session.handle(.transport(event, connection: connection))
    }

    /// Who we are is known, and the websocket opens.
    mutating func opensWebSocket(_ auth: JSONValue? = nil) -> [SocketSession.Effect] {
        transport(.prepared(SocketAuthentication(auth))) + transport(.opened)
    }

    mutating func fires(_ timer: SocketTimer, jitter: Double = 0.5) -> [SocketSession.Effect] {
        session.handle(.timerFired(timer, jitter: jitter)).noting(&connection)
    }

    mutating func emits(_ ticket: Int, _ name: String, _ arguments: SocketArguments = [], acknowledge: Bool = false)
        -> [SocketSession.Effect]
    {
        session.handle(
            .emitted(
                SocketEmission(ticket: ticket, name: name, arguments: arguments, wantsAcknowledgement: acknowledge)))
    }

    /// Plays everything up to the answer to CONNECT.
    mutating func opens() {
        _ = connect()
        _ = opensWebSocket()
        _ = hears(openPacket)
        _ = transport(.sent)
    }

    mutating func joins() {
        opens()
        _ = hears("40/site,{\"sid\":\"S1\"}")
    }

    func sends(_ frames: EngineFrame...) -> SocketSession.Effect { .transport(.send(frames), connection: connection) }
    var closes: SocketSession.Effect { .transport(.close, connection: connection) }
}

let openPacket = "0{\"sid\":\"E1\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":100}"
let join = SocketTimer.join(namespace: "/site")

func acknowledgement(_ id: Int) -> SocketTimer { .acknowledgement(namespace: "/site", id) }

func connected(_ id: String, isRecovered: Bool = false) -> SocketSession.Effect {
    .connected(namespace: "/site", id: id, isRecovered: isRecovered)
}

let alive = SocketSession.Effect.startTimer(.heartbeat, milliseconds: 45_000)

extension [SocketSession.Effect] {
    /// Remembers the number of a connection that is to be opened.
    func noting(_ connection: inout Int) -> Self {
        for case .transport(.prepare, let number) in self { connection = number }
        return self
    }
}

@Suite struct SocketSessionTests {
    @Test func connectsJoinsAndHears() {
        var client = ClientTranscript()
        #expect(client.connect() == [.startTimer(.open, milliseconds: 20_000), .transport(.prepare, connection: 1)])
        #expect(client.session.state == .opening)
        #expect(
            client.transport(.prepared(SocketAuthentication(["sid": "secret"]))) == [
                .transport(.openWebSocket(sessionID: nil), connection: 1)
            ])
        #expect(client.transport(.opened) == [])
        #expect(
            client.hears(openPacket) == [
                alive, .stopTimer(.open), .startTimer(join, milliseconds: 30_000),
                client.sends(.text("40/site,{\"sid\":\"secret\"}")),
            ])
        #expect(client.session.state == .joining)
        #expect(client.transport(.sent) == [])
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [alive, .stopTimer(join), connected("S1")])
        #expect(client.session.state == .connected(id: "S1"))
        let event = SocketEvent(namespace: "/site", name: "ai_progress", arguments: [["type": "thinking"]])
        #expect(client.hears("42/site,[\"ai_progress\",{\"type\":\"thinking\"}]") == [alive, .received(event)])
        #expect(client.connect() == [])
    }

    @Test func aSecondAnswerToConnectChangesNothing() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [alive])
        #expect(client.session.state == .connected(id: "S1"))
    }

    @Test func eventsBeforeTheAnswerToConnectComeAfterIt() {
        var client = ClientTranscript()
        client.opens()
        #expect(client.hears("42/site,[\"auth_seen\"]") == [alive])
        #expect(
            client.hears("40/site,{\"sid\":\"S1\"}") == [
                alive, .stopTimer(join), connected("S1"),
                .received(SocketEvent(namespace: "/site", name: "auth_seen")),
            ])
    }

    @Test func heldEventsHaveABound() {
        var client = ClientTranscript { $0.maximumHeldEvents = 1 }
        client.opens()
        _ = client.hears("42/site,[\"a\"]")
        #expect(client.hears("42/site,[\"b\"]").last == .attemptFailed(.tooManyHeldEvents, retryInMilliseconds: 1_000))
    }

    @Test func otherNamespacesAndNoopsAreIgnored() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("42/other,[\"x\"]") == [alive])
        #expect(client.hears("6") == [alive])
        #expect(client.hears("3") == [alive])
    }

    @Test func heartbeatIsAnsweredBeforeEverythingThatWaits() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.emits(1, "a") == [client.sends(.text("42/site,[\"a\"]"))])
        #expect(client.emits(2, "b") == [])
        #expect(client.emits(3, "c") == [])
        #expect(client.hears("2") == [alive])
        #expect(
            client.transport(.sent) == [client.sends(.text("3"), .text("42/site,[\"b\"]"), .text("42/site,[\"c\"]"))])
        #expect(client.transport(.sent) == [])
        #expect(client.hears("2") == [alive, client.sends(.text("3"))])
    }

    @Test func aMissedHeartbeatEndsTheConnection() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.fires(.heartbeat) == [
                .stopTimer(.heartbeat), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.pingTimeout, retryInMilliseconds: 1_000),
            ])
        #expect(client.session.state == .waiting)
    }

    @Test func aCloseOverTheWebsocketEndsTheConnection() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.hears("1") == [
                alive,
                .stopTimer(.heartbeat), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.closedByServer, retryInMilliseconds: 1_000),
            ])
    }

    static let endings: [(SocketTransportEnd, SocketClosure, Int?)] = [
        (.unreachable("refused"), .transport(.unreachable("refused")), 1_000),
        (.nameNotFound("a"), .transport(.nameNotFound("a")), 1_000),
        (.connectTimedOut("a"), .transport(.connectTimedOut("a")), 1_000),
        (.tls("hung up", mayHeal: true), .transport(.tls("hung up", mayHeal: true)), 1_000),
        (.tls("expired", mayHeal: false), .transport(.tls("expired", mayHeal: false)), nil),
        (.proxy("502", mayHeal: true), .transport(.proxy("502", mayHeal: true)), 1_000),
        (.proxy("407", mayHeal: false), .transport(.proxy("407", mayHeal: false)), nil),
        (.timedOut, .transport(.timedOut), 1_000),
        (.closeFrame(code: nil, reason: ""), .transport(.closeFrame(code: nil, reason: "")), 1_000),
        (.closeFrame(code: 1009, reason: "big"), .transport(.closeFrame(code: 1009, reason: "big")), 1_000),
        (.interrupted("reset"), .transport(.interrupted("reset")), 1_000),
        (.refused(status: 502, body: "<html>"), .transport(.refused(status: 502, body: "<html>")), 1_000),
        (.refused(status: 301, body: ""), .transport(.refused(status: 301, body: "")), 1_000),
        (
            .refused(status: 400, body: "Session ID unknown"),
            .transport(.refused(status: 400, body: "Session ID unknown")), 1_000
        ),
        (
            .refused(status: 400, body: "{\"code\":5,\"message\":\"Unsupported protocol version\"}"),
            .unsupportedVersion, nil
        ),
        (.refused(status: 403, body: ""), .transport(.refused(status: 403, body: "")), nil),
        (.refused(status: 401, body: ""), .transport(.refused(status: 401, body: "")), nil),
        (.unusable("no TLS"), .transport(.unusable("no TLS")), nil),
    ]

    @Test(arguments: endings)
    func everyFailureToOpenIsTold(_ end: SocketTransportEnd, _ reason: SocketClosure, _ retry: Int?) {
        var client = ClientTranscript()
        _ = client.connect()
        let effects = client.transport(.closed(end))
        #expect(effects.last == .attemptFailed(reason, retryInMilliseconds: retry))
        #expect(effects.contains(.stopTimer(.open)))
        #expect(client.session.state == (retry == nil ? .idle : .waiting))
    }

    @Test func theOpenPacketAndTheAnswerHaveDeadlines() {
        var client = ClientTranscript()
        _ = client.connect()
        #expect(
            client.fires(.open) == [
                .stopTimer(.open), .stopTimer(.heartbeat), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .attemptFailed(.openTimeout, retryInMilliseconds: 1_000),
            ])
        var other = ClientTranscript()
        other.opens()
        #expect(other.fires(.open) == [])
        #expect(other.fires(join).last == .attemptFailed(.joinTimeout, retryInMilliseconds: 1_000))
    }

    @Test(arguments: [
        ("44/site,{\"message\":\"Invalid namespace\"}", "Invalid namespace"),
        ("44/site,\"Unable to connect\"", "Unable to connect"),
    ])
    func aRefusalIsFinalAndALaterConnectIsIgnored(_ packet: String, _ message: String) {
        var client = ClientTranscript()
        client.opens()
        #expect(
            client.hears(packet) == [
                alive, .stopTimer(join), .stopTimer(.heartbeat), client.closes,
                .attemptFailed(.refused(message: message, data: nil), retryInMilliseconds: nil),
            ])
        #expect(client.hears("40/site,{\"sid\":\"S1\"}") == [])
        #expect(client.transport(.closed(.closeFrame(code: nil, reason: ""))) == [])
        #expect(client.session.state == .idle)
    }

    @Test func aRefusalMayCarryData() {
        var client = ClientTranscript()
        client.opens()
        let effects = client.hears("44/site,{\"message\":\"no\",\"data\":{\"code\":7}}")
        #expect(effects.last == .attemptFailed(.refused(message: "no", data: ["code": 7]), retryInMilliseconds: nil))
    }

    @Test(arguments: ["40", "40/site,", "40/site,{}"])
    func aServerOfVersionTwoIsRecognised(_ packet: String) {
        var client = ClientTranscript()
        client.opens()
        #expect(client.hears(packet).last == .attemptFailed(.unsupportedVersion, retryInMilliseconds: nil))
    }

    @Test(arguments: ["hello", "<html>", "0{}", "40/site,{\"sid\":\"S1\"}"])
    func whatIsNoOpenPacketEndsTheAttempt(_ text: String) {
        var client = ClientTranscript()
        _ = client.connect()
        _ = client.opensWebSocket()
        guard case .attemptFailed(.parseError, 1_000)? = client.hears(text).last else {
            Issue.record("not told")
            return
        }
    }

    @Test func aBrokenPacketEndsTheConnection() {
        var client = ClientTranscript()
        client.joins()
        #expect(
            client.hears("42/site,[]") == [
                alive, .stopTimer(.heartbeat), client.closes, .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.parseError(.invalidArguments), retryInMilliseconds: 1_000),
            ])
    }

    @Test func attachmentsAreGatheredWhileHeartbeatsGoOn() {
        var client = ClientTranscript()
        client.joins()
        #expect(client.hears("451-/site,[\"blob\",{\"_placeholder\":true,\"num\":0}]") == [alive])
        #expect(client.hears("2") == [alive, client.sends(.text("3"))])
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([7])]
        #expect(
            client.hears(binary: [7]) == [
                alive, .received(SocketEvent(namespace: "/site", name: "blob", arguments: arguments)),
            ])
    }
}
