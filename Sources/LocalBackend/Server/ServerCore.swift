// What all connections of a server share: the routes, the realtime sessions, and the engine with its running requests.

import JSON
import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Scenarios
import SocketIO

/// Lives on the server's one event loop; nothing in it is locked.
final class ServerCore {
    let limits: LocalServerLimits
    private(set) var routes: Routes
    let flavour: FrappeFlavour
    let siteName: String
    private(set) lazy var hub = RealtimeHub(
        loop: loop,
        application: application
            ?? FrappeRealtime(flavour: flavour, siteName: siteName, isServed: desk != nil),
        configuration: routes.realtime, recovery: application == nil ? nil : limits.recovery, limits: limits,
        handshake: { [unowned self] in RealtimeHandshake($0, sessionsNow) })
    let loop: any EventLoop
    /// Of a site for several users.
    let desk: SiteDesk?
    /// Nil: Frappe's rules.
    private let application: (any RealtimeApplication)?
    let engine: any Engine
    private var faults: SiteFaults
    let log: Logger
    var connections: [ObjectIdentifier: any Channel] = [:]
    /// Chat requests that the engine works on, by a number of their own.
    var turns: [Int: RunningTurn] = [:]
    /// Called once on the way down, when the last turn is over, with the turns that had to be ended.
    var whenDown: ((Int) -> Void)?
    /// The server is on its way down: nothing new is begun.
    var isStopping = false
    private var conversations = ConversationLog()
    /// Bytes of bodies that are not here as a whole.
    private var heldBytes = 0

    /// Whether so many bytes more of bodies may be kept until they are whole.
    func hold(_ bytes: Int) -> Bool {
        guard heldBytes + bytes <= limits.heldBodyBytes else { return false }
        heldBytes += bytes
        return true
    }

    func release(_ bytes: Int) { heldBytes -= bytes }

    init(
        loop: any EventLoop, session: LocalSession, engine: any Engine, siteName: String, flavour: FrappeFlavour,
        application: (any RealtimeApplication)?, limits: LocalServerLimits, faults: SiteFaults, log: Logger,
        desk: (SiteDesk, KeptSessions)? = nil
    ) {
        self.desk = desk?.0
        self.faults = faults
        self.loop = loop
        self.flavour = flavour
        self.application = application
        self.siteName = siteName
        self.engine = engine
        self.limits = limits
        self.log = log
        var realtime = limits.realtime
        if application == nil { realtime.dialect = flavour.dialect }
        routes = Routes(
            sessions: desk.map { SessionTable($0.1) } ?? SessionTable(session),
            origins: OriginGuard(
                port: 0, rule: desk.map { .site($0.0.site.hostNames) } ?? .loopback, isOn: limits.guardsOrigin),
            maximumBodyBytes: limits.bodyBytes, realtime: realtime, siteName: siteName, version: flavour.version,
            csrf: faults.csrfToken.map { ($0, faults.tokenPlace) })
    }

    /// The listening socket; nil while there is none.
    private(set) var listener: (any Channel)?

    /// The port is known once it is bound.
    func listens(_ listener: any Channel, on port: Int) {
        self.listener = listener
        routes.origins.port = port
    }

    /// For rules that change while the server runs.
    func changeRoutes(_ change: (inout Routes) -> Void) { change(&routes) }

    // Connections.

    struct TooManyConnections: Error {}

