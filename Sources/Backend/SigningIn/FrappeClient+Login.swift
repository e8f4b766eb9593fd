// The password's way in (Frappe `auth.py`, `twofactor.py`), and out again.

import JSON
import TaskMachine
import Transport

/// A sign-in that came about.
public struct PasswordSignIn: Equatable, Sendable {
    public var session: FrappeSession
    /// The user's name as the cookies have it; nil where they don't.
    public var user: String?
    /// Seconds that the server lets the session live; nil where it did not say.
    public var lifetimeSeconds: Int?

    public init(session: FrappeSession, user: String? = nil, lifetimeSeconds: Int? = nil) {
        self.session = session
        self.user = user
        self.lifetimeSeconds = lifetimeSeconds
    }
}

extension FrappeClient {
    /// `POST login`. Both "Logged In" and "No App", which subscribers get, are a success, and so is any 200 with a `sid`.
    public func signIn(_ credentials: Credentials) async throws(LoginFailure) -> PasswordSignIn {
        try await signIn(form: credentials.form)
    }

    /// The second step: the code that the user read. The server still knows name and password.
    public func confirm(_ code: Secret, of factor: SecondFactor) async throws(LoginFailure) -> PasswordSignIn {
        let fields = [("otp", code.exposed), ("tmp_id", factor.temporaryID.exposed), ("device", "mobile")]
        return try await signIn(form: Credentials.form(fields))
    }

    /// The session alone, for who has nobody to ask.
    public func login(_ credentials: Credentials) async throws(LoginFailure) -> FrappeSession {
        try await signIn(credentials).session
    }

    private func signIn(form: [UInt8]) async throws(LoginFailure) -> PasswordSignIn {
        let request = HTTPRequest(
            method: "POST", url: address.method("login"),
            headers: [
                HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
                HTTPHeader("Accept", "application/json"),
            ] + furtherHeaders,
            body: form, timeoutSeconds: callTimeoutSeconds, maximumBodyBytes: Self.callMaximumBytes)
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw .failed(RequestFailure(error))
        }
        if let failure = LoginFailure(response) { throw failure }
        var session = FrappeSession()
        session.take(response)
        guard session.cookies.sid != nil else { throw .noSession }
        let user = session.cookies["user_id"].map(Credentials.percentDecoded)
        return PasswordSignIn(session: session, user: user, lifetimeSeconds: Self.lifetime(response))
    }

    /// `Max-Age` of the session's cookie.
    private static func lifetime(_ response: HTTPResponse) -> Int? {
        let cookie = response.headers("Set-Cookie").last { $0.hasPrefix("sid=") }
        for part in (cookie ?? "").split(separator: ";").dropFirst() {
            let pair = part.filter { $0 != " " }.lowercased().split(separator: "=")
            if pair.count == 2, pair[0] == "max-age", let seconds = Int(pair[1]), seconds > 0 { return seconds }
        }
        return nil
    }

    /// Who the server takes a credential for.
    /// - Throws: `refused` when it is nobody's.
    public func user(of credential: AccountCredential) async throws(LoginFailure) -> String {
        if case .browser = credential { return try await profileUser(credential.session) }
        var session = credential.session
        let user: String?
        do throws(RequestFailure) { user = try await loggedUser(&session) } catch { throw .failed(error) }
        guard let user else { throw .refused(credential.kind) }
        return user
    }

    /// Tells the server that a credential is not used any more; whether it said yes. Keys stay good: they are not ours.
    public func signOut(_ credential: AccountCredential) async -> Bool {
        let session: FrappeSession
        let url: String
        switch credential {
        case .session, .cookies:
            // The session may want its token with every change.
            var asked = credential.session
            _ = try? await loggedUser(&asked)
            session = asked
            url = address.method("logout")
        case .browser:
            session = credential.session
            url = address.method(Self.browserMethods + "logout")
        case .apiKey, .aiKey: return true
        }
        let request = HTTPRequest(
            method: "POST", url: url, headers: Self.headers(session) + furtherHeaders,
            timeoutSeconds: callTimeoutSeconds, maximumBodyBytes: Self.callMaximumBytes)
        guard let response = try? await transport.send(request) else { return false }
        return (200..<300).contains(response.status)
    }
}
