// HTTP through AsyncHTTPClient, narrowed to what `HTTPTransport` promises.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import Transport

/// Sends requests over kept-alive connections, straight or through a proxy. Cheap to make: sockets, threads and
/// certificates come with the first request. Replies may come compressed (gzip, deflate): the body limit is about what comes
/// out.
public final class NIOHTTPTransport: HTTPTransport {
    private let settings: NetworkSettings
    private let trust: TrustStore
    let clients: HTTPClients

    /// Redirects within one origin that are followed for one request.
    static let maximumRedirects = 5

    /// Opens nothing yet.
    public init(_ settings: NetworkSettings = NetworkSettings()) {
        self.settings = settings
        trust = TrustStore(authorityFile: settings.certificateAuthorityFile)
        clients = HTTPClients(trust)
    }

    /// Closes all connections. Requests that run fail; later ones fail with `closed`.
    public func shutdown() async {
        for client in clients.shutDown() {
            // It fails only where it was shut down before.
            try? await client.shutdown()
        }
    }

    /// See `HTTPTransport.send`. At most five redirects are followed.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let dial = try dial(request)
        let deadline = NIODeadline.now() + .seconds(Int64(request.timeoutSeconds))
        let client = try await clients.client(for: dial)
        var request = request
        for _ in 0..<Self.maximumRedirects {
            let response = try await exchange(request, deadline, dial, with: client)
            guard let next = request.redirected(by: response) else { return response }
            request = next
        }
        return try await exchange(request, deadline, dial, with: client)
    }

    private func exchange(
        _ request: HTTPRequest, _ deadline: NIODeadline, _ dial: Dial, with client: HTTPClient
    ) async throws(TransportError) -> HTTPResponse {
        let outgoing = try outgoing(request)
        let reader = ReplyReader(outgoing, maximumBodyBytes: request.maximumBodyBytes)
        do {
            let task = client.execute(request: outgoing, delegate: reader, deadline: deadline)
            let response = try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
            return HTTPResponse(
                status: Int(response.status.code), headers: response.headers.map { HTTPHeader($0.name, $0.value) },
                body: response.body.map { Array($0.readableBytesView) } ?? [])
        } catch {
            throw await failure(error, wasSent: reader.wasSent, dial, request)
        }
    }

    /// How the server of a request is reached.
    func dial(_ request: HTTPRequest) throws(TransportError) -> Dial {
        guard let address = NetworkAddress(request.url), ["http", "https"].contains(address.scheme) else {
            throw .invalidURL("not an http or https URL")
        }
        return try Dial(address, by: settings.proxies)
    }

    /// The request as the library has it.
    func outgoing(_ request: HTTPRequest) throws(TransportError) -> HTTPClient.Request {
        var outgoing: HTTPClient.Request
        do {
            outgoing = try HTTPClient.Request(
                url: request.url, method: NIOHTTP1.HTTPMethod(rawValue: request.method),
                body: request.body.isEmpty ? nil : .bytes(request.body))
        } catch {
            throw TransportError(error, for: request)
        }
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if request.headers.first("Accept-Encoding") == nil {
            outgoing.headers.add(name: "Accept-Encoding", value: "gzip, deflate")
        }
        // A reply that is complete before the body is sent, on a connection that then breaks, makes the library (1.37)
        // give a connection back that it has forgotten, which ends the program. One that is not kept is not given back.
        if !request.body.isEmpty { outgoing.headers.add(name: "Connection", value: "close") }
        return outgoing
    }

    /// What ended an exchange.
    func failure(_ error: any Error, wasSent: Bool, _ dial: Dial, _ request: HTTPRequest) async -> TransportError {
        guard !Task.isCancelled else { return .cancelled }
        guard !wasSent, let failure = dial.failure(error, for: request) else {
            return TransportError(error, for: request)
        }
        // The client keeps the reason of a proxy's refusal to itself.
        let diagnosis = TLSDiagnosis(dial, trust)
        if case .proxy(let refusal) = failure, refusal.cause == .closed {
            return await diagnosis.retrace(failure)
        }
        return await diagnosis.explain(failure)
    }
}
