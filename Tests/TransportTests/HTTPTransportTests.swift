// HTTP over real sockets: what a reply is, and how everything that goes wrong is told.
import NIOTransport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPTransportTests {
    let transport = NIOHTTPTransport()

    private func send(
        to peer: LoopbackPeer, _ path: String = "/", method: String = "GET", headers: [HTTPHeader] = [],
        body: [UInt8] = [], timeoutSeconds: Int = 20, maximumBodyBytes: Int = 1_000
    ) async throws(TransportError) -> HTTPResponse {
        try await transport.send(
            HTTPRequest(
                method: method, url: "http://127.0.0.1:\(peer.port)\(path)", headers: headers, body: body,
                timeoutSeconds: timeoutSeconds, maximumBodyBytes: maximumBodyBytes))
    }

    @Test func sendsARequestAndReadsTheReply() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead()
            let body = try socket.read(4)
            let echo =
                head.split(separator: "\r\n").filter { $0.hasPrefix("POST") || $0.hasPrefix("X-One") }
                .joined(separator: "|") + "|" + String(decoding: body, as: UTF8.self)
            try socket.write(
                "HTTP/1.1 417 No\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"
                    + "Content-Length: \(echo.utf8.count)\r\n\r\n\(echo)"
            )
        }
        let response = try await send(
            to: peer, "/x?y=1", method: "POST", headers: [HTTPHeader("X-One", "1")], body: Array("data".utf8))
        #expect(response.status == 417)
        #expect(response.headers("SET-COOKIE") == ["a=1", "b=2"])
        #expect(response.header("set-cookie") == "a=1")
        #expect(response.header("missing") == nil)
        #expect(String(decoding: response.body, as: UTF8.self) == "POST /x?y=1 HTTP/1.1|X-One: 1|data")
        await transport.shutdown()
        await #expect(throws: TransportError.closed) { try await send(to: peer) }
    }

    @Test func aRefusedConnectionIsUnreachable() async throws {
        let refusing = try RefusingPort()
        let port = refusing.number
        do throws(TransportError) {
            _ = try await transport.send(HTTPRequest(url: "http://127.0.0.1:\(port)/"))
            Issue.record("connected")
        } catch {
            #expect(error == .unreachable("127.0.0.1:\(port): Connection refused"))
        }
        withExtendedLifetime(refusing) {}
    }

    @Test func anUnknownHostIsNotFound() async throws {
        do throws(TransportError) {
            _ = try await transport.send(HTTPRequest(url: "http://no-such-host.invalid/"))
            Issue.record("connected")
        } catch {
            #expect(error == .nameNotFound("no-such-host.invalid"))
        }
    }

    @Test(arguments: ["not a url", "ftp://x/", "http://", "", "/x"])
    func whatIsNoURLIsTold(_ url: String) async throws {
        do throws(TransportError) {
            _ = try await transport.send(HTTPRequest(url: url))
            Issue.record("sent")
        } catch {
            guard case .invalidURL = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func silenceTimesOut() async throws {
        let peer = try LoopbackPeer { $0.waitForEnd() }
        await #expect(throws: TransportError.timedOut(seconds: 1)) { try await send(to: peer, timeoutSeconds: 1) }
    }

    @Test func aBodyThatDripsTimesOutToo() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
            socket.waitForEnd()
        }
        await #expect(throws: TransportError.timedOut(seconds: 1)) { try await send(to: peer, timeoutSeconds: 1) }
    }

    @Test(arguments: ["Content-Length: 1001\r\n\r\n", "Connection: close\r\n\r\n"])
    func aBodyBeyondTheLimitIsRefused(_ rest: String) async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\n" + rest + String(repeating: "x", count: 1_001))
        }
        await #expect(throws: TransportError.tooLarge(limit: 1_000)) { try await send(to: peer) }
    }

    @Test func aBodyAtTheLimitIsRead() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1_000))
        }
        #expect(try await send(to: peer).body.count == 1_000)
    }

    @Test func aConnectionThatEndsEarlyIsInterrupted() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        }
        await expectInterruption { try await send(to: peer) }
    }

    @Test func aResetIsInterrupted() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            socket.reset()
        }
        await expectInterruption { try await send(to: peer) }
    }

    @Test func whatIsNotHTTPIsTold() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")
            socket.waitForEnd()
        }
        do throws(TransportError) {
            _ = try await send(to: peer)
            Issue.record("read")
        } catch {
            guard case .protocolViolation = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func cancellingEndsTheExchange() async throws {
        let (started, continuation) = AsyncStream<Void>.makeStream()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            continuation.yield()
            socket.waitForEnd()
        }
        let exchange = Task { try await send(to: peer) }
        for await _ in started { break }
        exchange.cancel()
        await #expect(throws: TransportError.cancelled) { try await exchange.value }
    }

    @Test func redirectsWithinTheOriginAreFollowed() async throws {
        let peer = try LoopbackPeer { socket in
            while true {
                let line = try socket.readHead().split(separator: "\r\n")[0]
                switch line.split(separator: " ")[1] {
                case "/a": try socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
                case "/loop": try socket.write("HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")
                default: try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere")
                }
            }
        }
        #expect(try await send(to: peer, "/a").body == Array("here".utf8))
        #expect(try await send(to: peer, "/loop").status == 302)
        #expect(try await send(to: peer, "/a", method: "POST").status == 302)
    }

    /// A 307 asks for the same request (RFC 9110 §15.4.8): method, body and credentials go along, to the same origin.
    @Test func aPOSTGoesOnWithinTheOrigin() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead()
            let body = String(decoding: try socket.read(4), as: UTF8.self)
            let said = head.hasPrefix("POST /b ") && head.contains("Cookie: sid=s\r\n") ? body : "none"
            try socket.write(
                head.hasPrefix("POST /a ")
                    ? "HTTP/1.1 307 Go\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\(said)")
        }
        let response = try await send(
            to: peer, "/a", method: "POST", headers: [HTTPHeader("Cookie", "sid=s")], body: Array("data".utf8))
        #expect(response.status == 200 && response.body == Array("data".utf8))
    }

    /// Another port is another origin, as another host is; of neither anything is asked.
    @Test(arguments: ["GET", "POST"], [302, 307])
    func noOtherServerHearsOfIt(method: String, status: Int) async throws {
        let (asked, continuation) = AsyncStream<String>.makeStream()
        let other = try LoopbackPeer { socket in
            continuation.yield(try socket.readHead())
            try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        for host in ["127.0.0.1", "localhost"] {
            let location = "http://\(host):\(other.port)/"
            let peer = try LoopbackPeer { socket in
                _ = try socket.readHead()
                try socket.write("HTTP/1.1 \(status) Go\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
            }
            let response = try await send(to: peer, method: method, headers: [HTTPHeader("Cookie", "sid=secret")])
            #expect(response.status == status && response.header("location") == location)
        }
        continuation.finish()
        for await head in asked { Issue.record("it was asked: \(head)") }
    }

    @Test(arguments: ["http://127.0.0.1:1/", "http://localhost/", "//elsewhere/", "https://127.0.0.1/", "x"])
    func redirectsElsewhereAreGivenBack(_ location: String) async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 301 Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        }
        let response = try await send(to: peer, headers: [HTTPHeader("Cookie", "sid=secret")])
        #expect(response.status == 301)
        #expect(response.header("location") == location)
    }

    @Test func manyRequestsGoAtOnce() async throws {
        let peer = try LoopbackPeer { socket in
            while true {
                _ = try socket.readHead()
                try socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 { group.addTask { try await send(to: peer).status } }
            for try await status in group { #expect(status == 200) }
        }
    }

    private func expectInterruption(_ exchange: () async throws -> HTTPResponse) async {
        do {
            _ = try await exchange()
            Issue.record("read")
        } catch {
            guard case .interrupted? = error as? TransportError else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
