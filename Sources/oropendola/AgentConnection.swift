// The agent's side of the wiring: the embedded server, the link to it, and the events that come back.
import Backend
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

    private let lane = SerialLane()
    private let parts = Mutex<Parts?>(nil)
    /// What to bring up again, and why it is not there.
    private let missing = Mutex<(scenario: Scenario?, reason: String)>((nil, "it was not started"))
    private let post: @Sendable (AgentEvent) async -> Void
    private let log: Logger

    init(log: Logger, post: @escaping @Sendable (AgentEvent) async -> Void) {
        self.log = log
        self.post = post
    }

    /// Without a scenario the helper answers.
    func start(_ scenario: Scenario?) {
        missing.withLock { $0.scenario = scenario }
        EventLoops.limitToOneThread()
        lane.enqueue { await self.bringUp() }
    }

    func perform(_ command: AgentCommand) {
        lane.enqueue {
            // A backend that did not start may start now: what was short then may be there.
            if case .send = command, self.parts.withLock({ $0 == nil }) { await self.bringUp() }
            if let link = self.parts.withLock({ $0?.link }) {
                await link.perform(command)
            } else if case .send(let request) = command {
                let reason = self.missing.withLock { $0.reason }
                await self.post(
                    .requestFailed(.unreachable("the built-in backend does not run (\(reason))"), request: request.id))
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

    private func bringUp() async {
        let scenario = missing.withLock { $0.scenario }
        do throws(LocalServerError) {
            let backend = try await EmbeddedBackend.start(scenario, log: log)
            let http = NIOHTTPTransport()
            let webSockets = NIOWebSocketTransport()
            let configuration = LinkConfiguration(
                server: backend.address, siteName: EmbeddedBackend.siteName, credentials: backend.credentials)
            let link = OropendolaLink(configuration, http: http, webSockets: webSockets, log: log)
            parts.withLock { $0 = Parts(server: backend.server, link: link, http: http, webSockets: webSockets) }
            forward(link.events)
            await link.perform(.retryRealtime)
        } catch {
            let reason = error.words
            log.error("the embedded backend did not start: \(reason)")
            missing.withLock { $0.reason = reason }
            await post(.linkChanged(LinkStatus(state: .offline(reason: reason))))
        }
    }

    private func forward(_ events: AsyncStream<AgentEvent>) {
        let post = post
        Task {
            for await event in events { await post(event) }
        }
    }
}
