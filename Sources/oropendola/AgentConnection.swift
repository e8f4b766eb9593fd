// The agent's side of the wiring: the embedded server, the link to it, and the events that come back.
import Backend
import Glibc
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
    /// For two event loops, the listener, and a handful of connections with both of their ends.
    private static let descriptors = 32

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
        // Random for each run: knowing the port is not enough to talk to it.
        let session = LocalSession(user: "you@localhost", password: randomText())
        do {
            // Without descriptors to spare the network library ends the program.
            guard hasSpareDescriptors(Self.descriptors) else {
                throw LocalServerError.failed("too few open files are allowed, see ulimit -n")
            }
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
            let reason = (error as? LocalServerError)?.words ?? "\(error)"
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

/// 256 random bits as hexadecimal digits.
private func randomText() -> String {
    var system = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
        let digits = String(system.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

/// Whether so many more files could be opened.
private func hasSpareDescriptors(_ count: Int) -> Bool {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < count {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        opened.append(descriptor)
    }
    return true
}

extension LocalServerError {
    fileprivate var words: String {
        switch self {
        case .portTaken(let port): "port \(port) is taken"
        case .failed(let reason): reason
        }
    }
}
