// A Socket.IO server as a script: what becomes of each attempt to connect, and what the server says then.
import Transport

actor ScriptedSockets: WebSocketTransport {
    enum Attempt: Sendable {
        case failure(TransportError)
        /// The websocket opens, and CONNECT is answered with this: `40{namespace},…` or `44{namespace},…`.
        case open(answer: String)
        /// The websocket opens and ends so, before the server greets.
        case ended(WebSocketClose)

        static let joined = Attempt.open(answer: #"40/oropendola.local,{"sid":"abc"}"#)
    }

    private var script: [Attempt]
    private(set) var headers: [[HTTPHeader]] = []
    private(set) var urls: [String] = []
    private(set) var connections: [ScriptedConnection] = []

    /// What becomes of the attempts, in order; when the script ends nobody is there.
    init(_ script: [Attempt]) { self.script = script }

    func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        urls.append(url)
        self.headers.append(headers)
        guard !script.isEmpty else { throw .unreachable("nobody there") }
        switch script.removeFirst() {
        case .failure(let error): throw error
        case .open(let answer):
            let connection = ScriptedConnection(answer: answer)
            connections.append(connection)
            return connection
        case .ended(let close):
            let connection = ScriptedConnection(ended: close)
            connections.append(connection)
            return connection
        }
    }
}

actor ScriptedConnection: WebSocketConnection {
    nonisolated let messages: AsyncStream<[WebSocketEvent]>
    private let continuation: AsyncStream<[WebSocketEvent]>.Continuation
    private let answer: String
    private(set) var sent: [String] = []

    init(answer: String) {
        (messages, continuation) = AsyncStream.makeStream()
        self.answer = answer
        continuation.yield(
            [
                .text(
                    Array(
                        #"0{"sid":"e1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#
                            .utf8))
            ])
    }

    init(ended close: WebSocketClose) {
        (messages, continuation) = AsyncStream.makeStream()
        answer = ""
        continuation.yield([.closed(close)])
        continuation.finish()
    }

    func send(_ messages: [WebSocketMessage]) async throws(TransportError) {
        for case .text(let bytes) in messages {
            let text = String(decoding: bytes, as: UTF8.self)
            sent.append(text)
            if text.hasPrefix("40") { say(answer) }
        }
    }

    /// The server sends a text message.
    func say(_ text: String) { continuation.yield([.text(Array(text.utf8))]) }

    /// The server goes away without a word.
    func drop() {
        continuation.yield([.closed(.failed(.interrupted("reset")))])
        continuation.finish()
    }

    func close() async {
        continuation.yield([.closed(.closedByUs)])
        continuation.finish()
    }
}
