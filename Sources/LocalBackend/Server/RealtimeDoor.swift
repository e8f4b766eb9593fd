// Who may join the realtime feed: Frappe 15's checks in their order, with its words.

/// The request that opened a session, as far as the checks look at it.
struct RealtimeHandshake: Equatable, Sendable {
    var host: String
    var origin: String?
    var hasCookies: Bool
    var sid: String?
    var hasAuthorization: Bool

    init(_ request: ServerRequest) {
        host = request.header("host") ?? ""
        origin = request.header("origin")
        hasCookies = request.header("cookie") != nil
        sid = request.cookie("sid")
        hasAuthorization = request.header("authorization") != nil
    }
}

/// What a CONNECT comes to.
enum RealtimeAdmission: Equatable, Sendable {
    /// Into room `user:<user>`; nil joins no room.
    case joined(user: String?)
    case refused(String)
}

struct RealtimeDoor: Equatable, Sendable {
    /// The name of the one site we serve: Host is loopback, so it is Frappe's `default_site`.
    var siteName: String

    /// `user` gives the user of a session id.
    func admission(
        to namespace: String, _ handshake: RealtimeHandshake, user: (String) -> String?
    ) -> RealtimeAdmission {
        // Note: as on any Socket.IO server, `/` is there, and nothing is ever published to it.
        if namespace == "/" { return .joined(user: nil) }
        guard namespace == "/" + siteName else { return .refused("Invalid namespace") }
        guard let origin = handshake.origin,
            OriginGuard.hostName(ofOrigin: origin) == OriginGuard.hostName(handshake.host)
        else { return .refused("Invalid origin") }
        guard handshake.hasCookies else { return .refused("No cookie transmitted.") }
        guard let sid = handshake.sid else {
            return .refused(
                handshake.hasAuthorization
                    ? "Unauthorized: Error: Unauthorized"
                    : "No authentication method used. Use cookie or authorization header.")
        }
        // A session that is over is a guest: connected, and no event ever comes.
        return .joined(user: user(sid) ?? "Guest")
    }
}
