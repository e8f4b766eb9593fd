// One client's session on the server: the namespaces it joined, over whatever transport it uses. Opens nothing.
public import JSON

/// A session from its first request to its end. The driver gives it facts, performs its effects in order, and forgets
/// it after `closed`. It is reached by `id`: the `sid` of `EngineRequest`.
///
/// - A new polling session gets `transport(.pollArrived)` as its first event, a websocket session
///   `transport(.webSocketOpened)`.
/// - `connectRequested` asks the application; it answers with `accepted` or `refused`, now or later.
public struct SocketServerSession: Equatable, Sendable {
    /// Facts, from the network and from the application.
    public enum Event: Equatable, Sendable {
        /// The network brought something.
        case transport(EngineServerEvent)
        /// A timer ended.
        case timerFired(SocketServerTimer)
        /// The application lets the client in. `id` is the Socket.IO id, another than the session's. `recovery` goes
        /// out as `pid`: whoever knows it gets this client's events, so never log it.
        case accepted(namespace: String, id: String, recovery: String? = nil)
        /// The application sends the client away: CONNECT_ERROR with `message` and, if given, `data`.
        case refused(namespace: String, message: String, data: JSONValue?)
        /// The same with any payload: python-socketio sends a bare string.
        case turnedAway(namespace: String, payload: JSONValue)
        /// Sends CONNECT_ERROR and leaves the question open, as a socket.io server does whose middleware calls `next`
        /// twice.
        case warned(namespace: String, message: String)
        /// Sends an event before the answer to CONNECT; ignored unless the client asked and has no answer. socket.io
        /// sends recovered events so, python-socketio those of its connect handler.
        case emittedEarly(namespace: String, name: String, SocketArguments)
        /// Sends an event to the client; ignored unless it is in the namespace. With a ticket the client is asked to
        /// acknowledge, and `acknowledged` brings the ticket back.
        case emitted(namespace: String, name: String, SocketArguments, ticket: Int?)
        /// Sends an event that was encoded for all who get it; ignored unless the client is in its namespace, or has asked
        /// to be and has no answer.
        case relayed(SocketRelay)
        /// Answers an event that came with an `acknowledgementID`. A second answer is ignored.
        case acknowledged(namespace: String, id: Int, SocketArguments)
        /// Nobody waits any longer for the acknowledgement with this ticket.
        case forgotten(ticket: Int)
        /// Puts the client out of a namespace.
        case disconnectRequested(namespace: String)
        /// Ends the session.
        case closeRequested
    }

    /// Orders to the driver, and news for the application, in order.
    public enum Effect: Equatable, Sendable {
        /// The network is to do something.
        case transport(EngineServerEffect)
        /// Start this timer, or start it anew.
        case startTimer(SocketServerTimer, milliseconds: Int)
        /// Stop this timer; it may not be running.
        case stopTimer(SocketServerTimer)
        /// The client wants to join; `payload` is what it sent with CONNECT.
        case connectRequested(namespace: String, payload: JSONValue?)
        /// The client sent an event in a namespace that it is in.
        case received(SocketEvent)
        /// The client acknowledged the event that was emitted with this ticket.
        case acknowledged(ticket: Int, SocketArguments)
        /// The client is out of a namespace that it had joined.
        case left(namespace: String)
        /// The session is over; last effect.
        case closed(SocketServerClosure)
    }

    private struct Membership: Equatable {
        let namespace: String
        /// Nil while the application has not answered.
        var id: String?
        /// Ids of the client's events that are not answered.
        var unanswered: Set<Int> = []
    }

    /// The session id: the `sid` of every request, as good as a password.
    public let id: String
    private let configuration: SocketServerConfiguration
    private var engine: EngineServerSession
    private var decoder = SocketDecoder()
    private var memberships: [Membership] = []
    private var nextAcknowledgementID = 0
    private var tickets: [Int: Int] = [:]

    /// - Parameter id: the session id; it is as good as a password, so draw it at random and never log it.
    public init(id: String, configuration: SocketServerConfiguration = SocketServerConfiguration()) {
        self.id = id
        self.configuration = configuration
        engine = EngineServerSession(id: id, configuration: configuration)
    }

    /// The namespaces that the client is in.
    public var namespaces: [String] { memberships.filter { $0.id != nil }.map(\.namespace) }

    /// Takes one fact; the effects are to be performed in order.
    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .transport(let event): return interpret(engine.handle(.transport(event)))
        case .timerFired(.join): return memberships.isEmpty ? close(.joinTimeout) : []
        case .timerFired(let timer): return interpret(engine.handle(.timerFired(timer)))
        case .accepted(let namespace, let id, let recovery): return accept(namespace, id, recovery)
        case .refused(let namespace, let message, let data):
            var payload: JSONObject = ["message": .string(message)]
            if let data { payload["data"] = data }
            return turnAway(namespace, .object(payload))
        case .turnedAway(let namespace, let payload): return turnAway(namespace, payload)
        case .warned(let namespace, let message):
            guard asked(namespace) != nil else { return [] }
            return send(.connectError(namespace: namespace, payload: ["message": .string(message)]))
        case .emittedEarly(let namespace, let name, let arguments):
            guard asked(namespace) != nil else { return [] }
            return send(.event(SocketEvent(namespace: namespace, name: name, arguments: arguments)))
        case .emitted(let namespace, let name, let arguments, let ticket):
            return emit(namespace, name, arguments, ticket)
        case .relayed(let relay):
            guard memberships.contains(where: { $0.namespace == relay.namespace }) else { return [] }
            return send(relay.frames)
        case .acknowledged(let namespace, let id, let arguments):
            guard let index = joined(namespace), memberships[index].unanswered.remove(id) != nil else { return [] }
            return send(.acknowledgement(namespace: namespace, id: id, arguments))
        case .forgotten(let ticket):
            tickets = tickets.filter { $0.value != ticket }
            return []
        case .disconnectRequested(let namespace):
            guard let index = joined(namespace) else { return [] }
            memberships.remove(at: index)
            return send(.disconnect(namespace: namespace, payload: nil)) + [.left(namespace: namespace)]
        case .closeRequested: return close(.closedByServer)
        }
    }
}

