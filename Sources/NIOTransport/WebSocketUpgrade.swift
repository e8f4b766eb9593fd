// The HTTP upgrade of a connection to a websocket (RFC 6455 §4).
import NIOCore
import NIOHTTP1
import Transport

/// What the server made of the upgrade request.
private enum Answer: Sendable {
    case upgraded(NIOWebSocketConnection)
    /// The reply is read by a `RefusalReader`, which ends the attempt.
    case refused
}

extension Attempt<NIOWebSocketConnection> {
    /// Sends the upgrade request on an open way to the server. Runs on its event loop.
    func upgrade(
        _ channel: any Channel, address: NetworkAddress, headers: [HTTPHeader], maximumMessageBytes: Int
    ) {
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
            try channel.pipeline.syncOperations.addHandler(EndOfInput())
            try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: configuration)
                .whenComplete { result in
                    switch result {
                    case .success(.upgraded(let connection)):
                        // With half-closure the TLS handler leaves the other side's goodbye without an answer, and
                        // a close would last until its time is up.
                        if address.isSecure {
                            channel.setOption(.allowRemoteHalfClosure, value: false).whenFailure { _ in
                                // The channel is closed already: there is nothing to close.
                            }
                        }
                        if !self.succeed(connection) { connection.abandon() }
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

/// Reads the reply of a server that does not upgrade: its head, and the start of what it says.
private final class RefusalReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let attempt: Attempt<NIOWebSocketConnection>
    private var refusal = UpgradeRefusal(status: 0, body: "")
    private var body: [UInt8] = []
    private static let maximumBodyBytes = 1_024
    private static let maximumHeaderCharacters = 200

    init(_ attempt: Attempt<NIOWebSocketConnection>) {
        self.attempt = attempt
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): take(head)
        case .body(let bytes):
            body += bytes.readableBytesView.prefix(Self.maximumBodyBytes - body.count)
            if body.count == Self.maximumBodyBytes { end() }
        case .end: end()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func take(_ head: HTTPResponseHead) {
        refusal.status = Int(head.status.code)
        refusal.offersUpgrade = head.headers.contains(name: "Upgrade")
        refusal.server = head.headers.first(name: "Server").map { Self.short($0) }
        guard (300..<400).contains(refusal.status) else { return }
        // A query may hold a secret.
        refusal.location = head.headers.first(name: "Location").map { Self.short($0.prefix { !"?#".contains($0) }) }
    }

    private static func short(_ text: some StringProtocol) -> String {
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }.map(Character.init))
            .prefix(maximumHeaderCharacters).description
    }

    private func end() {
        refusal.body = String(decoding: body, as: UTF8.self)
        attempt.fail(TransportError.upgradeRefused(refusal))
    }
}
