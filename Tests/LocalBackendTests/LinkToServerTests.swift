// The program's own link over NIO against the embedded server: both sides of the wire, real sockets between them.

import JSON
import Logging
import NIOTransport
import Scenarios
import TaskMachine
import TestSupport
import Testing
import Transport

@testable import Backend
@testable import LocalBackend

@Suite(.serialized, .timeLimit(.minutes(1))) struct LinkToServerTests {
    /// A server that plays a scenario, and a link to it.
    private final class Wire: Sendable {
        let server: LocalServer
        let link: OropendolaLink
        let http = NIOHTTPTransport()
        private let webSockets = NIOWebSocketTransport()

        init(_ engine: any Engine, password: String = "right") async throws {
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            server = try await LocalServer.start(
                session: LocalSession(user: "you@localhost", password: "right"), engine: engine, log: log)
            let address = try #require(ServerAddress("http://127.0.0.1:\(server.port)"))
            link = OropendolaLink(
                LinkConfiguration(
                    server: address, siteName: "oropendola.local",
                    credentials: Credentials(user: "you@localhost", password: password)),
                http: http, webSockets: webSockets, log: log)
        }

        convenience init(_ steps: String) async throws {
            try await self.init(ScriptedEngine(try Scenario(steps)))
        }

        func close(withServer: Bool) async {
            await link.shutdown()
            await webSockets.shutdown()
            await http.shutdown()
            if withServer { await server.shutdown() }
        }

        func send(_ id: Int, _ text: String = "hi") async {
            await link.perform(
                .send(
                    ChatRequest(
                        id: id, messages: [ChatMessage(role: .user, content: text)], conversationID: nil,
                        mode: .agent, context: [:])))
        }

        /// All events up to and including the first that is as wanted.
        func events(until isLast: (AgentEvent) -> Bool) async -> [AgentEvent] {
            var seen: [AgentEvent] = []
            for await event in link.events {
                seen.append(event)
                if isLast(event) { return seen }
            }
            return seen
        }

        /// Connects the feed, so that what a scenario publishes has a listener.
        func goOnline() async {
            await link.perform(.retryRealtime)
            _ = await events { $0.link?.state == .online }
        }
    }

    /// - Parameter endsServer: the test does that itself; a server ends once.
    private func with(_ wire: Wire, endsServer: Bool = false, _ body: (Wire) async throws -> Void) async throws {
        do {
            try await body(wire)
        } catch {
            await wire.close(withServer: !endsServer)
            throw error
        }
        await wire.close(withServer: !endsServer)
    }

    @Test func signsInChatsAndHearsProgressInOrder() async throws {
        let numbers = 1...1_000
        let steps = numbers.map {
            #"{"progress": {"type": "working", "step": \#($0), "total": 1000, "message": "number \#($0)"}}"#
        }
        let script = steps.joined(separator: "\n") + "\n" + #"{"reply": {"success": true, "response": "Counted."}}"#
        try await with(try await Wire(script)) { wire in
            await wire.goOnline()
            await wire.send(1)
            var heard: [Int] = []
            var text: String?
            // Progress and reply travel on two connections: either may be first.
            _ = await wire.events { event in
                if case .progressed(let progress) = event, let step = progress.step { heard.append(step) }
                if case .replied(let reply, request: 1) = event { text = reply.text }
                return text != nil && heard.count == numbers.count
            }
            #expect(heard == Array(numbers))
            #expect(text == "Counted.")
        }
    }

    /// Rules can't word anything better, and sum nothing up: what they would say is not taken for an answer.
    @Test func theHelperRewordsNothing() async throws {
        try await with(try await Wire(HelperEngine(prefix: "t"))) { wire in
            await wire.link.perform(.ask(.betterPrompt("make it fast"), question: 1))
            await wire.link.perform(.ask(.summary(of: "much", maximumCharacters: 100), question: 2))
            var answers: Set<String> = []
            _ = await wire.events { event in
                if case .answered(let text, let question) = event { answers.insert("\(question): \(text ?? "none")") }
                return answers.count == 2
            }
            #expect(answers == ["1: none", "2: none"])
        }
    }

    /// The feed breaks after a turn: the gap is told, with the answer as the server has it.
    @Test func aGapIsToldWithTheLatestAnswer() async throws {
        let script = #"{"reply": {"success": true, "response": "Renamed.", "conversation_id": "c-7"}}"#
        try await with(try await Wire(script)) { wire in
            await wire.goOnline()
            await wire.send(1)
            _ = await wire.events { if case .replied = $0 { true } else { false } }
            await wire.server.cutRealtime(of: "you@localhost")
            let last = await wire.events { if case .feedMissed = $0 { true } else { false } }.last
            guard case .feedMissed(let gap)? = last else { return #expect(Bool(false)) }
            #expect(gap.latestAnswer == "Renamed.")
            #expect(gap.milliseconds >= 400, "the first wait is half a second at least")
        }
    }

    /// The first request signs in by itself, and the feed follows.
    @Test func theFirstRequestBringsTheFeedUp() async throws {
        let script = """
            {"reply": {"success": true, "response": "First."}}
            {"progress": {"type": "thinking", "message": "heard"}}
            {"reply": {"success": true, "response": "Second."}}
            """
        try await with(try await Wire(script)) { wire in
            await wire.send(1)
            var isOnline = false
            var hasReplied = false
            _ = await wire.events { event in
                if event.link?.state == .online { isOnline = true }
                if case .replied(_, request: 1) = event { hasReplied = true }
                return isOnline && hasReplied
            }
            await wire.send(2)
            let heard = await wire.events { $0.isProgress }
            #expect(heard.last == .progressed(AgentProgress(kind: .thinking, message: "heard")))
        }
    }

    @Test func aWrongPasswordIsSaidAsSuch() async throws {
        let engine = ScriptedEngine(try Scenario(""))
        try await with(try await Wire(engine, password: "wrong")) { wire in
            await wire.send(1)
            let events = await wire.events { $0.isEnd }
            guard case .requestFailed(.signedOut, request: 1)? = events.last else {
                return #expect(Bool(false), "\(events)")
            }
        }
    }

    /// Cancel closes the HTTP exchange: the server's engine sees its task cancelled, and the next request is served.
    @Test func cancelEndsTheWorkOnTheServer() async throws {
        let engine = PatientEngine()
        try await with(try await Wire(engine)) { wire in
            await wire.send(1)
            await engine.state.wait { $0.started == 1 }
            await wire.link.perform(.cancel(request: 1))
            await engine.state.wait { $0.cancelled == 1 }
            await wire.send(2)
            await engine.state.wait { $0.started == 2 }
            await wire.link.perform(.cancel(request: 2))
            await engine.state.wait { $0.cancelled == 2 }
        }
    }

    /// A session that somebody ended is made anew, and the request sent again, without a word to the user.
    @Test func aLogoutInBetweenIsHealed() async throws {
        let script = """
            {"reply": {"success": true, "response": "Before."}}
            {"reply": {"success": true, "response": "After."}}
            """
        let http = RecordingTransport()
        let server = try await LocalServer.start(
            session: LocalSession(user: "you@localhost", password: "right"),
            engine: ScriptedEngine(try Scenario(script)))
        let webSockets = NIOWebSocketTransport()
        let link = OropendolaLink(
            LinkConfiguration(
                server: try #require(ServerAddress("http://127.0.0.1:\(server.port)")), siteName: "oropendola.local",
                credentials: Credentials(user: "you@localhost", password: "right")),
            http: http, webSockets: webSockets, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        func reply(to id: Int) async -> AgentEvent? {
            await link.perform(
                .send(
                    ChatRequest(
                        id: id, messages: [ChatMessage(role: .user, content: "hi")], conversationID: nil,
                        mode: .agent, context: [:])))
            for await event in link.events where event.isEnd { return event }
            return nil
        }
        #expect(await reply(to: 1)?.text == "Before.")
        let cookie = try #require(await http.cookie)
        let logout = HTTPRequest(
            method: "POST", url: "http://127.0.0.1:\(server.port)/api/method/logout",
            headers: [HTTPHeader("Cookie", cookie)])
        #expect(try await http.send(logout).status == 200)
        #expect(await reply(to: 2)?.text == "After.")
        #expect(await http.logins == 2)
        await link.shutdown()
        await webSockets.shutdown()
        await http.shutdown()
        await server.shutdown()
    }

    @Test func aCutFeedHealsWhileTheRequestGoesOn() async throws {
        let script = """
            {"cut_realtime": true}
            {"reply": {"success": true, "response": "Without a feed."}}
            {"progress": {"type": "thinking", "message": "heard again"}}
            {"reply": {"success": true, "response": "With it."}}
            """
        try await with(try await Wire(script)) { wire in
            await wire.goOnline()
            await wire.send(1)
            var states: [LinkStatus] = []
            var text: String?
            _ = await wire.events { event in
                if let link = event.link { states.append(link) }
                if case .replied(let reply, request: 1) = event { text = reply.text }
                return text != nil && states.last?.state == .online
            }
            #expect(text == "Without a feed.")
            #expect(
                states.contains {
                    if case .reconnecting(attempt: 1, limit: 5, _) = $0.state { true } else { false }
                })
            let metrics = try #require(states.last?.metrics)
            #expect([metrics.connectSuccesses, metrics.disconnects, metrics.reconnects] == [2, 1, 1])
            await wire.send(2)
            let heard = await wire.events { $0.isProgress }
            #expect(heard.last == .progressed(AgentProgress(kind: .thinking, message: "heard again")))
        }
    }

    /// A server that goes away in the middle: the request fails and says how, and the feed tries again.
    @Test func aServerThatEndsIsReported() async throws {
        let engine = PatientEngine()
        try await with(try await Wire(engine), endsServer: true) { wire in
            await wire.goOnline()
            await wire.send(1)
            await engine.state.wait { $0.started == 1 }
            await wire.server.shutdown()
            let events = await wire.events { $0.isEnd }
            guard case .requestFailed(.interrupted, request: 1)? = events.last else {
                return #expect(Bool(false), "\(events)")
            }
            // Nothing can have reached it: that is another failure, one that may be tried again at once. Only a kept
            // connection whose end was not noticed yet counts as interrupted still; it is gone by the next request.
            for request in 2...3 {
                await wire.send(request)
                let later = await wire.events { $0.isEnd }
                switch later.last {
                case .requestFailed(.unreachable, request: request): return
                case .requestFailed(.interrupted, request: 2) where request == 2: continue
                default: return #expect(Bool(false), "\(later)")
                }
            }
        }
    }
}

extension AgentEvent {
    var link: LinkStatus? {
        if case .linkChanged(let status) = self { status } else { nil }
    }

    var isProgress: Bool {
        if case .progressed = self { true } else { false }
    }

    /// The end of a request.
    fileprivate var isEnd: Bool {
        switch self {
        case .replied, .requestFailed: true
        default: false
        }
    }

    fileprivate var text: String? {
        if case .replied(let reply, _) = self { reply.text } else { nil }
    }
}

/// Works until it is cancelled, and tells.
private struct PatientEngine: Engine {
    struct Counts: Sendable {
        var started = 0
        var cancelled = 0
    }

    /// Counts that can be waited for.
    actor State {
        private var counts = Counts()
        private var watchers:
            [(condition: @Sendable (Counts) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

        func change(_ change: @Sendable (inout Counts) -> Void) {
            change(&counts)
            let counts = counts
            let due = watchers.filter { $0.condition(counts) }
            watchers.removeAll { $0.condition(counts) }
            for watcher in due { watcher.continuation.resume() }
        }

        func wait(until condition: @escaping @Sendable (Counts) -> Bool) async {
            guard !condition(counts) else { return }
            await withCheckedContinuation { watchers.append((condition, $0)) }
        }
    }

    let state = State()

    func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        await state.change { $0.started += 1 }
        let (endless, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in endless {}
        continuation.finish()
        await state.change { $0.cancelled += 1 }
        return .silence
    }
}

/// The real transport, which remembers what went through it.
private actor RecordingTransport: HTTPTransport {
    private let inner = NIOHTTPTransport()
    private(set) var cookie: String?
    private(set) var logins = 0

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        if request.url.hasSuffix("/login") { logins += 1 }
        if let header = request.headers.first(where: { $0.name == "Cookie" }) { cookie = header.value }
        return try await inner.send(request)
    }

    func shutdown() async { await inner.shutdown() }
}
