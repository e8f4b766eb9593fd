// All realtime sessions of the server: feeds their machines, and is the network and the clock for them.

import JSON
import NIOCore
import SocketIO

/// Lives on the event loop. What the application wants is in `RealtimeHub+Application.swift`.
final class RealtimeHub {
    struct Membership {
        let member: RealtimeMember
        var isAccepted = false
        /// Under which the client may come back, when that is offered.
        var recoveryKey: String?
    }

    struct Client {
        var session: SocketServerSession
        /// The request that opened the session; its cookies are looked at again at each CONNECT.
        let request: ServerRequest
        /// Whose session opened it; nil for a guest's.
        var user: String?
        /// By namespace.
        var memberships: [String: Membership] = [:]
        var timers: [SocketServerTimer: Scheduled<Void>] = [:]
    }

    let loop: any EventLoop
    let configuration: SocketServerConfiguration
    /// Looks at a request's cookies and tokens.
    let handshake: (ServerRequest) -> RealtimeHandshake
    private let maximumSessions: Int
    private let maximumPerUser: Int
    /// Sessions by their user, guests aside.
    private var sessionsOfUsers: [String: Int] = [:]
    /// Events that went to a member, and sessions that were ended because they did not read.
    var eventsSent = 0
    /// Events that were made to bytes: one, however many members get it.
    var eventsEncoded = 0
    private(set) var slowReaders = 0
    var application: any RealtimeApplication
    var clients: [String: Client] = [:]
    /// The session that a member belongs to.
    var owners: [RealtimeMember: String] = [:]
    var rooms: RoomTable
    var recovery: RecoveryLog?
    var questions: [Int: Question] = [:]
    private var sockets: [Int: (session: String, socket: RealtimeSocket)] = [:]
    private var exchanges: [Int: HTTPConnection] = [:]
    /// POSTs whose body is on the way.
    private var posts: [ObjectIdentifier: Int] = [:]
    private var nextNumber = 0
    /// What is to be handled; an effect may bring new events, and they wait their turn.
    private var inbox: [(session: String, event: SocketServerSession.Event)] = []
    private var isHandling = false

    init(
        loop: any EventLoop, application: any RealtimeApplication, configuration: SocketServerConfiguration,
        recovery: RealtimeRecovery?, limits: LocalServerLimits,
        handshake: @escaping (ServerRequest) -> RealtimeHandshake
    ) {
        self.loop = loop
        self.application = application
        self.configuration = configuration
        self.recovery = recovery.map { RecoveryLog($0) }
        self.handshake = handshake
        maximumSessions = limits.realtimeSessions
        maximumPerUser = limits.realtimeSessionsPerUser
        rooms = RoomTable(roomsPerMember: limits.roomsPerMember)
    }

    var maximumMessageBytes: Int { configuration.maximumPayloadBytes }

    /// A number that was not given out before.
    func next() -> Int {
        nextNumber += 1
        return nextNumber
    }

    func feed(_ event: SocketServerSession.Event, to id: String) {
        inbox.append((id, event))
        guard !isHandling else { return }
        isHandling = true
        var index = 0
        while index < inbox.count {
            let (id, event) = inbox[index]
            index += 1
            guard let effects = clients[id]?.session.handle(event) else { continue }
            perform(effects, of: id)
        }
        inbox.removeAll(keepingCapacity: true)
        isHandling = false
    }

    private func perform(_ effects: [SocketServerSession.Effect], of id: String) {
        var closure: SocketServerClosure?
        if case .closed(let reason)? = effects.last { closure = reason }
        if closure == .tooSlow { slowReaders += 1 }
        for effect in effects {
            switch effect {
            case .transport(let effect): perform(effect, of: id)
            case .startTimer(let timer, let milliseconds): start(timer, milliseconds, of: id)
            case .stopTimer(let timer): clients[id]?.timers.removeValue(forKey: timer)?.cancel()
            case .connectRequested(let namespace, let payload): connectRequested(namespace, payload, id)
            case .received(let event):
                guard let member = clients[id]?.memberships[event.namespace]?.member else { continue }
                tell(.received(member, event))
            case .acknowledged(let ticket, let arguments): answered(ticket, arguments)
            case .left(let namespace): left(namespace, id, because: closure)
            case .closed: forget(id)
            }
        }
    }

    private func start(_ timer: SocketServerTimer, _ milliseconds: Int, of id: String) {
        clients[id]?.timers[timer]?.cancel()
        clients[id]?.timers[timer] = loop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            [weak self] in
            self?.clients[id]?.timers[timer] = nil
            self?.feed(.timerFired(timer), to: id)
        }
    }

    private func perform(_ effect: EngineServerEffect, of id: String) {
        switch effect {
        case .answer(let number, let answer):
            guard let connection = exchanges.removeValue(forKey: number) else { return }
            posts[ObjectIdentifier(connection)] = nil
            connection.answer(ServerAnswer(answer))
        case .send(let frames, let number):
            guard let entry = sockets[number] else { return }
            entry.socket.send(frames) { [weak self] in self?.feed(.transport(.framesSent(webSocket: number)), to: id) }
        case .closeWebSocket(let number): sockets[number]?.socket.close(nil)
        }
    }
}

// MARK: Sessions

extension RealtimeHub {
    private func open(_ request: ServerRequest) -> String? {
        guard hasRoom(for: request) else { return nil }
        let id = randomIdentifier()
        var client = Client(session: SocketServerSession(id: id, configuration: configuration), request: request)
        client.user = handshake(request).cookieUser
        if let user = client.user { sessionsOfUsers[user, default: 0] += 1 }
        clients[id] = client
        return id
    }

