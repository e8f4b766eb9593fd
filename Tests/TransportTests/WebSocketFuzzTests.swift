// Streams of frames that are right up to some byte and nonsense from there on, over real sockets.
import Glibc
import NIOTransport
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(10))) struct WebSocketFuzzTests {
    private static let limit = 3_000

    @Test func whatCameBeforeNonsenseIsHeardAndTheEndIsToldOnce() async throws {
        var generator = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 200) {
            let stream = FrameStream(using: &generator)
            let peer = try LoopbackPeer { socket in
                _ = try socket.upgrade(thenAtOnce: stream.bytes)
                // Pongs are read to the end: a close with something unread would be a reset.
                shutdown(socket.descriptor, Int32(SHUT_WR))
                socket.waitForEnd()
            }
            let connection = try await NIOWebSocketTransport().connect(
                url: "ws://127.0.0.1:\(peer.port)/", headers: [], timeoutSeconds: 10,
                maximumMessageBytes: Self.limit)
            var heard: [WebSocketEvent] = []
            for await batch in connection.messages { heard += batch }
            let whatRound = "round \(round), FUZZ_SEED=\(generator.seed)"
            #expect(Array(heard.prefix(stream.messages.count)) == stream.messages, "\(whatRound)")
            guard case .closed? = heard.popLast() else {
                Issue.record("no end, \(whatRound)")
                return
            }
            for event in heard {
                switch event {
                case .text(let bytes), .binary(let bytes): #expect(bytes.count <= Self.limit, "\(whatRound)")
                case .closed: Issue.record("two ends, \(whatRound)")
                }
            }
        }
    }
}

/// Frames of a server, spoilt somewhere.
private struct FrameStream: Sendable {
    private(set) var bytes: [UInt8] = []
    /// What has to be heard: the messages that end before the spoilt byte.
    private(set) var messages: [WebSocketEvent] = []

    init(using generator: inout SeededGenerator) {
        var ends: [Int] = []
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
            let length = [0, 1, 5, 125, 126, 700, 3_000].randomElement(using: &generator) ?? 0
            let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 + bytes.count) & 0x7F }
            let isText = Bool.random(using: &generator)
            if Int.random(in: 0..<4, using: &generator) == 0 { bytes += frame(0x89, Array(content.prefix(125))) }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                let cut = Int.random(in: 0...length, using: &generator)
                bytes += frame(isText ? 0x01 : 0x02, Array(content[..<cut]))
                if Bool.random(using: &generator) { bytes += frame(0x8A, []) }
                bytes += frame(0x80, Array(content[cut...]))
            } else {
                bytes += frame(isText ? 0x81 : 0x82, content)
            }
            messages.append(isText ? .text(content) : .binary(content))
            ends.append(bytes.count)
        }
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let count = Int.random(in: 0...16, using: &generator)
        let nonsense = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(contentsOf: nonsense, at: place)
        case 2: bytes.removeSubrange(place..<min(place + count, bytes.count))
        default: bytes.replaceSubrange(place..<min(place + count, bytes.count), with: nonsense)
        }
        messages = zip(messages, ends).filter { $0.1 <= place }.map(\.0)
    }
}
