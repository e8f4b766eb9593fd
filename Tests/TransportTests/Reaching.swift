// One question to both transports: is the server behind this URL reached, and if not, why?
import NIOTransport
import Testing
import Transport

/// The two ways to a server; each test of the way runs on both.
enum Speech: String, CaseIterable, Sendable {
    case http, webSocket

    func url(secure: Bool, _ host: String, _ port: Int) -> String {
        let scheme = self == .http ? "http" : "ws"
        return "\(scheme)\(secure ? "s" : "")://\(host):\(port)/x?token=geheim"
    }

    /// Nil when the server answered as `TLSPeer` and `plainPeer` do.
    func failure(
        secure: Bool = true, host: String = "localhost", _ port: Int, _ settings: NetworkSettings,
        timeoutSeconds: Int = 20
    ) async -> TransportError? {
        let url = url(secure: secure, host, port)
        do throws(TransportError) {
            switch self {
            case .http:
                let transport = NIOHTTPTransport(settings)
                let request = HTTPRequest(url: url, timeoutSeconds: timeoutSeconds)
                var result: Result<HTTPResponse, TransportError>
                do throws(TransportError) {
                    result = .success(try await transport.send(request))
                } catch {
                    result = .failure(error)
                }
                await transport.shutdown()
                #expect(try result.get().body == Array("ok".utf8))
            case .webSocket:
                let connection = try await NIOWebSocketTransport(settings).connect(
                    url: url, headers: [], timeoutSeconds: timeoutSeconds, maximumMessageBytes: 1_000)
                var messages = connection.events.makeAsyncIterator()
                #expect(await messages.next() == .text(Array("hi".utf8)))
                await connection.close()
            }
            return nil
        } catch {
            return error
        }
    }
}

/// Answers plain requests and upgrades as `TLSPeer` does behind TLS.
func plainPeer() throws -> LoopbackPeer {
    try LoopbackPeer { socket in
        let head = try socket.readHead()
        let key = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key: ") }
        guard let key else {
            try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            socket.waitForEnd()
            return
        }
        try socket.write(
            "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(acceptValue(for: String(key.dropFirst(19))))\r\n\r\n")
        try socket.write(text("hi"))
        socket.waitForEnd()
    }
}
