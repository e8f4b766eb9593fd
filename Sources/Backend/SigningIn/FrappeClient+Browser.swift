// The calls of the browser's sign-in, and the one that drives it.

import JSON
import TaskMachine
import Transport

extension FrappeClient {
    static let browserMethods = "oropendola_ai.oropendola_ai.api.vscode_auth."
    private static let refreshTries = 3

    /// Signs in through a browser: `show` is told where the user has to go, and the server is asked until it is done.
    /// - Parameter clock: waits between two questions on it.
    public func signInByBrowser(
        clock: any Clock<Duration> = ContinuousClock(), show: @Sendable (BrowserInvitation) async -> Void
    ) async throws(LoginFailure) -> BrowserGrant {
        var machine = BrowserSignIn()
        var effects = machine.handle(.begun)
        while !effects.isEmpty {
            switch effects.removeFirst() {
            case .invite:
                do throws(RequestFailure) {
                    effects += machine.handle(.invited(try await browserInvitation()))
                } catch {
                    effects += machine.handle(.notInvited(error))
                }
            case .show(let invitation): await show(invitation)
            case .startTimer(let seconds):
                do { try await clock.sleep(for: .seconds(seconds)) } catch { throw .failed(.cancelled) }
                effects += machine.handle(.timerFired)
            case .poll(let invitation): effects += machine.handle(.polled(await browserStatus(invitation)))
            case .finish(let grant): return grant
            case .fail(let failure): throw failure
            }
        }
        throw .failed(.malformed("a sign-in without an end"))
    }

    /// `GET initiate_auth`.
    func browserInvitation() async throws(RequestFailure) -> BrowserInvitation {
        let response = try await get(address.method(Self.browserMethods + "initiate_auth"), Self.callMaximumBytes, nil)
        let message = (try? JSONValue.parse(response.body))?["message"]
        if response.status == 200, let invitation = BrowserInvitation(reading: message) { return invitation }
        let answer = ChatAnswer(response, isGuest: false)
        if case .failure(let failure) = answer { throw failure }
        throw .malformed("an answer without an address to sign in at")
    }

    /// `GET check_auth_status`.
    func browserStatus(_ invitation: BrowserInvitation) async -> BrowserPoll {
        let method = address.method(Self.browserMethods + "check_auth_status")
        let url = "\(method)?auth_request_id=\(Credentials.percentEncoded(invitation.id.exposed))"
        let response: HTTPResponse
        do throws(RequestFailure) {
            response = try await get(url, Self.callMaximumBytes, nil)
        } catch {
            return .unanswered(error)
        }
        if response.status == 403 { return .forbidden }
        let message = (try? JSONValue.parse(response.body))?["message"]
        switch message?["status"]?.asString {
        case "pending": return .pending
        case "completed": return BrowserGrant(reading: message).map { .completed($0) } ?? .unknown("no token came")
        case "expired": return .expired
        case "revoked": return .revoked
        default: break
        }
        if response.status == 200, let words = message?["error"]?.asString { return .unknown(words) }
        return .unanswered(.refused(status: response.status, message: ""))
    }

    /// `GET get_my_profile`: whose a token is. Frappe itself knows nothing of these tokens and would call their bearer a
    /// guest.
    /// - Throws: `refused` when it is nobody's any more.
    func profileUser(_ session: FrappeSession) async throws(LoginFailure) -> String {
        let response: HTTPResponse
        do throws(RequestFailure) {
            response = try await get(
                address.method(Self.browserMethods + "get_my_profile"), Self.callMaximumBytes, session)
        } catch {
            throw .failed(error)
        }
        if response.status == 401 || response.status == 403 { throw .refused(.browser) }
        let message = (try? JSONValue.parse(response.body))?["message"]
        let person = message?["user"] ?? message?["profile"] ?? message
        if response.status == 200, let name = person?["email"]?.asString ?? person?["name"]?.asString, !name.isEmpty {
            return String(name.prefix(200))
        }
        if case .failure(let failure) = ChatAnswer(response, isGuest: false) { throw .failed(failure) }
        throw .failed(.malformed("a profile without a name"))
    }

    /// `POST refresh_token`: a new access token. Where nothing was answered it is tried again, three times in all
    /// (contract §1.3); an answer of whatever kind is the last.
    /// - Throws: `over` when the server does not take the refresh token.
    public func refreshed(_ tokens: BrowserTokens, now: Int) async throws(LoginFailure) -> BrowserTokens {
        guard let refresh = tokens.refresh else { throw .over(.browser) }
        let request = HTTPRequest(
            method: "POST", url: address.method(Self.browserMethods + "refresh_token"),
            headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json")]
                + furtherHeaders,
            body: (["refresh_token": .string(refresh.exposed)] as JSONValue).serialized(),
            timeoutSeconds: callTimeoutSeconds, maximumBodyBytes: Self.callMaximumBytes)
        var failure = RequestFailure.cancelled
        for _ in 0..<Self.refreshTries where !Task.isCancelled {
            let response: HTTPResponse
            do throws(TransportError) {
                response = try await transport.send(request)
            } catch {
                failure = RequestFailure(error)
                guard error.leavesUnanswered else { break }
                continue
            }
            let message = (try? JSONValue.parse(response.body))?["message"]
            if response.status == 200, let grant = BrowserGrant(reading: message) {
                var renewed = grant.tokens(now: now)
                // A server that gives no new one means the old one to stay.
                renewed.refresh = renewed.refresh ?? refresh
                return renewed
            }
            guard response.status >= 500 || response.status == 429 else { throw .over(.browser) }
            throw .failed(.refused(status: response.status, message: ""))
        }
        throw .failed(failure)
    }
}

extension TransportError {
    /// Nothing of an answer came, and another try may find the way open.
    fileprivate var leavesUnanswered: Bool {
        switch self {
        case .nameNotFound, .unreachable, .connectTimedOut, .proxy, .interrupted, .timedOut: true
        case .tls, .tooLarge, .invalidURL, .cancelled, .upgradeRefused, .protocolViolation, .unsupported, .closed: false
        }
    }
}
