// The port for replies that take long and are read as they come.

/// News of a streamed exchange, in order.
public enum HTTPStreamEvent: Equatable, Sendable {
    /// Before anything is sent. A timer may be asked for.
    case opening
    /// The reply's status and fields; any status is a reply, not an error. Comes once.
    case head(status: Int, headers: [HTTPHeader])
    /// The next bytes of the body.
    case bytes([UInt8])
    /// The time that was asked for is over.
    case timerFired
}

/// What is wanted next.
public enum HTTPStreamDemand: Equatable, Sendable {
    /// Go on. A number starts the one timer anew, in milliseconds from now; nil leaves it as it is.
    case more(timerMilliseconds: Int? = nil)
    /// Nothing more: the exchange ends here, and its connection is closed.
    case enough
}

/// Sends requests whose replies are read as they come.
public protocol StreamingHTTPTransport: HTTPTransport {
    /// Sends the request and hands the reply to `take`, one event at a time. Nothing more is read from the socket until
    /// `take` returns, so that a slow reader slows the sender, and nothing is held but the bytes in hand.
    ///
    /// There is no limit to the whole exchange nor to the body: `timeoutSeconds` is the longest silence, from the
    /// sending on and between bytes, beside the transport's own limit for connecting; `maximumBodyBytes` is not looked
    /// at. Redirects are followed as `send` follows them, unseen.
    ///
    /// Returns at the end of the body, or when `take` has enough. Throws `timedOut` for a silence that is too long,
    /// `interrupted` for a body that is cut, and `cancelled` when the task is: in each case the connection is closed
    /// before it throws, so that the server stops working.
    func stream(
        _ request: HTTPRequest, _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError)
}
