// The server's core as a site for several users: limits, what is kept, what is counted and logged, and the way down.

import JSON
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import SocketIO

/// A chat request that the engine works on.
struct RunningTurn {
    var user: String
    var connection: HTTPConnection
    var work: EngineWork
    var began = NIODeadline.now()
}

/// What is noted of a request until its answer.
struct NotedRequest {
    var route: String
    var method: String
    var user: String?
    var client: String
    var began = NIODeadline.now()
}

// MARK: Requests

extension ServerCore {
    /// A request, with what its connection knows of it.
    func request(_ head: HTTPRequestHead, _ channel: any Channel) -> ServerRequest {
        var request = ServerRequest(head)
        guard let desk else { return request }
        request.client = channel.remoteAddress?.ipAddress ?? ""
        request.isSecure = desk.tls != nil
        if desk.site.trustsProxy { request.believeProxy() }
        return request
    }

    func addTLS(to channel: any Channel) throws {
        guard let context = desk?.tls else { return }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }

    /// The sessions, with the time as it is now.
    var sessionsNow: SessionTable {
        refreshClock()
        return routes.sessions
    }

    func refreshClock() {
        guard desk != nil else { return }
        let now = wallMilliseconds()
        changeRoutes { $0.sessions.now = now }
    }

    /// The answer to what goes beyond a user's limits, or comes too late; nil otherwise. A request counts as a use of
    /// its session.
    func limit(_ request: ServerRequest) -> ServerAnswer? {
        guard let desk else { return nil }
        if isStopping, request.path != "/metrics" {
            return FrappeAnswer.stopping("The server is being restarted.")
        }
        let now = routes.sessions.now
        if let sid = request.cookie("sid") { changeRoutes { $0.sessions.kept?.use(sid, now: now) } }
        guard request.path != Routes.realtimePath, let user = routes.signedIn(request) else { return nil }
        guard let seconds = desk.allowance.take(user, now: now) else { return nil }
        desk.metrics.note(.requests)
        return FrappeAnswer.tooMany("Too many requests in a minute.", seconds: seconds)
    }

    /// Why no further turn may begin for a user; nil when one may.
    func turnRefusal(of user: String) -> ServerAnswer? {
        let own =
            desk.map { desk in turns.values.count(where: { $0.user == user }) >= desk.site.users.chatRequests } ?? false
        guard turns.count >= limits.chatRequests || own else { return nil }
        desk?.metrics.note(.turns)
        return FrappeAnswer.tooMany("Too many requests run at once.", seconds: 2)
    }

    func ended(_ turn: RunningTurn) {
        let time = (NIODeadline.now() - turn.began).nanoseconds / 1_000_000
        desk?.metrics.noteTurn(milliseconds: Int(time))
        if turns.isEmpty { finishStopping() }
    }
}

// MARK: Sessions

extension ServerCore {
    func saveSessions() {
        changeRoutes { routes in
            if var kept = routes.sessions.kept {
                desk?.save(&kept)
                routes.sessions.kept = kept
            }
        }
    }

    /// Ends a user's sessions; the one user's all.
    func endSessions(of user: String) {
        guard desk != nil else { return changeRoutes { $0.sessions.signOutAll() } }
        changeRoutes { $0.sessions.kept?.endAll(of: user) }
        saveSessions()
        hub.cutStrangers()
    }

    func signedOut(_ answer: ServerAnswer, on connection: HTTPConnection) {
        saveSessions()
        hub.cutStrangers()
        connection.answer(answer)
    }

    /// What is done every now and then: sessions that are over go, uses are written, accounts are read again.
    func keepHouse() {
        guard let desk else { return }
        refreshClock()
        let now = routes.sessions.now
        changeRoutes { $0.sessions.kept?.dropExpired(now) }
        if let kept = routes.sessions.kept, kept.isChanged || kept.isUsed { saveSessions() }
        hub.cutStrangers()
        refreshAccounts(desk)
    }

    func refreshAccounts(_ desk: SiteDesk, done: @escaping () -> Void = {}) {
        desk.refresh(
            loop,
            changed: { [weak self] accounts in
                guard let self else { return }
                changeRoutes { $0.sessions.kept?.match(accounts) }
                if routes.sessions.kept?.isChanged == true { saveSessions() }
                hub.cutStrangers()
            }, done: done)
    }
}

// MARK: What is kept

extension ServerCore {
    func answer(_ call: KeptCall, _ user: String, on connection: HTTPConnection) {
        guard let desk else { return }
        let now = routes.sessions.now
        let reading = desk.onDisk(for: user, loop) { try call.answer(from: $0, user: user, now: now) }
        guard case .success(let work) = reading else {
            if case .failure(let refused) = reading { connection.answer(refused.answer) }
            return
        }
        work.assumeIsolated().whenComplete {
            switch $0 {
            case .success(let value): connection.answer(FrappeAnswer.message(value))
            case .failure(let error):
                self.log.error("conversations not read", metadata: ["error": "\(error)"])
                connection.answer(
                    FrappeAnswer.failure(500, "FileError", "What is kept of the conversation can't be used now."))
            }
        }
    }

