// Who may join the realtime feed: Frappe's checks in their order, with the words of each version.

/// What a CONNECT comes to.
enum FrappeAdmission: Equatable, Sendable {
    /// As this user; nil joins no room and is not heard.
    case joined(user: String?)
    case refused(String)
}

/// The checks of Frappe's `realtime/middlewares/authenticate.js` and of `frappe/realtime/auth.py`.
struct FrappeDoor: Equatable, Sendable {
    var flavour: FrappeFlavour
    /// Frappe's `default_site`, the only one that is served.
    var siteName: String
    /// A site for several users: guests get nothing, and whoever has a session may use `/` as well, without an `Origin`,
    /// as the first extension of Oropendola does (contract §3.1).
    var isServed = false

    /// A warning is a CONNECT_ERROR that goes out and stops nothing.
    func admission(
        to namespace: String, _ handshake: RealtimeHandshake
    ) -> (warning: String?, admission: FrappeAdmission) {
        if isServed { return (nil, servedAdmission(to: namespace, handshake)) }
        let isRight = namespace == flavour.namespace(site: site(of: handshake))
        switch flavour {
        case .v14:
            // There is no other namespace, and socket.io says so itself.
            return (nil, isRight ? identity(handshake) : .refused("Invalid namespace"))
        case .v15, .v16:
            // Note: as on any Socket.IO server `/` is there, the checks don't cover it, and nothing is published to it.
            if namespace == "/" { return (nil, .joined(user: nil)) }
            // The `return` is missing in these versions: the checks go on, and may let the client in.
            return (isRight ? nil : "Invalid namespace", identity(handshake))
        case .python:
            // python-socketio would refuse unknown namespaces with a bare string, but Frappe takes all (`namespaces="*"`)
            // and compares the name itself, that of `/` too.
            return (nil, isRight ? identity(handshake) : .refused("Invalid namespace"))
        }
    }

    private func servedAdmission(to namespace: String, _ handshake: RealtimeHandshake) -> FrappeAdmission {
        guard ["/", "/" + siteName].contains(namespace) else { return .refused("Invalid namespace") }
        if let origin = handshake.origin,
            OriginGuard.hostName(ofOrigin: origin) != OriginGuard.hostName(handshake.host)
        {
            return .refused("Invalid origin")
        }
        if let user = handshake.cookieUser { return .joined(user: user) }
        return .refused(
            handshake.hasSid
                ? "Unauthorized: the session is over"
                : "No authentication method used. Use cookie or authorization header.")
    }

    /// Loopback is the default site, unless a proxy names another.
    private func site(of handshake: RealtimeHandshake) -> String {
        if let name = handshake.siteName { return name }
        let host = OriginGuard.hostName(handshake.host)
        if ["localhost", "127.0.0.1"].contains(host) { return siteName }
        return handshake.origin.flatMap { OriginGuard.hostName(ofOrigin: $0) } ?? host
    }

    private func identity(_ handshake: RealtimeHandshake) -> FrappeAdmission {
        guard let origin = handshake.origin,
            OriginGuard.hostName(ofOrigin: origin) == OriginGuard.hostName(handshake.host)
        else { return .refused("Invalid origin") }
        guard handshake.hasCookies || (flavour == .python && handshake.hasAuthorization) else {
            return .refused(
                flavour == .python
                    ? "Missing cookie and authorization header. Either one needed." : "No cookie transmitted.")
        }
        let takesToken = flavour != .v14 && handshake.hasAuthorization
        guard handshake.hasSid || takesToken else {
            return .refused(
                flavour == .v14
                    ? "No sid transmitted." : "No authentication method used. Use cookie or authorization header.")
        }
        // A token wins since Frappe 16 (frappe#26766); 15 asks for it only when there is no cookie.
        if takesToken, flavour != .v15 || !handshake.hasSid {
            return handshake.tokenUser.map { .joined(user: $0) } ?? .refused(unauthorized(origin))
        }
        // A session that is over is a guest: connected, and no event ever comes.
        return .joined(user: handshake.cookieUser ?? "Guest")
    }

    /// What a wrong token is told: the error that the version's HTTP library makes of a 401.
    private func unauthorized(_ origin: String) -> String {
        switch flavour {
        case .v14, .v15: "Unauthorized: Error: Unauthorized"
        // The answer has no `message`, and is not looked at before it is taken apart.
        case .v16: "Unauthorized: TypeError: Cannot read properties of undefined (reading 'user')"
        case .python:
            "Unauthorized: 401 Client Error: UNAUTHORIZED for url: \(origin)/api/method/frappe.realtime.get_user_info"
        }
    }
}
