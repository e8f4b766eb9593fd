// Two ways to a model's server: straight to this machine, and as the environment says to all others.
import LocalBackend
import ModelWire
import NIOTransport
import Transport

/// No proxy on the way is asked for a server of this machine, whatever the environment says of proxies.
struct ModelRoads: StreamingHTTPTransport {
    private let straight: NIOHTTPTransport
    private let outside: NIOHTTPTransport

    init(environment: [String: String]) {
        straight = NIOHTTPTransport()
        outside = NIOHTTPTransport(NetworkSettings(proxies: ProxySettings(environment: environment)))
    }

    private func road(_ request: HTTPRequest) -> NIOHTTPTransport {
        (try? ModelAddress(request.url))?.isLocal == true ? straight : outside
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try await road(request).send(request)
    }

    func stream(
        _ request: HTTPRequest, _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError) {
        try await road(request).stream(request, take)
    }

    func shutdown() async {
        await straight.shutdown()
        await outside.shutdown()
    }
}
