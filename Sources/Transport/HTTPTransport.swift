// The port through which everything of ours speaks HTTP.

/// Sends requests. One value serves many requests at once.
public protocol HTTPTransport: Sendable {
    /// Sends the request and reads the reply to its end; any status is a reply, not an error.
    /// Cancelling the task ends the exchange with `TransportError.cancelled`.
    /// Redirects are followed within the same origin only; any other redirect is given back as the reply it is.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
