// An open websocket as `WebSocketConnection` promises it.
import NIOCore
import NIOWebSocket
import Transport

struct NIOWebSocketConnection: WebSocketConnection {
    let messages: AsyncStream<WebSocketEvent>
    private let channel: any Channel
    private let host: String

    /// Puts our handlers on a channel that was just upgraded. Runs on its event loop.
    static func take(_ channel: any Channel, maximumMessageBytes: Int) throws -> NIOWebSocketConnection {
        let inbox = WebSocketInbox(channel)
        try channel.pipeline.syncOperations.addHandlers([
            // Fragments of any size are legal; their number is bounded so that empty ones cannot pile up.
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 65_536,
                maxAccumulatedFrameSize: maximumMessageBytes),
            WebSocketFrameReader(inbox, maximumMessageBytes: maximumMessageBytes),
        ])
        return NIOWebSocketConnection(channel, inbox)
    }

    private init(_ channel: any Channel, _ inbox: WebSocketInbox) {
        self.channel = channel
        host = channel.remoteAddress?.ipAddress ?? "the server"
        messages = AsyncStream(unfolding: { await inbox.next() }, onCancel: { inbox.stop() })
    }

    func send(_ message: WebSocketMessage) async throws(TransportError) {
        let frame: WebSocketFrame
        switch message {
        case .text(let bytes):
            frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: bytes))
        case .binary(let bytes):
            frame = WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: ByteBuffer(bytes: bytes))
        }
        do {
            try await channel.writeAndFlush(frame)
        } catch {
            if case ChannelError.ioOnClosedChannel = error { throw .closed }
            throw TransportError(error, host: host, seconds: 0)
        }
    }

    func close() async {
        channel.triggerUserOutboundEvent(WebSocketFrameReader.CloseRequested(), promise: nil)
        try? await channel.closeFuture.get()
    }

    /// Closes without a word, for a connection that nobody waits for any more.
    func abandon() {
        channel.close(promise: nil)
    }
}
