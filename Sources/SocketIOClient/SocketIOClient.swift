// The client: runs the pure session over a transport and a clock. It decides nothing; it carries out.
import JSON
public import Logging
public import SocketIO
public import Transport

/// A Socket.IO 5 client in one namespace, over a websocket, that stays connected until it is told not to.
///
/// `events` has one reader. `disconnect()` ends the connection and all work; without it the client lives on.
public actor SocketIOClient {
    /// News in order. See `SocketIOConfiguration.maximumUnreadEvents` for its bound.
    public nonisolated let events: AsyncStream<SocketIOEvent>

    let configuration: SocketIOConfiguration
    let transport: any WebSocketTransport
    let time: TimeSource
    let logger: Logger
    private let jitter: @Sendable () -> Double
    private let queue: EventQueue

    private var session: SocketSession
    private var timers = TimerTable()
    private var sleeper: Task<Void, Never>?
    private var link: SocketLink?
    /// Connections that are being opened, open, or being closed, by number.
    private var runs: [Int: Task<Void, Never>] = [:]
    private var connections: [Int: any WebSocketConnection] = [:]
    private var metrics = SocketIOMetrics()
    private var lastClosure: SocketClosure?
    private var lastEventAt: Duration?
    private var lastTicket = 0
    private static let closeTimeout = Duration.seconds(2)
    private var waiters: [Int: CheckedContinuation<Result<SocketArguments, SocketEmitError>, Never>] = [:]

    /// - Parameters:
    ///   - clock: deadlines run on it; the default goes on while the machine sleeps.
    ///   - jitter: chance from 0 up to 1, for the waits before new attempts.
    public init(
        configuration: SocketIOConfiguration, transport: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        logger: Logger = Logger(label: "socketio", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.configuration = configuration
        self.transport = transport
        time = TimeSource(clock)
        self.jitter = jitter
        self.logger = logger
        queue = EventQueue(limit: configuration.maximumUnreadEvents)
        events = queue.stream
        session = SocketSession(configuration: configuration.session)
    }

    /// Connects, and stays connected; while waiting for another attempt, tries at once. Returns at once: `events` and
    /// `status` tell what comes of it.
    public func connect() {
        fireDueTimers()
        perform(session.handle(.connectRequested(jitter: jitter())))
    }

    /// Leaves. Returns when the connection is gone; no news comes after the one about this end.
    public func disconnect() async {
        perform(session.handle(.disconnectRequested))
        for run in runs.values { await run.value }
    }

    /// Leaves and ends `events`; the client is of no further use.
    public func shutdown() async {
        await disconnect()
        queue.finish()
    }

    /// Sends an event, or keeps it until there is a connection (within `SocketConfiguration`'s bounds). Delivery is
    /// not certain: use `emitWithAck` where it matters.
    public func emit(_ name: String, _ arguments: SocketArguments = []) throws(SocketEmitError) {
        let emission = SocketEmission(ticket: nextTicket(), name: name, arguments: arguments)
        fireDueTimers()
        let effects = session.handle(.emitted(emission))
        perform(effects)
        for case .emissionFailed(emission.ticket, let error) in effects { throw error }
    }

    /// Sends an event and waits for the server's acknowledgement, at most `timeout`.
    public func emitWithAck(
        _ name: String, _ arguments: SocketArguments = [], timeout: Duration? = .seconds(10)
    ) async throws(SocketEmitError) -> SocketArguments {
        let ticket = nextTicket()
        let emission = SocketEmission(
            ticket: ticket, name: name, arguments: arguments, wantsAcknowledgement: true,
            acknowledgementTimeoutMilliseconds: timeout.map { $0.milliseconds })
        fireDueTimers()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                waiters[ticket] = waiter
                perform(session.handle(.emitted(emission)))
                if Task.isCancelled { answer(ticket, .failure(.cancelled)) }
            }
        } onCancel: {
            Task { await self.answer(ticket, .failure(.cancelled)) }
        }
        return try result.get()
    }

    /// Answers an event of the server that has an `acknowledgementID`. Ignored when it was answered before or the
    /// connection that it came over is gone.
    public func acknowledge(_ event: SocketEvent, _ arguments: SocketArguments = []) {
        guard let id = event.acknowledgementID else { return }
        perform(session.handle(.acknowledged(id: id, arguments)))
    }

    public var status: SocketIOStatus {
        let now = time.elapsed()
        return SocketIOStatus(
            state: session.state, namespace: configuration.session.namespace, retries: session.retries,
            retryIn: timers.deadline(of: .retry).map { max($0 - now, .zero) }, lastClosure: lastClosure,
            lastEventAge: lastEventAt.map { now - $0 }, metrics: metrics)
    }

    public var isConnected: Bool { status.isConnected }

    private func nextTicket() -> Int {
        lastTicket += 1
        return lastTicket
    }
}

// MARK: Effects

extension SocketIOClient {
    private func perform(_ effects: [SocketSession.Effect]) {
        for effect in effects { perform(effect) }
    }

