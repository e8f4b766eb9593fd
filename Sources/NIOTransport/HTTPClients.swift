// The HTTP clients behind a transport: a proxy and the trust in certificates belong to a client, not to a request.
import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression
import NIOSSL
import Synchronization
import Transport

/// Makes one client for each kind of way, when it is first gone.
final class HTTPClients: Sendable {
    /// What connections of one client have in common.
    private struct Way: Hashable {
        var proxy: Proxy?
        var isSecure: Bool
        /// The address that certificates have to name, where the library would look for the proxy's.
        var checkedAddress: IPAddress?

        init(_ dial: Dial) {
            proxy = dial.proxy
            isSecure = dial.address.isSecure
            checkedAddress = dial.checksAddressItself ? dial.address.literal : nil
        }
    }

    private enum State {
        case open([Way: HTTPClient])
        case shutDown
    }

    /// Seconds for TCP, proxy and TLS together.
    static let connectSeconds = 20

    /// What a compressed reply may grow to, whatever its request allows: a chat's limit, and a little. A request's own
    /// limit is for what comes out, too.
    static let maximumInflatedBytes = 33 << 20

    private let state = Mutex(State.open([:]))
    private let trust: TrustStore

    init(_ trust: TrustStore) {
        self.trust = trust
    }

    deinit {
        // A client insists on being shut down before it goes; nobody is left to wait for the result.
        for client in shutDown() { client.shutdown { _ in } }
    }

    func client(for dial: Dial) async throws(TransportError) -> HTTPClient {
        let way = Way(dial)
        if let client = try known(way) { return client }
        var configuration = Self.configuration
        configuration.proxy = way.proxy.map { HTTPClient.Configuration.Proxy($0) }
        if way.isSecure { configuration.tlsConfiguration = try await trust.configuration(for: dial) }
        if let address = way.checkedAddress {
            // Before anything is sent.
            configuration.http1_1ConnectionDebugInitializer = { channel in
                channel.nioSSL_peerCertificate().flatMapThrowing { try address.requireName(in: $0) }
                    .flatMapErrorThrowing { error in
                        channel.close(promise: nil)
                        throw error
                    }
            }
        }
        // Reading the authorities took a while: another request may have been faster.
        let ready = configuration
        let client: HTTPClient? = state.withLock { state in
            guard case .open(var clients) = state else { return nil }
            if let client = clients[way] { return client }
            let client = HTTPClient(eventLoopGroup: EventLoops.shared, configuration: ready)
            clients[way] = client
            state = .open(clients)
            return client
        }
        guard let client else { throw .closed }
        return client
    }

    /// The open clients, for the last time: each has to be shut down.
    func shutDown() -> [HTTPClient] {
        state.withLock { state in
            defer { state = .shutDown }
            guard case .open(let clients) = state else { return [] }
            return Array(clients.values)
        }
    }

    private func known(_ way: Way) throws(TransportError) -> HTTPClient? {
        let current = state.withLock { $0 }
        guard case .open(let clients) = current else { throw .closed }
        return clients[way]
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(Int64(connectSeconds))),
            decompression: .enabled(limit: .size(maximumInflatedBytes)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(60)
        // A refused connection is told at once; trying again is for those who know what they ask for.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

extension HTTPClient.Configuration.Proxy {
    init(_ proxy: Proxy) {
        switch proxy.kind {
        case .http:
            self = .server(host: proxy.host, port: proxy.port, authorization: proxy.credentials?.authorization)
        case .socks: self = .socksServer(host: proxy.host, port: proxy.port)
        }
    }
}
