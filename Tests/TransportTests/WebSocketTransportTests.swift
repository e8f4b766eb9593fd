// Websockets over real sockets, frame by frame (RFC 6455).
import NIOTransport
import Testing
import Transport

/// The server's side of the opening handshake.
extension PeerSocket {
    func upgrade(thenAtOnce bytes: [UInt8] = []) throws -> String {
        let head = try readHead()
        let key = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key: ") }
        let accept = acceptValue(for: key.map { String($0.dropFirst(19)) } ?? "")
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(accept)\r\n\r\n"
        try write(Array(answer.utf8) + bytes)
        return head
    }

    /// Reads one frame of the client, which has to be masked: its first byte and its content.
    func readFrame() throws -> (UInt8, [UInt8]) {
        let start = try read(2)
        guard start[1] & 0x80 != 0 else { throw Ended() }
        var length = Int(start[1] & 0x7F)
        if length == 126 { length = try read(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try read(8).reduce(0) { $0 << 8 | Int($1) } }
        let mask = try read(4)
        return (start[0], try read(length).enumerated().map { $1 ^ mask[$0 % 4] })
    }
}

/// A frame of the server: opcode with the final bit, content.
func frame(_ first: UInt8, _ content: [UInt8]) -> [UInt8] {
    switch content.count {
    case ..<126: [first, UInt8(content.count)] + content
    case ..<65_536: [first, 126, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    default: [first, 127] + (0..<8).reversed().map { UInt8(content.count >> ($0 * 8) & 0xFF) } + content
    }
}

func text(_ text: String) -> [UInt8] { frame(0x81, Array(text.utf8)) }

@Suite(.timeLimit(.minutes(1))) struct WebSocketTransportTests {
    private func connect(
        to peer: LoopbackPeer, headers: [HTTPHeader] = [], timeoutSeconds: Int = 20, maximumMessageBytes: Int = 70_000
    ) async throws(TransportError) -> any WebSocketConnection {
        try await NIOWebSocketTransport().connect(
            url: "ws://127.0.0.1:\(peer.port)/socket.io/?EIO=4", headers: headers, timeoutSeconds: timeoutSeconds,
            maximumMessageBytes: maximumMessageBytes)
    }

    /// Everything that a connection reports.
    private func events(of peer: LoopbackPeer, maximumMessageBytes: Int = 70_000) async throws -> [WebSocketEvent] {
        let connection = try await connect(to: peer, maximumMessageBytes: maximumMessageBytes)
        var events: [WebSocketEvent] = []
        for await event in connection.events { events.append(event) }
        return events
    }

    @Test func echoesMessagesOfEverySize() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            while true {
                let (first, content) = try socket.readFrame()
                try socket.write(frame(first, content))
            }
        }
        let connection = try await connect(to: peer)
        var messages = connection.events.makeAsyncIterator()
        for count in [0, 1, 125, 126, 65_535, 65_536, 70_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            try await connection.send(.binary(bytes))
            #expect(await messages.next() == .binary(bytes))
        }
        try await connection.send(.text("42[\"é\"]"))
        #expect(await messages.next() == .text(Array("42[\"é\"]".utf8)))
        await connection.close()
        await #expect(throws: TransportError.closed) { try await connection.send(.text("late")) }
    }

