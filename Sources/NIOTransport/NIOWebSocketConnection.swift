// An open websocket as `WebSocketConnection` promises it.
import NIOCore
import Transport

struct NIOWebSocketConnection: WebSocketConnection {
    let messages: AsyncStream<[WebSocketEvent]>
    private let channel: any Channel
    private let host: String

    /// Bytes that are asked of the socket at once: a burst costs few system calls, and a quiet connection little memory.
    private static let readBytes = (minimum: 1_024, initial: 4_096, maximum: 256 << 10)

    /// Puts our handler on a channel that was just upgraded. Runs on its event loop.
    static func take(_ channel: any Channel, maximumMessageBytes: Int) throws -> NIOWebSocketConnection {
        let inbox = WebSocketInbox(channel)
        try channel.syncOptions?.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(
                minimum: readBytes.minimum, initial: readBytes.initial, maximum: readBytes.maximum))
        try channel.pipeline.syncOperations.addHandler(
            WebSocketFrameReader(inbox, maximumMessageBytes: maximumMessageBytes))
        return NIOWebSocketConnection(channel, inbox)
    }

    private init(_ channel: any Channel, _ inbox: WebSocketInbox) {
        self.channel = channel
        host = channel.remoteAddress?.ipAddress ?? "the server"
        messages = AsyncStream(unfolding: { await inbox.next() }, onCancel: { inbox.stop() })
    }

    func send(_ messages: [WebSocketMessage]) async throws(TransportError) {
        guard !messages.isEmpty else { return }
        do {
            try await channel.writeAndFlush(WebSocketFrameWriter.frames(messages, channel.allocator))
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
