// How the server answers those who sign in, when a test wants it otherwise than simply well.

/// What a sign-in comes to. Nothing here lets anybody in who would not get in otherwise.
package struct SignInRules: Equatable, Sendable {
    /// What follows on the right name and password.
    package enum Password: Equatable, Sendable {
        case normal
        /// A subscriber: let in with "No App" (Frappe's Website User).
        case subscriber
        /// A code is wanted; `method` as Frappe names it.
        case secondFactor(code: String, method: String)
        case passwordReset
        case disabled
        /// Let in, and no `sid` comes.
        case noSession
    }

    /// What stands before the check of name and password.
    package enum Gate: Equatable, Sendable {
        case open
        case locked(seconds: Int)
        case rateLimited(seconds: Int)
        case passwordsNotAllowed
        /// A page with this status, as a firewall sends it.
        case firewall(status: Int)
    }

    /// What a question about the browser's sign-in is answered.
    package enum BrowserState: Equatable, Sendable {
        case pending, completed, expired, revoked, forbidden
    }

    package var password = Password.normal
    package var gate = Gate.open
    /// An answer for each question, the last one again and again; empty: there is no such way.
    package var browser: [BrowserState] = []
    /// Seconds.
    package var pollInterval = 1
    package var browserLifetime = 300
    /// The AI API Keys that are good; nil: nobody can ask.
    package var aiKeys: Set<String>?

    /// A cookie that comes with the answer of who one is: sessions are renewed in this way.
    package var furtherCookie: String?

    package init() {}
}

/// Rules, and how far the sign-ins under way have come.
struct SignInState: Sendable {
    var rules = SignInRules()
    /// Questions about the browser's sign-in so far.
    var polls = 0
    /// The sign-in that waits for its code.
    var temporaryID: String?
    var browserRequest: String?
    var accessTokens: Set<String> = []
    var refreshTokens: Set<String> = []
}

extension LocalServer {
    /// Answers sign-ins by these rules from now on.
    package func signIns(follow rules: SignInRules) async {
        await onLoop { core in core.changeRoutes { $0.signIns.rules = rules } }
    }

    /// Every session is over, as when the server's memory of them was cleared.
    package func expireSessions() async {
        await onLoop { core in core.changeRoutes { $0.sessions.signOutAll() } }
    }

    /// Every access token is over; refresh tokens stay good unless `withRefresh`.
    package func expireAccessTokens(withRefresh: Bool = false) async {
        await onLoop { core in
            core.changeRoutes { routes in
                routes.signIns.accessTokens = []
                if withRefresh { routes.signIns.refreshTokens = [] }
            }
        }
    }
}
