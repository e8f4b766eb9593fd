// The realtime side of a Frappe server: the site's namespace, its rules for who may join, and what its events mean.

import JSON
import Logging
import SocketIO
import SocketIOClient
import TaskMachine
import Transport

/// Runs the feed: a Socket.IO client whose news go through `RealtimeFeed` into the program's stream.
actor RealtimeClient {
    private let socket: SocketIOClient
    private let outbox: EventOutbox
    private let namespace: String
    private let clock: any Clock<Duration>
    private var feed: RealtimeFeed
    private var reader: Task<Void, Never>?
    /// Those who wait for the first attempt to end; nil when it has.
    private var waiting: [AsyncStream<Never>.Continuation]? = []

    init(
        _ configuration: LinkConfiguration, webSockets: any WebSocketTransport, clock: any Clock<Duration>,
        signIn: SignIn, outbox: EventOutbox, log: Logger
    ) {
        namespace = "/" + configuration.siteName
        self.outbox = outbox
        self.clock = clock
        feed = RealtimeFeed(server: configuration.server.description)
        let socketConfiguration = SocketIOConfiguration(
            url: configuration.server.origin, namespace: namespace
        ) { () async throws(TransportError) -> SocketCredentials in
            // Asked before every attempt: the session is checked and, when it is dead, made anew.
            let cookies = try await signIn.verifiedSession().cookies.header ?? ""
            return SocketCredentials(headers: [HTTPHeader("Cookie", cookies)])
        }
        socket = SocketIOClient(
            configuration: socketConfiguration, transport: webSockets, clock: clock, logger: log)
    }

    /// Connects now, whatever the back-off says. Without `anew` a feed that was refused for good stays off.
    func connect(anew: Bool) async {
        if !anew, case .realtimeOff = feed.status.state { return }
        if reader == nil {
            let events = socket.events
            reader = Task {
                for await event in events { await self.hear(event) }
            }
        }
        tell(.connectRequested)
        await socket.connect()
        tell(.attempted(total: await socket.status.metrics.connectAttempts))
    }

    /// Returns when the first attempt has come to something or nothing, or when the time is up: what the server says in
    /// the first moments of the first turn has a listener then, and a feed that hangs holds nobody up for long.
    func firstAttempt(within time: Duration) async {
        guard waiting != nil else { return }
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        waiting?.append(continuation)
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in end {} }
            // Cancelled when the attempt comes first: then the time no longer matters.
            group.addTask { try? await clock.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
        // Waited for long enough, once, and for all.
        for other in waiting ?? [] { other.finish() }
        waiting = nil
    }

    func disconnect() async {
        await socket.disconnect()
    }

    /// The feed is of no further use; its reader ends.
    func shutdown() async {
        await socket.shutdown()
        await reader?.value
    }

    private func hear(_ event: SocketIOEvent) async {
        if case .received(let event) = event {
            return tell(.received(name: event.name, arguments: event.arguments.values))
        }
        tell(.attempted(total: await socket.status.metrics.connectAttempts))
        switch event {
        case .connected: tell(.connected)
        case .received, .namespaceClosed: break
        case .disconnected(.requested, _): tell(.stopped)
        case .attemptFailed(.requested, _): tell(.stopped)
        case .disconnected(let closure, let milliseconds):
            tell(.disconnected(reason: reason(closure), retryInMilliseconds: milliseconds))
        case .attemptFailed(let closure, let milliseconds):
            tell(.attemptFailed(reason: reason(closure), retryInMilliseconds: milliseconds))
        }
    }

    private func tell(_ event: RealtimeFeed.Event) {
        for case .post(let event) in feed.handle(event) { outbox.post(event) }
        guard feed.status.state != .connecting, let waiting else { return }
        for continuation in waiting { continuation.finish() }
        self.waiting = nil
    }

    /// Why there is no feed. A refused namespace is named: the site's name may be another than the host's.
    private func reason(_ closure: SocketClosure) -> String {
        switch closure {
        case .refused(let message, _):
            message == "Invalid namespace" ? "\(message): \(namespace)" : message
        case .requested: "disconnected"
        case .disconnectedByServer, .closedByServer: "the server ended the connection"
        case .pingTimeout, .openTimeout, .joinTimeout: "no answer from the server"
        case .unsupportedVersion: "the server speaks an older protocol"
        case .parseError: "the server sent something that is no packet"
        case .tooManyHeldEvents: "the server sent too much before it let us in"
        case .transport(let end): reason(end)
        }
    }

    private func reason(_ end: SocketTransportEnd) -> String {
        switch end {
        case .nameNotFound(let words), .unreachable(let words), .connectTimedOut(let words), .interrupted(let words),
            .protocolViolation(let words), .unusable(let words), .tls(let words, _), .proxy(let words, _):
            words
        case .timedOut: "no answer from the server"
        case .refused(let status, _): "the server answered \(status)"
        case .closeFrame(let code, let reason):
            reason.isEmpty ? "closed by the server (\(code.map(String.init) ?? "no code"))" : reason
        case .tooLarge(let limit): "a message of more than \(limit) bytes"
        }
    }
}