// MARK: What the application says

extension SocketServerSession {
    private mutating func accept(_ namespace: String, _ id: String, _ recovery: String?) -> [Effect] {
        guard let index = asked(namespace) else { return [] }
        memberships[index].id = id
        var payload: JSONObject = ["sid": .string(id)]
        if let recovery { payload["pid"] = .string(recovery) }
        return send(.connect(namespace: namespace, payload: .object(payload)))
    }

    private mutating func turnAway(_ namespace: String, _ payload: JSONValue) -> [Effect] {
        guard let index = asked(namespace) else { return [] }
        memberships.remove(at: index)
        return send(.connectError(namespace: namespace, payload: payload))
    }

    private mutating func emit(
        _ namespace: String, _ name: String, _ arguments: SocketArguments, _ ticket: Int?
    ) -> [Effect] {
        guard joined(namespace) != nil else { return [] }
        var event = SocketEvent(namespace: namespace, name: name, arguments: arguments)
        if let ticket {
            event.acknowledgementID = nextAcknowledgementID
            tickets[nextAcknowledgementID] = ticket
            nextAcknowledgementID += 1
        }
        return send(.event(event))
    }

    private func joined(_ namespace: String) -> Int? {
        memberships.firstIndex { $0.namespace == namespace && $0.id != nil }
    }

    private func asked(_ namespace: String) -> Int? {
        memberships.firstIndex { $0.namespace == namespace && $0.id == nil }
    }
}

// MARK: What the client sends

extension SocketServerSession {
    private mutating func interpret(_ effects: [EngineServerSession.Effect]) -> [Effect] {
        var result: [Effect] = []
        result.reserveCapacity(effects.count)
        for effect in effects {
            switch effect {
            case .transport(let effect): result.append(.transport(effect))
            case .startTimer(let timer, let time): result.append(.startTimer(timer, milliseconds: time))
            case .stopTimer(let timer): result.append(.stopTimer(timer))
            case .opened:
                result.append(.startTimer(.join, milliseconds: configuration.joinTimeoutMilliseconds))
            case .received(let packet): result += received(packet)
            case .closed(let reason):
                result.append(.stopTimer(.join))
                result += memberships.filter { $0.id != nil }.map { .left(namespace: $0.namespace) }
                memberships = []
                tickets = [:]
                result.append(.closed(reason))
            }
        }
        return result
    }

    private mutating func received(_ packet: EnginePacket) -> [Effect] {
        // A body may hold more packets after one that ended the session.
        guard engine.phase != .closed else { return [] }
        do throws(PacketError) {
            let decoded: SocketPacket?
            switch packet {
            case .message(let text): decoded = try decoder.decode(text)
            case .binary(let bytes): decoded = try decoder.decode(attachment: bytes)
            default: decoded = nil
            }
            return decoded.map { handle($0) } ?? []
        } catch {
            return close(.parseError(error))
        }
    }

    private mutating func handle(_ packet: SocketPacket) -> [Effect] {
        switch packet {
        case .connect(let namespace, let payload):
            if let index = memberships.firstIndex(where: { $0.namespace == namespace }) {
                return askedAgain(memberships[index])
            }
            guard memberships.count < configuration.maximumNamespaces else { return close(.protocolViolation) }
            memberships.append(Membership(namespace: namespace))
            return [.connectRequested(namespace: namespace, payload: payload)]
        case .disconnect(let namespace, _):
            guard let index = memberships.firstIndex(where: { $0.namespace == namespace }) else { return [] }
            return memberships.remove(at: index).id == nil ? [] : [.left(namespace: namespace)]
        case .event(let event):
            guard let index = joined(event.namespace) else {
                return configuration.dialect.isPython ? [] : close(.protocolViolation)
            }
            if let id = event.acknowledgementID {
                memberships[index].unanswered.insert(id)
                guard memberships[index].unanswered.count <= configuration.maximumUnanswered else {
                    return close(.protocolViolation)
                }
            }
            return [.received(event)]
        case .acknowledgement(_, let id, let arguments):
            return tickets.removeValue(forKey: id).map { [.acknowledged(ticket: $0, arguments)] } ?? []
        case .connectError:
            return close(.protocolViolation)
        }
    }

    private mutating func askedAgain(_ membership: Membership) -> [Effect] {
        switch (configuration.dialect, membership.id) {
        case (.javaScript, _): return close(.protocolViolation)
        case (.python(answersAgain: true), let id?):
            return send(.connect(namespace: membership.namespace, payload: ["sid": .string(id)]))
        case (.python(answersAgain: true), nil): return []
        case (.python(answersAgain: false), _):
            return send(.connectError(namespace: membership.namespace, payload: "Unable to connect"))
        }
    }

    private mutating func send(_ packet: SocketPacket) -> [Effect] { send(configuration.dialect.frames(of: packet)) }

    private mutating func send(_ frames: [EngineFrame]) -> [Effect] { interpret(engine.handle(.framesQueued(frames))) }

    private mutating func close(_ reason: SocketServerClosure) -> [Effect] {
        interpret(engine.handle(.closeRequested(reason)))
    }
}
