// What may stand behind the namespaces of the server: a machine that is told who comes and what he says.

public import JSON
public import SocketIO

/// Decides who joins a namespace and answers what is sent there. One machine serves all clients of a server; it is
/// called on the server's thread, one event at a time, and its effects are performed in order.
///
/// The Frappe rules are one application; give another to `LocalServer.start` for a plain Socket.IO server.
public protocol RealtimeApplication: Sendable {
    mutating func handle(_ event: RealtimeEvent) -> [RealtimeEffect]
}

/// One client in one namespace.
public struct RealtimeMember: Hashable, Sendable {
    public let namespace: String
    /// The Socket.IO id. It is public, unlike the session's.
    public let id: String

    public init(namespace: String, id: String) {
        self.namespace = namespace
        self.id = id
    }
}

/// A set of members of one namespace.
public struct RealtimeRoom: Hashable, Sendable {
    public var namespace: String
    public var name: String

    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

/// Who gets an event.
public enum RealtimeAudience: Hashable, Sendable {
    case member(RealtimeMember)
    case room(RealtimeRoom)
    case everybody(namespace: String)
}

/// News for the application.
public enum RealtimeEvent: Equatable, Sendable {
    /// Somebody wants to join; answered by `accept`, `refuse` or `turnAway`, now or later. `payload` came with CONNECT.
    case connectRequested(RealtimeMember, payload: JSONValue?, RealtimeHandshake)
    /// A member that had left is back, with its rooms and what it missed. It is not asked about again.
    case recovered(RealtimeMember)
    /// A member sent an event; with an `acknowledgementID` it wants an answer.
    case received(RealtimeMember, SocketEvent)
    /// A member answered what was asked with this ticket.
    case acknowledged(RealtimeMember, ticket: Int, SocketArguments)
    /// Nothing came within the time, or the member left.
    case unanswered(RealtimeMember, ticket: Int)
    /// A member is gone, or one that has no answer yet.
    case left(RealtimeMember)
}

/// Orders of the application. An order about a member that is gone is ignored.
public enum RealtimeEffect: Equatable, Sendable {
    case accept(RealtimeMember)
    /// CONNECT_ERROR with `message` and, if given, `data`.
    case refuse(RealtimeMember, message: String, data: JSONValue? = nil)
    /// CONNECT_ERROR with any payload.
    case turnAway(RealtimeMember, payload: JSONValue)
    /// CONNECT_ERROR, and yet the question stays open.
    case warn(RealtimeMember, message: String)
    /// To a member that is not accepted it goes before the answer to CONNECT.
    case emit(String, SocketArguments, to: RealtimeAudience)
    /// Sends an event that wants an answer: `acknowledged` or `unanswered` brings the ticket back.
    case ask(String, SocketArguments, of: RealtimeMember, ticket: Int, milliseconds: Int)
    /// Answers an event that came with this id.
    case acknowledge(RealtimeMember, id: Int, SocketArguments)
    /// Ignored when the member is in too many rooms, or the name is too long; see `LocalServerLimits`.
    case join(RealtimeMember, room: String)
    case leave(RealtimeMember, room: String)
    /// Puts a member out of its namespace.
    case disconnect(RealtimeMember)
    /// Ends the session of a member, all its namespaces with it.
    case close(RealtimeMember)
}

/// What a server knows of the request that opened a session. It holds no secrets.
public struct RealtimeHandshake: Equatable, Sendable {
    /// `Host` as it was sent.
    public var host = ""
    public var origin: String?
    /// `X-Frappe-Site-Name`, which a proxy sets.
    public var siteName: String?
    /// There is a Cookie header, whatever is in it.
    public var hasCookies = false
    /// There is a cookie `sid` that is not empty.
    public var hasSid = false
    public var hasAuthorization = false
    /// Whose session the cookie names; nil when it is over, or was never here.
    public var cookieUser: String?
    /// Whose key and secret `Authorization` brings; nil when they are wrong.
    public var tokenUser: String?

    public init() {}
}

extension RealtimeHandshake {
    init(_ request: ServerRequest, _ sessions: SessionTable) {
        host = request.header("host") ?? ""
        origin = request.header("origin")
        siteName = request.header("x-frappe-site-name")
        hasCookies = request.header("cookie") != nil
        let sid = request.cookie("sid") ?? ""
        hasSid = !sid.isEmpty
        hasAuthorization = request.header("authorization") != nil
        cookieUser = hasSid ? sessions.user(of: sid) : nil
        tokenUser = request.header("authorization").flatMap { sessions.user(ofAuthorization: $0) }
    }
}