    private func perform(_ effect: SocketSession.Effect) {
        switch effect {
        case .transport(let effect, let connection): perform(effect, connection: connection)
        case .startTimer(let timer, let milliseconds):
            timers.set(timer, at: time.elapsed() + .milliseconds(milliseconds))
            sleepIfNeeded()
        case .stopTimer(let timer): timers.clear(timer)
        case .connected(let id):
            metrics.connectSuccesses += 1
            if metrics.connectSuccesses > 1 { metrics.reconnects += 1 }
            lastClosure = nil
            logger.info("connected", metadata: ["namespace": "\(configuration.session.namespace)"])
            report(.connected(id: id))
        case .received(let event):
            metrics.eventsReceived += 1
            lastEventAt = time.elapsed()
            report(.received(event))
        case .acknowledged(let ticket, let arguments): answer(ticket, .success(arguments))
        case .emissionFailed(let ticket, let error): answer(ticket, .failure(error))
        case .disconnected(let closure, let retry):
            metrics.disconnects += 1
            ended(closure, retry, "disconnected")
            report(.disconnected(closure, retryInMilliseconds: retry))
        case .attemptFailed(let closure, let retry):
            ended(closure, retry, "attempt failed")
            report(.attemptFailed(closure, retryInMilliseconds: retry))
        }
    }

    private func report(_ event: SocketIOEvent) {
        if !queue.add(event) { metrics.eventsDropped += 1 }
    }

    private func ended(_ closure: SocketClosure, _ retry: Int?, _ what: Logger.Message) {
        lastClosure = closure
        if timers.isEmpty {
            sleeper?.cancel()
            sleeper = nil
            timers.sleeperWoke()
        }
        logger.info(
            what, metadata: ["reason": "\(closure.kind)", "retry": "\(retry.map { "in \($0) ms" } ?? "none")"])
    }

    private func answer(_ ticket: Int, _ result: Result<SocketArguments, SocketEmitError>) {
        waiters.removeValue(forKey: ticket)?.resume(returning: result)
    }

    private func perform(_ effect: SocketTransportEffect, connection: Int) {
        switch effect {
        case .open:
            metrics.connectAttempts += 1
            let link = SocketLink(connection)
            self.link = link
            runs[connection] = Task {
                await self.run(link)
                self.runs[connection] = nil
            }
        case .send(let frames): link?.send(frames)
        case .close:
            link?.finish()
            link = nil
            close(connection)
        }
    }

    /// The writer closes after what it still has to send; a writer that is stuck is not waited for.
    private func close(_ number: Int) {
        guard let connection = connections[number] else {
            runs[number]?.cancel()
            return
        }
        let deadline = time.elapsed() + Self.closeTimeout
        let run = runs[number]
        let watch = Task {
            do {
                try await self.time.sleep(deadline)
                await connection.close()
            } catch {
                // It closed in time.
            }
        }
        runs[number] = Task {
            await run?.value
            watch.cancel()
            self.runs[number] = nil
        }
    }
}

// MARK: Time

extension SocketIOClient {
    private func sleepIfNeeded() {
        guard let deadline = timers.needsSleeper() else { return }
        sleeper?.cancel()
        sleeper = Task {
            do {
                try await self.time.sleep(deadline)
                self.wake()
            } catch {
                // Replaced by a sleeper that wakes earlier, or nothing is left to wait for.
            }
        }
    }

    private func wake() {
        sleeper = nil
        timers.sleeperWoke()
        fireDueTimers()
        sleepIfNeeded()
    }

    /// A machine that slept may have missed a deadline: it is looked at before anything is sent.
    private func fireDueTimers() {
        let due = timers.takeDue(at: time.elapsed())
        for timer in due { perform(session.handle(.timerFired(timer, jitter: jitter()))) }
    }
}

// MARK: The connection

extension SocketIOClient {
    /// The life of one connection, from its credentials to its end.
    private func run(_ link: SocketLink) async {
        do throws(TransportError) {
            let credentials = try await configuration.credentials()
            var headers = credentials.headers
            if headers.first("Origin") == nil { headers.append(HTTPHeader("Origin", configuration.origin)) }
            let connection = try await transport.connect(
                url: configuration.webSocketURL, headers: headers,
                timeoutSeconds: configuration.session.openTimeoutMilliseconds / 1_000 + 1,
                maximumMessageBytes: configuration.maximumMessageBytes)
            guard !Task.isCancelled else {
                await connection.close()
                return
            }
            connections[link.connection] = connection
            async let writing: Void = write(link, to: connection)
            hear(.opened(auth: credentials.auth), link)
            for await message in connection.messages { hear(message, link) }
            link.finish()
            await writing
            connections[link.connection] = nil
        } catch {
            hear(.closed(SocketTransportEnd(error)), link)
        }
    }

    /// The only writer of a connection: in order, one batch after the other, and the close after all of them.
    private func write(_ link: SocketLink, to connection: any WebSocketConnection) async {
        do throws(TransportError) {
            for await frames in link.batches {
                for frame in frames { try await connection.send(WebSocketMessage(frame)) }
                hear(.sent, link)
            }
        } catch {
            // The reader hears of the end of the connection.
        }
        await connection.close()
    }

    private func hear(_ message: WebSocketEvent, _ link: SocketLink) {
        switch message {
        case .text(let bytes): hear(.received(.text(bytes)), link)
        case .binary(let bytes): hear(.received(.binary(bytes)), link)
        case .closed(let close): hear(.closed(SocketTransportEnd(close)), link)
        }
    }

    private func hear(_ event: SocketTransportEvent, _ link: SocketLink) {
        perform(session.handle(.transport(event, connection: link.connection)))
    }
}
