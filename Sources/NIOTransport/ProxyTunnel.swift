// Asking a proxy for the way to a server, on a connected socket: CONNECT or SOCKS 5.
import AsyncHTTPClient
import NIOCore
import NIOSOCKS
import Transport

extension Proxy {
    /// Ends when what is sent on the channel reaches the server; the handlers of the asking are gone by then.
    /// Fails with `TransportError.proxy`. Runs on the channel's event loop.
    func openTunnel(on channel: any Channel, to address: NetworkAddress) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        do {
            let pipeline = channel.pipeline.syncOperations
            switch kind {
            case .http:
                try pipeline.addHandler(ConnectTunnel(connectRequest(to: address), promise))
            case .socks:
                let target =
                    try address.literal == nil
                    ? SOCKSAddress.domain(address.host, port: address.port)
                    : .address(SocketAddress(ipAddress: address.host, port: address.port))
                let asking = SOCKSClientHandler(targetAddress: target)
                try pipeline.addHandlers([asking, SOCKSWatch(asking, promise)])
            }
        } catch {
            promise.fail(error)
        }
        return promise.futureResult.flatMapErrorThrowing { error in
            throw TransportError.proxy(failed(cause(of: error)))
        }
    }

    /// The request for a tunnel (RFC 9110 §9.3.6). The credentials go to the proxy alone.
    private func connectRequest(to address: NetworkAddress) -> String {
        var request = "CONNECT \(address.endpoint) HTTP/1.1\r\nHost: \(address.endpoint)\r\n"
        if let credentials {
            request += "Proxy-Authorization: \(credentials.authorization.headerValue)\r\n"
        }
        return request + "\r\n"
    }

    /// What an error of the asking means; ours, NIOSOCKS's and the channel's.
    func cause(of error: any Error) -> ProxyFailure.Cause {
        switch error {
        case let refusal as ConnectTunnel.Refusal:
            switch refusal {
            case .status(407): credentials == nil ? .credentialsWanted : .credentialsRefused
            case .status(let status): .refused(status: status)
            case .notHTTP: .notAProxy
            case .closed: .closed
            }
        case is SOCKSError.InvalidProtocolVersion, is SOCKSError.InvalidReservedByte,
            is SOCKSError.InvalidAddressType:
            .notAProxy
        case is SOCKSError.InvalidAuthenticationSelection, is SOCKSError.NoValidAuthenticationMethod:
            .credentialsWanted
        case let error as SOCKSError.ConnectionFailed: .failed(error.words, mayHeal: error.mayHeal)
        default: .closed
        }
    }
}

extension Proxy.Credentials {
    /// RFC 7617.
    var authorization: HTTPClient.Authorization { .basic(username: user, password: password) }
}

extension SOCKSError.ConnectionFailed {
    /// RFC 1928 §6.
    fileprivate var words: String {
        switch reply {
        case .notAllowed: "the connection is not allowed by its rules"
        case .networkUnreachable: "the network of the server is unreachable from it"
        case .hostUnreachable: "the server is unreachable from it"
        case .refused: "the server refused its connection"
        case .ttlExpired: "the server did not answer it"
        case .commandUnsupported, .addressUnsupported: "it does not support what we ask for"
        default: "it failed"
        }
    }

    fileprivate var mayHeal: Bool {
        ![SOCKSServerReply.notAllowed, .commandUnsupported, .addressUnsupported].contains(reply)
    }
}

/// Waits for a SOCKS handshake, and leaves with its handler.
private final class SOCKSWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let asking: SOCKSClientHandler
    private let promise: EventLoopPromise<Void>
    private var isOver = false

    init(_ asking: SOCKSClientHandler, _ promise: EventLoopPromise<Void>) {
        self.asking = asking
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is SOCKSProxyEstablishedEvent {
            guard !isOver else { return }
            isOver = true
            let pipeline = context.pipeline.syncOperations
            pipeline.removeHandler(asking, promise: nil)
            pipeline.removeHandler(context: context, promise: nil)
            promise.succeed()
        } else if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            fail(ChannelError.eof)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(ChannelError.eof) }

    private func fail(_ error: any Error) {
        guard !isOver else { return }
        isOver = true
        promise.fail(error)
    }
}
