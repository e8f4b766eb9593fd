// The link as the program uses it: commands in, events out, over a scripted server.
import JSON
import Logging
import TaskMachine
import TestSupport
import Testing
import Transport

@testable import Backend

@Suite(.timeLimit(.minutes(1))) struct OropendolaLinkTests {
    static let hi = ScriptedHTTP.Step.answer(#"{"message": {"response": "Hi.", "conversation_id": "c1"}}"#)
    static let expired = ScriptedHTTP.Step.answer(#"{"session_expired": 1, "message": ""}"#)

    func link(_ http: ScriptedHTTP, _ sockets: ScriptedSockets = ScriptedSockets([])) throws -> OropendolaLink {
        let configuration = LinkConfiguration(
            server: try #require(ServerAddress("http://127.0.0.1:8000")), siteName: "oropendola.local",
            credentials: Credentials(user: "anna", password: "hunter2"))
        return OropendolaLink(configuration, http: http, webSockets: sockets, log: Logger(label: "test"))
    }

    func question(_ id: Int) -> ChatRequest {
        ChatRequest(
            id: id, messages: [ChatMessage(role: .user, content: "hi")], conversationID: nil, mode: .agent,
            context: [:])
    }

    /// The next event that ends a request, without the time that it took.
    func ending(_ link: OropendolaLink) async -> AgentEvent? {
        for await event in link.events {
            switch event {
            case .replied(var reply, let request):
                #expect(reply.milliseconds != nil)
                reply.milliseconds = nil
                return .replied(reply, request: request)
            case .requestFailed: return event
            default: continue
            }
        }
        return nil
    }

    let reply = ChatReply(text: "Hi.", conversationID: "c1")

    @Test func theFirstRequestSignsIn() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], chat: [Self.hi], user: [.answer("{}")]])
        let link = try link(http)
        await link.perform(.send(question(1)))
        #expect(await ending(link) == .replied(reply, request: 1))
        let sent = try #require(await http.requests(of: chat).first)
        #expect(sent.headers.first("Cookie") == "sid=s1==; full_name=A%20B")
        await link.perform(.send(question(2)))
        #expect(await ending(link) == .replied(reply, request: 2))
        #expect(await http.requests(of: login).count == 1)
        await link.shutdown()
    }

    @Test func aDeadSessionIsRenewedOnceAndTheRequestSentAgain() async throws {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn], chat: [Self.expired, Self.hi], user: [.answer("{}")],
        ])
        let link = try link(http)
        await link.perform(.send(question(1)))
        #expect(await ending(link) == .replied(reply, request: 1))
        #expect(await http.requests(of: chat).count == 2)
        #expect(await http.requests(of: login).count == 2)
        await link.shutdown()
    }

    @Test func aServerThatKeepsSigningUsOutIsBelieved() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], chat: [Self.expired], user: [.answer("{}")]])
        let link = try link(http)
        await link.perform(.send(question(1)))
        #expect(await ending(link) == .requestFailed(.signedOut(""), request: 1))
        #expect(await http.requests(of: chat).count == 2)
        await link.shutdown()
    }

    @Test func aLoginThatFailsIsTheRequestsFailure() async throws {
        let http = ScriptedHTTP([
            login: [.answer(status: 401, #"{"message": "Invalid login"}"#), ScriptedHTTP.loggedIn]
        ])
        let link = try link(http)
        await link.perform(.send(question(1)))
        #expect(await ending(link) == .requestFailed(.signedOut("Invalid login"), request: 1))
        await link.shutdown()
    }

    @Test func aServerThatIsNotThereMayBeAskedAgain() async throws {
        let http = ScriptedHTTP([login: [.failure(.unreachable("refused")), ScriptedHTTP.loggedIn], chat: [Self.hi]])
        let link = try link(http)
        await link.perform(.send(question(1)))
        #expect(await ending(link) == .requestFailed(.unreachable("refused"), request: 1))
        await link.perform(.send(question(2)))
        #expect(await ending(link) == .replied(reply, request: 2))
        await link.shutdown()
    }

    @Test func aCancelledRequestIsNeverHeardOfAgain() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], chat: [.silence, Self.hi], user: [.answer("{}")]])
        let link = try link(http)
        await link.perform(.send(question(1)))
        while await http.requests(of: chat).isEmpty { await Task.yield() }
        await link.perform(.cancel(request: 1))
        await link.perform(.send(question(2)))
        #expect(await ending(link) == .replied(reply, request: 2), "the first event is not request 1's")
        await link.shutdown()
    }

    @Test func requestsAtTheSameTimeSignInOnce() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], chat: [Self.hi], user: [.answer("{}")]])
        let link = try link(http)
        await link.perform(.retryRealtime)
        for id in 1...3 { await link.perform(.send(question(id))) }
        for _ in 1...3 { _ = await ending(link) }
        #expect(await http.requests(of: login).count == 1)
        await link.shutdown()
    }
}

