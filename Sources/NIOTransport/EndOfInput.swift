// The end of input, told a turn of the event loop later than it comes.
import NIOCore

/// Tells the end of input, and closes, a turn of the event loop later. Else frames that were read in one go with the
/// server's answer and the end would be lost: the handlers of the upgrade change places only in that turn.
final class EndOfInput: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        let held = context.loopBound
        context.eventLoop.execute {
            held.value.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            held.value.close(promise: nil)
        }
    }
}
