// What the server says in the browser's sign-in (contract §1.3): where to go, and how far it has come.

import JSON
public import TaskMachine
import Transport

/// A sign-in that waits for the user in a browser.
public struct BrowserInvitation: Equatable, Sendable {
    let id: Secret
    /// Where the user signs in; `http` or `https`.
    public let url: String
    /// Seconds until the server forgets it, and between two questions.
    public let expiresIn: Int
    public let pollInterval: Int

    public init(id: Secret, url: String, expiresIn: Int = 300, pollInterval: Int = 2) {
        self.id = id
        self.url = url
        self.expiresIn = expiresIn
        self.pollInterval = pollInterval
    }

    /// Whether the user signs in on the server's own host, over the same scheme. The port may be another: a site behind
    /// a development server names its public one.
    public func leads(to server: ServerAddress) -> Bool {
        guard let place = ServerAddress(String(url.prefix { $0 != "?" })) else { return false }
        return place.host == server.host && place.isSecure == server.isSecure
    }

    init?(reading message: JSONValue?) {
        guard let message, let id = message["auth_request_id"]?.asString, !id.isEmpty,
            let url = message["login_url"]?.asString, ServerAddress(String(url.prefix { $0 != "?" })) != nil,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        // A server can make us wait neither for ever nor not at all.
        self.init(
            id: Secret(id), url: url, expiresIn: min(max(message["expires_in"]?.asInt ?? 300, 10), 1_800),
            pollInterval: min(max(message["poll_interval"]?.asInt ?? 2, 1), 60))
    }
}

/// Tokens, and whose they are.
public struct BrowserGrant: Equatable, Sendable {
    public var access: Secret
    public var refresh: Secret?
    /// Seconds that the access token is said to live.
    public var expiresIn: Int?
    public var user: String?

    public init(access: Secret, refresh: Secret? = nil, expiresIn: Int? = nil, user: String? = nil) {
        self.access = access
        self.refresh = refresh
        self.expiresIn = expiresIn
        self.user = user
    }

    init?(reading message: JSONValue?) {
        guard let message, let access = message["access_token"]?.asString.flatMap({ Secret(headerValue: $0) }) else {
            return nil
        }
        self.init(
            access: access, refresh: message["refresh_token"]?.asString.flatMap { Secret(headerValue: $0) },
            expiresIn: message["expires_in"]?.asInt, user: message["user"]?["email"]?.asString)
    }

    /// - Parameter now: seconds since 1970.
    public func tokens(now: Int) -> BrowserTokens {
        BrowserTokens(access: access, refresh: refresh, endsAt: expiresIn.map { now + $0 })
    }
}

/// What one question came to.
public enum BrowserPoll: Equatable, Sendable {
    case pending
    case completed(BrowserGrant)
    case expired
    case revoked
    /// 403: a firewall, or a limit on requests.
    case forbidden
    /// The question itself failed; the next one may not.
    case unanswered(RequestFailure)
    /// The server does not know this sign-in; its words.
    case unknown(String)
}
