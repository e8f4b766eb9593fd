// An open websocket as `WebSocketConnection` promises it.
import NIOCore
import NIOWebSocket
import Transport

struct NIOWebSocketConnection: WebSocketConnection {
    let messages: AsyncStream<[WebSocketEvent]>
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

    func send(_ messages: [WebSocketMessage]) async throws(TransportError) {
        guard let last = messages.last else { return }
        // What fails here fails the last as well.
        for message in messages.dropLast() { channel.write(Self.frame(message), promise: nil) }
        do {
            try await channel.writeAndFlush(Self.frame(last))
        } catch {
            if case ChannelError.ioOnClosedChannel = error { throw .closed }
            throw TransportError(error, host: host, seconds: 0)
        }
    }

    private static func frame(_ message: WebSocketMessage) -> WebSocketFrame {
        switch message {
        case .text(let bytes):
            WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: bytes))
        case .binary(let bytes):
            WebSocketFrame(fin: true, opcode: .binary, maskKey: .random(), data: ByteBuffer(bytes: bytes))
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
