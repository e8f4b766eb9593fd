// Servers that mean harm, or are broken beyond repair: bounded, told, and asked once.
import Glibc
import NIOTransport
import Synchronization
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(2)), .serialized) struct HostileReplyTests {
    let transport = NIOHTTPTransport()

    private func post(
        _ peer: LoopbackPeer, seconds: Int = 30, maximumBodyBytes: Int = 32 << 20
    ) async throws(TransportError) -> HTTPResponse {
        try await transport.send(
            HTTPRequest(
                method: "POST", url: "http://127.0.0.1:\(peer.port)/", headers: [HTTPHeader("Cookie", "sid=secret")],
                body: Array("{}".utf8), timeoutSeconds: seconds, maximumBodyBytes: maximumBodyBytes))
    }

    @Test(arguments: ["Content-Length: 1073741824\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n"])
    func aGigabyteIsNotTaken(_ framing: String) async throws {
        let sent = Count()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\n\(framing)\r\n")
            let block = [UInt8](repeating: 0x20, count: 1 << 16)
            let isChunked = framing.contains("chunked")
            for _ in 0..<(1 << 14) {
                if isChunked { try socket.write("10000\r\n") }
                try socket.write(block)
                if isChunked { try socket.write("\r\n") }
                sent.add(block.count)
            }
        }
        let before = residentBytes()
        await #expect(throws: TransportError.tooLarge(limit: 32 << 20)) { try await post(peer) }
        #expect(sent.value < 128 << 20, "the connection is closed soon behind the limit")
        #expect(residentBytes() - before < 160 << 20)
        await transport.shutdown()
    }

    @Test func aHeadWithoutEndIsNotTaken() async throws {
        let sent = Count()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\n")
            let field = "X-Filler: " + String(repeating: "a", count: 1_000) + "\r\n"
            for _ in 0..<200_000 {
                try socket.write(field)
                sent.add(field.utf8.count)
            }
        }
        let before = residentBytes()
        do throws(TransportError) {
            _ = try await post(peer)
            Issue.record("read")
        } catch {
            switch error {
            case .protocolViolation, .tooLarge: break
            default: Issue.record("\(error)")
            }
        }
        #expect(sent.value < 64 << 20, "\(sent.value >> 20) MiB")
        #expect(residentBytes() - before < 128 << 20)
        await transport.shutdown()
    }

    /// Once the head was sent nobody knows what ran.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab"])
    func aPOSTThatBreaksIsSentOnce(_ beginning: String) async throws {
        let asked = Count()
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            _ = try socket.read(2)
            asked.add(1)
            try socket.write(beginning)
        }
        for round in 1...3 {
            do throws(TransportError) {
                _ = try await post(peer)
                Issue.record("read")
            } catch {
                guard case .interrupted = error else {
                    Issue.record("\(error)")
                    return
                }
            }
            #expect(asked.value == round)
        }
        await transport.shutdown()
    }

    @Test func noExpectationIsEverSent() async throws {
        let peer = try LoopbackPeer { socket in
            let head = try socket.readHead().lowercased()
            try socket.write("HTTP/1.1 \(head.contains("expect:") ? 417 : 200) X\r\nContent-Length: 0\r\n\r\n")
            socket.waitForEnd()
        }
        #expect(try await post(peer).status == 200)
        await transport.shutdown()
    }

    @Test func anotherHostGetsNothingOfTheSession() async throws {
        let asked = Count()
        let other = try LoopbackPeer { socket in
            _ = try socket.readHead()
            asked.add(1)
        }
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write(
                "HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n")
            socket.waitForEnd()
        }
        let response = try await post(peer)
        #expect(response.status == 307)
        #expect(asked.value == 0)
        await transport.shutdown()
    }

    /// A value that holds a line end never becomes a header of its own.
    @Test func aCookieCannotBreakOutOfItsLine() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\rX-Evil: 1\r\nContent-Length: 0\r\n\r\n")
            socket.waitForEnd()
        }
        do throws(TransportError) {
            let response = try await post(peer)
            #expect(response.header("X-Evil") == nil)
        } catch {
            guard case .protocolViolation = error else {
                Issue.record("\(error)")
                return
            }
        }
        await transport.shutdown()
    }
}

private final class Count: Sendable {
    private let number = Atomic(0)
    var value: Int { number.load(ordering: .acquiring) }
    func add(_ more: Int) { number.wrappingAdd(more, ordering: .acquiringAndReleasing) }
}
