// What a server may send and what a parser makes of it, for tests that hold no socket.
import TestSupport

@testable import NIOTransport

/// What came out of some bytes: items, and the rule that was broken behind them.
struct Parsed: Equatable {
    var items: [WebSocketFrameParser.Item] = []
    var violation: WebSocketViolation?
    /// Bytes that belong to a frame that is not all there.
    var left = 0

    /// Gives the parser the bytes in these pieces, and keeps what it leaves, as a channel does.
    init(_ pieces: some Sequence<some Sequence<UInt8>>, limit: Int = 70_000) {
        var parser = WebSocketFrameParser(maximumMessageBytes: limit)
        var waiting: [UInt8] = []
        for piece in pieces where violation == nil {
            waiting += piece
            var offset = 0
            do throws(WebSocketViolation) {
                while let item = try Self.next(&parser, waiting, &offset) { items.append(item) }
            } catch {
                violation = error
            }
            waiting.removeFirst(offset)
        }
        left = waiting.count
    }

    private static func next(
        _ parser: inout WebSocketFrameParser, _ bytes: [UInt8], _ offset: inout Int
    ) throws(WebSocketViolation) -> WebSocketFrameParser.Item? {
        let result = bytes.withUnsafeBytes { bytes -> Result<WebSocketFrameParser.Item?, WebSocketViolation> in
            do throws(WebSocketViolation) { return .success(try parser.next(bytes, &offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// A conversation of a server: messages whole and in pieces, control frames between them, sometimes a close frame.
func randomFrames(using generator: inout SeededGenerator) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let opcode = UInt8.random(in: 1...2, using: &generator)
        let pieces = Int.random(in: 1...3, using: &generator)
        for piece in 0..<pieces {
            while Int.random(in: 0..<3, using: &generator) == 0 {
                frames.append(frame(Bool.random(using: &generator) ? 0x89 : 0x8A, randomBytes(125, &generator)))
            }
            let final: UInt8 = piece == pieces - 1 ? 0x80 : 0
            let longest = [130, 130, 130, 20_000].randomElement(using: &generator) ?? 0
            frames.append(frame(final | (piece == 0 ? opcode : 0), randomBytes(longest, &generator)))
        }
    }
    if Bool.random(using: &generator) { frames.append(frame(0x88, [0x03, 0xE8] + randomBytes(123, &generator))) }
    return frames
}

private func randomBytes(_ most: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    // The lengths at which the header changes its form come often.
    let count = Bool.random(using: &generator) ? most : Int.random(in: 0...most, using: &generator)
    return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
}

/// The same bytes in pieces of chance.
func randomPieces(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = Int.random(in: 1...max(rest.count / 2, 1), using: &generator)
        pieces.append(rest.prefix(count))
        rest = rest.dropFirst(count)
    }
    return pieces
}
