// A transport whose other end is the test: it sees what is sent, says what comes, and never touches a socket.
import Synchronization
import Transport

/// Gives out one `ScriptedConnection` per attempt, or the error that was put in its way.
final class ScriptedTransport: WebSocketTransport {
    struct Attempt: Sendable {
        let url: String
        let headers: [HTTPHeader]
        let connection: ScriptedConnection
    }

    /// Every attempt that was let through, in order.
    let attempts: AsyncStream<Attempt>
    private let continuation: AsyncStream<Attempt>.Continuation
    private let failures = Mutex<[TransportError]>([])

    init(failures: [TransportError] = []) {
        (attempts, continuation) = AsyncStream.makeStream()
        self.failures.withLock { $0 = failures }
    }

    func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        let connection = ScriptedConnection()
        continuation.yield(Attempt(url: url, headers: headers, connection: connection))
        return connection
    }
}

final class ScriptedConnection: WebSocketConnection {
    let messages: AsyncStream<[WebSocketEvent]>
    /// What the client sent, as text; `closed` at the end.
    let sent: AsyncStream<String>
    private let incoming: AsyncStream<[WebSocketEvent]>.Continuation
    private let outgoing: AsyncStream<String>.Continuation
    /// From now on the network takes nothing: a send waits until the connection is closed.
    let isStuck = Mutex(false)
    private let (end, ending) = AsyncStream<Never>.makeStream()

    init() {
        (messages, incoming) = AsyncStream.makeStream()
        (sent, outgoing) = AsyncStream.makeStream()
    }

    func send(_ messages: [WebSocketMessage]) async throws(TransportError) {
        if isStuck.withLock({ $0 }) {
            for await _ in end {}
            throw .closed
        }
        for message in messages {
            switch message {
            case .text(let bytes): outgoing.yield(String(decoding: bytes, as: UTF8.self))
            case .binary(let bytes): outgoing.yield("\(bytes)")
            }
        }
    }

    func close() async {
        outgoing.yield("closed")
        outgoing.finish()
        ending.finish()
        says(.closed(.closedByUs))
    }

    func says(_ text: String) { says(.text(Array(text.utf8))) }

    /// All in one read of the network.
    func says(atOnce texts: [String]) { incoming.yield(texts.map { .text(Array($0.utf8)) }) }

    func says(_ event: WebSocketEvent) {
        incoming.yield([event])
        if case .closed = event { incoming.finish() }
    }
}
