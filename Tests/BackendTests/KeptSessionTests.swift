// A link that lives on what a sign-in left: dead sessions, renewed cookies and tokens, and a sign-in in between.
import Logging
import TaskMachine
import Testing
import Transport

@testable import Backend

/// The file of accounts, for one account.
private actor KeptCredential: AccountSource {
    private(set) var kept: AccountCredential?
    init(_ kept: AccountCredential?) { self.kept = kept }
    func credential() -> AccountCredential? { kept }
    func keep(_ renewed: AccountCredential, insteadOf old: AccountCredential) { if kept == old { kept = renewed } }
    func put(_ credential: AccountCredential?) { kept = credential }
}

@Suite(.timeLimit(.minutes(1))) struct KeptSessionTests {
    private static let refresh = "oropendola_ai.oropendola_ai.api.vscode_auth.refresh_token"
    private let cookies = AccountCredential.session(CookieJar(header: "sid=old"), endsAt: nil)
    private let tokens = AccountCredential.browser(BrowserTokens(access: Secret("old"), refresh: Secret("ref")))

    private func link(_ http: ScriptedHTTP, _ source: KeptCredential) throws -> OropendolaLink {
        OropendolaLink(
            LinkConfiguration(
                server: try #require(ServerAddress("http://127.0.0.1:8000")), siteName: nil, identity: .account(source)),
            http: http, webSockets: ScriptedSockets([]), now: { 100 }, log: Logger(label: "test"))
    }

    private func ending(_ link: OropendolaLink, _ id: Int) async -> AgentEvent? {
        await link.perform(.send(OropendolaLinkTests().question(id)))
        return await OropendolaLinkTests().ending(link)
    }

    @Test func aDeadSessionIsTheUsersToRenew() async throws {
        let source = KeptCredential(cookies)
        let http = ScriptedHTTP([chat: [OropendolaLinkTests.expired, OropendolaLinkTests.hi], user: [.answer("{}")]])
        let link = try link(http, source)
        #expect(await ending(link, 1) == .requestFailed(.signedOut("the session is over"), request: 1))
        // It is not shown again; the password is nobody's to know.
        #expect(await ending(link, 2) == .requestFailed(.signedOut("the session is over"), request: 2))
        #expect(await http.requests(of: chat).count == 1)
        await source.put(.session(CookieJar(header: "sid=new"), endsAt: nil))
        await link.perform(.accountChanged)
        #expect(await ending(link, 3) == .replied(OropendolaLinkTests().reply, request: 3))
        #expect(await http.requests(of: chat).last?.headers.first("Cookie") == "sid=new")
        #expect(await http.requests(of: login).isEmpty)
        await link.shutdown()
    }

    /// The user signs in while a token is still being renewed: what comes of the renewal is not taken any more.
    @Test func aSignInOvertakesARenewal() async throws {
        let source = KeptCredential(tokens)
        let http = ScriptedHTTP([
            chat: [.answer(status: 401, ""), OropendolaLinkTests.hi], user: [.answer("{}")], Self.refresh: [.silence],
        ])
        let link = try link(http, source)
        await link.perform(.send(OropendolaLinkTests().question(1)))
        while await http.requests(of: Self.refresh).isEmpty { await Task.yield() }
        await source.put(.session(CookieJar(header: "sid=new"), endsAt: nil))
        await link.perform(.accountChanged)
        #expect(await ending(link, 2) == .replied(OropendolaLinkTests().reply, request: 2))
        #expect(await http.requests(of: chat).last?.headers.first("Cookie") == "sid=new")
        await link.perform(.cancel(request: 1))
    }

    /// Another program signed in meanwhile.
    @Test func aNewerSessionInTheFileIsTaken() async throws {
        let source = KeptCredential(cookies)
        let http = ScriptedHTTP([
            chat: [OropendolaLinkTests.hi, OropendolaLinkTests.expired, OropendolaLinkTests.hi], user: [.answer("{}")],
        ])
        let link = try link(http, source)
        #expect(await ending(link, 1) == .replied(OropendolaLinkTests().reply, request: 1))
        await source.put(.session(CookieJar(header: "sid=new"), endsAt: nil))
        #expect(await ending(link, 2) == .replied(OropendolaLinkTests().reply, request: 2))
        #expect(await http.requests(of: chat).last?.headers.first("Cookie") == "sid=new")
        await link.shutdown()
    }

    @Test func renewedCookiesAreKept() async throws {
        let source = KeptCredential(cookies)
        let http = ScriptedHTTP([
            chat: [
                .answer(headers: [HTTPHeader("Set-Cookie", "sid=new; Path=/")], #"{"message": {"response": "Hi."}}"#)
            ],
            user: [.answer("{}")],
        ])
        let link = try link(http, source)
        _ = await ending(link, 1)
        #expect(await source.kept == .session(CookieJar(header: "sid=new"), endsAt: nil))
        await link.shutdown()
    }

    @Test func aTokenIsRenewedOnceWithoutAWord() async throws {
        let source = KeptCredential(tokens)
        let http = ScriptedHTTP([
            chat: [.answer(status: 401, ""), OropendolaLinkTests.hi], user: [.answer(#"{"message": "Guest"}"#)],
            Self.refresh: [.answer(#"{"message": {"access_token": "new", "expires_in": 10}}"#)],
        ])
        let link = try link(http, source)
        #expect(await ending(link, 1) == .replied(OropendolaLinkTests().reply, request: 1))
        let sent = await http.requests(of: chat).map { $0.headers.first("X-Access-Token") }
        #expect(sent == ["old", "new"])
        let renewed = BrowserTokens(access: Secret("new"), refresh: Secret("ref"), endsAt: 110)
        #expect(await source.kept == .browser(renewed))
        await link.shutdown()
    }

    @Test func whatCantBeRenewedIsSaid() async throws {
        let http = ScriptedHTTP([
            chat: [.answer(status: 401, "")], user: [.answer(#"{"message": "Guest"}"#)],
            Self.refresh: [.answer(status: 403, "")],
        ])
        let link = try link(http, KeptCredential(tokens))
        #expect(
            await ending(link, 1)
                == .requestFailed(.signedOut("the server does not take the browser's sign-in (any more)"), request: 1))
        #expect(await http.requests(of: Self.refresh).count == 1)
        await link.shutdown()
    }

    @Test func nothingKeptIsSaid() async throws {
        let link = try link(ScriptedHTTP([:]), KeptCredential(nil))
        #expect(
            await ending(link, 1)
                == .requestFailed(.signedOut("no sign-in is kept for this server"), request: 1))
        await link.shutdown()
    }

    @Test(arguments: [true, false]) func withoutACookieThereIsNoFeed(hasTokens: Bool) async throws {
        let source = KeptCredential(hasTokens ? tokens : .aiKey(Secret("k")))
        let link = try link(ScriptedHTTP([chat: [OropendolaLinkTests.hi]]), source)
        await link.perform(.retryRealtime)
        var reason: String?
        for await event in link.events {
            if case .linkChanged(let status) = event, case .realtimeOff(let words) = status.state {
                reason = words
                break
            }
        }
        #expect(reason == "no session cookie: this way of signing in has no live updates")
        #expect(await ending(link, 1) == .replied(OropendolaLinkTests().reply, request: 1))
        await link.shutdown()
    }
}
