// The browser's sign-in: transcripts of its machine, and the same over a scripted server and a clock of the test's.
import TaskMachine
import TestSupport
import Testing
import Transport

@testable import Backend

@Suite(.timeLimit(.minutes(1))) struct BrowserSignInTests {
    let invitation = BrowserInvitation(
        id: Secret("r1"), url: "https://x.org/vscode-login?auth_request=r1", expiresIn: 10)
    let grant = BrowserGrant(access: Secret("a"), refresh: Secret("r"), expiresIn: 100, user: "a@x.org")

    private func invited(_ invitation: BrowserInvitation) -> BrowserSignIn {
        var machine = BrowserSignIn()
        #expect(machine.handle(.begun) == [.invite])
        #expect(machine.handle(.invited(invitation)) == [.show(invitation), .startTimer(seconds: 2)])
        return machine
    }

    @Test func itAsksUntilTheUserIsDone() {
        var machine = invited(invitation)
        #expect(machine.handle(.timerFired) == [.poll(invitation)])
        #expect(machine.handle(.polled(.pending)) == [.startTimer(seconds: 2)])
        #expect(machine.handle(.timerFired) == [.poll(invitation)])
        #expect(machine.handle(.polled(.completed(grant))) == [.finish(grant)])
        #expect(machine.handle(.timerFired) == [])
        #expect(machine.handle(.polled(.revoked)) == [])
    }

    @Test func theTimeEndsIt() {
        var machine = invited(invitation)
        for _ in 1...4 {
            #expect(machine.handle(.timerFired) == [.poll(invitation)])
            #expect(machine.handle(.polled(.unanswered(.timedOut(seconds: 30)))) == [.startTimer(seconds: 2)])
        }
        #expect(machine.handle(.timerFired) == [.poll(invitation)])
        #expect(machine.handle(.polled(.pending)) == [.fail(.browserTimeIsUp)])
    }

    @Test func tenRefusalsInARowAreAFirewalls() {
        var long = invitation
        long = BrowserInvitation(id: Secret("r1"), url: long.url, expiresIn: 300)
        var machine = invited(long)
        // Nine, and one answer in between: the count begins anew.
        for round in 1...19 {
            #expect(machine.handle(.timerFired) == [.poll(long)])
            let poll: BrowserPoll = round == 10 ? .pending : .forbidden
            #expect(machine.handle(.polled(poll)) == [.startTimer(seconds: 2)])
        }
        #expect(machine.handle(.timerFired) == [.poll(long)])
        #expect(
            machine.handle(.polled(.forbidden))
                == [.fail(.blocked(status: 403, "a firewall, or a limit on requests"))])
    }

    @Test(arguments: [
        (BrowserPoll.expired, LoginFailure.browserTimeIsUp), (.revoked, .browserRevoked),
        (.unknown("Invalid request"), .failed(.refused(status: 200, message: "Invalid request"))),
    ])
    func whatTheServerEnds(poll: BrowserPoll, failure: LoginFailure) {
        var machine = invited(invitation)
        _ = machine.handle(.timerFired)
        #expect(machine.handle(.polled(poll)) == [.fail(failure)])
    }

    // MARK: Over HTTP

    private static let prefix = "oropendola_ai.oropendola_ai.api.vscode_auth."
    private static let invite = prefix + "initiate_auth"
    private static let status = prefix + "check_auth_status?auth_request_id=r1"
    private static let refresh = prefix + "refresh_token"
    private static let invited = ScriptedHTTP.Step.answer(
        #"{"message": {"success": true, "auth_request_id": "r1", "login_url": "https://x.org/vscode-login?auth_request=r1", "#
            + #""expires_in": 300, "poll_interval": 2}}"#)

    private func client(_ http: ScriptedHTTP) throws -> FrappeClient {
        FrappeClient(address: try #require(ServerAddress("https://x.org")), transport: http)
    }

    @Test func theWholeWayOverHTTP() async throws {
        let http = ScriptedHTTP([
            Self.invite: [Self.invited],
            Self.status: [
                .answer(#"{"message": {"status": "pending"}}"#), .answer(status: 403, "<html>"),
                .failure(.interrupted("reset")),
                .answer(
                    #"{"message": {"status": "completed", "access_token": "acc", "refresh_token": "ref", "#
                        + #""token_type": "Bearer", "expires_in": 2592000, "user": {"email": "a@x.org"}}}"#),
            ],
        ])
        let client = try client(http)
        let clock = ManualClock()
        async let signedIn = client.signInByBrowser(clock: clock) { invitation in
            #expect(invitation.url == "https://x.org/vscode-login?auth_request=r1")
        }
        for _ in 1...4 {
            await clock.waitForSleeper(.seconds(2))
            clock.advance(by: .seconds(2))
        }
        let grant = try await signedIn
        #expect(grant.user == "a@x.org")
        let tokens = BrowserTokens(access: Secret("acc"), refresh: Secret("ref"), endsAt: 2_592_100)
        #expect(grant.tokens(now: 100) == tokens)
    }

    @Test(arguments: [
        (ScriptedHTTP.Step.answer(status: 403, "<html>"), true),
        (.answer(#"{"message": {"success": true, "auth_request_id": "r", "login_url": "javascript:alert(1)"}}"#), true),
        (.answer(status: 404, #"{"exc_type": "DoesNotExistError"}"#), true), (.failure(.unreachable("refused")), true),
    ])
    func aServerWithoutThisWay(step: ScriptedHTTP.Step, fails: Bool) async throws {
        let client = try client(ScriptedHTTP([Self.invite: [step]]))
        await #expect(throws: LoginFailure.self) { try await client.signInByBrowser(clock: ManualClock()) { _ in } }
    }

    @Test func aTokenIsRenewedThroughABrokenNetwork() async throws {
        let http = ScriptedHTTP([
            Self.refresh: [
                .failure(.interrupted("reset")), .failure(.unreachable("refused")),
                .answer(#"{"message": {"success": true, "access_token": "new", "expires_in": 50}}"#),
            ]
        ])
        let renewed = try await client(http).refreshed(
            BrowserTokens(access: Secret("old"), refresh: Secret("ref"), endsAt: 1), now: 1_000)
        #expect(renewed == BrowserTokens(access: Secret("new"), refresh: Secret("ref"), endsAt: 1_050))
        #expect(await http.requests.count == 3)
    }

    @Test func threeTriesAreEnough() async throws {
        let http = ScriptedHTTP([Self.refresh: [.failure(.interrupted("reset"))]])
        await #expect(throws: LoginFailure.failed(.interrupted("reset"))) {
            try await client(http).refreshed(BrowserTokens(access: Secret("old"), refresh: Secret("ref")), now: 0)
        }
        #expect(await http.requests.count == 3)
    }

    /// An answer came: the server may have done its part.
    @Test(arguments: [
        ScriptedHTTP.Step.answer(status: 502, "<html>"), .answer(status: 429, "{}"), .failure(.tooLarge(limit: 1)),
        .failure(.protocolViolation("x")),
    ])
    func whatWasAnsweredIsNotTriedAgain(step: ScriptedHTTP.Step) async throws {
        let http = ScriptedHTTP([Self.refresh: [step]])
        await #expect(throws: LoginFailure.self) {
            try await client(http).refreshed(BrowserTokens(access: Secret("old"), refresh: Secret("ref")), now: 0)
        }
        #expect(await http.requests.count == 1)
    }

    @Test func aRefusedRefreshIsTheEnd() async throws {
        let http = ScriptedHTTP([Self.refresh: [.answer(status: 401, #"{"message": {"success": false}}"#)]])
        await #expect(throws: LoginFailure.over(.browser)) {
            try await client(http).refreshed(BrowserTokens(access: Secret("old"), refresh: Secret("ref")), now: 0)
        }
        #expect(await http.requests.count == 1)
    }
}
