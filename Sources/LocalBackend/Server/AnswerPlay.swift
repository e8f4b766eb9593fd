// Writes a played answer to its connection as raw bytes, as fast as the peer takes them, until it ends or the peer goes.

import NIOCore
import Scenarios

/// Lives on the event loop.
final class AnswerPlay {
    private static let chunkBytes = 64 << 10

    private let answer: PlayedAnswer
    /// What stands before it in the pipeline speaks TCP alone.
    private let context: ChannelHandlerContext
    /// The body, repeated to a chunk's size.
    private let block: [UInt8]
    private var left: Int

    init(_ answer: PlayedAnswer, on context: ChannelHandlerContext) {
        self.answer = answer
        self.context = context
        let (total, _) = answer.body.count.multipliedReportingOverflow(by: answer.times)
        switch answer.delivery {
        case .whole, .dripping: left = total
        case .cut(let bytes): left = min(bytes, total)
        case .endless, .endlessHead: left = .max
        }
        let unit =
            answer.delivery == .endlessHead
            ? Array("X-Filler: \(String(repeating: "x", count: 1_000))\r\n".utf8) : answer.body
        let repeats = unit.isEmpty ? 0 : max(1, min(Self.chunkBytes / unit.count, left / unit.count))
        block = [[UInt8]](repeating: unit, count: repeats).flatMap(\.self)
        if block.isEmpty { left = 0 }
    }

    func begin() {
        var head = "HTTP/1.1 \(answer.status) Played\r\n"
        for header in answer.headers { head += "\(header.name): \(header.value)\r\n" }
        switch answer.delivery {
        case .whole, .dripping, .cut: head += "Content-Length: \(answer.body.count * answer.times)\r\n"
        case .endless, .endlessHead: break
        }
        if answer.delivery != .endlessHead { head += "Connection: close\r\n\r\n" }
        write(Array(head.utf8))
    }

    private func next() {
        guard left > 0 else { return end() }
        switch answer.delivery {
        case .dripping(let bytes, let milliseconds):
            let loop = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) { loop.value.writeBody(bytes) }
        case .whole, .cut, .endless, .endlessHead: writeBody(block.count)
        }
    }

    private var position = 0

    private func writeBody(_ most: Int) {
        let count = min(most, left, block.count - position)
        let bytes = Array(block[position..<(position + count)])
        position = (position + count) % block.count
        if left != .max { left -= count }
        write(bytes)
    }

    private func write(_ bytes: [UInt8]) {
        let written = context.eventLoop.makePromise(of: Void.self)
        let play = NIOLoopBound(self, eventLoop: context.eventLoop)
        written.futureResult.whenSuccess {
            // Not at once: a write that succeeds immediately would call itself deeper and deeper.
            play.value.context.eventLoop.execute { play.value.next() }
        }
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: written)
    }

    private func end() { context.close(promise: nil) }
}