    private func hasRoom(for request: ServerRequest) -> Bool {
        guard clients.count < maximumSessions else { return false }
        guard maximumPerUser < .max, let user = handshake(request).cookieUser else { return true }
        return sessionsOfUsers[user, default: 0] < maximumPerUser
    }

    /// Ends the sessions of those who were signed in when they came, and are not any more.
    func cutStrangers() {
        let strangers = clients.filter { $0.value.user != nil && handshake($0.value.request).cookieUser == nil }
        for id in strangers.keys { feed(.closeRequested, to: id) }
    }

    /// Cuts every connection of these members, as a network failure would.
    func cut(_ audience: RealtimeAudience) {
        let cut = Set(members(of: audience).compactMap { owners[$0] })
        for entry in sockets.values where cut.contains(entry.session) { entry.socket.cut() }
        for id in cut { feed(.closeRequested, to: id) }
    }

    /// Closes every connection that waits as a poll, as a proxy does that has no patience.
    func dropPolls() {
        let waiting = exchanges.filter { posts[ObjectIdentifier($0.value)] == nil }
        for connection in waiting.values { connection.close() }
    }

    /// Ends every session, with a word to those who listen. Questions get no answer.
    func close() {
        for id in clients.keys { feed(.closeRequested, to: id) }
        for ticket in questions.keys { unanswered(ticket) }
    }

    /// Knows nobody any more, and tells no client, as after a crash. The driver closes the connections.
    func forgetAll() {
        exchanges = [:]
        posts = [:]
        sockets = [:]
        for id in clients.keys { forget(id) }
        if let recovery { self.recovery = recovery.emptied }
    }

    /// The last of a session: its timers, and what it was asked to join and had no answer to.
    private func forget(_ id: String) {
        guard let client = clients.removeValue(forKey: id) else { return }
        if let user = client.user {
            sessionsOfUsers[user, default: 1] -= 1
            if sessionsOfUsers[user] == 0 { sessionsOfUsers[user] = nil }
        }
        for timer in client.timers.values { timer.cancel() }
        for membership in client.memberships.values { part(membership, because: .protocolViolation) }
    }
}

// MARK: Polling

extension RealtimeHub {
    /// A POST begins: its body is still to come.
    func postBegins(_ id: String, on connection: HTTPConnection) {
        guard clients[id] != nil else { return }
        let number = next()
        exchanges[number] = connection
        posts[ObjectIdentifier(connection)] = number
        connection.whenLeft { [weak self] in
            guard self?.exchanges.removeValue(forKey: number) != nil else { return }
            self?.posts[ObjectIdentifier(connection)] = nil
            self?.feed(.transport(.postAbandoned(number)), to: id)
        }
        feed(.transport(.postBegan(number)), to: id)
    }

    func exchange(_ wanted: SocketIO.EngineRequest, _ request: ServerRequest, on connection: HTTPConnection) {
        switch wanted {
        case .newPolling:
            guard let id = open(request) else { return refuse(connection, .forbidden) }
            poll(id, connection)
        case .poll(let id):
            guard clients[id] != nil else { return refuse(connection, .sessionUnknown, id) }
            poll(id, connection)
        case .post(let id):
            let number = posts.removeValue(forKey: ObjectIdentifier(connection)) ?? next()
            guard clients[id] != nil else {
                exchanges[number] = nil
                return refuse(connection, .sessionUnknown, id)
            }
            exchanges[number] = connection
            feed(.transport(.postArrived(number, body: request.body)), to: id)
        case .newWebSocket: refuse(connection, .badRequest)
        case .upgrade(let id):
            // It did not become a websocket: its headers are wrong, or its session is unknown.
            refuse(connection, clients[id] == nil ? .sessionUnknown : .badRequest, id)
        }
    }

    private func refuse(_ connection: HTTPConnection, _ error: EngineRequestError, _ id: String? = nil) {
        connection.answer(ServerAnswer(error.answer(in: configuration.dialect, sessionID: id)))
    }

    private func poll(_ id: String, _ connection: HTTPConnection) {
        let number = next()
        exchanges[number] = connection
        connection.whenLeft { [weak self] in
            guard self?.exchanges.removeValue(forKey: number) != nil else { return }
            self?.feed(.transport(.pollAbandoned(number)), to: id)
        }
        feed(.transport(.pollArrived(number)), to: id)
    }
}

// MARK: Websockets

extension RealtimeHub {
    /// Whether a request may become a websocket.
    func admits(_ wanted: SocketIO.EngineRequest, _ request: ServerRequest) -> Bool {
        switch wanted {
        case .newWebSocket: hasRoom(for: request)
        case .upgrade(let id): clients[id] != nil
        case .newPolling, .poll, .post: false
        }
    }

    /// The handler of a websocket that is about to open, or nil when its session is gone.
    func makeSocket(_ wanted: SocketIO.EngineRequest, _ request: ServerRequest) -> RealtimeSocket? {
        let id: String
        switch wanted {
        case .newWebSocket:
            guard let made = open(request) else { return nil }
            id = made
        case .upgrade(let known):
            guard clients[known] != nil else { return nil }
            id = known
        case .newPolling, .poll, .post: return nil
        }
        let socket = RealtimeSocket(number: next(), hub: self, maximumBytes: maximumMessageBytes)
        sockets[socket.number] = (id, socket)
        return socket
    }

    func socketOpened(_ number: Int) {
        guard let entry = sockets[number] else { return }
        feed(.transport(.webSocketOpened(number)), to: entry.session)
    }

    func socketReceived(_ frame: EngineFrame, on number: Int) {
        guard let entry = sockets[number] else { return }
        feed(.transport(.frameReceived(frame, webSocket: number)), to: entry.session)
    }

    func socketClosed(_ number: Int) {
        guard let entry = sockets.removeValue(forKey: number) else { return }
        feed(.transport(.webSocketClosed(number)), to: entry.session)
    }
}
