// The agent's side of the wiring: the server that answers, the link to it, and the events that come back.
import App
import Backend
import Glibc
import LocalBackend
import Logging
import NIOTransport
import Scenarios
import Synchronization
import TaskMachine
import Transport

/// Brings the link to a server up after the first paint: to an account's, or to the embedded backend, which it starts
/// and talks to over sockets, as to any server. Commands wait in one lane until it is up, so none is lost and none
/// overtakes another.
final class AgentConnection: Sendable {
    private struct Parts: Sendable {
        var target: AgentTarget
        /// The embedded one.
        var server: LocalServer?
        var link: OropendolaLink
        var http: NIOHTTPTransport
        var webSockets: NIOWebSocketTransport
    }

    private enum State: Sendable {
        /// What to bring up, and why it is not there.
        case down(AgentTarget, reason: String)
        case up(Parts)

        var target: AgentTarget {
            switch self {
            case .down(let target, _): target
            case .up(let parts): parts.target
            }
        }
    }

    private static let notStarted = "it was not started"

    private let lane = SerialLane()
    private let state = Mutex(State.down(.embedded(nil), reason: notStarted))
    /// Requests without an end so far: when their link goes, somebody has to tell.
    private let unanswered = Mutex<Set<Int>>([])
    private let desk: AccountDesk
    /// Of the embedded backend.
    private let models: ModelDesk
    private let environment: [String: String]
    private let post: @Sendable (AgentEvent) async -> Void
    private let log: Logger
    private let tape: SessionTape?

    /// - Parameter tape: notes what goes over the network.
    init(
        desk: AccountDesk, models: ModelDesk, environment: [String: String], log: Logger, tape: SessionTape? = nil,
        post: @escaping @Sendable (AgentEvent) async -> Void
    ) {
        self.desk = desk
        self.models = models
        self.environment = environment
        self.log = log
        self.tape = tape
        self.post = post
    }

    func start(_ target: AgentTarget) {
        state.withLock { $0 = .down(target, reason: Self.notStarted) }
        EventLoops.limitToOneThread()
        lane.enqueue { await self.bringUp() }
    }

    /// The account that is in use; nil for the embedded backend.
    var account: ServerAccount? {
        guard case .account(let account) = state.withLock({ $0.target }) else { return nil }
        return account
    }

    private var parts: Parts? {
        guard case .up(let parts) = state.withLock({ $0 }) else { return nil }
        return parts
    }

    func perform(_ command: AgentCommand) {
        lane.enqueue {
            // A backend that did not start may start now: what was short then may be there.
            if case .send = command, self.parts == nil { await self.bringUp() }
            if command == .accountChanged { await self.followAccount() }
            if case .send(let request) = command { _ = self.unanswered.withLock { $0.insert(request.id) } }
            if case .cancel(let request) = command { _ = self.unanswered.withLock { $0.remove(request) } }
            switch (self.state.withLock { $0 }, command) {
            case (.up(let parts), _): await parts.link.perform(command)
            case (.down(_, let reason), .send(let request)):
                await self.post(
                    .requestFailed(.unreachable("the built-in backend does not run (\(reason))"), request: request.id))
            case (.down, _): break
            }
        }
    }

    func perform(_ order: ModelOrder) { models.perform(order) }

    /// Forgets the account that is in use, and tells its server.
    func signOut() {
        lane.enqueue {
            guard let parts = self.parts, case .account(let account) = parts.target else { return }
            // It may have been renewed since the start. Where another sign-in has its name by now, that one stays, and
            // the server is told with what is ours.
            var kept = account
            do throws(AccountTrouble) {
                try await self.desk.change { kept = $0.remove(account) ?? account }
            } catch {
                return await self.post(.noticed("You are still signed in. \(error.sentence)"))
            }
            let client = FrappeClient(address: account.address, transport: parts.http, callTimeoutSeconds: 10)
            if await !client.signOut(kept.credential) {
                await self.post(.noticed("The server could not be told; its session ends by itself."))
            }
            await parts.link.perform(.accountChanged)
        }
    }

    func stop() async {
        if let parts {
            await parts.link.perform(.disconnect)
            await shutDown(parts)
        }
        await models.finish()
    }

    private func shutDown(_ parts: Parts) async {
        await parts.webSockets.shutdown()
        await parts.http.shutdown()
        await parts.server?.shutdown()
    }

    // MARK: Up

    private func bringUp() async {
        switch state.withLock({ $0.target }) {
        case .embedded(let scenario): await bringUpEmbedded(scenario)
        case .account(let account):
            let network = NetworkSettings(
                proxies: ProxySettings(environment: environment),
                certificateAuthorityFile: account.certificateAuthorityFile)
            let source = KeptAccount(desk: desk, account: account, log: log)
            await join(.account(account), LinkConfiguration(account, source), network)
        }
    }

    private func bringUpEmbedded(_ scenario: Scenario?) async {
        do throws(LocalServerError) {
            let backend = try await EmbeddedBackend.start(scenario, models: models, log: log)
            let configuration = LinkConfiguration(
                server: backend.address, siteName: EmbeddedBackend.siteName, credentials: backend.credentials)
            await join(.embedded(scenario), configuration, NetworkSettings(), server: backend.server)
        } catch {
            let reason = error.words
            log.error("the embedded backend did not start: \(reason)")
            state.withLock { $0 = .down(.embedded(scenario), reason: reason) }
            await post(.linkChanged(LinkStatus(state: .offline(reason: reason))))
        }
    }

    private func join(
        _ target: AgentTarget, _ configuration: LinkConfiguration, _ network: NetworkSettings,
        server: LocalServer? = nil
    ) async {
        let http = NIOHTTPTransport(network)
        let webSockets = NIOWebSocketTransport(network)
        let link = OropendolaLink(
            configuration, http: tape.map { RecordedHTTP(http, $0) } ?? http,
            webSockets: tape.map { RecordedWebSockets(webSockets, $0) } ?? webSockets, now: { Int(time(nil)) }, log: log
        )
        state.withLock {
            $0 = .up(Parts(target: target, server: server, link: link, http: http, webSockets: webSockets))
        }
        forward(link.events)
        await link.perform(.retryRealtime)
    }

    /// The user signed in anew. Where the account is reached in another way now, another link takes the place of this.
    private func followAccount() async {
        guard let former = parts, case .account(let account) = former.target,
            let changed = try? desk.book().account(named: account.name), !changed.isReached(as: account)
        else { return }
        await former.link.shutdown()
        await shutDown(former)
        let lost = unanswered.withLock { $0 }
        for request in lost { await post(.requestFailed(.interrupted("the account was changed"), request: request)) }
        unanswered.withLock { $0 = [] }
        state.withLock { $0 = .down(.account(changed), reason: Self.notStarted) }
        await bringUp()
    }

    private func forward(_ events: AsyncStream<AgentEvent>) {
        let post = post
        Task {
            for await event in events {
                switch event {
                case .replied(_, let request), .requestFailed(_, let request):
                    _ = self.unanswered.withLock { $0.remove(request) }
                default: break
                }
                await post(event)
            }
        }
    }
}
