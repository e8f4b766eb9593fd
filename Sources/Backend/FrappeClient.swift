// The HTTP side of a Frappe server: ask who we are, chat.

import JSON
public import TaskMachine
public import Transport

/// Calls of a Frappe server. It keeps nothing: sessions go in and come out.
public struct FrappeClient: Sendable {
    /// Slow models take their time.
    public static let chatTimeoutSeconds = 1_200
    static let chatMaximumBytes = 32 << 20
    public static let callTimeoutSeconds = 30
    static let callMaximumBytes = 1 << 20

    public let address: ServerAddress
    let transport: any HTTPTransport
    /// For everything but `chat`.
    let callTimeoutSeconds: Int
    /// What questions about the site and its user carry besides the session: a gateway before it may want some.
    let furtherHeaders: [HTTPHeader]

    public init(
        address: ServerAddress, transport: any HTTPTransport,
        callTimeoutSeconds: Int = FrappeClient.callTimeoutSeconds, furtherHeaders: [HTTPHeader] = []
    ) {
        self.address = address
        self.transport = transport
        self.callTimeoutSeconds = callTimeoutSeconds
        self.furtherHeaders = furtherHeaders
    }

    /// `GET frappe.auth.get_logged_user`: the user's name, or nil when the session is nobody's (dead ones answer as
    /// `Guest`). The session learns its CSRF token, if the server tells.
    public func loggedUser(_ session: inout FrappeSession) async throws(RequestFailure) -> String? {
        let response = try await loggedUserResponse(&session)
        // Who may not even ask this is nobody.
        switch ChatAnswer(response, isGuest: true) {
        case .failure(.signedOut): return nil
        case .failure(let failure): throw failure
        case .reply(let reply): return reply.text.isEmpty || reply.text == "Guest" ? nil : reply.text
        }
    }

    /// `GET frappe.auth.get_logged_user`, for who reads more from the answer than the name.
    func loggedUserResponse(_ session: inout FrappeSession) async throws(RequestFailure) -> HTTPResponse {
        let response = try await get(address.method("frappe.auth.get_logged_user"), Self.callMaximumBytes, session)
        session.take(response)
        return response
    }

    /// Note: no `Expect` anywhere; servers of this family answer 417 to it.
    static func headers(_ session: FrappeSession) -> [HTTPHeader] {
        var headers = [HTTPHeader("Accept", "application/json")]
        if let cookies = session.cookies.header { headers.append(HTTPHeader("Cookie", cookies)) }
        if let authorization = session.authorization { headers.append(HTTPHeader("Authorization", authorization)) }
        if let token = session.accessToken { headers.append(HTTPHeader("X-Access-Token", token.exposed)) }
        if let token = session.csrfToken { headers.append(HTTPHeader("X-Frappe-CSRF-Token", token)) }
        return headers
    }
}

extension FrappeSession {
    /// Any answer may set cookies anew, and some tell the token.
    mutating func take(_ response: HTTPResponse) {
        cookies.take(setCookies: response.headers("Set-Cookie"))
        guard let token = response.header("X-Frappe-CSRF-Token"), !token.isEmpty,
            token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return }
        csrfToken = token
    }
}

extension RequestFailure {
    /// What a broken exchange means for a request.
    init(_ error: TransportError) {
        self =
            switch error {
            case .nameNotFound, .unreachable, .connectTimedOut, .tls, .proxy: .unreachable(error.words)
            case .interrupted, .closed: .interrupted(error.words)
            case .timedOut(let seconds): .timedOut(seconds: seconds)
            case .tooLarge: .malformed("an answer of \(error.words)")
            case .invalidURL: .malformed("an address that is no URL: \(error.words)")
            case .cancelled: .cancelled
            case .upgradeRefused(let refusal): .refused(status: refusal.status, message: refusal.body)
            case .protocolViolation, .unsupported: .malformed(error.words)
            }
    }
}
