// The port through which everything of ours opens websockets (RFC 6455).

/// A message to send.
public enum WebSocketMessage: Equatable, Sendable {
    /// UTF-8 (opcode 1, RFC 6455 §5.6); not validated.
    case text([UInt8])
    /// Any bytes (opcode 2).
    case binary([UInt8])

    /// A text message.
    public static func text(_ text: String) -> WebSocketMessage { .text(Array(text.utf8)) }
}

/// What a connection reports.
public enum WebSocketEvent: Equatable, Sendable {
    /// A whole text message, fragments joined: UTF-8, not validated.
    case text([UInt8])
    /// A whole binary message.
    case binary([UInt8])
    /// The end; always the last event, exactly once.
    case closed(WebSocketClose)
}

/// Why a connection ended.
public enum WebSocketClose: Equatable, Sendable {
    /// A close frame came. `code` is nil when the frame was empty (RFC 6455 §7.1.5, there 1005).
    case frame(code: Int?, reason: String)
    /// We closed it.
    case closedByUs
    /// The connection ended without a close frame, or broke a rule.
    case failed(TransportError)
}

/// An open websocket.
public protocol WebSocketConnection: Sendable {
    /// What comes in, in order, in batches as it is there; one consumer. The reader's pace is the sender's: nothing is
    /// dropped, and when much is unread the connection stops reading from the network.
    var messages: AsyncStream<[WebSocketEvent]> { get }
    /// Sends messages in order; returns when the last was handed to the network. Calls made one after the other keep
    /// their order.
    func send(_ messages: [WebSocketMessage]) async throws(TransportError)
    /// Sends a close frame and closes; returns when the connection is gone, after at most a few seconds. Messages that
    /// are unread by then may be dropped; `closed` still comes.
    func close() async
}

/// Opens websockets.
public protocol WebSocketTransport: Sendable {
    /// Opens `url` (`ws://` or `wss://`) with these headers on the upgrade request.
    /// - Parameters:
    ///   - timeoutSeconds: for connecting and upgrading together.
    ///   - maximumMessageBytes: a longer message closes the connection with code 1009.
    func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection
}
