// What a client's session asks of its transport and hears from it. The driver maps these to a real websocket.
public import JSON

/// News from the transport. The driver names the connection it is about; news of an older one is ignored.
public enum SocketTransportEvent: Equatable, Sendable {
    /// The websocket is open. `auth` is the payload for CONNECT, made for this attempt.
    case opened(auth: JSONValue?)
    /// One whole message came.
    case received(EngineFrame)
    /// The frames of the last `send` were handed to the network.
    case sent
    /// The websocket could not be opened, or is gone. Nothing follows.
    case closed(SocketTransportEnd)
}

/// Orders to the transport, each for one connection.
public enum SocketTransportEffect: Equatable, Sendable {
    /// Open a websocket; answered by `opened` or `closed`.
    case open
    /// Send these in order; answered by `sent`. The next `send` comes after that, or directly before `close`.
    case send([EngineFrame])
    /// Close after what was sent before; also while it is being opened. Not answered.
    case close
}

/// Why a websocket is gone or did not come about.
public enum SocketTransportEnd: Equatable, Sendable {
    /// The server's name has no address.
    case nameNotFound(String)
    /// No TCP connection: refused, no route.
    case unreachable(String)
    /// No connection in time.
    case connectTimedOut(String)
    /// TLS did not come about. `mayHeal` is false for what stays wrong until somebody changes it, such as a certificate.
    case tls(String, mayHeal: Bool)
    /// The proxy on the way failed or refused. `mayHeal` is false for what stays wrong until somebody changes it.
    case proxy(String, mayHeal: Bool)
    /// Nothing came in time on a connection.
    case timedOut
    /// The server answered the upgrade request with this status instead of 101. `body` is the start of what it said.
    case refused(status: Int, body: String)
    /// A close frame; `code` is nil when it was empty.
    case closeFrame(code: Int?, reason: String)
    /// The connection broke, or ended without a close frame.
    case interrupted(String)
    /// The other side broke the rules of HTTP or websockets.
    case protocolViolation(String)
    /// A message beyond our limit, in bytes.
    case tooLarge(limit: Int)
    /// It cannot work as configured: a bad URL, an unsupported scheme.
    case unusable(String)
}
