// The way to a server: TCP, the proxy's tunnel, TLS. Each step fails with an error of its own.
import NIOCore
import NIOPosix
import NIOSSL
import Transport

/// A server, and how it is reached.
struct Dial: Sendable {
    let address: NetworkAddress
    let proxy: Proxy?

    init(_ address: NetworkAddress, proxy: Proxy?) {
        self.address = address
        self.proxy = proxy
    }

    /// The way that the settings give; a proxy that is set and cannot be used is an error.
    init(_ address: NetworkAddress, by settings: ProxySettings) throws(TransportError) {
        self.address = address
        switch settings.route(isSecure: address.isSecure, host: address.host, port: address.port) {
        case .direct: proxy = nil
        case .through(let proxy): self.proxy = proxy
        case .unusable(let failure): throw .proxy(failure)
        }
    }

    /// NIO compares an address with the other end of the socket, and that is the proxy: behind one, we do it.
    var checksAddressItself: Bool { address.isSecure && proxy != nil && address.literal != nil }

    /// Connects TCP and, where there is a proxy, opens its tunnel. Runs on the attempt's event loop.
    func open<Value>(for attempt: Attempt<Value>, seconds: Int) -> EventLoopFuture<any Channel> {
        connect(on: attempt.eventLoop, seconds: seconds).flatMap { channel in
            guard attempt.enter(proxy == nil ? .open : .tunnelling, channel) else {
                channel.close(promise: nil)
                return channel.eventLoop.makeFailedFuture(TransportError.cancelled)
            }
            guard let proxy else { return channel.eventLoop.makeSucceededFuture(channel) }
            return proxy.openTunnel(on: channel, to: address).map {
                _ = attempt.enter(.open, channel)
                return channel
            }
        }
    }

    /// Runs the handshake on an open way. The library verifies; nothing here replaces that.
    func secure<Value>(
        _ channel: any Channel, with context: NIOSSLContext, for attempt: Attempt<Value>
    ) -> EventLoopFuture<any Channel> {
        guard attempt.enter(.securing, channel) else {
            return channel.eventLoop.makeFailedFuture(TransportError.cancelled)
        }
        let promise = channel.eventLoop.makePromise(of: Void.self)
        do {
            let pipeline = channel.pipeline.syncOperations
            let tls = try NIOSSLClientHandler(context: context, serverHostname: address.serverName)
            let watch = HandshakeWatch(promise, address: checksAddressItself ? address.literal : nil)
            // First the watch: the handshake starts as soon as its handler is there.
            try pipeline.addHandler(watch)
            try pipeline.addHandler(tls, position: .before(watch))
        } catch {
            promise.fail(error)
        }
        let host = address.authority
        return promise.futureResult.flatMapErrorThrowing { error in
            throw TransportError.tls(TLSFailure(host: host, cause: TLSFailure.Cause(handshake: error)))
        }.map {
            _ = attempt.enter(.open, channel)
            return channel
        }
    }

    /// What it means that a stage was still on after so many seconds.
    func lateness(_ stage: DialStage, seconds: Int) -> TransportError {
        switch stage {
        case .connecting:
            if let proxy {
                .proxy(proxy.failed(.timedOut(seconds: seconds)))
            } else {
                .connectTimedOut(host: address.authority, seconds: seconds)
            }
        case .tunnelling:
            proxy.map { .proxy($0.failed(.timedOut(seconds: seconds))) } ?? .timedOut(seconds: seconds)
        case .securing: .tls(TLSFailure(host: address.authority, cause: .timedOut(seconds: seconds)))
        case .open: .timedOut(seconds: seconds)
        }
    }

    /// What it means that TCP did not connect; nil when the error is not about that.
    func unconnected(_ error: any Error, seconds: Int) -> TransportError? {
        guard let problem = ConnectProblem(error) else { return nil }
        switch (problem, proxy) {
        case (.noSuchName, nil): return .nameNotFound(address.authority)
        case (.failed(let word), nil): return .unreachable("\(address.authority): \(word)")
        case (.late, nil): return .connectTimedOut(host: address.authority, seconds: seconds)
        case (.noSuchName, .some(let proxy)): return .proxy(proxy.failed(.nameNotFound))
        case (.failed(let word), .some(let proxy)): return .proxy(proxy.failed(.unreachable(word)))
        case (.late, .some(let proxy)): return .proxy(proxy.failed(.timedOut(seconds: seconds)))
        }
    }

    private func connect(on eventLoop: any EventLoop, seconds: Int) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(Int64(seconds)))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.allowRemoteHalfClosure, value: true)
        let (host, port) = proxy.map { ($0.host, $0.port) } ?? (address.host, address.port)
        // An address needs no resolver, and no thread for one. Names go to every address they have, IPv6 first, with a
        // head start (RFC 8305).
        let literal = try? SocketAddress(ipAddress: host, port: port)
        let connected =
            literal.map { bootstrap.connect(to: $0) } ?? bootstrap.connect(host: host, port: port)
        return connected.flatMapErrorThrowing { error in throw unconnected(error, seconds: seconds) ?? error }
    }
}

extension Proxy {
    func failed(_ cause: ProxyFailure.Cause) -> ProxyFailure { ProxyFailure(proxy: authority, cause: cause) }
}