    @Test func theRequestHasOurHeadersAndOffersNoCompression() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.upgrade()
            try socket.write(text(head))
            socket.waitForEnd()
        }
        let connection = try await connect(
            to: peer, headers: [HTTPHeader("Cookie", "sid=x"), HTTPHeader("Origin", "http://a")])
        var messages = connection.events.makeAsyncIterator()
        guard case .text(let bytes)? = await messages.next() else { return }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(lines[0] == "GET /socket.io/?EIO=4 HTTP/1.1")
        for line in ["Host: 127.0.0.1:\(peer.port)", "Cookie: sid=x", "Origin: http://a", "Sec-WebSocket-Version: 13"] {
            #expect(lines.contains { $0 == line }, "\(line)")
        }
        #expect(!lines.contains { $0.lowercased().hasPrefix("sec-websocket-extensions") })
        await connection.close()
    }

    @Test func framesThatComeWithTheAnswerAreNotLost() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade(thenAtOnce: text("0{}") + text("40"))
            try socket.write(frame(0x88, []))
        }
        let expected: [WebSocketEvent] = [
            .text(Array("0{}".utf8)), .text(Array("40".utf8)), .closed(.frame(code: nil, reason: "")),
        ]
        #expect(try await events(of: peer) == expected)
    }

    @Test func framesThatComeWithTheAnswerDoNotWaitForMore() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade(thenAtOnce: text("0{}"))
            socket.waitForEnd()
        }
        let connection = try await connect(to: peer)
        var messages = connection.events.makeAsyncIterator()
        #expect(await messages.next() == .text(Array("0{}".utf8)))
        await connection.close()
    }

    @Test func ofPingsInOnePieceTheLastIsAnswered() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            try socket.write(frame(0x89, [1]) + frame(0x89, [2]) + frame(0x88, []))
            let (first, content) = try socket.readFrame()
            let (second, _) = try socket.readFrame()
            guard (first, content, second) == (0x8A, [2], 0x88) else { return }
            socket.waitForEnd()
        }
        #expect(try await events(of: peer) == [.closed(.frame(code: nil, reason: ""))])
    }

    @Test func fragmentsAreJoinedAroundControlFrames() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            try socket.write(frame(0x01, Array("4".utf8)) + frame(0x89, [7, 8]) + frame(0x00, []))
            // The pong has the content of the ping.
            let (first, content) = try socket.readFrame()
            try socket.write(frame(0x80, [first == 0x8A ? UInt8(ascii: "2") : 0] + content))
            try socket.write(frame(0x88, [0x03, 0xE8] + Array("bye".utf8)))
        }
        #expect(
            try await events(of: peer)
                == [.text(Array("42".utf8) + [7, 8]), .closed(.frame(code: 1000, reason: "bye"))])
    }

    @Test func bytesMayComeOneByOne() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            for byte in text("42[\"x\"]") + frame(0x88, [0x03, 0xF1]) { try socket.write([byte]) }
            socket.waitForEnd()
        }
        #expect(
            try await events(of: peer)
                == [.text(Array("42[\"x\"]".utf8)), .closed(.frame(code: 1009, reason: ""))])
    }

    static let broken: [([UInt8], WebSocketClose, UInt16)] = [
        (frame(0x81, Array(repeating: 0x20, count: 101)), .failed(.tooLarge(limit: 100)), 1009),
        (
            frame(0x01, Array(repeating: 0x20, count: 60)) + frame(0x80, Array(repeating: 0x20, count: 60)),
            .failed(.tooLarge(limit: 100)), 1009
        ),
        (frame(0x80, [1]), .failed(.protocolViolation("the server sent a malformed frame")), 1002),
        (
            [0x81, 0x81, 1, 2, 3, 4, 5], .failed(.protocolViolation("the server sent a masked or compressed frame")),
            1002
        ),
        (frame(0xC1, [1]), .failed(.protocolViolation("the server sent a masked or compressed frame")), 1002),
        (frame(0x83, [1]), .failed(.protocolViolation("the server sent a frame of an unknown kind")), 1002),
        (frame(0x09, [1]), .failed(.protocolViolation("the server sent a malformed frame")), 1002),
    ]

    @Test(arguments: broken)
    func whatMayNotComeIsToldToBothSides(_ bytes: [UInt8], _ close: WebSocketClose, _ code: UInt16) async throws {
        let (codes, continuation) = AsyncStream<[UInt8]>.makeStream()
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            try socket.write(bytes)
            let (first, content) = try socket.readFrame()
            continuation.yield([first] + content)
            socket.waitForEnd()
        }
        #expect(try await events(of: peer, maximumMessageBytes: 100) == [.closed(close)])
        var told = codes.makeAsyncIterator()
        #expect(await told.next() == [0x88, UInt8(code >> 8), UInt8(code & 0xFF)])
    }

    @Test func anEndWithoutACloseFrameIsTold() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            try socket.write(text("6"))
        }
        let events = try await events(of: peer)
        #expect(
            events == [
                .text([0x36]), .closed(.failed(.interrupted("the connection ended without a close frame"))),
            ])
    }

    @Test func aResetIsTold() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            _ = try socket.readFrame()
            socket.reset()
        }
        let connection = try await connect(to: peer)
        try await connection.send(.text("x"))
        var messages = connection.events.makeAsyncIterator()
        guard case .closed(.failed(.interrupted))? = await messages.next() else {
            Issue.record("not told")
            return
        }
    }

    @Test func closingIsAHandshakeAndEndsTheMessages() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            let (first, content) = try socket.readFrame()
            try socket.write(frame(first, content))
            socket.waitForEnd()
        }
        let connection = try await connect(to: peer)
        await connection.close()
        var events: [WebSocketEvent] = []
        for await event in connection.events { events.append(event) }
        #expect(events == [.closed(.closedByUs)])
        await connection.close()
    }

    @Test func aServerThatDoesNotAnswerTheCloseIsLeft() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            socket.waitForEnd()
        }
        let connection = try await connect(to: peer)
        await connection.close()
        var messages = connection.events.makeAsyncIterator()
        #expect(await messages.next() == .closed(.closedByUs))
    }

    @Test func nothingIsLostWhenTheReaderIsSlow() async throws {
        let count = 20_000
        let peer = try LoopbackPeer { socket in
            _ = try socket.upgrade()
            for number in 0..<count { try socket.write(text("\(number)")) }
            try socket.write(frame(0x88, []))
            socket.waitForEnd()
        }
        let connection = try await connect(to: peer)
        var next = 0
        for await event in connection.events {
            if case .text(let bytes) = event {
                #expect(String(decoding: bytes, as: UTF8.self) == "\(next)")
                next += 1
                if next % 1_000 == 0 { await Task.yield() }
            }
        }
        #expect(next == count)
    }
}

