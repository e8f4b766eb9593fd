// Carries the orders of `Listening` out: a client, its reader, what is sent, the check, and the end.
import Backend
import Console
import Glibc
import JSON
import LocalBackend
import Logging
import NIOTransport
import SocketIO
import SocketIOClient
import Transport

/// What the command line comes to.
struct ListenPlan: Sendable {
    var options: ListenOptions
    var headers: [HTTPHeader]
    var network: NetworkSettings
    var wantsAcknowledgements = false
    var isQuiet = false
    var isJSON = false
    var reconnects = false
}

/// One run of `oropendola listen`. It ends the program itself.
actor Listener {
    private let plan: ListenPlan
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private let http: NIOHTTPTransport
    private let webSockets: NIOWebSocketTransport
    private var output: ConsoleOutput
    private var listening: Listening
    private var target: ProbeTarget?
    private var backend: EmbeddedBackend?
    private var client: SocketIOClient?
    private var connectedAt: ContinuousClock.Instant?

    init(_ plan: ListenPlan, environment: [String: String]) {
        self.plan = plan
        started = clock.now
        http = NIOHTTPTransport(plan.network)
        webSockets = NIOWebSocketTransport(plan.network)
        output = ConsoleOutput(
            environment: environment, secrets: Secrets(headers: plan.headers, auth: plan.options.auth))
        let context = ServerContext(
            origin: plan.options.address?.origin ?? "the embedded backend",
            host: plan.options.address?.host ?? "127.0.0.1",
            sentOrigin: plan.headers.first("Origin"))
        listening = Listening(
            plan.options, context: context, wantsAcknowledgements: plan.wantsAcknowledgements, isQuiet: plan.isQuiet)
    }

    /// Finds out whom it has to do with, and connects.
    func run() async {
        if let seconds = plan.options.seconds {
            Task {
                // Nobody cancels it.
                try? await clock.sleep(until: started.advanced(by: .seconds(seconds)), tolerance: nil)
                await hear(.timeIsUp)
            }
        }
        do throws(StartFailure) {
            let (target, backend) = try await ProbeTarget.found(plan, http: http)
            (self.target, self.backend) = (target, backend)
            output.secrets = Secrets(headers: target.headers, auth: target.auth)
            await hear(.learned(target.knowledge, hasSession: target.hasSession))
        } catch {
            await hear(.couldNotStart(reason: error.reason, status: error.status))
        }
    }

    func hear(_ event: Listening.Event) async {
        for effect in listening.handle(event) { await perform(effect) }
    }

    private func perform(_ effect: Listening.Effect) async {
        switch effect {
        case .connect(let namespaces): await connect(namespaces)
        case .print(let note): print(note)
        case .emit(let places, let namespace): Task { await emit(places, namespace) }
        case .acknowledge(let event): await client?.acknowledge(event)
        case .disconnect: await client?.disconnect()
        case .check: Task { await check() }
        case .finish(let status): await finish(status)
        }
    }

    // MARK: The client

    private func connect(_ namespaces: [String]) async {
        guard var target else { return }
        target.namespaces = namespaces
        self.target = target
        var configuration = SocketIOConfiguration(url: target.address.origin)
        configuration.path = target.path
        configuration.session.namespaces = namespaces
        configuration.session.transports = plan.options.transports
        if !plan.reconnects {
            configuration.session.retry = .never
            configuration.session.rejoinsWhenPutOut = false
        }
        let credentials = SocketCredentials(headers: target.headers, auth: target.auth)
        configuration.credentials = { () async throws(TransportError) -> SocketCredentials in credentials }
        let client = SocketIOClient(configuration: configuration, transport: webSockets, http: http)
        self.client = client
        Task {
            for await news in client.events { await tell(news) }
        }
        await client.connect()
    }

    private func tell(_ news: SocketIOEvent) async {
        guard case .connected = news else { return await hear(.said(news, transport: nil, webSocketEnd: nil)) }
        connectedAt = clock.now
        let status = await client?.status
        await hear(.said(news, transport: status?.transport, webSocketEnd: status?.webSocketEnd))
    }

    private func emit(_ places: ClosedRange<Int>, _ namespace: String) async {
        guard let client else { return }
        for place in places {
            let emission = plan.options.emissions[place]
            do throws(SocketEmitError) {
                if plan.wantsAcknowledgements {
                    let answer = try await client.emitWithAck(
                        emission.name, SocketArguments(emission.arguments), namespace: namespace)
                    await hear(.acknowledged(emission: place, answer))
                } else {
                    try await client.emit(
                        emission.name, SocketArguments(emission.arguments), namespace: namespace)
                }
            } catch {
                await hear(.emitFailed(emission: place, error))
            }
        }
    }

    private func check() async {
        guard let target else { return }
        await hear(.checked(await ServerProbe(target, http: http, webSockets: webSockets).run()))
    }

    // MARK: Output and end

    private func print(_ note: Note) {
        let now = clock.now
        let stamp = Stamp(
            dayMilliseconds: dayMilliseconds(), seconds: started.duration(to: now) / .seconds(1),
            secondsConnected: connectedAt.map { $0.duration(to: now) / .seconds(1) })
        output.print(plan.isJSON ? [note.json(stamp).visibleText] : note.lines(stamp, output.style))
    }

    private func finish(_ status: Int32) async {
        let metrics = await client?.status.metrics ?? SocketIOMetrics()
        let seconds = started.duration(to: clock.now) / .seconds(1)
        print(.summary(Summary(seconds: seconds, metrics: metrics, status: status)))
        // Says goodbye; the server need not find out by its heartbeat.
        await client?.shutdown()
        await backend?.server.shutdown()
        exit(status)
    }
}

/// Milliseconds since midnight where the user is.
private func dayMilliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var parts = tm()
    localtime_r(&now.tv_sec, &parts)
    let seconds = (Int(parts.tm_hour) * 60 + Int(parts.tm_min)) * 60 + min(Int(parts.tm_sec), 59)
    return seconds * 1_000 + now.tv_nsec / 1_000_000
}