    /// Sets up a new connection.
    func accept(_ channel: any Channel) throws {
        guard connections.count < limits.connections else {
            log.warning("connection refused", metadata: ["limit": "\(limits.connections)"])
            desk?.metrics.note(.connections)
            throw TooManyConnections()
        }
        let key = ObjectIdentifier(channel)
        connections[key] = channel
        try addTLS(to: channel)
        channel.closeFuture.assumeIsolated().whenComplete { [weak self] _ in self?.connections[key] = nil }
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerFieldBytes
        decoderLimits.maxHeaderListSize = limits.headerBytes
        decoderLimits.maxHeaderFieldCount = 100
        let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop,
            limitConfiguration: decoderLimits)
        let connection = HTTPConnection(core: self, decoder: ByteToMessageHandler(decoder))
        try connection.addToPipeline(of: channel)
    }

    /// Ends all sessions and connections.
    func close() {
        hub.close()
        for channel in connections.values { channel.close(promise: nil) }
    }

    /// Ends as a crash does: nobody is told, and no realtime session is remembered.
    func crash(keepingSignIns: Bool) {
        hub.forgetAll()
        if !keepingSignIns { routes.sessions.signOutAll() }
        for channel in connections.values { channel.close(promise: nil) }
    }

    // Requests.

    /// A request begins; its body is still to come.
    func begins(_ request: ServerRequest, on connection: HTTPConnection) {
        guard request.method == "POST", request.path == Routes.realtimePath,
            case .post(let id)? = try? SocketIO.EngineRequest(
                method: request.method, query: request.query, isWebSocketUpgrade: request.isWebSocketUpgrade)
        else { return }
        hub.postBegins(id, on: connection)
    }

    /// Why a request is answered before its body is read; nil when it is not. What a fault answers is read to its end.
    func refusal(of request: ServerRequest) -> ServerAnswer? {
        refreshClock()
        return faults.hasAnswer(to: Routes.faultName(of: request)) ? nil : routes.refusal(of: request)
    }

    func handle(_ request: ServerRequest, from connection: HTTPConnection) {
        if let fault = faults.nextAnswer(to: Routes.faultName(of: request)) { return connection.play(fault) }
        refreshClock()
        if let refusal = limit(request) { return connection.answer(refusal) }
        switch routes.outcome(of: request) {
        case .answer(let answer):
            log.debug(
                "answered",
                metadata: ["method": "\(request.method)", "path": "\(request.path)", "status": "\(answer.status)"])
            connection.answer(answer)
        case .realtime(let wanted): hub.exchange(wanted, request, on: connection)
        case .chat(let request): chat(request, on: connection)
        case .history(let id, let user, let limit):
            connection.answer(FrappeAnswer.message(conversations.history(of: id, user: user, limit: limit)))
        case .signIn(let user, let password): signIn(user, password, request, on: connection)
        case .kept(let call, let user): answer(call, user, on: connection)
        case .signedOut(_, let answer): signedOut(answer, on: connection)
        case .metrics: connection.answer(metrics(request))
        }
    }

    private func chat(_ request: EngineRequest, on connection: HTTPConnection) {
        if let refusal = turnRefusal(of: request.user) ?? keepQuestion(request) { return connection.answer(refusal) }
        let number = hub.next()
        let asked = NIOLoopBound((core: self, connection: connection), eventLoop: loop)
        let work = EngineWork(
            engine, request,
            publish: { event, loop in
                try? await loop.submit { asked.value.core.publish(event, to: request.user) }.get()
            },
            done: { reply, loop in
                loop.execute { asked.value.core.finish(number, request, asked.value.connection, reply) }
            }, on: loop)
        turns[number] = RunningTurn(user: request.user, connection: connection, work: work)
        connection.whenLeft { work.cancel() }
    }

    private func publish(_ event: EngineEvent, to user: String) {
        for room in rooms(of: user) {
            switch event {
            case .progress(let payload): hub.emit("ai_progress", [payload], to: .room(room))
            case .other(let name, let payload): hub.emit(name, [payload], to: .room(room))
            case .realtimeCut: hub.cut(.room(room))
            case .sessionsEnded: break
            }
        }
        if event == .sessionsEnded { endSessions(of: user) }
    }

    /// Where a user's events go: on a served site to `/` as well, for clients that know no other namespace.
    func rooms(of user: String) -> [RealtimeRoom] {
        let room = flavour.room(.user(user), site: siteName)
        return desk == nil ? [room] : [room, RealtimeRoom(namespace: "/", name: room.name)]
    }

    private func finish(_ number: Int, _ request: EngineRequest, _ connection: HTTPConnection, _ reply: EngineReply) {
        // A turn that the stop has ended was answered then.
        guard let turn = turns.removeValue(forKey: number) else { return }
        ended(turn)
        if case .message(let message) = reply {
            if desk == nil { conversations.note(request, message) } else { keepReply(request, message) }
        }
        switch reply {
        case .message(let message): connection.answer(FrappeAnswer.message(message))
        case .played(let answer): connection.play(answer)
        case .raw(let status, let contentType, let body):
            connection.answer(ServerAnswer(status: status, contentType: contentType, body: body))
        case .connectionClosed: connection.close()
        case .silence: break
        }
    }

    // Upgrades.

    /// Turns a request for a websocket into one, when it may be.
    var upgrader: NIOWebSocketServerUpgrader {
        let core = NIOLoopBound(self, eventLoop: loop)
        return NIOWebSocketServerUpgrader(
            maxFrameSize: hub.maximumMessageBytes, automaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                let request = core.value.request(head, channel)
                let isAdmitted = core.value.wantedSocket(request).map { core.value.hub.admits($0, request) } ?? false
                return channel.eventLoop.makeSucceededFuture(isAdmitted ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
                let request = core.value.request(head, channel)
                guard let wanted = core.value.wantedSocket(request),
                    let socket = core.value.hub.makeSocket(wanted, request)
                else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(socket)
                    core.value.hub.socketOpened(socket.number)
                }
            })
    }

    private func wantedSocket(_ request: ServerRequest) -> SocketIO.EngineRequest? {
        refreshClock()
        guard request.path == Routes.realtimePath, !isStopping, !faults.hasAnswer(to: Routes.faultName(of: request)),
            routes.refusal(of: request) == nil
        else { return nil }
        return try? SocketIO.EngineRequest(
            method: request.method, query: request.query, isWebSocketUpgrade: request.isWebSocketUpgrade)
    }
}
