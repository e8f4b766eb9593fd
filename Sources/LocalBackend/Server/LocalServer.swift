// The server of the embedded backend: the protocol of a real Oropendola server, on loopback, for one user.

import Glibc
public import Logging
import NIOCore
import NIOPosix

/// Why a server could not start.
public enum LocalServerError: Error, Equatable, Sendable {
    /// Somebody else listens there.
    case portTaken(Int)
    /// What the operating system said.
    case failed(String)
}

/// A running server on 127.0.0.1. It answers:
///
/// - `POST /api/method/login`, `/api/method/logout`, `/api/method/frappe.auth.get_logged_user` (contract §1.2),
/// - `POST /api/method/ai_assistant.api.chat_completion` (contract §2.1.1), through its engine,
/// - `/socket.io/` with namespace `/<site name>`, by Frappe 15's rules (realtime-protocol §5).
///
/// Every request but the login wants the session of this run. Nothing runs while nobody talks to it but the heartbeat
/// of realtime sessions, every 25 s.
public final class LocalServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let core: NIOLoopBound<ServerCore>

    private init(
        port: Int, group: MultiThreadedEventLoopGroup, listener: any Channel, core: NIOLoopBound<ServerCore>
    ) {
        self.port = port
        self.group = group
        self.listener = listener
        self.core = core
    }

    /// Starts a server with a thread of its own.
    ///
    /// - Parameters:
    ///   - session: who may sign in.
    ///   - engine: answers the chat requests.
    ///   - port: 0 for any free one.
    ///   - siteName: the realtime namespace is `/` and this.
    ///   - log: gets no secrets: no cookies, no session ids, no texts of users.
    public static func start(
        session: LocalSession, engine: any Engine, port: Int = 0, siteName: String = "oropendola.local",
        limits: LocalServerLimits = LocalServerLimits(),
        log: Logger = Logger(label: "oropendola.local-backend") { _ in SwiftLogNoOpLogHandler() }
    ) async throws(LocalServerError) -> LocalServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        do {
            let core = try await loop.submit {
                NIOLoopBound(
                    ServerCore(
                        loop: loop, session: session, engine: engine, siteName: siteName, limits: limits, log: log),
                    eventLoop: loop)
            }.get()
            let listener = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try core.value.accept(channel) }
                }
                .bind(host: "127.0.0.1", port: port)
                .map { listener in
                    // On the loop, so before the first connection is looked at.
                    core.value.listens(on: listener.localAddress?.port ?? port)
                    return listener
                }.get()
            return LocalServer(port: listener.localAddress?.port ?? port, group: group, listener: listener, core: core)
        } catch {
            try? await group.shutdownGracefully()
            if let failure = error as? IOError, failure.errnoCode == EADDRINUSE { throw .portTaken(port) }
            throw .failed("\(error)")
        }
    }

    /// Ends all sessions and connections, and the thread. A request that runs gets no answer.
    public func shutdown() async {
        // What fails here is closed already.
        try? await listener.close()
        let core = core
        try? await listener.eventLoop.submit { core.value.close() }.get()
        try? await group.shutdownGracefully()
    }
}