@Suite(.timeLimit(.minutes(1))) struct WebSocketRefusalTests {
    private func refusal(
        url: String, timeoutSeconds: Int = 20
    ) async -> TransportError? {
        do throws(TransportError) {
            let connection = try await NIOWebSocketTransport().connect(
                url: url, headers: [], timeoutSeconds: timeoutSeconds, maximumMessageBytes: 1_000)
            await connection.close()
            return nil
        } catch {
            return error
        }
    }

    private func refusal(timeoutSeconds: Int = 20, _ script: @escaping @Sendable (PeerSocket) throws -> Void)
        async throws -> TransportError?
    {
        let peer = try LoopbackPeer(script)
        return await refusal(url: "ws://127.0.0.1:\(peer.port)/", timeoutSeconds: timeoutSeconds)
    }

    @Test(arguments: [301, 400, 401, 403, 404, 502, 200])
    func anotherStatusIsARefusalWithItsWords(_ status: Int) async throws {
        let error = try await refusal { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 \(status) X\r\nContent-Length: 6\r\n\r\n<html>")
            socket.waitForEnd()
        }
        #expect(error == .upgradeRefused(status: status, body: "<html>"))
    }

    @Test func aLongRefusalIsCut() async throws {
        let error = try await refusal { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 500 X\r\nConnection: close\r\n\r\n" + String(repeating: "x", count: 100_000))
        }
        #expect(error == .upgradeRefused(status: 500, body: String(repeating: "x", count: 1_024)))
    }

    @Test func aWrongAcceptValueIsAViolation() async throws {
        let error = try await refusal { socket in
            _ = try socket.readHead()
            try socket.write(
                "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n")
            socket.waitForEnd()
        }
        #expect(error == .protocolViolation("the server's answer to the websocket request is wrong"))
    }

    @Test func aServerThatClosesOrResetsIsInterrupted() async throws {
        let closed = try await refusal { _ = try $0.readHead() }
        guard case .interrupted? = closed else {
            Issue.record("\(String(describing: closed))")
            return
        }
        let reset = try await refusal { socket in
            _ = try socket.readHead()
            socket.reset()
        }
        guard case .interrupted? = reset else {
            Issue.record("\(String(describing: reset))")
            return
        }
    }

    @Test func whatIsNotHTTPIsTold() async throws {
        let error = try await refusal { socket in
            _ = try socket.readHead()
            try socket.write("220 mail ready\r\n\r\n")
            socket.waitForEnd()
        }
        guard case .protocolViolation? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func silenceTimesOut() async throws {
        #expect(try await refusal(timeoutSeconds: 1) { $0.waitForEnd() } == .timedOut(seconds: 1))
    }

    @Test func aClosedPortIsUnreachable() async throws {
        let port = try LoopbackPeer { _ in }.port
        #expect(await refusal(url: "ws://127.0.0.1:\(port)/") == .unreachable("127.0.0.1:\(port): Connection refused"))
        #expect(await refusal(url: "ws://no-such-host.invalid/") == .nameNotFound("no-such-host.invalid"))
    }

    @Test(arguments: [
        "", "x", "http://a/", "ws://", "ws://a:0/", "ws://a:70000/", "ws://u:p@a/", "ws://a/ b", "ws://[::1/",
    ])
    func whatIsNoURLIsTold(_ url: String) async {
        #expect(await refusal(url: url) == .invalidURL("not a ws or wss URL"))
    }

    @Test func cancellingEndsTheAttempt() async throws {
        let (started, continuation) = AsyncStream<Void>.makeStream()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            continuation.yield()
            socket.waitForEnd()
            continuation.yield()
        }
        let attempt = Task { await refusal(url: "ws://127.0.0.1:\(peer.port)/") }
        var steps = started.makeAsyncIterator()
        _ = await steps.next()
        attempt.cancel()
        #expect(await attempt.value == .cancelled)
        // The socket is gone, too.
        _ = await steps.next()
    }
}
