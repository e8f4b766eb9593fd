// The embedded backend as a server that only this run can sign in to.
import Backend
import Glibc
import LocalBackend
import Logging
import Scenarios

/// A running embedded backend.
struct EmbeddedBackend: Sendable {
    static let siteName = "oropendola.local"
    /// For two event loops, the listener, and a handful of connections with both of their ends.
    private static let descriptors = 32

    var server: LocalServer
    var address: ServerAddress
    var credentials: Credentials

    /// Without a scenario the helper answers, or the model that is chosen.
    static func start(_ scenario: Scenario?, models: ModelDesk? = nil, log: Logger) async throws(LocalServerError)
        -> EmbeddedBackend
    {
        // Random for each run: knowing the port is not enough to talk to it.
        let session = LocalSession(user: "you@localhost", password: randomText())
        // Without descriptors to spare the network library ends the program.
        guard hasSpareDescriptors(descriptors) else {
            throw LocalServerError.failed("too few open files are allowed, see ulimit -n")
        }
        let prefix = String(randomText().prefix(8))
        let helper = HelperEngine(prefix: prefix)
        let engine: any Engine
        if let scenario {
            engine = ScriptedEngine(scenario)
        } else {
            engine = await models?.engine(helper: helper, prefix: prefix) ?? helper
        }
        let server = try await LocalServer.start(
            session: session, engine: engine, siteName: siteName,
            faults: scenario?.faults ?? SiteFaults(), log: log)
        guard let address = ServerAddress("http://127.0.0.1:\(server.port)") else {
            throw LocalServerError.failed("port \(server.port)")
        }
        return EmbeddedBackend(
            server: server, address: address,
            credentials: Credentials(user: session.user, password: session.password))
    }
}

/// 256 random bits as hexadecimal digits.
func randomText() -> String {
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
    var words: String {
        switch self {
        case .portTaken(let port): "port \(port) is taken"
        case .failed(let reason): reason
        }
    }
}
