// The link to an Oropendola server: one sign-in, requests by id, one feed, one stream of events.

public import Logging
public import TaskMachine
public import Transport

/// What a link needs to know.
public struct LinkConfiguration: Sendable {
    public var server: ServerAddress
    /// The folder under `sites/`; its namespace carries the events. nil: the site is asked where the host's name is not it.
    public var siteName: String?
    public var identity: LinkIdentity
    public var chat: ChatBackend

    public init(
        server: ServerAddress, siteName: String?, identity: LinkIdentity, chat: ChatBackend = .traditional
    ) {
        self.server = server
        self.siteName = siteName
        self.identity = identity
        self.chat = chat
    }

    /// Signs in by itself.
    public init(
        server: ServerAddress, siteName: String, credentials: Credentials, chat: ChatBackend = .traditional
    ) {
        self.init(server: server, siteName: siteName, identity: .password(credentials), chat: chat)
    }
}

/// An `AgentLink` over HTTP for requests and Socket.IO for progress. Nothing happens before the first command:
/// `retryRealtime` signs in and connects the feed, and so does the first `send`. A feed that fails takes nothing away
/// from requests.
public actor OropendolaLink: AgentLink {
    public nonisolated let events: AsyncStream<AgentEvent>

    /// More at once are not made.
    private static let maximumSideCalls = 8
    /// How long the first request waits for the feed.
    private static let feedWait = Duration.milliseconds(1_000)

    let client: FrappeClient
    private let chat: ChatBackend
    /// The server was found to want one `message` instead of the history.
    private var wantsSingleMessage = false
    private var areImagesExcused = false
    /// What goes on beside the chat (`OropendolaLink+Side`).
    private var sideTasks: [Int: Task<Void, Never>] = [:]
    private var sideCalls = 0
    private(set) var sideFailures = 0
    var isAccountAsked = false
    let signIn: SignIn
    private let realtime: RealtimeClient
    let outbox: EventOutbox<AgentEvent>
    private let clock: any Clock<Duration>
    private let log: Logger
    private var requests: [Int: Task<Void, Never>] = [:]
    private var feedReader: Task<Void, Never>?
    /// Milliseconds without a feed that were not told yet.
    private var untoldGap = 0
    /// Asks what was missed.
    private var inquiry: Task<Void, Never>?
    /// The conversation that was spoken in last.
    private var conversationID: String?

    /// - Parameters:
    ///   - clock: for the feed's deadlines and for how long requests took.
    ///   - now: seconds since 1970, for when tokens end.
    public init(
        _ configuration: LinkConfiguration, http: any HTTPTransport, webSockets: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Int = { 0 }, log: Logger
    ) {
        outbox = EventOutbox { event in
            switch event {
            // There are never more of these on their way than requests.
            case .replied, .requestFailed, .answered: true
            case .progressed, .linkChanged, .noticed, .feedMissed, .accountKnown: false
            }
        }
        events = outbox.events
        client = FrappeClient(address: configuration.server, transport: http)
        chat = configuration.chat
        signIn = SignIn(client, configuration.identity, now: now, log: log)
        realtime = RealtimeClient(
            RealtimeConfiguration(server: configuration.server, siteName: configuration.siteName), sessions: signIn,
            http: http, webSockets: webSockets, clock: clock, log: log)
        self.clock = clock
        self.log = log
    }

    /// Returns soon; what comes of the command arrives in `events`.
    public func perform(_ command: AgentCommand) async {
        switch command {
        case .send(let request):
            conversationID = request.conversationID ?? conversationID
            requests[request.id] = Task { await self.run(request) }
        case .cancel(let id):
            requests.removeValue(forKey: id)?.cancel()
        case .retryRealtime:
            await connectFeed(anew: true)
        case .tell(.account): askAccount()
        case .tell(let call): tell(call)
        case .ask(let question, let id): ask(question, id)
        case .accountChanged:
            await signIn.reload()
            isAccountAsked = false
            // The feed that runs is the former user's.
            await realtime.disconnect()
            await connectFeed(anew: true)
        case .disconnect:
            giveUpRequests()
            await realtime.disconnect()
        }
    }

    /// Gives up on everything and ends `events`.
    public func shutdown() async {
        giveUpRequests()
        await realtime.shutdown()
        await feedReader?.value
        outbox.finish()
    }

    private func connectFeed(anew: Bool) async {
        if feedReader == nil {
            let events = realtime.events
            feedReader = Task {
                for await event in events { await self.pass(event) }
            }
        }
        await realtime.connect(anew: anew)
    }

    private func pass(_ event: RealtimeEvent) async {
        switch event {
        case .statusChanged(let status):
            outbox.post(.linkChanged(status))
            if status.state == .online, !isAccountAsked { askAccount() }
        case .progress(let progress): outbox.post(.progressed(progress))
        case .notice(let text), .comment(let text): outbox.post(.noticed(text))
        case .missed(let milliseconds):
            // Beside the feed, whose news must not wait for an answer.
            untoldGap += milliseconds
            inquiry?.cancel()
            inquiry = Task { await self.tellGap() }
        case .connected, .disconnected, .error, .evalJS, .other: break
        }
    }

    private func tellGap() async {
        let answer = await latestAnswer()
        guard !Task.isCancelled else { return }
        outbox.post(.feedMissed(FeedGap(milliseconds: untoldGap, latestAnswer: answer)))
        untoldGap = 0
    }

    /// What the server has of the conversation after a time without a feed; nil where it can't be asked.
    private func latestAnswer() async -> String? {
        guard chat == .traditional, let conversationID, case .success(let session) = await signIn.session() else {
            return nil
        }
        return try? await client.latestAnswer(conversationID: conversationID, session)
    }

    private func giveUpRequests() {
        inquiry?.cancel()
        for task in sideTasks.values { task.cancel() }
        sideTasks = [:]
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
            conversationID = reply.conversationID ?? conversationID
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
            await connectFeed(anew: false)
            await realtime.firstAttempt(within: Self.feedWait)
            var renewed = session
            excuseImages(of: request)
            var wantsSingle = wantsSingleMessage
            let answer = await client.chat(request, &renewed, of: chat, wantsSingle: &wantsSingle)
            wantsSingleMessage = wantsSingle
            if case .failure(.signedOut) = answer { return (answer, session) }
            await signIn.keep(renewed, insteadOf: session)
            if case .reply = answer, !isAccountAsked { askAccount() }
            return (answer, session)
        }
    }

    /// Says once that pictures don't reach the model.
    private func excuseImages(of request: ChatRequest) {
        guard !chat.takesImages, !areImagesExcused, request.messages.contains(where: { !$0.images.isEmpty }) else {
            return
        }
        areImagesExcused = true
        outbox.post(.noticed("Agent Mode takes no pictures: those of this conversation are not sent."))
    }

    /// Work that is not the chat's. Returns at once; a full table makes it fail.
    func beside(_ work: @escaping @Sendable () async -> Bool) -> Bool {
        guard sideTasks.count < Self.maximumSideCalls else {
            noteSideFailure()
            return false
        }
        sideCalls += 1
        let number = sideCalls
        sideTasks[number] = Task {
            let succeeded = await work()
            self.sideTasks[number] = nil
            if !succeeded, !Task.isCancelled { self.noteSideFailure() }
        }
        return true
    }

    private func noteSideFailure() {
        sideFailures += 1
        log.info("a side call failed", metadata: ["failures": "\(sideFailures)", "calls": "\(sideCalls)"])
    }
}
