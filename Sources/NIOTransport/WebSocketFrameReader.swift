// From frames to messages: answers pings, keeps the closing handshake (RFC 6455 §5.5, §7), tells every end once.
import NIOCore
import NIOWebSocket
import Transport

/// The last handler of a websocket's channel.
final class WebSocketFrameReader: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

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
    private var batch: [WebSocketEvent] = []

    /// How long the other side may take to answer a close frame.
    private static let closeTimeout = TimeAmount.seconds(2)

    init(_ inbox: WebSocketInbox, maximumMessageBytes: Int) {
        self.inbox = inbox
        self.maximumMessageBytes = maximumMessageBytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .closed else { return }
        let frame = unwrapInboundIn(data)
        guard frame.maskKey == nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            violated(context, "the server sent a masked or compressed frame")
            return
        }
        switch frame.opcode {
        case .text: batch.append(.text(Array(frame.data.readableBytesView)))
        case .binary: batch.append(.binary(Array(frame.data.readableBytesView)))
        case .ping:
            write(context, .pong, frame.data)
        case .connectionClose:
            closedByPeer(context, frame.data)
        case .pong: break
        default: violated(context, "the server sent a frame of an unknown kind")
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
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
        switch error {
        case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
            fail(context, .tooLarge(limit: maximumMessageBytes), .messageTooLarge)
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error:
            violated(context, "the server sent a malformed frame")
        default:
            end(state == .closing ? .closedByUs : .failed(TransportError(error, host: "the server", seconds: 0)))
            context.close(promise: nil)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is CloseRequested else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        guard state == .open else { return }
        state = .closing
        writeClose(context, .normalClosure)
        // While unread messages hold reading back, the answer could not come in.
        inbox.discard()
        let loopBound = context.loopBound
        context.eventLoop.scheduleTask(in: Self.closeTimeout) { loopBound.value.close(promise: nil) }
    }
}

extension WebSocketFrameReader {
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

    private func closedByPeer(_ context: ChannelHandlerContext, _ data: ByteBuffer) {
        var data = data
        let code = data.readWebSocketErrorCode().map { Int(UInt16(webSocketErrorCode: $0)) }
        let reason = String(decoding: data.readableBytesView, as: UTF8.self)
        if state == .closing {
            end(.closedByUs)
        } else {
            writeClose(context, code == nil ? nil : .normalClosure)
            end(.frame(code: code, reason: reason))
        }
        context.close(promise: nil)
    }

    private func violated(_ context: ChannelHandlerContext, _ text: String) {
        fail(context, .protocolViolation(text), .protocolError)
    }

    private func fail(_ context: ChannelHandlerContext, _ error: TransportError, _ code: WebSocketErrorCode) {
        guard state != .closed else { return }
        if state == .open { writeClose(context, code) }
        end(.failed(error))
        context.close(promise: nil)
    }

    private func writeClose(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode?) {
        var data = ByteBuffer()
        if let code { data.write(webSocketErrorCode: code) }
        write(context, .connectionClose, data)
    }

    private func write(_ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
