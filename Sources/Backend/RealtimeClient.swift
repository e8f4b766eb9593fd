// The realtime side of a Frappe server: the site's namespace, its rules for who may join, and what its events mean.

import JSON
public import Logging
import SocketIO
import SocketIOClient
public import TaskMachine
public import Transport

/// The feed of one site: connects as the session's user, stays connected, and tells what the server publishes.
///
/// The session is checked over HTTP before every attempt and after every join: a dead one would join as a guest and hear
/// nothing. Requests never depend on any of this.
public actor RealtimeClient {
    /// News in order; one reader. Bounded: when it does not read, the oldest progress goes first, news of the connection
    /// never.
    public nonisolated let events: AsyncStream<RealtimeEvent>

    let configuration: RealtimeConfiguration
    let site: FrappeClient
    private let sessions: any RealtimeSessions
    let socket: SocketIOClient
    private let outbox: EventOutbox<RealtimeEvent>
    private let clock: any Clock<Duration>
    private let log: Logger
    private var feed: RealtimeFeed
    private var reader: Task<Void, Never>?
    /// What is asked of the site beside the feed.
    private var inquiry: Task<Void, Never>?
    var subscriptions: [RealtimeSubscription] = []
    private var namespace: String
    /// The session of the latest attempt.
    private let latest: SessionRecord
    /// The program put the feed down; else a connection that we end is followed by another.
    private var isStopped = false
    /// Since the last `connect`: whether the site was asked for its name and version after a refusal.
    private var hasAskedSite = false
    /// Time since the server was found to have no Socket.IO at all; nil while that is not known.
    private var sinceAbsence: (@Sendable () -> Duration)?
    /// How long a server without Socket.IO is not asked again for a message's sake.
    static let absence = Duration.seconds(600)
    /// Time since the feed was lost.
    private var sinceLoss: (@Sendable () -> Duration)?
    /// Those who wait for the first attempt to end; nil when it has.
    private var waiting: [AsyncStream<Never>.Continuation]? = []

    /// - Parameters:
    ///   - http: asks the site about the session, and polls where no websocket opens.
    ///   - sessions: gives the session for every attempt.
    ///   - clock: the feed's deadlines run on it.
    ///   - log: gets no secrets.
    public init(
        _ configuration: RealtimeConfiguration, sessions: any RealtimeSessions, http: any HTTPTransport,
        webSockets: any WebSocketTransport, clock: any Clock<Duration> = ContinuousClock(),
        log: Logger = Logger(label: "realtime", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.configuration = configuration
        self.sessions = sessions
        self.clock = clock
        self.log = log
        site = FrappeClient(address: configuration.server, transport: http)
        namespace = configuration.namespace
        feed = RealtimeFeed(server: configuration.server.description, namespace: namespace)
        outbox = EventOutbox { event in
            switch event {
            case .connected, .disconnected, .error, .missed: true
            case .progress, .notice, .evalJS, .comment, .other, .statusChanged: false
            }
        }
        events = outbox.events
        let server = configuration.server
        let latest = SessionRecord()
        self.latest = latest
        var socketConfiguration = SocketIOConfiguration(url: (configuration.socketServer ?? server).origin) {
            () async throws(TransportError) -> SocketCredentials in
            let session = try await sessions.verifiedSession()
            await latest.keep(session)
            return session.socketCredentials(origin: server.origin)
        }
        socketConfiguration.session = configuration.session
        socketConfiguration.session.namespaces = [namespace]
        socket = SocketIOClient(
            configuration: socketConfiguration, transport: webSockets, http: http, clock: clock, logger: log)
    }

    /// Connects, and stays connected. Returns soon; `events` and `status` tell what comes of it.
    public func connect() async {
        await connect(anew: true)
    }

    /// Tries again now, whatever the back-off says, also after a refusal.
    public func retry() async {
        await connect(anew: true)
    }

    /// Without `anew` a feed that was refused for good stays off, one that tries again does so at its own pace, and one
    /// that is offline makes one attempt: a message must not begin the whole series again.
    func connect(anew: Bool) async {
        if !anew {
            switch feed.status.state {
            case .realtimeOff:
                guard let sinceAbsence, sinceAbsence() >= Self.absence else { return }
            case .reconnecting where !isStopped: return
            case .offline where !isStopped: return await socket.retryNow()
            case .connecting, .online, .reconnecting, .offline: break
            }
        }
        sinceAbsence = nil
        if reader == nil {
            let events = socket.events
            reader = Task {
                for await event in events { await self.hear(event) }
            }
        }
        hasAskedSite = false
        isStopped = false
        tell(.connectRequested)
        await socket.connect()
        tell(.attempted(total: await socket.status.metrics.connectAttempts))
    }

    /// Leaves. No news comes after the one about this end.
    public func disconnect() async {
        isStopped = true
        inquiry?.cancel()
        await socket.disconnect()
    }

    /// Leaves and ends `events`; the feed is of no further use.
    public func shutdown() async {
        isStopped = true
        inquiry?.cancel()
        await inquiry?.value
        await socket.shutdown()
        await reader?.value
        outbox.finish()
    }

    public var isConnected: Bool { feed.status.state == .online }

    /// The seed's counters.
    public var metrics: RealtimeMetrics { feed.status.metrics }

    public var status: RealtimeStatus {
        get async {
            let socket = await socket.status
            return RealtimeStatus(
                link: feed.status, attempts: feed.retries, nextRetryIn: socket.retryIn,
                lastEventAge: socket.lastEventAge)
        }
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
}

// MARK: What the socket tells

extension RealtimeClient {
    private func hear(_ event: SocketIOEvent) async {
        if case .received(let event) = event {
            return tell(.received(name: event.name, arguments: event.arguments.values))
        }
        let status = await socket.status
        tell(.attempted(total: status.metrics.connectAttempts))
        switch event {
        case .connected(let namespace, let id, let isRecovered):
            let away = isRecovered ? nil : sinceLoss.map { Int($0() / .milliseconds(1)) }
            sinceLoss = nil
            tell(.connected(id: id, namespace: namespace, transport: status.transport?.rawValue, away: away))
            if !isRecovered { await subscribeAnew() }
            inquire { await self.checkMembership() }
        case .received, .namespaceClosed: break
        case .disconnected(.requested, _), .attemptFailed(.requested, _):
            // Left to come again, with another session: in between nothing is heard.
            guard isStopped || isConnected else { return }
            tell(.stopped)
            if !isStopped { tell(.connectRequested) }
        case .disconnected(let closure, let milliseconds):
            if sinceLoss == nil { sinceLoss = clock.stopwatch() }
            tell(.disconnected(reason: words(closure), retryInMilliseconds: milliseconds))
        case .attemptFailed(let closure, _) where closure.meansAbsence && feed.status.metrics.connectSuccesses == 0:
            // Where there was a feed before, this is a server that restarts.
            await socket.disconnect()
            sinceAbsence = clock.stopwatch()
            off("this server has no live progress")
        case .attemptFailed(let closure, let milliseconds):
            if milliseconds == nil, case .refused(let message, _) = closure,
                RealtimeRefusal(message: message) == .invalidNamespace, !hasAskedSite
            {
                hasAskedSite = true
                return inquire { await self.findNamespace(refused: message) }
            }
            tell(.attemptFailed(reason: words(closure), retryInMilliseconds: milliseconds))
        }
    }

    private func inquire(_ work: @escaping @Sendable () async -> Void) {
        // What was still to be heard when the program put the feed down begins nothing.
        guard !isStopped else { return }
        inquiry?.cancel()
        inquiry = Task { await work() }
    }

    private func tell(_ event: RealtimeFeed.Event) {
        for case .tell(let event) in feed.handle(event) { outbox.post(event) }
        guard feed.status.state != .connecting, let waiting else { return }
        for continuation in waiting { continuation.finish() }
        self.waiting = nil
    }

    /// A refused namespace is named: the site's name may be another than the host's.
    private func words(_ closure: SocketClosure) -> String {
        guard case .refused(let message, _) = closure, RealtimeRefusal(message: message) == .invalidNamespace else {
            return closure.reason
        }
        return "\(message): \(namespace)"
    }
}

// MARK: What the site is asked

extension RealtimeClient {
    /// We are in. Is the session still somebody's, and is this a place where anything is published?
    private func checkMembership() async {
        if namespace == "/", let version = try? await site.version(), !version.usesRootNamespace {
            guard !Task.isCancelled else { return }
            await socket.disconnect()
            return tell(
                .attemptFailed(
                    reason: "Frappe \(version) publishes nothing in the namespace /: set the site's name",
                    retryInMilliseconds: nil))
        }
        guard let session = await latest.session, let isSomebodys = try? await sessions.isSomebodys(session),
            !Task.isCancelled
        else { return }
        // Over polling the move to a websocket comes after the join.
        if let transport = await socket.status.transport { tell(.moved(transport: transport.rawValue)) }
        guard !isSomebodys else { return }
        log.notice("the session ended while the feed was joining")
        tell(.foundGuest)
        await sessions.forget(session)
        await socket.disconnect()
        await connectAgain()
    }

    /// Goes on, unless the program put the feed down meanwhile.
    private func connectAgain() async {
        guard !isStopped, !Task.isCancelled else { return }
        tell(.connectRequested)
        await socket.connect()
        if isStopped { await socket.disconnect() }
    }

    /// The namespace was refused. A site's name may be another than its host's, and Frappe 14 has `/` alone.
    private func findNamespace(refused message: String) async {
        let version = try? await site.version()
        let session = try? await sessions.verifiedSession()
        let name = try? await site.siteName(session)
        guard !Task.isCancelled else { return }
        if let version, version.isTooOldForRealtime {
            return off("Frappe \(version) speaks an older protocol")
        }
        if let version, version.usesRootNamespace { return await move(to: "/") }
        guard let name, "/" + name != namespace else { return off("\(message): \(namespace)") }
        guard configuration.siteName == nil else {
            return off("\(message): \(namespace). The site calls itself \(name)")
        }
        await move(to: "/" + name)
    }

    private func off(_ reason: String) {
        tell(.attemptFailed(reason: reason, retryInMilliseconds: nil))
    }

    private func move(to namespace: String) async {
        guard namespace != self.namespace else { return off("Invalid namespace: \(namespace)") }
        await socket.join(namespace)
        await socket.leave(self.namespace)
        self.namespace = namespace
        await connectAgain()
    }
}

/// What the latest attempt was made with.
private actor SessionRecord {
    private(set) var session: FrappeSession?

    func keep(_ session: FrappeSession) { self.session = session }
}

extension FrappeSession {
    /// What every request of the feed carries.
    fileprivate func socketCredentials(origin: String) -> SocketCredentials {
        var headers = [HTTPHeader("Origin", origin)]
        if let authorization { headers.append(HTTPHeader("Authorization", authorization)) }
        // Up to 2025 Frappe's server wants a Cookie header even beside an Authorization: any will do.
        headers.append(HTTPHeader("Cookie", cookies.header ?? "system_user=yes"))
        // No Frappe reads this; the extension sends it, and so do servers that were written for it.
        return SocketCredentials(headers: headers, auth: cookies.sid.map { ["sid": .string($0)] })
    }
}
