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
    /// Fields that are added to the query of every request, as `name=value`, percent-encoded.
    public var query: [String] = []
    /// Namespaces, transports, times and limits of the session.
    public var session: SocketConfiguration
    /// Asked before every attempt, so that a renewed cookie or token is used. An error ends the attempt like a
    /// failure of the network; `unsupported` and `invalidURL` end the trying.
    public var credentials: @Sendable () async throws(TransportError) -> SocketCredentials
    /// A longer message, or a longer answer to a poll, ends the connection, in bytes.
    public var maximumMessageBytes = 16 << 20
    /// Events that may wait for the reader of `SocketIOClient.events`. When so many are unread, reading from the
    /// network waits for the reader, for `maximumReaderDelay`; then further events of the server are dropped and
    /// counted in `SocketIOMetrics.eventsDropped`. News about the connection is never dropped.
    public var maximumUnreadEvents = 4_096
    /// How long a reader who does not keep up holds the server back.
    public var maximumReaderDelay = Duration.seconds(1)

    /// The defaults.
    /// - Parameters:
    ///   - url: see `url`.
    ///   - namespace: the first, and the one that is meant where none is named.
    ///   - credentials: see `credentials`; by default neither headers nor a payload.
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
    func webSocketURL(_ sessionID: EngineSessionID?) -> String {
        let base = origin.hasPrefix("http") ? "ws" + origin.dropFirst(4) : origin
        return base + target(.webSocket, sessionID)
    }

    /// What is polled, and posted to.
    func pollingURL(_ sessionID: EngineSessionID?) -> String { origin + target(.polling, sessionID) }

    private func target(_ transport: SocketTransportKind, _ sessionID: EngineSessionID?) -> String {
        let fields = ["EIO=4", "transport=\(transport.rawValue)"] + query
        return path + "?" + (fields + (sessionID.map { ["sid=\(Self.encoded($0.text))"] } ?? [])).joined(separator: "&")
    }

    /// Percent-encoding of all but the unreserved characters (RFC 3986 §2.3): servers choose ids that need none.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}

/// Who we are, for one attempt. Its content is never logged.
public struct SocketCredentials: Sendable {
    /// Headers of every request of the attempt, such as `Cookie` and `Authorization`. Without an `Origin` the server's
    /// own address is sent as one.
    public var headers: [HTTPHeader]
    /// Payload of the Socket.IO CONNECT packets, for every namespace that is not in `authByNamespace`.
    public var auth: JSONValue?
    /// Payloads for single namespaces.
    public var authByNamespace: [String: JSONValue]

    /// Headers for every request, and payloads for CONNECT.
    public init(headers: [HTTPHeader] = [], auth: JSONValue? = nil, authByNamespace: [String: JSONValue] = [:]) {
        self.headers = headers
        self.auth = auth
        self.authByNamespace = authByNamespace
    }
}

extension SocketCredentials: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "credentials in \(headers.map(\.name))\(auth == nil && authByNamespace.isEmpty ? "" : " and auth")"
    }
    public var customMirror: Mirror { Mirror(self, children: ["headers": headers.map(\.name)]) }
}
