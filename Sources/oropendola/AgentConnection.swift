// The agent's side of the wiring: the embedded server, the link to it, and the events that come back.
import Backend
import JSON
import LocalBackend
import Logging
import NIOTransport
import Synchronization
import TaskMachine

/// Starts the embedded backend after the first paint and talks to it over sockets, as to any server.
/// Commands wait in one lane until it is up, so none is lost and none overtakes another.
final class AgentConnection: Sendable {
    private struct Parts: Sendable {
        var server: LocalServer
        var link: OropendolaLink
        var http: NIOHTTPTransport
        var webSockets: NIOWebSocketTransport
    }

    static let siteName = "oropendola.local"

    private let lane = SerialLane()
    private let parts = Mutex<Parts?>(nil)
    private let post: @Sendable (AgentEvent) async -> Void
    private let log: Logger

    init(log: Logger, post: @escaping @Sendable (AgentEvent) async -> Void) {
        self.log = log
        self.post = post
    }

    /// Without a scenario the helper answers.
    func start(_ scenario: Scenario?) {
        lane.enqueue { await self.bringUp(scenario) }
    }

    func perform(_ command: AgentCommand) {
        lane.enqueue {
            if let link = self.parts.withLock({ $0?.link }) {
                await link.perform(command)
            } else if case .send(let request) = command {
                await self.post(
                    .requestFailed(.unreachable("the embedded backend is not running"), request: request.id))
            }
        }
    }

    func stop() async {
        guard let parts = parts.withLock({ $0 }) else { return }
        await parts.link.perform(.disconnect)
        await parts.webSockets.shutdown()
        await parts.http.shutdown()
        await parts.server.shutdown()
    }

    private func bringUp(_ scenario: Scenario?) async {
        EventLoops.limitToOneThread()
        // Random for each run: knowing the port is not enough to talk to it.
        let session = LocalSession(user: "you@localhost", password: randomText())
        do {
            let engine: any Engine =
                scenario.map { ScriptedEngine($0) } ?? HelperEngine(prefix: String(randomText().prefix(8)))
            let server = try await LocalServer.start(
                session: session, engine: engine, siteName: Self.siteName, log: log)
            guard let address = ServerAddress("http://127.0.0.1:\(server.port)") else { return }
            let http = NIOHTTPTransport()
            let webSockets = NIOWebSocketTransport()
            let configuration = LinkConfiguration(
                server: address, siteName: Self.siteName,
                credentials: Credentials(user: session.user, password: session.password))
            let link = OropendolaLink(configuration, http: http, webSockets: webSockets, log: log)
            parts.withLock { $0 = Parts(server: server, link: link, http: http, webSockets: webSockets) }
            forward(link.events)
            await link.perform(.retryRealtime)
        } catch {
            log.error("the embedded backend did not start: \(error)")
            await post(.linkChanged(LinkStatus(state: .offline(reason: "\(error)"))))
        }
    }

    private func forward(_ events: AsyncStream<AgentEvent>) {
        let post = post
        Task {
            for await event in events { await post(event) }
        }
    }
}

/// 256 random bits as hexadecimal digits.
private func randomText() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
        let digits = String(system.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}
