// Signing in to a served site: who may try, the check beside the loop, the session, and the cookies.

import JSON
import Logging
import NIOCore

extension Routes {
    /// What a login to a served site comes to.
    func servedLogin(_ request: ServerRequest) -> RouteOutcome {
        guard request.method == "POST" else {
            return .answer(FrappeAnswer.failure(403, "PermissionError", "Not permitted"))
        }
        let fields = LoginFields(request)
        guard let user = fields["usr"], let password = fields["pwd"], !user.isEmpty, user.utf8.count <= 140 else {
            return .answer(FrappeAnswer.wrongPassword)
        }
        return .signIn(user: user, password: password)
    }
}

extension ServerCore {
    func signIn(_ user: String, _ password: String, _ request: ServerRequest, on connection: HTTPConnection) {
        guard let desk else { return connection.answer(FrappeAnswer.wrongPassword) }
        let tried = desk.signIns.handle(.tried(user: user, address: request.client, now: routes.sessions.now))
        switch tried.first {
        case .check: break
        case .locked(let seconds):
            desk.metrics.note(.locked)
            return connection.answer(
                FrappeAnswer.failure(
                    417, "SecurityException", "Your account has been locked and will resume after \(seconds) seconds"))
        case .tooMany(let seconds):
            desk.metrics.note(.locked)
            return connection.answer(FrappeAnswer.tooMany("Too Many Requests", seconds: seconds))
        case nil: return connection.answer(FrappeAnswer.wrongPassword)
        }
        guard desk.beginCheck() else {
            desk.metrics.note(.busy)
            return drop(
                user, request, desk, on: connection, FrappeAnswer.tooMany("Too many sign-ins at once", seconds: 3))
        }
        // Whoever has just got an account, or another password, need not wait until the next look at the file.
        refreshAccounts(desk) { self.check(user, password, request, desk, on: connection) }
    }

    private func check(
        _ user: String, _ password: String, _ request: ServerRequest, _ desk: SiteDesk, on connection: HTTPConnection
    ) {
        guard !desk.refusesSignIns(at: wallMilliseconds()) else {
            desk.endCheck()
            desk.metrics.note(.unread)
            let words = "The server can't read its accounts now, so nobody new can sign in. Who is signed in stays so."
            return drop(user, request, desk, on: connection, FrappeAnswer.unavailable(words, seconds: 30))
        }
        desk.check(user, password, on: loop).assumeIsolated().whenComplete { [self] result in
            guard case .success(let account?) = result else {
                desk.metrics.note(.wrong)
                log.notice("wrong password", metadata: ["client": "\(request.client)"])
                return connection.answer(FrappeAnswer.wrongPassword)
            }
            // The check takes its time: the account may have gone meanwhile, or have another password.
            guard desk.accounts[account.name]?.passwordSet == account.passwordSet else {
                return connection.answer(FrappeAnswer.wrongPassword)
            }
            _ = desk.signIns.handle(.succeeded(user: user, address: request.client))
            desk.metrics.note(.right)
            connection.answer(welcome(account, request))
        }
    }

    /// Answers without a look at the password, which is then no wrong one.
    private func drop(
        _ user: String, _ request: ServerRequest, _ desk: SiteDesk, on connection: HTTPConnection,
        _ answer: ServerAnswer
    ) {
        _ = desk.signIns.handle(.dropped(user: user, address: request.client))
        connection.answer(answer)
    }

    private func welcome(_ account: SiteAccount, _ request: ServerRequest) -> ServerAnswer {
        let sid = randomIdentifier(bytes: 32)
        var life = 0
        var isFull = false
        changeRoutes { routes in
            routes.sessions.now = wallMilliseconds()
            isFull = routes.sessions.kept?.begin(sid, account, now: routes.sessions.now).isEmpty == false
            life = (routes.sessions.kept?.limits.longestMilliseconds ?? 0) / 1_000
        }
        saveSessions()
        // A session that had to go for this one takes its feed along.
        if isFull { hub.cutStrangers() }
        return Routes.welcome(
            sid, "Logged In", account.name, fullName: account.fullName,
            life: "Max-Age=\(life)" + (request.isSecure ? "; Secure" : ""))
    }
}
