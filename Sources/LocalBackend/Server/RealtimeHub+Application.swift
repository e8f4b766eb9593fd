// The application's side of the hub: who joins, who gets an event, and what was asked and not yet answered.

import JSON
import NIOCore
import SocketIO

/// An event that a member is to acknowledge.
struct Question {
    /// Who waits for the answer.
    enum Asker {
        case application(ticket: Int)
        /// Called once; nil when no answer came.
        case caller((SocketArguments?) -> Void)
    }

    let member: RealtimeMember
    let asker: Asker
    let deadline: Scheduled<Void>
}

extension RealtimeHub {
    func tell(_ event: RealtimeEvent) {
        for effect in application.handle(event) { perform(effect) }
    }

    private func perform(_ effect: RealtimeEffect) {
        switch effect {
        case .accept(let member): accept(member)
        case .refuse(let member, let message, let data):
            turnAway(member, .refused(namespace: member.namespace, message: message, data: data))
        case .turnAway(let member, let payload):
            turnAway(member, .turnedAway(namespace: member.namespace, payload: payload))
        case .warn(let member, let message): feed(.warned(namespace: member.namespace, message: message), to: member)
        case .emit(let name, let arguments, let audience): emit(name, arguments, to: audience)
        case .ask(let name, let arguments, let member, let ticket, let milliseconds):
            ask(name, arguments, of: member, milliseconds, for: .application(ticket: ticket))
        case .acknowledge(let member, let id, let arguments):
            feed(.acknowledged(namespace: member.namespace, id: id, arguments), to: member)
        case .join(let member, let room):
            if owners[member] != nil { rooms.join(member, room) }
        case .leave(let member, let room): rooms.leave(member, room)
        case .disconnect(let member): disconnect(member)
        case .close(let member): feed(.closeRequested, to: member)
        }
    }

    func disconnect(_ member: RealtimeMember) {
        feed(.disconnectRequested(namespace: member.namespace), to: member)
    }

    private func feed(_ event: SocketServerSession.Event, to member: RealtimeMember) {
        guard let id = owners[member] else { return }
        feed(event, to: id)
    }

    /// Members who were accepted, in no order.
    func members(of namespace: String) -> [RealtimeMember] {
        clients.values.compactMap { client in
            client.memberships[namespace].flatMap { $0.isAccepted ? $0.member : nil }
        }
    }

    // Coming and going.

    func connectRequested(_ namespace: String, _ payload: JSONValue?, _ id: String) {
        guard let client = clients[id] else { return }
        // One that left before it had an answer.
        if let stale = clients[id]?.memberships.removeValue(forKey: namespace) {
            part(stale, because: .protocolViolation)
        }
        if recovery != nil, let key = payload?["pid"]?.asString, let offset = payload?["offset"]?.asString,
            let back = recovery?.take(key: key, offset: offset, namespace: namespace, now: milliseconds)
        {
            return comeBack(back, key, id)
        }
        let member = RealtimeMember(namespace: namespace, id: String(randomIdentifier().prefix(20)))
        clients[id]?.memberships[namespace] = Membership(member: member)
        owners[member] = id
        tell(.connectRequested(member, payload: payload, handshake(client.request)))
    }

    private func comeBack(_ back: RecoveryLog.Return, _ key: String, _ id: String) {
        let member = back.member
        clients[id]?.memberships[member.namespace] = Membership(member: member, isAccepted: true, recoveryKey: key)
        owners[member] = id
        for room in back.rooms { rooms.join(member, room) }
        for record in back.missed {
            feed(.emittedEarly(namespace: member.namespace, name: record.name, record.arguments), to: id)
        }
        feed(.accepted(namespace: member.namespace, id: member.id, recovery: key), to: id)
        tell(.recovered(member))
    }

    private func accept(_ member: RealtimeMember) {
        guard let id = owners[member], clients[id]?.memberships[member.namespace]?.isAccepted == false else { return }
        let key = recovery == nil ? nil : randomIdentifier()
        clients[id]?.memberships[member.namespace]?.isAccepted = true
        clients[id]?.memberships[member.namespace]?.recoveryKey = key
        feed(.accepted(namespace: member.namespace, id: member.id, recovery: key), to: id)
    }

