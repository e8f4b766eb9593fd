// One try to open a websocket: from the connected socket through the HTTP upgrade, unless it is given up before.
import NIOCore
import NIOHTTP1
import Synchronization
import Transport

/// Ends exactly once: with a connection, or with an error after which no socket stays open.
final class WebSocketAttempt: Sendable {
    private struct State {
        var isOver = false
        var channel: (any Channel)?
    }

    /// What the server made of the upgrade request.
    enum Answer: Sendable {
        case upgraded(NIOWebSocketConnection)
        /// The reply is read by a `RefusalReader`, which ends the attempt.
        case refused
    }

    let eventLoop: any EventLoop
    private let promise: EventLoopPromise<NIOWebSocketConnection>
    private let state = Mutex(State())

    var result: EventLoopFuture<NIOWebSocketConnection> { promise.futureResult }

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    func fail(_ error: any Error) {
        let (isFirst, channel) = state.withLock { state in
            defer {
                state.isOver = true
                state.channel = nil
            }
            return (!state.isOver, state.channel)
        }
        guard isFirst else { return }
        promise.fail(error)
        channel?.close(promise: nil)
    }

    private func succeed(_ connection: NIOWebSocketConnection) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { promise.succeed(connection) } else { connection.abandon() }
    }

    private func adopt(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.channel = channel
            return true
        }
    }

    /// Sends the upgrade request on a connected socket. Runs on its event loop.
    func begin(
        on channel: any Channel, address: NetworkAddress, headers: [HTTPHeader], maximumMessageBytes: Int
    ) {
        guard adopt(channel) else {
            channel.close(promise: nil)
            return
        }
        let limit = max(maximumMessageBytes, 1)
        let upgrader = WebSocketUpgrader<Answer> { channel in
            .upgraded(try NIOWebSocketConnection.take(channel, maximumMessageBytes: limit))
        }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration<Answer>(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: Self.head(address, headers), upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(RefusalReader(self))
                        return .refused
                    }
                }))
        // The server's first frames may come in one piece with its answer.
        configuration.leftOverBytesStrategy = .forwardBytes
        do {
            try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: configuration)
                .whenComplete { result in
                    switch result {
                    case .success(.upgraded(let connection)): self.succeed(connection)
                    case .success(.refused): break
                    case .failure(let error): self.fail(Self.told(error))
                    }
                }
            channel.closeFuture.whenComplete { _ in
                self.fail(TransportError.interrupted("\(address.authority) closed the connection"))
            }
        } catch {
            fail(error)
        }
    }

    private static func head(_ address: NetworkAddress, _ headers: [HTTPHeader]) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.target)
        if headers.first("Host") == nil { head.headers.add(name: "Host", value: address.authority) }
        for header in headers { head.headers.add(name: header.name, value: header.value) }
        return head
    }

    private static func told(_ error: any Error) -> any Error {
        guard error is NIOHTTPClientUpgradeError else { return error }
        return TransportError.protocolViolation("the server's answer to the websocket request is wrong")
    }
}

/// Reads the reply of a server that does not upgrade: its status, and the start of what it says.
private final class RefusalReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let attempt: WebSocketAttempt
    private var status = 0
    private var body: [UInt8] = []
    private static let maximumBodyBytes = 1_024

    init(_ attempt: WebSocketAttempt) {
        self.attempt = attempt
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let bytes):
            body += bytes.readableBytesView.prefix(Self.maximumBodyBytes - body.count)
            if body.count == Self.maximumBodyBytes { end(context) }
        case .end: end(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    private func end(_ context: ChannelHandlerContext) {
        attempt.fail(TransportError.upgradeRefused(status: status, body: String(decoding: body, as: UTF8.self)))
    }
}
