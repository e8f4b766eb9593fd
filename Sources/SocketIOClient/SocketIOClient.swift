// The client: runs the pure session over transports and a clock. It decides nothing; it carries out.
public import Logging
public import SocketIO
public import Transport

/// A Socket.IO 5 client that stays connected until it is told not to: websocket or polling, any number of namespaces.
///
/// `events` has one reader. `disconnect()` ends the connection and all work; without it the client lives on.
public actor SocketIOClient {
    /// News in order. See `SocketIOConfiguration.maximumUnreadEvents` for its bound.
    public nonisolated let events: SocketIOEvents

    let configuration: SocketIOConfiguration
    let transport: any WebSocketTransport
    let http: (any HTTPTransport)?
    let time: TimeSource
    let logger: Logger
    let jitter: @Sendable () -> Double
    let queue: EventQueue

    var session: SocketSession
    var timers = TimerTable()
    var sleeper: Task<Void, Never>?
    /// Connections that are being opened, open, or being closed, by number.
    var connections: [Int: SocketRun] = [:]
    var lastTask = 0
    /// Whether a namespace was joined over the latest connection.
    var hasJoined = false
    var metrics = SocketIOMetrics()
    var lastClosure: SocketClosure?
    var lastEventAt: Duration?
    private var lastTicket = 0
    var waiters: [Int: CheckedContinuation<Result<SocketArguments, SocketEmitError>, Never>] = [:]
    /// News that goes to the reader in one piece.
    var news: [SocketIOEvent] = []

    /// - Parameters:
    ///   - transport: opens websockets.
    ///   - http: sends the requests of polling; without it there is no polling, whatever the configuration says.
    ///   - clock: deadlines run on it; the default goes on while the machine sleeps.
    ///   - jitter: chance from 0 up to 1, for the waits before new attempts.
    ///   - logger: gets no secrets: no cookies, ids, payloads or texts.
    public init(
        configuration: SocketIOConfiguration, transport: any WebSocketTransport, http: (any HTTPTransport)? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        logger: Logger = Logger(label: "socketio", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        var configuration = configuration
        if http == nil { configuration.session.transports = .webSocketOnly }
        self.configuration = configuration
        self.transport = transport
        self.http = http
        time = TimeSource(clock)
        self.jitter = jitter
        self.logger = logger
        queue = EventQueue(limit: configuration.maximumUnreadEvents)
        events = SocketIOEvents(queue: queue)
        session = SocketSession(configuration: configuration.session)
    }

    /// Connects, and stays connected; while waiting for another attempt, tries at once. Returns at once: `events` and
    /// `status` tell what comes of it.
    public func connect() {
        fireDueTimers()
        perform(session.handle(.connectRequested(jitter: jitter())))
    }

    /// While waiting for another attempt, makes it at once; if it fails, the waits go on from where they were. Else
    /// nothing.
    public func retryNow() {
        fireDueTimers()
        guard timers.deadline(of: .retry) != nil else { return }
        perform([.stopTimer(.retry)] + session.handle(.timerFired(.retry, jitter: jitter())))
    }

    /// Leaves. Returns when the connection is gone; no news comes after the one about this end.
    public func disconnect() async {
        perform(session.handle(.disconnectRequested))
        queue.giveUpReader()
        let running = connections.values.flatMap { $0.tasks.values }
        for task in running { await task.value }
    }

    /// Leaves and ends `events`; the client is of no further use.
    public func shutdown() async {
        await disconnect()
        queue.finish()
    }

    /// Is in this namespace too, now and after each reconnect; asks again where the server refused it or put us out.
    public func join(_ namespace: String) {
        fireDueTimers()
        perform(session.handle(.joinRequested(namespace: namespace)))
    }

    /// Leaves this namespace alone; with the last one the connection ends.
    public func leave(_ namespace: String) {
        fireDueTimers()
        perform(session.handle(.leaveRequested(namespace: namespace)))
    }

    /// Sends an event, or keeps it until there is a connection (within `SocketConfiguration`'s bounds; beyond them the
    /// newest is refused). Delivery is not certain: use `emitWithAck` where it matters.
    /// - Parameter namespace: nil is the first.
    public func emit(
        _ name: String, _ arguments: SocketArguments = [], namespace: String? = nil
    ) throws(SocketEmitError) {
        try send(SocketEmission(ticket: nextTicket(), namespace: namespace, name: name, arguments: arguments))
    }

    /// Sends an event that is worth something only now. False when it was dropped: there is no connection, or it does
    /// not take anything at the moment.
    @discardableResult
    public func emitVolatile(_ name: String, _ arguments: SocketArguments = [], namespace: String? = nil) -> Bool {
        do throws(SocketEmitError) {
            try send(
                SocketEmission(
                    ticket: nextTicket(), namespace: namespace, name: name, arguments: arguments, isVolatile: true))
            return true
        } catch {
            return false
        }
    }

    private func send(_ emission: SocketEmission) throws(SocketEmitError) {
        fireDueTimers()
        let effects = session.handle(.emitted(emission))
        perform(effects)
        for case .emissionFailed(emission.ticket, let error) in effects { throw error }
    }

    /// Sends an event and waits for the server's acknowledgement, at most `timeout` (nil: as long as the connection
    /// lives).
    public func emitWithAck(
        _ name: String, _ arguments: SocketArguments = [], namespace: String? = nil,
        timeout: Duration? = .seconds(10)
    ) async throws(SocketEmitError) -> SocketArguments {
        let ticket = nextTicket()
        let emission = SocketEmission(
            ticket: ticket, namespace: namespace, name: name, arguments: arguments, wantsAcknowledgement: true,
            acknowledgementTimeoutMilliseconds: timeout.map { $0.milliseconds })
        fireDueTimers()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                waiters[ticket] = waiter
                perform(session.handle(.emitted(emission)))
                if Task.isCancelled { giveUp(ticket) }
            }
        } onCancel: {
            Task { await self.giveUp(ticket) }
        }
        return try result.get()
    }

    /// Answers an event of the server that has an `acknowledgementID`. Ignored when it was answered before or the
    /// connection that it came over is gone.
    public func acknowledge(_ event: SocketEvent, _ arguments: SocketArguments = []) {
        guard let id = event.acknowledgementID else { return }
        fireDueTimers()
        perform(session.handle(.acknowledged(namespace: event.namespace, id: id, arguments)))
    }

    /// How things stand now: state, transport, time of the next attempt, the latest end, and the counts.
    public var status: SocketIOStatus {
        let now = time.elapsed()
        return SocketIOStatus(
            state: session.state, namespace: configuration.session.namespace, transport: session.transport,
            webSocketEnd: session.webSocketEnd, retries: session.retries,
            retryIn: timers.deadline(of: .retry).map { max($0 - now, .zero) }, lastClosure: lastClosure,
            lastEventAge: lastEventAt.map { now - $0 }, metrics: metrics)
    }

    /// Whether we are in the first namespace.
    public var isConnected: Bool { status.isConnected }

    /// The Socket.IO id in a namespace; nil when we are not in it.
    public func id(in namespace: String) -> String? { session.id(in: namespace) }

    private func nextTicket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    private func giveUp(_ ticket: Int) {
        perform(session.handle(.acknowledgementGivenUp(ticket: ticket)))
    }

    func answer(_ ticket: Int, _ result: Result<SocketArguments, SocketEmitError>) {
        waiters.removeValue(forKey: ticket)?.resume(returning: result)
    }
}
