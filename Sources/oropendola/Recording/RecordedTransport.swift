// What goes over the network passes through these when a session is recorded: they note it and change nothing.
import JSON
import Recordings
import Synchronization
import Transport

/// Notes requests and replies, whole.
struct RecordedHTTP: HTTPTransport {
    let transport: any HTTPTransport
    let tape: SessionTape
    private let number = Counter()

    init(_ transport: any HTTPTransport, _ tape: SessionTape) {
        self.transport = transport
        self.tape = tape
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let id = number.next()
        tape.noteWire { redaction in
            [
                "request": JSONValue(id), "method": .string(request.method), "url": .string(redaction.url(request.url)),
                "headers": .headers(request.headers, &redaction), "body": .body(request.body, &redaction),
            ]
        }
        do throws(TransportError) {
            let response = try await transport.send(request)
            tape.noteWire { redaction in
                [
                    "reply": JSONValue(id), "status": JSONValue(response.status),
                    "headers": .headers(response.headers, &redaction), "body": .body(response.body, &redaction),
                ]
            }
            return response
        } catch {
            tape.noteWire { redaction in ["reply": JSONValue(id), "error": .string(redaction.body("\(error)"))] }
            throw error
        }
    }
}

/// Notes what becomes of websockets, and their messages.
struct RecordedWebSockets: WebSocketTransport {
    let transport: any WebSocketTransport
    let tape: SessionTape
    private let number = Counter()

    init(_ transport: any WebSocketTransport, _ tape: SessionTape) {
        self.transport = transport
        self.tape = tape
    }

    func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        let id = number.next()
        tape.noteWire { redaction in
            [
                "socket": JSONValue(id), "connects": .string(redaction.url(url)),
                "headers": .headers(headers, &redaction),
            ]
        }
        do throws(TransportError) {
            let connection = try await transport.connect(
                url: url, headers: headers, timeoutSeconds: timeoutSeconds, maximumMessageBytes: maximumMessageBytes)
            tape.noteWire { _ in ["socket": JSONValue(id), "is": "open"] }
            return RecordedSocket(connection, tape, id: id)
        } catch {
            tape.noteWire { redaction in ["socket": JSONValue(id), "error": .string(redaction.body("\(error)"))] }
            throw error
        }
    }
}

private struct RecordedSocket: WebSocketConnection {
    let connection: any WebSocketConnection
    let tape: SessionTape
    let id: Int
    let messages: AsyncStream<[WebSocketEvent]>

    init(_ connection: any WebSocketConnection, _ tape: SessionTape, id: Int) {
        self.connection = connection
        self.tape = tape
        self.id = id
        // As it is read, and no sooner: the reader's pace stays the sender's.
        let source = SocketSource(connection.messages)
        messages = AsyncStream {
            guard let events = await source.next() else { return nil }
            for event in events {
                tape.noteWire { redaction in ["socket": JSONValue(id), "came": .event(event, &redaction)] }
            }
            return events
        }
    }

    func send(_ messages: [WebSocketMessage]) async throws(TransportError) {
        for message in messages {
            tape.noteWire { redaction in
                let bytes =
                    switch message {
                    case .text(let bytes), .binary(let bytes): bytes
                    }
                return ["socket": JSONValue(id), "sent": .body(bytes, &redaction)]
            }
        }
        try await connection.send(messages)
    }

    func close() async { await connection.close() }
}

/// One reader's place in a connection's messages.
private actor SocketSource {
    private var iterator: AsyncStream<[WebSocketEvent]>.Iterator

    init(_ stream: AsyncStream<[WebSocketEvent]>) { iterator = stream.makeAsyncIterator() }

    func next() async -> [WebSocketEvent]? {
        var mine = iterator
        let events = await mine.next(isolation: self)
        iterator = mine
        return events
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

extension JSONValue {
    fileprivate static func headers(_ headers: [HTTPHeader], _ redaction: inout Redaction) -> JSONValue {
        .array(headers.map { [.string($0.name), .string(redaction.header($0.name, $0.value))] })
    }

    /// Text as it is; of bytes that are none only how many there were.
    fileprivate static func body(_ bytes: [UInt8], _ redaction: inout Redaction) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else { return ["bytes": JSONValue(bytes.count)] }
        return .string(redaction.body(text))
    }

    fileprivate static func event(_ event: WebSocketEvent, _ redaction: inout Redaction) -> JSONValue {
        switch event {
        case .text(let bytes), .binary(let bytes): body(bytes, &redaction)
        case .closed(let close): ["closed": .string(redaction.body("\(close)"))]
        }
    }
}