    /// Keeps what a request says; the answer where that can't be. What is asked beside a conversation is the program's own
    /// business.
    func keepQuestion(_ request: EngineRequest) -> ServerAnswer? {
        guard !request.isBesideChat else { return nil }
        let now = routes.sessions.now
        return keep(for: request.user) { try $0.note(request, at: now) }
    }

    func keepReply(_ request: EngineRequest, _ reply: JSONValue) {
        guard !request.isBesideChat else { return }
        let now = wallMilliseconds()
        _ = keep(for: request.user, mustBe: true) { try $0.note(request, reply, at: now) }
    }

    private func keep(
        for user: String, mustBe isNeeded: Bool = false, _ work: @escaping @Sendable (Archive) throws -> Void
    ) -> ServerAnswer? {
        let log = log
        switch desk?.onDisk(for: user, loop, mustBe: isNeeded, work) {
        case nil: return nil
        case .failure(let refused)?: return refused.answer
        case .success(let writing)?:
            writing.whenFailure { log.error("conversation not kept", metadata: ["error": "\($0)"]) }
            return nil
        }
    }
}

extension KeptCall {
    fileprivate func answer(from archive: Archive, user: String, now: Int) throws -> JSONValue {
        switch self {
        case .history(let id, let limit): try archive.history(of: id, user: user, limit: limit)
        case .conversations(let offset, let limit): try archive.list(of: user, offset: offset, limit: limit)
        case .todos(let id): try archive.todos(of: id, user: user)
        case .toggleTodo(let id): try archive.toggleTodo(id, user: user)
        case .clearTodos(let id): try archive.clearTodos(of: id, user: user)
        case .feedback(let word, let text, let id):
            try archive.feedback(word, on: text, in: id, user: user, at: now)
        }
    }
}

// MARK: What is counted

extension ServerCore {
    func noted(_ request: ServerRequest) -> NotedRequest? {
        guard desk != nil else { return nil }
        let name = Routes.faultName(of: request)
        return NotedRequest(
            route: Routes.names.contains(name) ? name : "other", method: request.method,
            user: routes.signedIn(request), client: request.client)
    }

    /// A request was answered. Polls of the feed are counted and not logged: there is one for each event.
    func note(_ noted: NotedRequest?, status: Int) {
        guard let noted, let desk else { return }
        desk.metrics.note(ServerMetrics.Request(route: noted.route, status: status))
        guard noted.route != "socket.io" || status >= 400 else { return }
        let time = (NIODeadline.now() - noted.began).nanoseconds / 1_000_000
        log.info(
            "request",
            metadata: [
                "method": "\(noted.method)", "route": "\(noted.route)", "user": "\(noted.user ?? "-")",
                "client": "\(noted.client)", "status": "\(status)", "ms": "\(time)",
            ])
    }

    func deadlinePassed(isInRequest: Bool) {
        if isInRequest { desk?.metrics.note(.slowRequest) }
    }

    func metrics(_ request: ServerRequest) -> ServerAnswer {
        guard let desk, routes.maySeeMetrics(request, token: desk.site.metricsToken) else {
            return FrappeAnswer.failure(403, "PermissionError", "Not permitted")
        }
        let state = desk.state(
            connections: connections.count, realtime: hub.clients.count, turns: turns.count,
            sessions: routes.sessions.kept?.all.count ?? 0)
        var metrics = desk.metrics
        metrics.noteEvents(hub.eventsSent)
        metrics.note(.slowReader, hub.slowReaders)
        return ServerAnswer(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(metrics.text(state).utf8))
    }
}

// MARK: The way down

extension ServerCore {
    /// Nothing new is begun; who is in a turn is told.
    ///
    /// - Parameter whenDown: runs once, when no turn runs any more or `endTurns` ended them: how many.
    func beginStopping(_ whenDown: @escaping (Int) -> Void) {
        isStopping = true
        for user in Set(turns.values.map(\.user)) {
            for room in rooms(of: user) {
                hub.emit(
                    "msgprint", [["message": "The server is being restarted. What runs may take some seconds more."]],
                    to: .room(room))
            }
        }
        self.whenDown = whenDown
        if turns.isEmpty { finishStopping() }
    }

    /// Ends the turns that still run: their clients are told what became of them. Nothing, where it is down already.
    func endTurns() {
        guard whenDown != nil else { return }
        let left = turns
        turns = [:]
        for turn in left.values {
            turn.connection.answer(
                FrappeAnswer.stopping("The server was restarted before the answer was there."))
            turn.work.cancel()
        }
        finishStopping(left: left.count)
    }

    private func finishStopping(left: Int = 0) { whenDown.take()?(left) }
}
