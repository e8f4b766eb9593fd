// The realtime feed against every Frappe that the embedded server can play: who is let in where, and what is said else.

import JSON
import NIOTransport
import Scenarios
import SocketIO
import SocketIOClient
import Synchronization
import TaskMachine
import Testing
import Transport

@testable import Backend
@testable import LocalBackend

private let user = "you@localhost"
private let site = "oropendola.local"

@Suite(.serialized, .timeLimit(.minutes(1))) struct FeedToServerTests {
    /// Sessions as a test wants them.
    private final class Sessions: RealtimeSessions {
        let session: FrappeSession
        /// What the server is said to say, one after the other; then that the session is somebody's.
        let answers = Mutex<[Bool]>([])
        let forgotten = Mutex(0)

        init(_ session: FrappeSession) { self.session = session }

        func verifiedSession() async throws(TransportError) -> FrappeSession { session }

        func isSomebodys(_ session: FrappeSession) async throws(TransportError) -> Bool {
            answers.withLock { $0.isEmpty ? true : $0.removeFirst() }
        }

        func forget(_ dead: FrappeSession) async { forgotten.withLock { $0 += 1 } }
    }

    private final class Wire: Sendable {
        let server: LocalServer
        let feed: RealtimeClient
        let sessions: Sessions
        private let http = NIOHTTPTransport()

        init(
            _ flavour: FrappeFlavour, siteName: String? = site, token: Bool = false,
            _ change: (inout RealtimeConfiguration) -> Void = { _ in }
        ) async throws {
            server = try await LocalServer.start(
                session: LocalSession(user: user, password: "right", token: ("key", "secret")),
                engine: ScriptedEngine(try Scenario("")), siteName: site, flavour: flavour)
            let address = try #require(ServerAddress("http://127.0.0.1:\(server.port)"))
            let session =
                token
                ? FrappeSession(authorization: "token key:secret")
                : try await FrappeClient(address: address, transport: http)
                    .login(Credentials(user: user, password: "right"))
            sessions = Sessions(session)
            var configuration = RealtimeConfiguration(server: address, siteName: siteName)
            configuration.session.retry.firstDelayMilliseconds = 20
            configuration.session.retry.maximumDelayMilliseconds = 50
            configuration.session.retry.fastAttempts = 1_000
            change(&configuration)
            feed = RealtimeClient(
                configuration, sessions: sessions, http: http, webSockets: NIOWebSocketTransport())
            await feed.connect()
        }

        /// The first status that is as wanted.
        func status(where isMeant: (LinkStatus) -> Bool) async throws -> LinkStatus {
            for await event in feed.events {
                if case .statusChanged(let status) = event, isMeant(status) { return status }
            }
            throw TransportError.closed
        }

        func online() async throws -> LinkStatus { try await status { $0.state == .online } }

        func off() async throws -> String {
            let status = try await status { if case .realtimeOff = $0.state { true } else { false } }
            guard case .realtimeOff(let reason) = status.state else { return "" }
            return reason
        }

        /// The next event of the server.
        func news() async -> Backend.RealtimeEvent? {
            for await event in feed.events {
                switch event {
                case .statusChanged, .connected, .disconnected, .error, .missed: continue
                default: return event
                }
            }
            return nil
        }

        func close() async {
            await feed.shutdown()
            await http.shutdown()
            await server.shutdown()
        }
    }

    private func with(_ wire: Wire, _ body: (Wire) async throws -> Void) async throws {
        do {
            try await body(wire)
        } catch {
            await wire.close()
            throw error
        }
        await wire.close()
    }

    @Test(arguments: FrappeFlavour.allCases)
    func everyVersionIsJoinedWhereItPublishes(_ flavour: FrappeFlavour) async throws {
        try await with(try await Wire(flavour)) { wire in
            let status = try await wire.online()
            #expect(status.namespace == flavour.namespace(site: site))
            #expect(status.transport == "websocket" && status.socketID?.isEmpty == false)
            await wire.server.publish("ai_progress", ["type": "plan", "message": "1"], to: .user(user))
            #expect(await wire.news() == .progress(AgentProgress(kind: .plan, message: "1")))
            await wire.server.publish("eval_js", "alert(1)", to: .user(user))
            #expect(await wire.news() == .evalJS)
            await wire.server.publish("new_comment", ["content": "<p>Hi</p>", "owner": "a"], to: .user(user))
            #expect(await wire.news() == .comment("a: Hi"))
            #expect(await wire.feed.isConnected)
            #expect(await wire.feed.metrics.eventsReceived == 3)
            #expect(await wire.feed.status.lastEventAge != nil)
        }
    }

    /// The host is 127.0.0.1; the site has another name and tells it.
    @Test(arguments: [FrappeFlavour.v15, .v16, .python])
    func theNameOfTheSiteIsAskedForWhereTheHostIsNone(_ flavour: FrappeFlavour) async throws {
        try await with(try await Wire(flavour, siteName: nil)) { wire in
            let status = try await wire.online()
            #expect(status.namespace == "/\(site)")
        }
    }

    @Test(arguments: [FrappeFlavour.v15, .v16, .python])
    func aWrongNameIsToldWithTheRightOne(_ flavour: FrappeFlavour) async throws {
        try await with(try await Wire(flavour, siteName: "shop.example")) { wire in
            let reason = try await wire.off()
            #expect(reason == "Invalid namespace: /shop.example. The site calls itself oropendola.local")
        }
    }

    /// There anybody is let in and nothing ever comes: said instead of waited for.
    @Test func theRootOfALaterFrappeIsLeft() async throws {
        for flavour in [FrappeFlavour.v15, .v16] {
            try await with(try await Wire(flavour) { $0.usesRootNamespace = true }) { wire in
                let reason = try await wire.off()
                #expect(reason.hasPrefix("Frappe 1") && reason.contains("publishes nothing in the namespace /"))
                #expect(await wire.feed.isConnected == false)
            }
        }
        try await with(try await Wire(.v14) { $0.usesRootNamespace = true }) { wire in
            let status = try await wire.online()
            #expect(status.namespace == "/")
        }
    }

    @Test func aTokenIsTakenByLaterVersionsAlone() async throws {
        for flavour in [FrappeFlavour.v15, .v16, .python] {
            try await with(try await Wire(flavour, token: true)) { wire in
                _ = try await wire.online()
                await wire.server.publish("x", 1, to: .user(user))
                #expect(await wire.news() == .other(name: "x", arguments: [1]))
            }
        }
        try await with(try await Wire(.v14, token: true)) { wire in
            let reason = try await wire.off()
            #expect(reason == "No sid transmitted.")
        }
    }

    /// The session ends between the check before the attempt and the join: the server lets a guest in.
    @Test func aSessionThatEndsWhileJoiningIsFoundOut() async throws {
        let wire = try await Wire(.v15)
        wire.sessions.answers.withLock { $0 = [false] }
        try await with(wire) { wire in
            let guest = try await wire.status { $0.isGuest }
            #expect(guest.state == .online)
            let again = try await wire.status { $0.state == .online && !$0.isGuest }
            #expect(again.metrics.connectSuccesses == 2)
            #expect(wire.sessions.forgotten.withLock { $0 } == 1)
        }
    }

    @Test func roomsAreAskedForAgainAfterALoss() async throws {
        try await with(try await Wire(.v15)) { wire in
            #expect(await wire.feed.subscribe(.task(id: "t-1")))
            #expect(await wire.feed.subscribe(.doctype("Note")))
            _ = try await wire.online()
            try await wire.server.restart(keepingSignIns: true)
            var missed: Int?
            for await event in wire.feed.events {
                if case .missed(let milliseconds) = event { missed = milliseconds }
                if missed != nil { break }
            }
            #expect(missed != nil)
            // Each is in its room when the one after it is answered: `ping` goes behind the subscriptions.
            try await wire.feed.socket.emit("ping")
            #expect(await wire.news() == .other(name: "pong", arguments: []))
            await wire.server.publish("progress", ["percent": 5], to: .task("t-1"))
            #expect(await wire.news() == .other(name: "progress", arguments: [["percent": 5]]))
            await wire.feed.unsubscribe(.task(id: "t-1"))
            try await wire.feed.socket.emit("ping")
            #expect(await wire.news() == .other(name: "pong", arguments: []))
            await wire.server.publish("progress", ["percent": 6], to: .task("t-1"))
            await wire.server.publish("list_update", 1, to: .doctype("Note"))
            #expect(await wire.news() == .other(name: "list_update", arguments: [1]))
            #expect(await wire.feed.metrics.reconnects == 1)
        }
    }

    @Test func pollingCarriesTheFeedWhereNoWebsocketOpens() async throws {
        for transports in [SocketTransports.pollingOnly, .pollingThenWebSocket] {
            try await with(try await Wire(.v15) { $0.session.transports = transports }) { wire in
                _ = try await wire.online()
                await wire.server.publish("x", 1, to: .user(user))
                #expect(await wire.news() == .other(name: "x", arguments: [1]))
            }
        }
    }

    @Test func whoPutsItDownHearsNoMore() async throws {
        try await with(try await Wire(.v15)) { wire in
            _ = try await wire.online()
            await wire.feed.disconnect()
            let left = try await wire.status { $0.state != .online }
            #expect(left.state == .offline(reason: "disconnected"))
            #expect(await wire.server.members(of: "/\(site)").isEmpty)
            await wire.feed.retry()
            _ = try await wire.online()
        }
    }
}

