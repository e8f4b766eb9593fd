// A server behind TLS that answers requests and upgrades, and counts what it is told.
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// Serves one identity on a free port of one address.
final class TLSPeer: Sendable {
    struct Record: Equatable {
        var connections = 0
        /// Bytes that came through TLS.
        var applicationBytes = 0
        /// The name that each connection asked for; nil for none.
        var names: [String?] = []
    }

    let port: Int
    private let channel: any Channel
    private let state: State

    final class State: Sendable {
        let record = Mutex(Record())
    }

    var record: Record { state.record.withLock { $0 } }

    init(
        _ identity: TestAuthority.Identity, on address: String = "127.0.0.1", newest: TLSVersion? = nil
    ) async throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem)))
        configuration.maximumTLSVersion = newest
        let context = try NIOSSLContext(configuration: configuration)
        let state = State()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                state.record.withLock { $0.connections += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    let sniff = SNIHandler { result in
                        state.record.withLock { record in
                            if case .hostname(let name) = result {
                                record.names.append(name)
                            } else {
                                record.names.append(nil)
                            }
                        }
                        return channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandlers([
                                NIOSSLServerHandler(context: context), Answering(state),
                            ])
                        }
                    }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(sniff))
                }
            }
            .bind(host: address, port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.state = state
    }

    deinit { channel.close(promise: nil) }
}

/// Answers every head: an upgrade with a websocket and the message `hi`, all else with `ok`.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: TLSPeer.State
    private var head = ""

    init(_ state: TLSPeer.State) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        state.record.withLock { $0.applicationBytes += bytes.readableBytes }
        head += String(buffer: bytes)
        guard head.hasSuffix("\r\n\r\n") else { return }
        let key = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key: ") }
        head = ""
        var answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
        if let key {
            let accept = acceptValue(for: String(key.dropFirst(19)))
            let upgrade =
                "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
            answer = Array(upgrade.utf8) + text("hi")
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
