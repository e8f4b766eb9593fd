// Replies that come compressed: read like others, and bounded by what comes out of them.
import NIOTransport
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .serialized) struct CompressedReplyTests {
    let transport = NIOHTTPTransport()

    private func get(_ peer: LoopbackPeer, maximumBodyBytes: Int) async throws(TransportError) -> HTTPResponse {
        try await transport.send(
            HTTPRequest(url: "http://127.0.0.1:\(peer.port)/", maximumBodyBytes: maximumBodyBytes))
    }

    private func peer(_ body: [UInt8], encoding: String = "gzip") throws -> LoopbackPeer {
        try LoopbackPeer { socket in
            let head = try socket.readHead()
            guard head.lowercased().contains("accept-encoding: gzip, deflate\r\n") else { return }
            try socket.write(
                "HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: \(body.count)\r\n\r\n")
            try socket.write(body)
            socket.waitForEnd()
        }
    }

    @Test func aCompressedReplyIsRead() async throws {
        let text = String(repeating: "{\"message\": \"ä\"}\n", count: 500)
        let zipped = try run(["gzip", "-c"], input: Array(text.utf8)).output
        #expect(zipped.count < 200)
        let response = try await get(try peer(zipped), maximumBodyBytes: 10_000)
        #expect(String(decoding: response.body, as: UTF8.self) == text)
        await #expect(throws: TransportError.tooLarge(limit: 1_000)) {
            try await get(try peer(zipped), maximumBodyBytes: 1_000)
        }
        await transport.shutdown()
    }

    @Test func aBrokenCompressionIsTold() async throws {
        let peer = try peer(Array("this is no gzip".utf8))
        do throws(TransportError) {
            _ = try await get(peer, maximumBodyBytes: 10_000)
            Issue.record("read")
        } catch {
            #expect(
                error == .protocolViolation("127.0.0.1:\(peer.port): a compressed answer that is broken"), "\(error)")
        }
        await transport.shutdown()
    }

    /// A gigabyte in seven megabytes: refused, before much of it is out.
    @Test func aBombIsRefused() async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
            try socket.write(Bomb.head)
            for _ in 0..<(1 << 30) / (Bomb.chunkInflatedBytes) { try socket.write(Bomb.chunk) }
        }
        let before = residentBytes()
        await #expect(throws: TransportError.tooLarge(limit: 32 << 20)) {
            try await get(peer, maximumBodyBytes: 32 << 20)
        }
        let grown = residentBytes() - before
        #expect(grown < 160 << 20, "\(grown >> 20) MiB")
        await transport.shutdown()
    }
}

/// A gzip stream (RFC 1952) of one block with fixed codes (RFC 1951 §3.2.6): a letter, then "258 bytes, from one byte
/// back" for ever.
private enum Bomb {
    static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.prefix
    /// A whole number of repetitions that is a whole number of bytes.
    static let chunk = [[UInt8]](repeating: bits.pattern, count: 512).flatMap(\.self)
    static let chunkInflatedBytes = 512 * 8 * 258

    private static let bits: (prefix: [UInt8], pattern: [UInt8]) = {
        var stream: [Bool] = [false, true, false]
        // `a` is 0x30 + 0x61; codes go out with their highest bit first.
        stream += (0..<8).reversed().map { (0x91 >> $0) & 1 == 1 }
        // Length 258 is symbol 285, code 11000101; distance 1 is code 00000.
        let match = (0..<8).reversed().map { (0xC5 >> $0) & 1 == 1 } + [Bool](repeating: false, count: 5)
        while stream.count < 64 { stream += match }
        // Eight matches are 13 bytes: from any whole byte on the stream repeats after so many.
        let whole = stream.count / 8 * 8
        var later = Array(stream[whole...])
        while later.count < 8 * 13 { later += match }
        return (bytes(Array(stream[..<whole])), bytes(Array(later[..<(8 * 13)])))
    }()

    private static func bytes(_ bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(0) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) }
        }
    }
}