@Suite(.timeLimit(.minutes(1))) struct RealtimeTests {
    static let known = ScriptedHTTP.Step.answer(#"{"message": "anna"}"#)
    static let guest = ScriptedHTTP.Step.answer(#"{"message": "Guest"}"#)

    func http(_ users: [ScriptedHTTP.Step] = [known]) -> ScriptedHTTP {
        ScriptedHTTP([login: [ScriptedHTTP.loggedIn], user: users, chat: [OropendolaLinkTests.hi]])
    }

    /// The first status for which this is true.
    func status(_ link: OropendolaLink, where isMeant: (LinkStatus) -> Bool) async -> LinkStatus? {
        for await event in link.events {
            if case .linkChanged(let status) = event, isMeant(status) { return status }
        }
        return nil
    }

    @Test func theFeedJoinsTheSitesNamespaceAsTheUser() async throws {
        let sockets = ScriptedSockets([.joined])
        let link = try OropendolaLinkTests().link(http(), sockets)
        await link.perform(.retryRealtime)
        let status = try #require(await status(link) { $0.state == .online })
        #expect(status.metrics.connectAttempts == 1 && status.metrics.connectSuccesses == 1)
        #expect(status.server == "http://127.0.0.1:8000")
        let headers = try #require(await sockets.headers.first)
        #expect(headers.first("Cookie") == "sid=s1==; full_name=A%20B")
        #expect(headers.first("Origin") == "http://127.0.0.1:8000")
        #expect(await sockets.urls == ["ws://127.0.0.1:8000/socket.io/?EIO=4&transport=websocket"])
        #expect(await sockets.connections.first?.sent.first == #"40/oropendola.local,{"sid":"s1=="}"#)
        await link.shutdown()
    }

    @Test func eventsArriveInTheServersWords() async throws {
        let sockets = ScriptedSockets([.joined])
        let link = try OropendolaLinkTests().link(http(), sockets)
        await link.perform(.retryRealtime)
        _ = await status(link) { $0.state == .online }
        let connection = try #require(await sockets.connections.first)
        await connection.say(#"42/oropendola.local,["eval_js","alert(1)"]"#)
        await connection.say(#"42/oropendola.local,["msgprint","<b>Saved</b>"]"#)
        await connection.say(
            #"42/oropendola.local,["ai_progress",{"type":"working","step":"3","total":2,"message":"odd"}]"#)
        var news: [AgentEvent] = []
        for await event in link.events {
            if case .linkChanged(let status) = event {
                if status.metrics.eventsReceived == 3 { break }
            } else {
                news.append(event)
            }
        }
        #expect(
            news == [
                .noticed("Saved"), .progressed(AgentProgress(kind: .working, message: "odd", step: 3, total: 2)),
            ])
        await link.shutdown()
    }

    @Test func aLostConnectionIsSaidAndMade() async throws {
        let sockets = ScriptedSockets([.joined, .joined])
        let link = try OropendolaLinkTests().link(http(), sockets)
        await link.perform(.retryRealtime)
        _ = await status(link) { $0.state == .online }
        await sockets.connections.first?.drop()
        let lost = await status(link) { if case .reconnecting = $0.state { true } else { false } }
        #expect(lost?.metrics.disconnects == 1)
        await link.perform(.retryRealtime)
        let again = try #require(await status(link) { $0.state == .online })
        #expect(again.metrics.reconnects == 1 && again.metrics.connectAttempts == 2)
        await link.shutdown()
    }

    @Test func aGuestIsSignedInAgainBeforeJoining() async throws {
        let http = http([Self.guest, Self.known])
        let link = try OropendolaLinkTests().link(http, ScriptedSockets([.joined]))
        await link.perform(.retryRealtime)
        _ = await status(link) { $0.state == .online }
        #expect(await http.requests(of: login).count == 2)
        await link.shutdown()
    }

    @Test func whoStaysAGuestHasNoFeedAndChatsAllTheSame() async throws {
        let link = try OropendolaLinkTests().link(http([Self.guest]), ScriptedSockets([]))
        await link.perform(.retryRealtime)
        let off = await status(link) { if case .realtimeOff = $0.state { true } else { false } }
        #expect(off?.state == .realtimeOff(reason: "the server takes us for a guest"))
        await link.perform(.send(OropendolaLinkTests().question(1)))
        #expect(await OropendolaLinkTests().ending(link) == .replied(OropendolaLinkTests().reply, request: 1))
        await link.shutdown()
    }

    @Test func aRefusedNamespaceIsNamed() async throws {
        let refusal = ScriptedSockets.Attempt.open(answer: #"44/oropendola.local,{"message":"Invalid namespace"}"#)
        let link = try OropendolaLinkTests().link(http(), ScriptedSockets([refusal]))
        await link.perform(.retryRealtime)
        let off = await status(link) { if case .realtimeOff = $0.state { true } else { false } }
        #expect(off?.state == .realtimeOff(reason: "Invalid namespace: /oropendola.local"))
        await link.shutdown()
    }

    @Test func withNobodyThereRequestsAreAnsweredAllTheSame() async throws {
        let link = try OropendolaLinkTests().link(http(), ScriptedSockets([]))
        for id in 1...3 {
            await link.perform(.send(OropendolaLinkTests().question(id)))
            #expect(await OropendolaLinkTests().ending(link) == .replied(OropendolaLinkTests().reply, request: id))
        }
        await link.shutdown()
    }

    private static let nothingThere = ScriptedHTTP.Step.answer(status: 404, "Not found")

    /// A server whose `/socket.io` nobody serves, asked by both ways.
    private func absent(_ clock: ManualClock) throws -> (OropendolaLink, ScriptedHTTP, ScriptedSockets) {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn], user: [Self.known], chat: [OropendolaLinkTests.hi],
            "?EIO=4&transport=polling": [Self.nothingThere],
        ])
        let refusal = ScriptedSockets.Attempt.failure(.upgradeRefused(status: 404, body: ""))
        let sockets = ScriptedSockets(Array(repeating: refusal, count: 10))
        let configuration = LinkConfiguration(
            server: try #require(ServerAddress("http://127.0.0.1:8000")), siteName: "oropendola.local",
            credentials: Credentials(user: "anna", password: "hunter2"))
        let log = Logger(label: "test")
        return (OropendolaLink(configuration, http: http, webSockets: sockets, clock: clock, log: log), http, sockets)
    }

    @Test func aServerWithoutLiveProgressIsAskedOnce() async throws {
        let clock = ManualClock()
        let (link, http, sockets) = try absent(clock)
        func say(_ id: Int) async {
            await link.perform(.send(OropendolaLinkTests().question(id)))
            #expect(await OropendolaLinkTests().ending(link) == .replied(OropendolaLinkTests().reply, request: id))
        }
        func off() async -> LinkStatus? {
            await status(link) { if case .realtimeOff = $0.state { true } else { false } }
        }
        await link.perform(.retryRealtime)
        #expect(await off()?.state == .realtimeOff(reason: "this server has no live progress"))
        for id in 1...3 { await say(id) }
        #expect(await sockets.urls.count == 1, "a message does not ask again")
        #expect(await http.requests(of: user).count <= 1)
        await link.perform(.retryRealtime)
        #expect(await off() != nil)
        #expect(await sockets.urls.count == 2, "the user's own wish does")
        clock.advance(by: .seconds(599))
        await say(4)
        #expect(await sockets.urls.count == 2)
        clock.advance(by: .seconds(2))
        await say(5)
        while await sockets.urls.count < 3 { await Task.yield() }
        await link.shutdown()
    }
}
