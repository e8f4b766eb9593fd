// The server of the embedded backend: the protocol of a real Oropendola server, on loopback for one user, or for others.

import Glibc
public import Logging
import NIOCore
import NIOPosix
public import Scenarios
import Synchronization

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
/// - `POST /api/method/ai_assistant.api.chat_completion` (contract §2.1.1) and Agent Mode's
///   `oropendola_ai.oropendola_ai.api.vscode_extension.agent` (§2.1.2), through its engine,
/// - `/socket.io/` with namespace `/<site name>`, by Frappe 15's rules, those of another version, or as a plain
///   Socket.IO server with an application behind it.
///
/// Every request but the login wants the session of this run. Nothing runs while nobody talks to it but the heartbeat
/// of realtime sessions, every 25 s.
public final class LocalServer: Sendable {
    /// The port it listens on.
    public let port: Int
    let loop: any EventLoop
    let core: NIOLoopBound<ServerCore>
    private let group: MultiThreadedEventLoopGroup
    private let isDown = Atomic(false)

    init(
        port: Int, group: MultiThreadedEventLoopGroup, loop: any EventLoop, core: NIOLoopBound<ServerCore>
    ) {
        self.port = port
        self.group = group
        self.loop = loop
        self.core = core
    }

    /// Starts a server with a thread of its own.
    ///
    /// - Parameters:
    ///   - session: who may sign in.
    ///   - engine: answers the chat requests.
    ///   - port: 0 for any free one.
    ///   - siteName: the realtime namespace is `/` and this.
    ///   - flavour: the version of Frappe whose realtime rules hold.
    ///   - application: stands behind all namespaces instead of Frappe's rules; the HTTP methods stay.
    ///   - faults: what is wrong with the site on purpose.
    ///   - log: gets no secrets: no cookies, no session ids, no texts of users.
    public static func start(
        session: LocalSession, engine: any Engine, port: Int = 0, siteName: String = "oropendola.local",
        flavour: FrappeFlavour = .v15, application: (any RealtimeApplication)? = nil,
        limits: LocalServerLimits = LocalServerLimits(), faults: SiteFaults = SiteFaults(),
        log: Logger = Logger(label: "oropendola.local-backend") { _ in SwiftLogNoOpLogHandler() }
    ) async throws(LocalServerError) -> LocalServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        do {
            let core = try await loop.submit {
                NIOLoopBound(
                    ServerCore(
                        loop: loop, session: session, engine: engine, siteName: siteName, flavour: flavour,
                        application: application, limits: limits, faults: faults, log: log),
                    eventLoop: loop)
            }.get()
            let bound = try await listen(on: port, loop, core)
            return LocalServer(port: bound, group: group, loop: loop, core: core)
        } catch {
            try? await group.shutdownGracefully()
            throw (error as? LocalServerError) ?? .failed("\(error)")
        }
    }

    /// Takes connections from now on; the port that was bound.
    static func listen(
        on port: Int, _ loop: any EventLoop, _ core: NIOLoopBound<ServerCore>
    ) async throws(LocalServerError) -> Int {
        try await listen(on: try boundLoopbackSocket(port: port), port, backlog: 64, loop, core)
    }

    /// Takes connections on a bound socket.
    static func listen(
        on descriptor: Int32, _ port: Int, backlog: Int, _ loop: any EventLoop, _ core: NIOLoopBound<ServerCore>
    ) async throws(LocalServerError) -> Int {
        do {
            return try await ServerBootstrap(group: loop)
                .serverChannelOption(.backlog, value: Int32(backlog))
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try core.value.accept(channel) }
                }
                .withBoundSocket(descriptor)
                .map { listener in
                    // On the loop, so before the first connection is looked at.
                    let bound = listener.localAddress?.port ?? port
                    core.value.listens(listener, on: bound)
                    return bound
                }.get()
        } catch {
            // Two may bind one port, but only one may listen.
            if let failure = error as? IOError, failure.errnoCode == EADDRINUSE { throw .portTaken(port) }
            throw .failed("\(error)")
        }
    }

    /// Ends all sessions and connections, and the thread. A request that runs gets no answer. A second call does nothing.
    public func shutdown() async {
        guard !isDown.exchange(true, ordering: .acquiringAndReleasing) else { return }
        await stopListening()
        let core = core
        // What fails here is closed already.
        let ends = try? await loop.submit {
            core.value.close()
            return core.value.desk?.ends
        }.get()
        try? await group.shutdownGracefully()
        await ends?.close()
    }

    /// Takes no more connections.
    func stopListening() async {
        let core = core
        let closed = loop.flatSubmit { [loop] in core.value.listener?.close() ?? loop.makeSucceededVoidFuture() }
        // What fails here is closed already.
        try? await closed.get()
    }
}
