// One websocket: frames of RFC 6455 in and out, messages to and from the realtime sessions.

import NIOCore
import NIOWebSocket
import SocketIO

/// Puts fragments together, answers pings and closes. Lives on the event loop.
final class RealtimeSocket: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    let number: Int
    private let hub: RealtimeHub
    private let maximumBytes: Int
    private var context: ChannelHandlerContext?
    /// The fragments of a message so far.
    private var fragments: (opcode: WebSocketOpcode, bytes: [UInt8])?
    private var isClosing = false

    init(number: Int, hub: RealtimeHub, maximumBytes: Int) {
        self.number = number
        self.hub = hub
        self.maximumBytes = maximumBytes
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        hub.socketClosed(number)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close((error as? NIOWebSocketError) == .invalidFrameLength ? .messageTooLarge : .protocolError)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let frame = Self.unwrapInboundIn(data)
        // A client masks everything (RFC 6455 §5.1), and nobody has agreed on extensions.
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return close(.protocolError) }
        var content = frame.unmaskedData
        let bytes = content.readBytes(length: content.readableBytes) ?? []
        switch frame.opcode {
        case .text, .binary:
            guard fragments == nil else { return close(.protocolError) }
            fragments = (frame.opcode, bytes)
        case .continuation:
            guard let begun = fragments else { return close(.protocolError) }
            guard begun.bytes.count + bytes.count <= maximumBytes else { return close(.messageTooLarge) }
            fragments = nil
            fragments = (begun.opcode, begun.bytes + bytes)
        case .ping:
            write(.pong, bytes)
            return
        case .connectionClose:
            return close(nil)
        default:
            return
        }
        if frame.fin, let message = fragments {
            fragments = nil
            hub.socketReceived(message.opcode == .text ? .text(message.bytes) : .binary(message.bytes), on: number)
        }
    }

    /// Sends messages in order; `done` runs when the network has them.
    func send(_ frames: [EngineFrame], done: @escaping () -> Void) {
        guard let context, !isClosing, let last = frames.last else { return done() }
        for frame in frames.dropLast() { context.write(Self.wrapOutboundOut(WebSocketFrame(frame)), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in done() }
        context.writeAndFlush(Self.wrapOutboundOut(WebSocketFrame(last)), promise: written)
    }

    /// Sends a close frame and closes. Without a code it is empty, as socket.io's is.
    func close(_ code: WebSocketErrorCode?) {
        guard let context, !isClosing else { return }
        isClosing = true
        var data = context.channel.allocator.buffer(capacity: 2)
        if let code { data.write(webSocketErrorCode: code) }
        let channel = context.channel
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        context.writeAndFlush(Self.wrapOutboundOut(frame), promise: written)
    }

    /// Cuts the connection without a word.
    func cut() { context?.close(promise: nil) }

    private func write(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: ByteBuffer(bytes: bytes))
        context?.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
    }
}

extension WebSocketFrame {
    fileprivate init(_ frame: EngineFrame) {
        switch frame {
        case .text(let bytes): self.init(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
        case .binary(let bytes): self.init(fin: true, opcode: .binary, data: ByteBuffer(bytes: bytes))
        }
    }
}