@Suite struct SiteNameTests {
    static let pages: [(String, String?)] = [
        (#"<script>frappe.boot = {"lang": "en", "sitename": "site1.local", "x": 1}</script>"#, "site1.local"),
        (#"frappe.boot = JSON.parse("{\"sitename\":\"shop.example-1.org\"}")"#, "shop.example-1.org"),
        (#"{"sitename":null,"a":"b"}"#, nil), ("sitename of the page", nil), (#""sitename": "<b>""#, nil),
        (#"the sitename: "unquoted" { "sitename" : "right" }"#, "right"), ("", nil), (#""sitename":"#, nil),
    ]

    @Test(arguments: pages)
    func standsInTheBootData(_ page: String, _ name: String?) {
        #expect(FrappeClient.siteName(inPage: Array(page.utf8)) == name)
    }

    @Test func versionsAreRead() {
        #expect(FrappeVersion("15.53.0")?.major == 15)
        #expect(FrappeVersion("v16.0.0-dev")?.usesRootNamespace == false)
        #expect(FrappeVersion("14.80.0")?.usesRootNamespace == true)
        #expect(FrappeVersion("13.50.3")?.isTooOldForRealtime == true)
        for text in ["", "x", "x.y", "0.1", "-3.0"] { #expect(FrappeVersion(text) == nil) }
    }

    @Test func refusalsAreToldApart() {
        let table: [(String, RealtimeRefusal)] = [
            ("Invalid namespace", .invalidNamespace), ("Unable to connect", .invalidNamespace),
            ("Invalid origin", .invalidOrigin), ("No cookie transmitted.", .noCookie),
            ("Missing cookie and authorization header. Either one needed for authentication.", .noCookie),
            ("No sid transmitted.", .noSession),
            ("No authentication method used. Use cookie or authorization header.", .noSession),
            ("Unauthorized: Error: Unauthorized", .unauthorized("Unauthorized: Error: Unauthorized")),
            ("Come back later", .other("Come back later")),
        ]
        for (message, refusal) in table { #expect(RealtimeRefusal(message: message) == refusal) }
    }
}
