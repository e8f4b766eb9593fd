// The parser and the writer beside NIO's own codec: the same bytes, the same messages.
import NIOCore
import NIOEmbedded
import NIOWebSocket
import TestSupport
import Testing
import Transport

@testable import NIOTransport

/// NIO's decoder and aggregator over the same bytes, up to the first thing that one of them or the rules of a client
/// refuse.
private final class Reference: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private(set) var items: [WebSocketFrameParser.Item] = []
    private(set) var isRefused = false

    init(_ bytes: [UInt8], limit: Int) throws {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limit)),
            UnmaskedFrames(),
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 65_536, maxAccumulatedFrameSize: limit),
            self,
        ])
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        _ = try channel.finish()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        guard let item = Self.item(unwrapInboundIn(data)) else {
            isRefused = true
            return
        }
        items.append(item)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        isRefused = true
    }

    /// Nil for what its codec lets pass and a client may not take.
    private static func item(_ frame: WebSocketFrame) -> WebSocketFrameParser.Item? {
        var data = frame.data
        switch frame.opcode {
        case .text: return .text(Array(data.readableBytesView))
        case .binary: return .binary(Array(data.readableBytesView))
        case .ping: return .ping(Array(data.readableBytesView))
        case .pong: return .pong
        case .connectionClose:
            guard data.readableBytes > 0 else { return .close(code: nil, reason: "") }
            guard let code = data.readWebSocketErrorCode().map({ Int(UInt16(webSocketErrorCode: $0)) }),
                (1_000...1_014).contains(code) && !(1_004...1_006).contains(code) || (3_000...4_999).contains(code)
            else { return nil }
            return .close(code: code, reason: String(decoding: data.readableBytesView, as: UTF8.self))
        default: return nil
        }
    }
}

/// What a client refuses and NIO's codec, which servers use too, lets pass.
private final class UnmaskedFrames: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if frame.maskKey == nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 {
            context.fireChannelRead(data)
        } else {
            context.fireErrorCaught(WebSocketViolation.maskedOrCompressed)
        }
    }
}

@Suite struct WebSocketFrameOracleTests {
    private let limit = 30_000

    @Test func goodConversationsAreReadAsNIOReadsThem() throws {
        var generator = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let bytes = randomFrames(using: &generator).flatMap { $0 }
            let reference = try Reference(bytes, limit: 70_000)
            let parsed = Parsed(randomPieces(bytes, using: &generator))
            let isSame = parsed.items == reference.items
            #expect(isSame, "FUZZ_SEED=\(generator.seed)")
            #expect(parsed.violation == nil && !reference.isRefused && parsed.left == 0, "FUZZ_SEED=\(generator.seed)")
        }
    }

    /// A frame is refused here as soon as its header is there, and there maybe only when all of it came; nothing that
    /// NIO refuses is let pass.
    @Test func damagedConversationsAreReadAsFarAsNIOReadsThem() throws {
        var generator = SeededGenerator.fresh()
        var refused = 0
        let rounds = fuzzRounds(default: 1_500)
        for _ in 0..<rounds {
            var frames = randomFrames(using: &generator)
            // Headers are a small part of the bytes, so they are hit on purpose.
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let hit = Int.random(in: 0..<frames.count, using: &generator)
                guard let place = frames[hit].indices.prefix(4).randomElement(using: &generator) else { continue }
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: frames[hit].remove(at: place)
                case 1: frames[hit][place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                default: frames.remove(at: hit)
                }
                if frames.isEmpty { break }
            }
            let bytes = frames.flatMap { $0 }
            let reference = try Reference(bytes, limit: limit)
            let parsed = Parsed(randomPieces(bytes, using: &generator), limit: limit)
            // NIO takes a length in more bytes than it needs, which RFC 6455 5.2 forbids.
            let isSame =
                parsed.violation == nil
                ? parsed.items == reference.items : reference.items.starts(with: parsed.items)
            #expect(isSame, "FUZZ_SEED=\(generator.seed)")
            #expect(parsed.violation != nil || !reference.isRefused, "FUZZ_SEED=\(generator.seed)")
            if parsed.violation != nil { refused += 1 }
        }
        #expect(refused > rounds / 10 && refused < rounds * 9 / 10, "FUZZ_SEED=\(generator.seed): one-sided samples")
    }

    @Test func randomBytesAreReadAlikeWholeAndInPieces() {
        var generator = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 3_000) {
            let bytes = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
                // Mostly bytes that make short headers, so that more than one frame is read.
                [0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x8A, 2, 3, UInt8.random(in: 0 ... .max, using: &generator)]
                    .randomElement(using: &generator) ?? 0
            }
            let whole = Parsed([bytes], limit: 100)
            let pieces = Parsed(randomPieces(bytes, using: &generator), limit: 100)
            let isSame = whole.items == pieces.items && whole.violation == pieces.violation
            #expect(isSame, "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func ourFramesAreReadByNIO() throws {
        var generator = SeededGenerator.fresh()
        for count in [0, 1, 125, 126, 127, 65_535, 65_536, 70_001] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            let channel = EmbeddedChannel()
            try channel.pipeline.syncOperations.addHandler(
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20)))
            try channel.writeInbound(WebSocketFrameWriter.frames([.binary(bytes), .text(bytes)], channel.allocator))
            for opcode in [WebSocketOpcode.binary, .text] {
                let frame = try #require(try channel.readInbound(as: WebSocketFrame.self))
                #expect(frame.fin && frame.opcode == opcode && frame.maskKey != nil, "\(count)")
                #expect(Array(frame.unmaskedData.readableBytesView) == bytes, "\(count)")
            }
            #expect(try channel.finish().isClean)
        }
    }

    @Test func everyFrameHasAMaskOfItsOwn() {
        let buffer = WebSocketFrameWriter.frames(
            Array(repeating: .text("mask"), count: 16), ByteBufferAllocator())
        let bytes = Array(buffer.readableBytesView)
        let masks = Set(stride(from: 0, to: bytes.count, by: 10).map { Array(bytes[$0 + 2..<$0 + 6]) })
        #expect(bytes.count == 160 && masks.count == 16)
    }
}