    private func turnAway(_ member: RealtimeMember, _ event: SocketServerSession.Event) {
        guard let id = owners[member], clients[id]?.memberships[member.namespace]?.isAccepted == false else { return }
        owners[member] = nil
        clients[id]?.memberships[member.namespace] = nil
        _ = rooms.remove(member)
        feed(event, to: id)
    }

    /// - Parameter closure: why the whole session ended, if it did.
    func left(_ namespace: String, _ id: String, because closure: SocketServerClosure?) {
        guard let membership = clients[id]?.memberships.removeValue(forKey: namespace) else { return }
        part(membership, because: closure)
    }

    /// Who said that he leaves, or broke the rules, cannot come back as the same (`RECOVERABLE_DISCONNECT_REASONS` of
    /// socket.io 4.8).
    func part(_ membership: Membership, because closure: SocketServerClosure?) {
        let member = membership.member
        owners[member] = nil
        let left = rooms.remove(member)
        if let key = membership.recoveryKey, closure?.isRecoverable == true {
            recovery?.lose(member, rooms: left, key: key, now: milliseconds)
        }
        for (ticket, question) in questions where question.member == member { unanswered(ticket) }
        tell(.left(member))
    }

    private var milliseconds: Int { Int(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    // Events.

    func emit(_ name: String, _ arguments: SocketArguments, to audience: RealtimeAudience) {
        var sent = arguments
        if recovery != nil { sent = recovery?.record(name, arguments, to: audience) ?? arguments }
        let members = members(of: audience)
        // All of them are in one namespace.
        guard let namespace = members.first?.namespace else { return }
        let relay = SocketRelay(namespace: namespace, name: name, sent, in: configuration.dialect)
        eventsEncoded += 1
        for member in members {
            guard let id = owners[member], clients[id]?.memberships[namespace] != nil else { continue }
            eventsSent += 1
            feed(.relayed(relay), to: id)
        }
    }

    func members(of audience: RealtimeAudience) -> [RealtimeMember] {
        switch audience {
        case .member(let member): [member]
        case .room(let room): Array(rooms.members(of: room))
        case .everybody(let namespace): members(of: namespace)
        }
    }

    func ask(
        _ name: String, _ arguments: SocketArguments, of member: RealtimeMember, _ milliseconds: Int,
        for asker: Question.Asker
    ) {
        let ticket = next()
        let deadline = loop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) { [weak self] in
            self?.feed(.forgotten(ticket: ticket), to: member)
            self?.unanswered(ticket)
        }
        questions[ticket] = Question(member: member, asker: asker, deadline: deadline)
        guard let id = owners[member], clients[id]?.memberships[member.namespace]?.isAccepted == true else {
            return unanswered(ticket)
        }
        feed(.emitted(namespace: member.namespace, name: name, arguments, ticket: ticket), to: id)
    }

    func answered(_ ticket: Int, _ arguments: SocketArguments) {
        guard let question = questions.removeValue(forKey: ticket) else { return }
        question.deadline.cancel()
        switch question.asker {
        case .application(let ticket): tell(.acknowledged(question.member, ticket: ticket, arguments))
        case .caller(let answer): answer(arguments)
        }
    }

    func unanswered(_ ticket: Int) {
        guard let question = questions.removeValue(forKey: ticket) else { return }
        question.deadline.cancel()
        switch question.asker {
        case .application(let ticket): tell(.unanswered(question.member, ticket: ticket))
        case .caller(let answer): answer(nil)
        }
    }
}

extension SocketServerClosure {
    fileprivate var isRecoverable: Bool {
        switch self {
        case .transportClosed, .pingTimeout, .closedByServer, .leftByClient, .tooSlow: true
        case .joinTimeout, .parseError, .protocolViolation, .tooLarge: false
        }
    }
}
