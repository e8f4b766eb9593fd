// Into namespaces and out of them, while the connection is there.
import JSON

extension SocketSession {
    mutating func join(_ namespace: String) -> [Effect] {
        guard let index = index(of: namespace) else {
            memberships.append(SocketMembership(namespace, firstAcknowledgementID: firstAcknowledgementID))
            return phase == .open ? sendConnect(memberships.endIndex - 1) : []
        }
        switch memberships[index].phase {
        case .out, .joining, .joined: return []
        case .leaving:
            // The CONNECT that is on its way will do.
            memberships[index].phase = .joining
            return [joinTimer(index)]
        case .refused where phase != .open:
            memberships[index].phase = .out
            return []
        case .refused: return sendConnect(index)
        case .putOut: return [.stopTimer(.rejoin(namespace: namespace))] + sendConnect(index)
        }
    }

    mutating func leave(_ namespace: String) -> [Effect] {
        guard let index = index(of: namespace), memberships[index].phase != .leaving else { return [] }
        var effects = interpret(engine.handle(.framesQueued(disconnectFrames([index]))))
        if memberships.count(where: \.isWanted) <= 1, memberships[index].isWanted {
            // It tells everything that there is to tell.
            effects += end(.requested)
            if let index = self.index(of: namespace) { forget(index) }
            return effects
        }
        effects += memberships[index].timer.map { [.stopTimer($0)] } ?? []
        effects += failAcknowledgements(of: index, .disconnected, buffered: true) + dropBuffer(of: index)
        if phase == .open, memberships[index].phase != .refused {
            effects.append(.namespaceClosed(namespace: namespace, .requested, retryInMilliseconds: nil))
        }
        if memberships[index].phase == .joining {
            memberships[index].phase = .leaving
            memberships[index].held = []
            memberships[index].recovery = nil
        } else {
            forget(index)
        }
        return effects
    }

    /// The server answered a CONNECT of a namespace that we have left meanwhile.
    mutating func left(_ index: Int, isIn: Bool) -> [Effect] {
        let namespace = memberships[index].namespace
        forget(index)
        guard isIn else { return [] }
        let packet = SocketPacket.disconnect(namespace: namespace, payload: nil)
        return interpret(engine.handle(.framesQueued(packet.frames)))
    }

    /// A namespace that is joined again goes on with the ids: a late answer may still come.
    mutating func forget(_ index: Int) {
        firstAcknowledgementID = max(firstAcknowledgementID, memberships[index].acknowledgements.nextID)
        memberships.remove(at: index)
    }

    func connectFrames(_ index: Int, _ authentication: SocketAuthentication) -> [EngineFrame] {
        let membership = memberships[index]
        return SocketPacket.connect(namespace: membership.namespace, payload: membership.payload(authentication)).frames
    }

    func joinTimer(_ index: Int) -> Effect {
        .startTimer(
            .join(namespace: memberships[index].namespace), milliseconds: configuration.joinTimeoutMilliseconds)
    }

    mutating func sendConnect(_ index: Int) -> [Effect] {
        memberships[index].phase = .joining
        let frames = connectFrames(index, engine.authentication)
        return [joinTimer(index)] + interpret(engine.handle(.framesQueued(frames)))
    }

    /// The server agreed.
    mutating func joined(_ index: Int, _ id: String, privateID: String?) -> [Effect] {
        let namespace = memberships[index].namespace
        let known = memberships[index].recovery
        let isRecovered = privateID != nil && known?.privateID.text == privateID
        memberships[index].recovery = privateID.map { pid in
            SocketMembership.Recovery(privateID: EngineSessionID(pid), offset: isRecovered ? known?.offset : nil)
        }
        memberships[index].phase = .joined(id: id)
        retries = 0
        let events = memberships[index].held
        memberships[index].held = []
        for event in events { note(event, index) }
        return [
            .stopTimer(.join(namespace: namespace)),
            .connected(namespace: namespace, id: id, isRecovered: isRecovered),
        ] + events.map(Effect.received) + sendBuffered(index)
    }

    /// The server does not let us in.
    mutating func refused(_ index: Int, _ reason: SocketClosure) -> [Effect] {
        let others = memberships.indices.contains { $0 != index && memberships[$0].isWanted }
        // With the only namespace the connection goes, which then tells it.
        guard others else {
            let namespace = memberships[index].namespace
            let effects = end(reason)
            // Others may be gone by now.
            if let index = self.index(of: namespace) {
                memberships[index].phase = .refused
                memberships[index].recovery = nil
            }
            return effects
        }
        let timer = memberships[index].timer.map { Effect.stopTimer($0) }
        memberships[index].phase = .refused
        memberships[index].recovery = nil
        memberships[index].held = []
        return (timer.map { [$0] } ?? [])
            + failAcknowledgements(of: index, .disconnected, buffered: true) + dropBuffer(of: index)
            + [.namespaceClosed(namespace: memberships[index].namespace, reason, retryInMilliseconds: nil)]
    }

    /// The server put us out of a namespace.
    mutating func putOut(_ index: Int) -> [Effect] {
        let others = memberships.indices.contains { other in
            other != index && (memberships[other].isJoined || memberships[other].phase == .joining)
        }
        guard others else { return end(.disconnectedByServer) }
        let namespace = memberships[index].namespace
        let timer = memberships[index].timer.map { Effect.stopTimer($0) }
        memberships[index].held = []
        memberships[index].recovery = nil
        let wait =
            configuration.rejoinsWhenPutOut
            ? configuration.retry.delayMilliseconds(retries: memberships[index].timesPutOut, jitter: jitter) : nil
        var effects = (timer.map { [$0] } ?? [])
        effects += failAcknowledgements(of: index, .disconnected, buffered: wait == nil)
        if let wait {
            memberships[index].timesPutOut += 1
            memberships[index].phase = .putOut
            effects.append(.startTimer(.rejoin(namespace: namespace), milliseconds: wait))
        } else {
            memberships[index].phase = .refused
            effects += dropBuffer(of: index)
        }
        return effects + [
            .namespaceClosed(namespace: namespace, .disconnectedByServer, retryInMilliseconds: wait)
        ]
    }
}
