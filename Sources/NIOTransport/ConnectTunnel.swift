// The dialogue of CONNECT (RFC 9110 §9.3.6): one request, one head in answer, then the bytes are the server's.
import NIOCore

/// Asks as soon as it is in the pipeline of a connected channel, and leaves when the way is open.
/// A handler of its own: those at hand keep the status of a refusal to themselves.
final class ConnectTunnel: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Refusal: Error, Equatable {
        /// Another status than 2xx.
        case status(Int)
        /// The answer is not the head of an HTTP response.
        case notHTTP
        case closed
    }

    private static let maximumHeadBytes = 16_384

    private let request: String
    private let promise: EventLoopPromise<Void>
    private var isOver = false
    private var answer = ByteBuffer()

    init(_ request: String, _ promise: EventLoopPromise<Void>) {
        self.request = request
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard context.channel.isActive else {
            fail(.closed)
            return
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        answer.writeImmutableBuffer(unwrapInboundIn(data))
        let bytes = answer.readableBytesView
        guard bytes.starts(with: "HTTP/1.".utf8.prefix(bytes.count)) else {
            fail(.notHTTP)
            return
        }
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            if bytes.count > Self.maximumHeadBytes { fail(.notHTTP) }
            return
        }
        let head = bytes[..<end.lowerBound]
        // `HTTP/1.1 200 …`
        guard let status = Int(String(decoding: head.dropFirst(9).prefix(3), as: UTF8.self)) else {
            fail(.notHTTP)
            return
        }
        switch status {
        case 100..<200:
            answer.moveReaderIndex(to: end.upperBound)
            if answer.readableBytes > 0 {
                let rest = answer
                answer.clear()
                channelRead(context: context, data: NIOAny(rest))
            }
        case 200..<300:
            answer.moveReaderIndex(to: end.upperBound)
            isOver = true
            promise.succeed()
            if answer.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(answer)) }
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        default: fail(.status(status))
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { fail(.closed) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(.closed) }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(.closed) }

    private func fail(_ refusal: Refusal) {
        guard !isOver else { return }
        isOver = true
        promise.fail(refusal)
    }
}
