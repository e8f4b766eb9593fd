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
        // It fails only where it was shut down before.
        try? await open?.shutdown()
    }

    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard let address = NetworkAddress(request.url), ["http", "https"].contains(address.scheme) else {
            throw .invalidURL("not an http or https URL")
        }
        let client = try openClient()
        var request = request
        let deadline = NIODeadline.now() + .seconds(Int64(request.timeoutSeconds))
        for _ in 0..<Self.maximumRedirects {
            let response = try await Self.exchange(request, deadline, with: client)
            guard let next = request.redirected(by: response) else { return response }
            request = next
        }
        return try await Self.exchange(request, deadline, with: client)
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

    private static func exchange(
        _ request: HTTPRequest, _ deadline: NIODeadline, with client: HTTPClient
    ) async throws(TransportError) -> HTTPResponse {
        do {
            var outgoing = try HTTPClient.Request(
                url: request.url, method: NIOHTTP1.HTTPMethod(rawValue: request.method),
                body: request.body.isEmpty ? nil : .bytes(request.body))
            for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
            // The body is gathered on the event loop: the client's streaming body loses the end of a reply whose
            // connection is closed behind it.
            let reply = ResponseAccumulator(request: outgoing, maxBodySize: request.maximumBodyBytes)
            let task = client.execute(request: outgoing, delegate: reply, deadline: deadline)
            let response = try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
            return HTTPResponse(
                status: Int(response.status.code), headers: response.headers.map { HTTPHeader($0.name, $0.value) },
                body: response.body.map { Array($0.readableBytesView) } ?? [])
        } catch {
            throw Task.isCancelled ? .cancelled : TransportError(error, for: request)
        }
    }
}
