// HTTP through AsyncHTTPClient, narrowed to what `HTTPTransport` promises.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
public import Transport

/// Sends requests over kept-alive connections. Cheap to make: sockets and threads come with the first request.
/// Compressed replies are not asked for, so that the body limit is about what crosses the wire and the memory alike.
public final class NIOHTTPTransport: HTTPTransport {
    private enum Client {
        case none
        case open(HTTPClient)
        case shutDown
    }

    private let client = Mutex(Client.none)

    /// Redirects within one origin that are followed for one request.
    private static let maximumRedirects = 5

    public init() {}

    deinit {
        // The client insists on being shut down before it goes; nobody is left to wait for the result.
        client.withLock { state in
            if case .open(let client) = state { client.shutdown { _ in } }
        }
    }

    /// Closes all connections. Requests that run fail; later ones fail with `closed`.
    public func shutdown() async {
        let open: HTTPClient? = client.withLock { state in
            defer { state = .shutDown }
            guard case .open(let client) = state else { return nil }
            return client
        }
        try? await open?.shutdown()
    }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let client = try openClient()
        do {
            // AsyncHTTPClient's own deadline ends with the head of the reply; ours holds to the end of the body.
            return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                group.addTask { try await Self.follow(request, with: client) }
                group.addTask {
                    try await Task.sleep(for: .seconds(request.timeoutSeconds))
                    throw TransportError.timedOut(seconds: request.timeoutSeconds)
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw TransportError.cancelled }
                return response
            }
        } catch {
            throw Task.isCancelled ? .cancelled : TransportError(error, for: request)
        }
    }

    private func openClient() throws(TransportError) -> HTTPClient {
        let client: HTTPClient? = client.withLock { state in
            switch state {
            case .open(let client): return client
            case .shutDown: return nil
            case .none:
                let client = HTTPClient(eventLoopGroup: EventLoops.shared, configuration: Self.configuration)
                state = .open(client)
                return client
            }
        }
        guard let client else { throw .closed }
        return client
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(20)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(60)
        // A refused connection is told at once; trying again is for those who know what they ask for.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func follow(_ request: HTTPRequest, with client: HTTPClient) async throws -> HTTPResponse {
        var request = request
        for _ in 0..<maximumRedirects {
            let response = try await exchange(request, with: client)
            guard let next = request.redirected(by: response) else { return response }
            request = next
        }
        return try await exchange(request, with: client)
    }

    private static func exchange(_ request: HTTPRequest, with client: HTTPClient) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .init(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        // Longer than our own deadline, which is the one that ends the exchange.
        let response = try await client.execute(outgoing, timeout: .seconds(Int64(request.timeoutSeconds) + 5))
        if let length = response.headers.first(name: "Content-Length").flatMap(Int.init),
            length > request.maximumBodyBytes
        {
            throw TransportError.tooLarge(limit: request.maximumBodyBytes)
        }
        let body = try await response.body.collect(upTo: request.maximumBodyBytes)
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers.map { HTTPHeader($0.name, $0.value) },
            body: Array(body.readableBytesView))
    }
}
