// What a program tells the client before it connects.
public import JSON
public import SocketIO
public import Transport

/// Where to connect, as whom, and within which limits.
public struct SocketIOConfiguration: Sendable {
    /// The server: `http://`, `https://`, `ws://` or `wss://`, host and port, without a path.
    public var url: String
    /// Path of Socket.IO on that server, with both slashes.
    public var path = "/socket.io/"
    /// Namespace, times and limits of the session.
    public var session: SocketConfiguration
    /// Asked before every attempt, so that a renewed cookie or token is used. An error ends the attempt like a
    /// failure of the network; `unsupported` and `invalidURL` end the trying.
    public var credentials: @Sendable () async throws(TransportError) -> SocketCredentials
    /// A longer message from the server ends the connection, in bytes.
    public var maximumMessageBytes = 16 << 20
    /// Events that may wait for the reader of `SocketIOClient.events`. A further event of the server is dropped and
    /// counted in `SocketIOMetrics.eventsDropped`; news about the connection is never dropped.
    public var maximumUnreadEvents = 4_096

    public init(
        url: String, namespace: String = "/",
        credentials: @escaping @Sendable () async throws(TransportError) -> SocketCredentials = { SocketCredentials() }
    ) {
        self.url = url
        session = SocketConfiguration(namespace: namespace)
        self.credentials = credentials
    }

    /// The server's address without a path, with the scheme of web pages.
    var origin: String {
        var base = url[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        if base.hasPrefix("ws") { return "http" + base.dropFirst(2) }
        return String(base)
    }

    /// What the websocket is opened with.
    var webSocketURL: String {
        let base = origin.hasPrefix("http") ? "ws" + origin.dropFirst(4) : origin
        return "\(base)\(path)?EIO=4&transport=websocket"
    }
}

/// Who we are, for one attempt. Its content is never logged.
public struct SocketCredentials: Sendable {
    /// Headers of the upgrade request, such as `Cookie` and `Authorization`. Without an `Origin` the server's own
    /// address is sent as one.
    public var headers: [HTTPHeader]
    /// Payload of the Socket.IO CONNECT packet.
    public var auth: JSONValue?

    public init(headers: [HTTPHeader] = [], auth: JSONValue? = nil) {
        self.headers = headers
        self.auth = auth
    }
}

extension SocketCredentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "credentials in \(headers.map(\.name))\(auth == nil ? "" : " and auth")" }
    public var customMirror: Mirror { Mirror(self, children: ["headers": headers.map(\.name)]) }
}
