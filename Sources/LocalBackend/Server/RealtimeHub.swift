// All realtime sessions of the server: feeds their machines, performs their effects, and knows who is in which room.

import JSON
import NIOCore
import SocketIO

/// Lives on the event loop. Sessions are machines; this is the network for them.
final class RealtimeHub {
    private struct Client {
        var session: SocketServerSession
        let handshake: RealtimeHandshake
        /// Rooms by namespace.
        var rooms: [String: String] = [:]
        var timers: [SocketServerTimer: Scheduled<Void>] = [:]
    }

    private let loop: any EventLoop
    private let door: RealtimeDoor
    private let maximumSessions: Int
    private let configuration = SocketServerConfiguration()
    private let user: (String) -> String?
    private var clients: [String: Client] = [:]
    private var sockets: [Int: (session: String, socket: RealtimeSocket)] = [:]
    private var exchanges: [Int: HTTPConnection] = [:]
    private var nextNumber = 0
    /// What is to be handled; an effect may bring new events, and they wait their turn.
    private var inbox: [(session: String, event: SocketServerSession.Event)] = []
    private var isHandling = false

    /// - Parameter user: gives the user of a `sid`, or nil.
    init(loop: any EventLoop, siteName: String, maximumSessions: Int, user: @escaping (String) -> String?) {
        self.loop = loop
        door = RealtimeDoor(siteName: siteName)
        self.maximumSessions = maximumSessions
        self.user = user
    }

    var maximumMessageBytes: Int { configuration.maximumPayloadBytes }

    /// Sends an event to everybody in `user:<user>`.
    func publish(_ name: String, _ payload: JSONValue, to user: String) {
        let room = "user:\(user)"
        for (id, client) in clients {
            for (namespace, joined) in client.rooms where joined == room {
                feed(.emitted(namespace: namespace, name: name, [payload], ticket: nil), to: id)
            }
        }
    }

    /// Cuts every connection of a user, as a network failure would.
    func cut(_ user: String) {
        let cut = clients.filter { $0.value.rooms.values.contains("user:\(user)") }.keys
        for entry in sockets.values where cut.contains(entry.session) { entry.socket.cut() }
        for id in cut { feed(.closeRequested, to: id) }
    }

    /// Ends every session.
    func close() {
        for id in clients.keys { feed(.closeRequested, to: id) }
    }

    // Polling.

    func exchange(_ wanted: SocketIO.EngineRequest, _ request: ServerRequest, on connection: HTTPConnection) {
        let number = next()
        switch wanted {
        case .newPolling:
            guard let id = open(request) else {
                return connection.answer(ServerAnswer(EngineRequestError.forbidden.answer))
            }
            poll(number, id, connection)
        case .poll(let id):
            guard clients[id] != nil else { return refuse(connection) }
            poll(number, id, connection)
        case .post(let id):
            guard clients[id] != nil else { return refuse(connection) }
            exchanges[number] = connection
            feed(.transport(.postArrived(number, body: request.body)), to: id)
        case .newWebSocket, .upgrade:
            // It did not become a websocket: its headers are wrong, or its session is unknown.
            if case .upgrade(let id) = wanted, clients[id] == nil { return refuse(connection) }
            connection.answer(ServerAnswer(EngineRequestError.badRequest.answer))
        }
    }

    private func refuse(_ connection: HTTPConnection) {
        connection.answer(ServerAnswer(EngineRequestError.sessionUnknown.answer))
    }

    private func poll(_ number: Int, _ id: String, _ connection: HTTPConnection) {
        exchanges[number] = connection
        connection.whenLeft { [weak self] in
            guard self?.exchanges.removeValue(forKey: number) != nil else { return }
            self?.feed(.transport(.pollAbandoned(number)), to: id)
        }
        feed(.transport(.pollArrived(number)), to: id)
    }

    // Websockets.

    /// Whether a request may become a websocket.
    func admits(_ wanted: SocketIO.EngineRequest) -> Bool {
        switch wanted {
        case .newWebSocket: clients.count < maximumSessions
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

    // Sessions.

    private func open(_ request: ServerRequest) -> String? {
        guard clients.count < maximumSessions else { return nil }
        let id = randomIdentifier()
        clients[id] = Client(
            session: SocketServerSession(id: id, configuration: configuration), handshake: RealtimeHandshake(request))
        return id
    }

    private func next() -> Int {
        nextNumber += 1
        return nextNumber
    }

    private func feed(_ event: SocketServerSession.Event, to id: String) {
        inbox.append((id, event))
        guard !isHandling else { return }
        isHandling = true
        var index = 0
        while index < inbox.count {
            let (id, event) = inbox[index]
            index += 1
            guard let effects = clients[id]?.session.handle(event) else { continue }
            for effect in effects { perform(effect, of: id) }
        }
        inbox.removeAll(keepingCapacity: true)
        isHandling = false
    }

    private func perform(_ effect: SocketServerSession.Effect, of id: String) {
        switch effect {
        case .transport(let effect): perform(effect, of: id)
        case .startTimer(let timer, let milliseconds):
            clients[id]?.timers[timer]?.cancel()
            clients[id]?.timers[timer] = loop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
                [weak self] in
                self?.clients[id]?.timers[timer] = nil
                self?.feed(.timerFired(timer), to: id)
            }
        case .stopTimer(let timer): clients[id]?.timers.removeValue(forKey: timer)?.cancel()
        case .connectRequested(let namespace, _): admit(to: namespace, id)
        case .received(let event):
            // Subscriptions are heard and have no rooms behind them here; Frappe answers none of them either.
            guard event.name == "ping" else { return }
            feed(.emitted(namespace: event.namespace, name: "pong", [], ticket: nil), to: id)
        case .acknowledged: break
        case .left(let namespace): clients[id]?.rooms[namespace] = nil
        case .closed:
            for timer in clients[id]?.timers.values.map({ $0 }) ?? [] { timer.cancel() }
            clients[id] = nil
        }
    }

    private func perform(_ effect: EngineServerEffect, of id: String) {
        switch effect {
        case .answer(let number, let answer):
            exchanges.removeValue(forKey: number)?.answer(ServerAnswer(answer))
        case .send(let frames, let number):
            guard let entry = sockets[number] else { return }
            entry.socket.send(frames) { [weak self] in self?.feed(.transport(.framesSent(webSocket: number)), to: id) }
        case .closeWebSocket(let number): sockets[number]?.socket.close(nil)
        }
    }

    private func admit(to namespace: String, _ id: String) {
        guard let handshake = clients[id]?.handshake else { return }
        switch door.admission(to: namespace, handshake, user: user) {
        case .joined(let user):
            clients[id]?.rooms[namespace] = user.map { "user:\($0)" }
            // The Socket.IO id is another than the session's, which is a secret.
            feed(.accepted(namespace: namespace, id: String(randomIdentifier().prefix(20))), to: id)
        case .refused(let words): feed(.refused(namespace: namespace, message: words, data: nil), to: id)
        }
    }
}
