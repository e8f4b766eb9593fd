// The exchange that is broken at every byte: join, events both ways, binary data, acknowledgements both ways.
import JSON
import SocketIO
import SocketIOClient
import Synchronization
import Transport

/// A client that plays the exchange anew on every connection, one step after the other, and notes all that it is told.
struct Exchange: Sendable {
    static let namespace = "/a"

    let client: SocketIOClient
    let room: String
    private let notes = Notes()
    /// Reads until the client is shut down.
    private let reader: Task<Void, Never>

    init(port: Int, _ transports: SocketTransports, _ webSocket: any WebSocketTransport, _ http: any HTTPTransport) {
        var configuration = SocketIOConfiguration(url: "http://127.0.0.1:\(port)", namespace: Self.namespace) {
            SocketCredentials(headers: [HTTPHeader("Cookie", "sid=x")], auth: ["early": true])
        }
        configuration.session.transports = transports
        configuration.session.openTimeoutMilliseconds = 1_000
        configuration.session.joinTimeoutMilliseconds = 1_000
        configuration.session.upgradeTimeoutMilliseconds = 1_000
        configuration.session.retry.firstDelayMilliseconds = 1
        configuration.session.retry.maximumDelayMilliseconds = 5
        configuration.session.retry.fastAttempts = 1_000
        let client = SocketIOClient(configuration: configuration, transport: webSocket, http: http)
        let notes = notes
        let room = "r\(port)"
        self.room = room
        self.client = client
        reader = Task {
            for await news in client.events {
                notes.add(news)
                await Self.react(to: news, client, notes, room: room)
            }
        }
    }

    /// What the server sends for the exchange that began with this connection, in this order. The room is this
    /// client's own.
    static func expected(room: String, connection: Int) -> [SocketEvent] {
        let number = JSONValue(connection)
        var binary: SocketArguments = [number]
        binary.values.append(binary.attach([0, 0xFF, 0x1E, 0x81, 7]))
        return [
            SocketEvent(namespace: namespace, name: "early", arguments: [.string(namespace)]),
            SocketEvent(namespace: namespace, name: "echo", arguments: [number, "é\u{1F50D}"]),
            SocketEvent(namespace: namespace, name: "echo", arguments: binary),
            SocketEvent(namespace: namespace, name: "question", arguments: [number, 2.5]),
            SocketEvent(namespace: namespace, name: "answered", arguments: [number, "fine"]),
            SocketEvent(namespace: namespace, name: "shouted", arguments: [.string(room), number]),
        ]
    }

    /// The next step. What cannot be sent shows in the end of the connection, after which everything begins anew.
    private static func react(
        to news: SocketIOEvent, _ client: SocketIOClient, _ notes: Notes, room: String
    ) async {
        switch news {
        case .connected:
            let expected = expected(room: room, connection: notes.begin())
            try? await client.emit("join", [.string(room)])
            try? await client.emit("echo", expected[1].arguments)
        case .received(let event):
            guard let (connection, count) = notes.countReceived(event) else { return }
            let expected = expected(room: room, connection: connection)
            switch (count, event.name) {
            case (2, _): try? await client.emit("echo", expected[2].arguments)
            case (3, _):
                guard let answer = try? await client.emitWithAck("echo", ["ack"], timeout: .milliseconds(900)) else {
                    return
                }
                notes.acknowledged(answer)
                try? await client.emit("ask", expected[3].arguments)
            case (_, "question"): await client.acknowledge(event, expected[4].arguments)
            case (_, "answered"): try? await client.emit("shout", expected[5].arguments)
            case (_, "shouted"): notes.finish()
            default: break
            }
        case .namespaceClosed, .disconnected, .attemptFailed: break
        }
    }

    /// Whether the whole exchange went over one connection.
    var isFinished: Bool { notes.state.withLock { $0.isFinished } }

    /// Acknowledgements that came, in order.
    var acknowledgements: [SocketArguments] { notes.state.withLock { $0.acknowledgements } }

    /// Ends the client: all that it ever told.
    func end() async -> [SocketIOEvent] {
        await client.shutdown()
        await reader.value
        return notes.state.withLock { $0.log }
    }
}

private final class Notes: Sendable {
    struct State {
        var log: [SocketIOEvent] = []
        var connections = 0
        var received = 0
        var acknowledgements: [SocketArguments] = []
        var isFinished = false
    }

    let state = Mutex(State())

    func add(_ news: SocketIOEvent) { state.withLock { $0.log.append(news) } }

    /// The number of the connection.
    func begin() -> Int {
        state.withLock { state in
            state.connections += 1
            state.received = 0
            return state.connections
        }
    }

    /// Which event of which exchange it is; nil when it is of an older one.
    func countReceived(_ event: SocketEvent) -> (connection: Int, count: Int)? {
        state.withLock { state in
            if let connection = event.connection, connection < state.connections { return nil }
            state.received += 1
            return (state.connections, state.received)
        }
    }

    func acknowledged(_ arguments: SocketArguments) { state.withLock { $0.acknowledgements.append(arguments) } }

    func finish() { state.withLock { $0.isFinished = true } }
}

extension SocketEvent {
    /// The connection with which the exchange began that it belongs to; nil when it does not say. An event that was
    /// emitted between two connections goes out with the second.
    var connection: Int? {
        for value in arguments.values {
            if case .integer(let number) = value { return Int(number) }
        }
        return nil
    }
}
