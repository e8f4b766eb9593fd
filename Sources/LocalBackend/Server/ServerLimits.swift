// How much the server takes from anybody, and how long it waits.

public import SocketIO

/// Bounds of a `LocalServer`. Times are in milliseconds; a timer runs only while its wait does.
public struct LocalServerLimits: Equatable, Sendable {
    /// Bytes of a chat request.
    public var bodyBytes = 16 << 20
    /// Bytes of all bodies that are still on their way, together; who sends more is asked to wait.
    public var heldBodyBytes = 256 << 20
    /// Bytes of all header fields of a request, and of one field.
    public var headerBytes = 64 << 10
    public var headerFieldBytes = 32 << 10
    /// TCP connections; more are closed as they come.
    public var connections = 64
    /// Chat requests that the engine works on at once; more are answered with 429.
    public var chatRequests = 8
    /// Realtime sessions, with or without a connection.
    public var realtimeSessions = 64
    /// Of one signed-in user; further ones are refused.
    public var realtimeSessionsPerUser = Int.max
    /// Rooms that a client may be in, in one namespace; it does not get into a further one.
    public var roomsPerMember = 1_000
    /// Times and bounds of realtime sessions. For Frappe's rules `dialect` is set by the flavour.
    public var realtime = SocketServerConfiguration()
    /// Lets lost clients of a plain server come back; nil, as with Frappe, starts them anew.
    public var recovery: RealtimeRecovery?
    /// From the connection, or from the first byte of a later request's head, to the request's end.
    public var requestMilliseconds = 30_000
    /// How long a connection may stay open between two requests.
    public var idleMilliseconds = 75_000
    /// How long the rest of a refused request is read and thrown away.
    public var drainMilliseconds = 2_000
    /// Whether a foreign `Host` or `Origin` is refused before anything else looks at the request. Only tests of what
    /// comes behind may turn this off: it is what keeps web pages out.
    public var guardsOrigin = true

    public init() {}
}
