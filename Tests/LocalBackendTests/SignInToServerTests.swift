// Every way of signing in over real sockets: the program's client against the embedded server that plays a real one.
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

@Suite(.serialized, .timeLimit(.minutes(1))) struct SignInToServerTests {
    private static let user = "you@localhost"
    private let right = Credentials(user: user, password: "right")

    private struct Wire {
        let server: LocalServer
        let client: FrappeClient
        let address: ServerAddress
        let http: NIOHTTPTransport
    }

    private func with(
        _ rules: SignInRules = SignInRules(), script: String = "", _ body: (Wire) async throws -> Void
    ) async throws {
        let server = try await LocalServer.start(
            session: LocalSession(user: Self.user, password: "right", token: ("key", "secret")),
            engine: ScriptedEngine(try Scenario(script)))
        await server.signIns(follow: rules)
        let http = NIOHTTPTransport()
        let address = try #require(ServerAddress("http://127.0.0.1:\(server.port)"))
        let client = FrappeClient(address: address, transport: http)
        let result: Result<Void, any Error>
        do {
            try await body(Wire(server: server, client: client, address: address, http: http))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await http.shutdown()
        await server.shutdown()
        try result.get()
    }

    private func rules(_ set: (inout SignInRules) -> Void) -> SignInRules {
        var rules = SignInRules()
        set(&rules)
        return rules
    }

    @Test func aPasswordBringsASessionThatLasts() async throws {
        for kind in [SignInRules.Password.normal, .subscriber] {
            try await with(rules { $0.password = kind }) { wire in
                let signedIn = try await wire.client.signIn(right)
                #expect(signedIn.user == Self.user && signedIn.lifetimeSeconds == 864_000)
                let credential = AccountCredential.session(signedIn.session.cookies, endsAt: nil)
                #expect(try await wire.client.user(of: credential) == Self.user)
                await wire.server.expireSessions()
                await #expect(throws: LoginFailure.refused(.session)) { try await wire.client.user(of: credential) }
            }
        }
    }

    @Test func aCodeIsTheSecondStep() async throws {
        try await with(rules { $0.password = .secondFactor(code: "123456", method: "Email") }) { wire in
            var factor: SecondFactor?
            do throws(LoginFailure) {
                _ = try await wire.client.signIn(right)
            } catch {
                if case .secondFactorWanted(let wanted) = error { factor = wanted }
            }
            let wanted = try #require(factor)
            #expect(wanted.method == "Email")
            #expect(wanted.prompt == "Verification code has been sent to your registered email address.")
            await #expect(throws: LoginFailure.wrongCode) {
                try await wire.client.confirm(Secret("000000"), of: wanted)
            }
            #expect(try await wire.client.confirm(Secret("123456"), of: wanted).session.cookies.sid != nil)
            await #expect(throws: LoginFailure.codeExpired) {
                try await wire.client.confirm(Secret("123456"), of: wanted)
            }
        }
    }

    @Test func refusalsAreToldApart() async throws {
        let cases: [(SignInRules, LoginFailure)] = [
            (rules { $0.gate = .locked(seconds: 90) }, .locked(seconds: 90)),
            (rules { $0.gate = .rateLimited(seconds: 7) }, .rateLimited(retryAfterSeconds: 7)),
            (
                rules { $0.gate = .passwordsNotAllowed },
                .notAllowed("Login with username and password is not allowed.")
            ),
            (rules { $0.gate = .firewall(status: 403) }, .blocked(status: 403, "a firewall")),
            (rules { $0.gate = .firewall(status: 406) }, .blocked(status: 406, "a firewall")),
            (rules { $0.password = .disabled }, .disabled),
            (rules { $0.password = .passwordReset }, .passwordResetWanted),
            (rules { $0.password = .noSession }, .noSession),
        ]
        for (rules, failure) in cases {
            try await with(rules) { wire in
                await #expect(throws: failure) { try await wire.client.signIn(right) }
            }
        }
        try await with { wire in
            await #expect(throws: LoginFailure.wrongCredentials("Invalid login credentials")) {
                try await wire.client.signIn(Credentials(user: Self.user, password: "wrong"))
            }
        }
    }

    @Test func keysAndCookiesAreProvedBeforeTheyAreKept() async throws {
        try await with(rules { $0.aiKeys = ["good"] }) { wire in
            let user = try await wire.client.user(of: .apiKey(Secret("key:secret")))
            #expect(user == Self.user)
            await #expect(throws: LoginFailure.refused(.apiKey)) {
                try await wire.client.user(of: .apiKey(Secret("key:wrong")))
            }
            await #expect(throws: LoginFailure.refused(.cookies)) {
                try await wire.client.user(of: .cookies(CookieJar(header: "sid=nobodys")))
            }
            let good = try await wire.client.check(aiKey: Secret("good"))
            let bad = try await wire.client.check(aiKey: Secret("bad"))
            #expect(good == .good(user: Self.user) && bad == .bad("Invalid or expired API key"))
        }
        try await with { wire in
            let unchecked = try await wire.client.check(aiKey: Secret("any"))
            #expect(unchecked == .unchecked)
        }
    }

    @Test func aLogoutEndsTheSessionThere() async throws {
        try await with { wire in
            let jar = try await wire.client.login(right).cookies
            #expect(await wire.client.signOut(.session(jar, endsAt: nil)))
            await #expect(throws: LoginFailure.refused(.session)) {
                try await wire.client.user(of: .session(jar, endsAt: nil))
            }
        }
    }

    // MARK: Browser

    @Test func theBrowsersWayToAToken() async throws {
        try await with(rules { $0.browser = [.pending, .forbidden, .completed] }) { wire in
            let clock = ManualClock()
            async let granted = wire.client.signInByBrowser(clock: clock) { invitation in
                #expect(invitation.url.hasPrefix("\(wire.address)/vscode-login?auth_request="))
            }
            for _ in 1...3 {
                await clock.waitForSleeper(.seconds(1))
                clock.advance(by: .seconds(1))
            }
            let grant = try await granted
            #expect(grant.user == Self.user && grant.expiresIn == 2_592_000)
            let tokens = grant.tokens(now: 0)
            #expect(try await wire.client.user(of: .browser(tokens)) == Self.user)
            await wire.server.expireAccessTokens()
            await #expect(throws: LoginFailure.refused(.browser)) { try await wire.client.user(of: .browser(tokens)) }
            let renewed = try await wire.client.refreshed(tokens, now: 0)
            #expect(try await wire.client.user(of: .browser(renewed)) == Self.user)
            await wire.server.expireAccessTokens(withRefresh: true)
            await #expect(throws: LoginFailure.over(.browser)) { try await wire.client.refreshed(renewed, now: 0) }
        }
    }

    @Test func howTheBrowsersWayEnds() async throws {
        for (state, failure) in [
            (SignInRules.BrowserState.expired, LoginFailure.browserTimeIsUp), (.revoked, .browserRevoked),
            (.forbidden, .blocked(status: 403, "a firewall, or a limit on requests")),
        ] {
            try await with(rules { $0.browser = [state] }) { wire in
                let clock = ManualClock()
                async let granted = wire.client.signInByBrowser(clock: clock) { _ in }
                for _ in 1...(state == .forbidden ? BrowserSignIn.refusals : 1) {
                    await clock.waitForSleeper(.seconds(1))
                    clock.advance(by: .seconds(1))
                }
                do {
                    _ = try await granted
                    Issue.record("\(state) let somebody in")
                } catch {
                    #expect(error as? LoginFailure == failure)
                }
            }
        }
        try await with { wire in
            await #expect(throws: LoginFailure.self) { try await wire.client.signInByBrowser { _ in } }
        }
    }

    // MARK: The link

    /// The file of accounts, for one account.
    private actor Kept: AccountSource {
        private(set) var kept: AccountCredential?
        init(_ kept: AccountCredential?) { self.kept = kept }
        func credential() -> AccountCredential? { kept }
        func keep(_ renewed: AccountCredential, insteadOf old: AccountCredential) { if kept == old { kept = renewed } }
        func put(_ credential: AccountCredential) { kept = credential }
    }

    private static let script = """
        {"reply": {"success": true, "response": "First."}}
        {"reply": {"success": true, "response": "Second."}}
        """

    private func ask(_ link: OropendolaLink, _ id: Int) async -> AgentEvent? {
        await link.perform(
            .send(
                ChatRequest(
                    id: id, messages: [ChatMessage(role: .user, content: "hi")], conversationID: nil, mode: .agent,
                    context: [:])))
        for await event in link.events {
            switch event {
            case .replied, .requestFailed: return event
            default: continue
            }
        }
        return nil
    }

    private func text(_ event: AgentEvent?) -> String? {
        if case .replied(let reply, _) = event { reply.text } else { nil }
    }

    @Test func aSessionThatEndsIsSignedInAnewAndTheMessageSentAgain() async throws {
        try await with(script: Self.script) { wire in
            let source = Kept(.session(try await wire.client.login(right).cookies, endsAt: nil))
            let webSockets = NIOWebSocketTransport()
            let link = OropendolaLink(
                LinkConfiguration(server: wire.address, siteName: nil, identity: .account(source)), http: wire.http,
                webSockets: webSockets, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            #expect(text(await ask(link, 1)) == "First.")
            await wire.server.expireSessions()
            #expect(await ask(link, 2) == .requestFailed(.signedOut("the session is over"), request: 2))
            await source.put(.session(try await wire.client.login(right).cookies, endsAt: nil))
            await link.perform(.accountChanged)
            #expect(text(await ask(link, 3)) == "Second.")
            await link.shutdown()
            await webSockets.shutdown()
        }
    }

    /// The feed joins the namespace that the site names, with the kept cookie, and again after a sign-in.
    @Test func theFeedFollowsTheAccount() async throws {
        try await with { wire in
            let source = Kept(.session(try await wire.client.login(right).cookies, endsAt: nil))
            let webSockets = NIOWebSocketTransport()
            let link = OropendolaLink(
                LinkConfiguration(server: wire.address, siteName: nil, identity: .account(source)), http: wire.http,
                webSockets: webSockets, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await link.perform(.retryRealtime)
            var namespace: String?
            for await event in link.events {
                guard case .linkChanged(let status) = event, status.state == .online else { continue }
                namespace = status.namespace
                break
            }
            #expect(namespace == "/oropendola.local")
            await wire.server.expireSessions()
            await source.put(.session(try await wire.client.login(right).cookies, endsAt: nil))
            await link.perform(.accountChanged)
            var isAway = false
            for await event in link.events {
                guard case .linkChanged(let status) = event else { continue }
                if status.state != .online { isAway = true }
                if isAway, status.state == .online { break }
            }
            #expect(isAway)
            await link.shutdown()
            await webSockets.shutdown()
        }
    }

    @Test func aTokenThatEndsIsRenewedWithoutAWord() async throws {
        try await with(rules { $0.browser = [.completed] }, script: Self.script) { wire in
            let grant = try await wire.client.signInByBrowser { _ in }
            let source = Kept(.browser(grant.tokens(now: 0)))
            let webSockets = NIOWebSocketTransport()
            let link = OropendolaLink(
                LinkConfiguration(server: wire.address, siteName: nil, identity: .account(source)), http: wire.http,
                webSockets: webSockets, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            #expect(text(await ask(link, 1)) == "First.")
            await wire.server.expireAccessTokens()
            #expect(text(await ask(link, 2)) == "Second.")
            #expect(await source.kept != .browser(grant.tokens(now: 0)))
            await link.shutdown()
            await webSockets.shutdown()
        }
    }
}
