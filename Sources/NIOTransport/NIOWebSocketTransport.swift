// Websockets through NIO: connect, upgrade by HTTP, then frames.
import NIOCore
public import Transport

/// Opens websockets, straight or through a proxy. No compression is offered: what it would save on small events is
/// less than it costs.
public struct NIOWebSocketTransport: WebSocketTransport {
    private let settings: NetworkSettings
    private let trust: TrustStore

    /// Opens nothing yet.
    public init(_ settings: NetworkSettings = NetworkSettings()) {
        self.settings = settings
        trust = TrustStore(authorityFile: settings.certificateAuthorityFile)
    }

    /// Nothing outlives its connection; here for symmetry with `NIOHTTPTransport`.
    public func shutdown() async {}

    /// See `WebSocketTransport.connect`. A failed TLS handshake is looked into on a second connection, for at most 5 s.
    public func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        guard let address = NetworkAddress(url), ["ws", "wss"].contains(address.scheme) else {
            throw .invalidURL("not a ws or wss URL")
        }
        let dial = try Dial(address, by: settings.proxies)
        do throws(TransportError) {
            let context = address.isSecure ? try await trust.context(for: dial) : nil
            let attempt = Attempt<NIOWebSocketConnection>(on: EventLoops.next())
            return try await attempt.run(dial, seconds: timeoutSeconds) {
                dial.open(for: attempt, seconds: timeoutSeconds).flatMap { channel in
                    context.map { dial.secure(channel, with: $0, for: attempt) }
                        ?? channel.eventLoop.makeSucceededFuture(channel)
                }.whenComplete { result in
                    switch result {
                    case .failure(let error): attempt.fail(error)
                    case .success(let channel):
                        attempt.upgrade(
                            channel, address: address, headers: headers, maximumMessageBytes: maximumMessageBytes)
                    }
                }
            }
        } catch {
            throw await TLSDiagnosis(dial, trust).explain(error)
        }
    }
}

extension Attempt {
    /// Runs, and tells what ended it in the words of the way to the server.
    func run(_ dial: Dial, seconds: Int, begin: () -> Void) async throws(TransportError) -> Value {
        do {
            return try await run(seconds: seconds, late: { dial.lateness($0, seconds: seconds) }, begin: begin)
        } catch {
            throw TransportError(error, host: dial.address.authority, seconds: seconds)
        }
    }
}
