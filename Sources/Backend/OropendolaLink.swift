// The link to an Oropendola server: one sign-in, requests by id, one feed, one stream of events.

public import Logging
public import TaskMachine
public import Transport

/// What a link needs to know.
public struct LinkConfiguration: Sendable {
    public var server: ServerAddress
    /// The folder under `sites/`; its namespace carries the events. By convention the host's name.
    public var siteName: String
    public var credentials: Credentials

    public init(server: ServerAddress, siteName: String, credentials: Credentials) {
        self.server = server
        self.siteName = siteName
        self.credentials = credentials
    }
}

/// An `AgentLink` over HTTP for requests and Socket.IO for progress. Nothing happens before the first command:
/// `retryRealtime` signs in and connects the feed, and so does the first `send`. A feed that fails takes nothing away
/// from requests.
public actor OropendolaLink: AgentLink {
    public nonisolated let events: AsyncStream<AgentEvent>

    /// How long the first request waits for the feed.
    private static let feedWait = Duration.milliseconds(1_000)

    private let client: FrappeClient
    private let signIn: SignIn
    private let realtime: RealtimeClient
    private let outbox: EventOutbox
    private let clock: any Clock<Duration>
    private let log: Logger
    private var requests: [Int: Task<Void, Never>] = [:]

    /// - Parameter clock: for the feed's deadlines and for how long requests took.
    public init(
        _ configuration: LinkConfiguration, http: any HTTPTransport, webSockets: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(), log: Logger
    ) {
        outbox = EventOutbox()
        events = outbox.events
        client = FrappeClient(address: configuration.server, transport: http)
        signIn = SignIn(client, configuration.credentials, log: log)
        realtime = RealtimeClient(
            configuration, webSockets: webSockets, clock: clock, signIn: signIn, outbox: outbox, log: log)
        self.clock = clock
        self.log = log
    }

    /// Returns soon; what comes of the command arrives in `events`.
    public func perform(_ command: AgentCommand) async {
        switch command {
        case .send(let request):
            requests[request.id] = Task { await self.run(request) }
        case .cancel(let id):
            requests.removeValue(forKey: id)?.cancel()
        case .retryRealtime:
            await realtime.connect(anew: true)
        case .disconnect:
            giveUpRequests()
            await realtime.disconnect()
        }
    }

    /// Gives up on everything and ends `events`.
    public func shutdown() async {
        giveUpRequests()
        await realtime.shutdown()
        outbox.finish()
    }

    private func giveUpRequests() {
        for request in requests.values { request.cancel() }
        requests = [:]
    }

    private func run(_ request: ChatRequest) async {
        let time = clock.stopwatch()
        let event: AgentEvent
        switch await answer(to: request) {
        case .failure(let failure): event = .requestFailed(failure, request: request.id)
        case .reply(var reply):
            reply.milliseconds = Int(time() / .milliseconds(1))
            event = .replied(reply, request: request.id)
        }
        // Note: a cancelled request has left the table, and nobody waits for its end.
        guard requests.removeValue(forKey: request.id) != nil else { return }
        outbox.post(event)
    }

    /// A dead session is renewed once, and the request sent again: the server said that nothing ran.
    private func answer(to request: ChatRequest) async -> ChatAnswer {
        var answer = await ask(request)
        if case .failure(.signedOut) = answer.answer, let dead = answer.session, !Task.isCancelled {
            await signIn.forget(dead)
            answer = await ask(request)
        }
        return answer.answer
    }

    private func ask(_ request: ChatRequest) async -> (answer: ChatAnswer, session: FrappeSession?) {
        switch await signIn.session() {
        case .failure(let failure):
            return (.failure(RequestFailure(failure)), nil)
        case .success(let session):
            // Only now: a sign-in that fails is tried once per request, not twice.
            await realtime.connect(anew: false)
            await realtime.firstAttempt(within: Self.feedWait)
            var renewed = session
            let answer = await client.chat(request, &renewed)
            if case .failure(.signedOut) = answer { return (answer, session) }
            await signIn.keep(renewed, insteadOf: session)
            return (answer, session)
        }
    }
}
