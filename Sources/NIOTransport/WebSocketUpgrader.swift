// The opening handshake of a websocket as NIO knows it (RFC 6455 §4.1), without NIO's frames behind it.
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Asks for a websocket, checks the answer, and has the channel taken over, on its event loop.
struct WebSocketUpgrader<Result: Sendable>: NIOTypedHTTPClientProtocolUpgrader {
    private let take: @Sendable (any Channel) throws -> Result
    /// Makes the key and checks what the server made of it. Its own way to upgrade is never gone.
    private let handshake = NIOTypedWebSocketClientUpgrader<Void> { channel, _ in
        channel.eventLoop.makeSucceededVoidFuture()
    }

    init(_ take: @escaping @Sendable (any Channel) throws -> Result) {
        self.take = take
    }

    var supportedProtocol: String { handshake.supportedProtocol }
    var requiredUpgradeHeaders: [String] { handshake.requiredUpgradeHeaders }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
        handshake.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        handshake.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
    }

    func upgrade(channel: any Channel, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Result> {
        channel.eventLoop.makeCompletedFuture { try take(channel) }
    }
}
