// From bytes to messages: answers pings, keeps the closing handshake (RFC 6455 §5.5, §7), tells every end once.
import NIOCore
import Transport

/// The last handler of a websocket's channel. What the program sends passes it by as finished frames.
final class WebSocketFrameReader: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent down the channel to close it with a handshake.
    struct CloseRequested: Sendable {}

    private enum State {
        case open
        /// Our close frame is out; the other side's is awaited.
        case closing
        case closed
    }

    private let inbox: WebSocketInbox
    private let maximumMessageBytes: Int
    private var state = State.open
    private var parser: WebSocketFrameParser
    /// The start of a frame that is not all there.
    private var rest = ByteBuffer()
    private var batch: [WebSocketEvent] = []
    /// What the last ping said. Older ones need no answer of their own (RFC 6455 §5.5.3).
    private var pong: [UInt8]?

    /// How long the other side may take to answer a close frame.
    private static let closeTimeout = TimeAmount.seconds(2)

    /// Room for the start of a frame that is kept from one to the next.
    private static let keptBytes = 512 << 10

    init(_ inbox: WebSocketInbox, maximumMessageBytes: Int) {
        self.inbox = inbox
        parser = WebSocketFrameParser(maximumMessageBytes: maximumMessageBytes)
        self.maximumMessageBytes = maximumMessageBytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if rest.readableBytes == 0 {
            read(&bytes, context)
            rest.clear()
            rest.writeBuffer(&bytes)
        } else {
            rest.writeBuffer(&bytes)
            var whole = rest
            rest = ByteBuffer()
            read(&whole, context)
            whole.discardReadBytes()
            rest = whole
        }
        if state == .closed || rest.readableBytes == 0 && rest.capacity > Self.keptBytes { rest = ByteBuffer() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        answerPing(context)
        deliver()
        context.fireChannelReadComplete()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // The last word in any case: a reader must never wait for a channel that is gone.
        end(.failed(.interrupted("the connection ended without a close frame")))
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(state == .closing ? .closedByUs : .failed(.interrupted("the connection ended without a close frame")))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(state == .closing ? .closedByUs : .failed(TransportError(error, host: "the server", seconds: 0)))
        context.close(promise: nil)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is CloseRequested else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        guard state == .open else { return }
        state = .closing
        writeClose(context, Self.normalClosure)
        // While unread messages hold reading back, the answer could not come in.
        inbox.discard()
        let loopBound = context.loopBound
        context.eventLoop.scheduleTask(in: Self.closeTimeout) { loopBound.value.close(promise: nil) }
    }
}

extension WebSocketFrameReader {
    private func read(_ buffer: inout ByteBuffer, _ context: ChannelHandlerContext) {
        let (count, violation) = buffer.withUnsafeReadableBytes { bytes -> (Int, WebSocketViolation?) in
            var offset = 0
            do throws(WebSocketViolation) {
                while state != .closed, let item = try parser.next(bytes, &offset) { take(item, context) }
                return (offset, nil)
            } catch {
                return (offset, error)
            }
        }
        buffer.moveReaderIndex(forwardBy: count)
        if let violation { fail(context, violation) }
    }

    private func take(_ item: WebSocketFrameParser.Item, _ context: ChannelHandlerContext) {
        switch item {
        case .text(let bytes): batch.append(.text(bytes))
        case .binary(let bytes): batch.append(.binary(bytes))
        case .ping(let bytes): pong = bytes
        case .pong: break
        case .close(let code, let reason): closedByPeer(context, code, reason)
        }
    }

    /// A peer who asks and does not read would have the answers pile up, so they wait for room.
    private func answerPing(_ context: ChannelHandlerContext) {
        guard let bytes = pong, context.channel.isWritable else { return }
        pong = nil
        write(context, .pong, bytes)
    }

    private func deliver() {
        guard !batch.isEmpty else { return }
        inbox.deliver(batch)
        batch.removeAll(keepingCapacity: true)
    }

    private func end(_ close: WebSocketClose) {
        guard state != .closed else { return }
        state = .closed
        batch.append(.closed(close))
        deliver()
    }

    private func closedByPeer(_ context: ChannelHandlerContext, _ code: Int?, _ reason: String) {
        if state == .closing {
            end(.closedByUs)
        } else {
            writeClose(context, code == nil ? nil : Self.normalClosure)
            end(.frame(code: code, reason: reason))
        }
        context.close(promise: nil)
    }

    private func fail(_ context: ChannelHandlerContext, _ violation: WebSocketViolation) {
        guard state != .closed else { return }
        let (error, code): (TransportError, UInt16) =
            switch violation {
            case .tooLarge: (.tooLarge(limit: maximumMessageBytes), 1_009)
            case .malformed: (.protocolViolation("the server sent a malformed frame"), 1_002)
            case .maskedOrCompressed: (.protocolViolation("the server sent a masked or compressed frame"), 1_002)
            case .unknownKind: (.protocolViolation("the server sent a frame of an unknown kind"), 1_002)
            }
        if state == .open { writeClose(context, code) }
        end(.failed(error))
        context.close(promise: nil)
    }

    /// RFC 6455 §7.4.1.
    private static let normalClosure: UInt16 = 1_000

    private func writeClose(_ context: ChannelHandlerContext, _ code: UInt16?) {
        answerPing(context)
        write(context, .close, code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [])
    }

    private func write(_ context: ChannelHandlerContext, _ opcode: WebSocketFrameWriter.Opcode, _ bytes: [UInt8]) {
        var buffer = context.channel.allocator.buffer(capacity: 16 + bytes.count)
        WebSocketFrameWriter.write(opcode, bytes, to: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
}
