// Replies that are read as they come, over real sockets: order, timers, silence, and that the server sees us go.
import Glibc
import NIOTransport
import Synchronization
import TestSupport
import Testing
import Transport

/// What happens at one end, told to the other.
private final class PeerNotes: Sendable {
    private let notes = Mutex<[String]>([])

    func note(_ word: String) { notes.withLock { $0.append(word) } }
    func count(_ word: String) -> Int { notes.withLock { $0.count { $0 == word } } }

    /// Blocks until the word was noted so often.
    func wait(for word: String, _ count: Int = 1) throws {
        try TestSupport.wait(upTo: 10, for: word) { self.count(word) >= count ? true : nil }
    }
}

@Suite(.timeLimit(.minutes(1))) struct StreamedReplyTests {
    private let transport = NIOHTTPTransport()
    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n"

    private func request(_ peer: LoopbackPeer, _ path: String = "/", seconds: Int = 20) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: "http://127.0.0.1:\(peer.port)\(path)", body: Array("question".utf8),
            timeoutSeconds: seconds)
    }

    /// Event by event as text.
    private func said(_ event: HTTPStreamEvent) -> String {
        switch event {
        case .opening: "opening"
        case .head(let status, let headers): "head \(status) \(headers.first("x-a") ?? "-")"
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .timerFired: "timer"
        }
    }

    @Test func partsComeAsTheyAreSent() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write(Self.head)
            for word in ["one", "two", "three"] {
                try socket.write("\(word.utf8.count)\r\n\(word)\r\n")
                // The next is sent when this one was taken.
                try notes.wait(for: word)
            }
            try socket.write("0\r\n\r\n")
        }
        var events: [String] = []
        try await transport.stream(request(peer)) { event in
            events.append(said(event))
            notes.note(said(event))
            return .more()
        }
        #expect(events == ["opening", "head 200 1", "one", "two", "three"])
        await transport.shutdown()
    }

    @Test func anyStatusIsAReplyAndALengthWillDo() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy")
        }
        var events: [String] = []
        try await transport.stream(request(peer)) { event in
            events.append(said(event))
            return .more()
        }
        #expect(events == ["opening", "head 503 -", "busy"])
        await transport.shutdown()
    }

    @Test func timersFireBeforeAndBetweenBytes() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try notes.wait(for: "timer", 1)
            try socket.write(Self.head + "1\r\na\r\n")
            try notes.wait(for: "timer", 2)
            try socket.write("0\r\n\r\n")
        }
        var events: [String] = []
        try await transport.stream(request(peer)) { event in
            events.append(said(event))
            notes.note(said(event))
            if event == .opening || event == .bytes(Array("a".utf8)) { return .more(timerMilliseconds: 20) }
            return .more()
        }
        #expect(events == ["opening", "timer", "head 200 1", "a", "timer"])
        await transport.shutdown()
    }

    @Test func aCancelledTaskClosesTheConnection() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            _ = try socket.read(8)
            try socket.write(Self.head + "1\r\na\r\n")
            notes.note("sent")
            socket.waitForEnd()
            notes.note("closed")
        }
        let request = request(peer)
        let exchange = Task {
            await failure(request) { event in
                if case .bytes = event { notes.note("taken") }
            }
        }
        try notes.wait(for: "taken")
        exchange.cancel()
        #expect(await exchange.value == .cancelled)
        try notes.wait(for: "closed")
        await transport.shutdown()
    }

    @Test func enoughClosesTheConnection() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            _ = try socket.read(8)
            try socket.write(Self.head + "1\r\na\r\n")
            socket.waitForEnd()
            notes.note("closed")
        }
        try await transport.stream(request(peer)) { event in
            if case .bytes = event { .enough } else { .more() }
        }
        try notes.wait(for: "closed")
        await transport.shutdown()
    }

    /// 64 MiB are sent; what is taken in while nobody reads is what the sockets hold.
    @Test func aSlowReaderSlowsTheSender() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<64 {
                try socket.write(block)
                notes.note("written")
            }
        }
        var bytes = 0
        var held: Int?
        try await transport.stream(request(peer)) { event in
            guard case .bytes(let part) = event else { return .more() }
            if held == nil {
                var before = -1
                held = try? wait(for: "a standstill") {
                    let now = notes.count("written")
                    defer { before = now }
                    poll(nil, 0, 100)
                    return now == before ? now : nil
                }
            }
            bytes += part.count
            return .more()
        }
        #expect(bytes == 64 << 20)
        #expect(held ?? 64 < 32)
        await transport.shutdown()
    }

    private func failure(
        _ request: HTTPRequest, _ see: (HTTPStreamEvent) -> Void = { _ in }
    ) async -> TransportError? {
        do throws(TransportError) {
            try await transport.stream(request) { event in
                see(event)
                return .more()
            }
            return nil
        } catch {
            return error
        }
    }

    @Test func silenceEndsTheExchange() async throws {
        let notes = PeerNotes()
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead()
            _ = try socket.read(8)
            if head.hasPrefix("POST /late") { try socket.write(Self.head + "1\r\na\r\n") }
            socket.waitForEnd()
            notes.note("closed")
        }
        #expect(await failure(request(peer, seconds: 1)) == .timedOut(seconds: 1))
        #expect(await failure(request(peer, "/late", seconds: 1)) == .timedOut(seconds: 1))
        try notes.wait(for: "closed", 2)
        await transport.shutdown()
    }

    private func kind(of request: HTTPRequest) async -> String {
        await failure(request).map { String("\($0)".prefix { $0 != "(" }) } ?? "none"
    }

    @Test func whatBreaksIsToldApart() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead()
            _ = try socket.read(8)
            if head.hasPrefix("POST /cut") { try socket.write(Self.head + "9\r\nhalf") }
            if head.hasPrefix("POST /reset") {
                try socket.write(Self.head + "1\r\na\r\n")
                socket.reset()
            }
            if head.hasPrefix("POST /garbage") { try socket.write("hello there\r\n\r\n") }
        }
        #expect(await kind(of: request(peer, "/cut")) == "interrupted")
        #expect(await kind(of: request(peer, "/reset")) == "interrupted")
        #expect(await kind(of: request(peer, "/none")) == "interrupted")
        #expect(await kind(of: request(peer, "/garbage")) == "protocolViolation")
        let refusing = try RefusingPort()
        let nobody = HTTPRequest(method: "POST", url: "http://127.0.0.1:\(refusing.number)/", body: [1])
        #expect(await failure(nobody) == .unreachable("127.0.0.1:\(refusing.number): Connection refused"))
        withExtendedLifetime(refusing) {}
        await transport.shutdown()
        #expect(await failure(request(peer)) == .closed)
    }

    @Test func redirectsWithinTheServerAreFollowedUnseen() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead()
            let body = String(decoding: try socket.read(8), as: UTF8.self)
            if head.hasPrefix("POST /moved") {
                try socket.write(Self.head + "\(body.utf8.count)\r\n\(body)\r\n0\r\n\r\n")
            } else {
                try socket.write("HTTP/1.1 307 Moved\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n")
            }
        }
        var events: [String] = []
        try await transport.stream(request(peer)) { event in
            events.append(said(event))
            return .more()
        }
        #expect(events == ["opening", "head 200 1", "question"])
        await transport.shutdown()
    }
}
