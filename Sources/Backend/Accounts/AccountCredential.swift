// What a sign-in left behind: the thing that every request shows the server, in the five kinds that there are.

/// Tokens of the browser's sign-in (contract §1.3).
public struct BrowserTokens: Equatable, Sendable {
    /// The value of `X-Access-Token`.
    public var access: Secret
    /// Gets a new access token; nil where the server gave none.
    public var refresh: Secret?
    /// When the server says that the access token ends, in seconds since 1970. It is not known to hold it.
    public var endsAt: Int?

    public init(access: Secret, refresh: Secret? = nil, endsAt: Int? = nil) {
        self.access = access
        self.refresh = refresh
        self.endsAt = endsAt
    }
}

/// A kept credential. The password itself is never kept.
public enum AccountCredential: Equatable, Sendable {
    /// The cookies of a password sign-in; `endsAt` in seconds since 1970, where the server told.
    case session(CookieJar, endsAt: Int?)
    /// Cookies that came from a browser.
    case cookies(CookieJar)
    /// `api_key:api_secret` of a Frappe user.
    case apiKey(Secret)
    /// An AI API Key, for Agent Mode alone.
    case aiKey(Secret)
    case browser(BrowserTokens)

    public enum Kind: String, CaseIterable, Sendable {
        case session, cookies
        case apiKey = "api_key"
        case aiKey = "ai_key"
        case browser
    }

    public var kind: Kind {
        switch self {
        case .session: .session
        case .cookies: .cookies
        case .apiKey: .apiKey
        case .aiKey: .aiKey
        case .browser: .browser
        }
    }

    /// When it ends, in seconds since 1970; nil where nobody told.
    public var endsAt: Int? {
        switch self {
        case .session(_, let end): end
        case .browser(let tokens): tokens.endsAt
        case .cookies, .apiKey, .aiKey: nil
        }
    }

    /// What requests carry. An AI API Key goes into the body of Agent Mode's requests instead.
    public var session: FrappeSession {
        switch self {
        case .session(let jar, _), .cookies(let jar): FrappeSession(cookies: jar)
        case .apiKey(let pair): FrappeSession(authorization: "token " + pair.exposed)
        case .aiKey: FrappeSession()
        case .browser(let tokens): FrappeSession(accessToken: tokens.access)
        }
    }

    /// The same with the cookies that an answer set anew; nil when there is nothing new to keep.
    func renewed(by session: FrappeSession) -> AccountCredential? {
        guard session.cookies.sid != nil else { return nil }
        switch self {
        case .session(let jar, let end) where jar != session.cookies: return .session(session.cookies, endsAt: end)
        case .cookies(let jar) where jar != session.cookies: return .cookies(session.cookies)
        default: return nil
        }
    }
}

extension AccountCredential: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(kind.rawValue) (hidden)" }
    public var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue]) }
}

extension AccountCredential.Kind {
    /// Whether the realtime feed may let it in. A key is taken by Frappe 15 and later alone; what has neither cookie
    /// nor key is taken by none.
    public var allowsRealtime: Bool {
        switch self {
        case .session, .cookies, .apiKey: true
        case .aiKey, .browser: false
        }
    }
}
