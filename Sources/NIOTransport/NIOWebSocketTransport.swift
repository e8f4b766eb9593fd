// Websockets through NIO: connect, upgrade by HTTP, then frames.
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
public import Transport

/// Opens websockets. No compression is offered: what it would save on small events is less than it costs.
public struct NIOWebSocketTransport: WebSocketTransport {
    public init() {}

    /// Nothing outlives its connection; here for symmetry with `NIOHTTPTransport`.
    public func shutdown() async {}

    public func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        guard let address = NetworkAddress(url), ["ws", "wss"].contains(address.scheme) else {
            throw .invalidURL("not a ws or wss URL")
        }
        guard !address.isSecure else {
            throw .unsupported("websockets over TLS (wss) are not supported yet")
        }
        let attempt = WebSocketAttempt(on: EventLoops.shared.next())
        do {
            return try await withTaskCancellationHandler {
                let deadline = attempt.eventLoop.scheduleTask(in: .seconds(Int64(timeoutSeconds))) {
                    attempt.fail(TransportError.timedOut(seconds: timeoutSeconds))
                }
                defer { deadline.cancel() }
                Self.bootstrap(address, attempt, timeoutSeconds: timeoutSeconds).whenComplete { result in
                    switch result {
                    case .failure(let error): attempt.fail(error)
                    case .success(let channel):
                        attempt.begin(
                            on: channel, address: address, headers: headers, maximumMessageBytes: maximumMessageBytes)
                    }
                }
                return try await attempt.result.get()
            } onCancel: {
                attempt.fail(TransportError.cancelled)
            }
        } catch {
            throw TransportError(error, host: address.authority, seconds: timeoutSeconds)
        }
    }

    private static func bootstrap(
        _ address: NetworkAddress, _ attempt: WebSocketAttempt, timeoutSeconds: Int
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: attempt.eventLoop)
            .connectTimeout(.seconds(Int64(timeoutSeconds)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(EndOfInput())
                }
            }
        // An address needs no resolver, and no thread for one.
        if let literal = try? SocketAddress(ipAddress: address.host, port: address.port) {
            return bootstrap.connect(to: literal)
        }
        return bootstrap.connect(host: address.host, port: address.port)
    }
}

/// Tells the end of input, and closes, a turn of the event loop later. Else frames that were read in one go with the
/// server's answer and the end would be lost: the handlers of the upgrade change places only in that turn.
private final class EndOfInput: ChannelInboundHandler {
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
