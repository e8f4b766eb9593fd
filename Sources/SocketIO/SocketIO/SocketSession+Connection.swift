// Coming and going: attempts, the transport's news, ends, and the wait before the next attempt.
import JSON

extension SocketSession {
    mutating func connect() -> [Effect] {
        switch phase {
        case .idle:
            retries = 0
            for index in memberships.indices where !memberships[index].isWanted { memberships[index].phase = .out }
            return open()
        case .waiting:
            retries = 0
            return [.stopTimer(.retry)] + open()
        case .opening, .open:
            return []
        }
    }

    mutating func open() -> [Effect] {
        guard !memberships.isEmpty else { return [] }
        phase = .opening
        decoder = SocketDecoder()
        return [.startTimer(.open, milliseconds: configuration.openTimeoutMilliseconds)]
            + interpret(engine.handle(.openRequested))
    }

    mutating func disconnect() -> [Effect] {
        switch phase {
        case .idle:
            return []
        case .opening, .waiting:
            return end(.requested)
        case .open:
            return sayGoodbye(memberships.indices) + end(.requested)
        }
    }

    /// DISCONNECT for those of them that the server has let in.
    func disconnectFrames(_ indices: some Sequence<Int>) -> [EngineFrame] {
        indices.filter { memberships[$0].isJoined }
            .flatMap { SocketPacket.disconnect(namespace: memberships[$0].namespace, payload: nil).frames }
    }

    private mutating func sayGoodbye(_ indices: some Sequence<Int>) -> [Effect] {
        interpret(engine.handle(.framesQueued(disconnectFrames(indices))))
    }

    mutating func interpret(_ effects: [EngineSession.Effect]) -> [Effect] {
        var result: [Effect] = []
        result.reserveCapacity(effects.count)
        for (place, effect) in effects.enumerated() {
            switch effect {
            case .transport(let effect, let connection): result.append(.transport(effect, connection: connection))
            case .startTimer(let timer, let time): result.append(.startTimer(timer, milliseconds: time))
            case .stopTimer(let timer): result.append(.stopTimer(timer))
            case .opened(let authentication): result += opened(authentication)
            case .pinged: proved()
            case .received(let packet):
                let count = result.count
                receive(packet, &result)
                if phase == .open { continue }
                // What came behind a packet that ended the connection belongs to nobody. But what the engine stopped
                // or closed there it will not stop or close again.
                result.insert(contentsOf: effects[(place + 1)...].compactMap(\.asEnding), at: count)
                return result
            case .ended(let reason): return result + end(reason.told)
            }
        }
        return result
    }

    /// The connection has outlived a heartbeat, so it counts as a good one.
    private mutating func proved() {
        isProven = true
        for index in memberships.indices { memberships[index].timesPutOut = 0 }
    }

    private mutating func opened(_ authentication: SocketAuthentication) -> [Effect] {
        phase = .open
        isProven = false
        retriesBefore = retries
        var effects: [Effect] = [.stopTimer(.open)]
        var frames: [EngineFrame] = []
        for index in memberships.indices where memberships[index].isWanted {
            memberships[index].phase = .joining
            memberships[index].timesPutOut = 0
            frames += connectFrames(index, authentication)
            effects.append(joinTimer(index))
        }
        return effects + interpret(engine.handle(.framesQueued(frames)))
    }

    /// Ends the connection or the attempt, whoever wanted it, and waits for the next attempt where one can help.
    mutating func end(_ reason: SocketClosure) -> [Effect] {
        var effects: [Effect] = []
        switch phase {
        case .idle: return []
        case .opening: effects.append(.stopTimer(.open))
        case .open: effects += memberships.compactMap(\.timer).map { .stopTimer($0) }
        case .waiting: effects.append(.stopTimer(.retry))
        }
        let wasConnected = phase == .open && memberships.contains(where: \.isJoined)
        if phase != .waiting { effects.append(.stopTimer(.heartbeat)) }
        effects += interpret(engine.handle(.closeRequested))
        for index in memberships.indices { memberships[index].connectionEnded(reason) }
        for index in memberships.indices.reversed() where memberships[index].phase == .leaving { forget(index) }

        // A server that lets us in and puts us out at once must not be asked every second.
        if reason.isServerMade, wasConnected, !isProven { retries = retriesBefore }
        let mayHeal = reason.mayHeal && (reason != .disconnectedByServer || configuration.rejoinsWhenPutOut)
        let wait = mayHeal ? configuration.retry.delayMilliseconds(retries: retries, jitter: jitter) : nil
        effects += failAcknowledgements(.disconnected, buffered: wait == nil)
        if let wait {
            retries += 1
            phase = .waiting
            effects.append(.startTimer(.retry, milliseconds: wait))
        } else {
            phase = .idle
            effects += dropBuffers()
        }
        effects.append(
            wasConnected
                ? .disconnected(reason, retryInMilliseconds: wait)
                : .attemptFailed(reason, retryInMilliseconds: wait))
        return effects
    }
}

extension SocketMembership {
    /// The timer that runs for it.
    var timer: SocketTimer? {
        switch phase {
        case .joining: .join(namespace: namespace)
        case .putOut: .rejoin(namespace: namespace)
        case .out, .joined, .leaving, .refused: nil
        }
    }

    fileprivate mutating func connectionEnded(_ reason: SocketClosure) {
        if isWanted { phase = .out }
        held = []
        // A server remembers us after an accident, not after a goodbye (socket.io, RECOVERABLE_DISCONNECT_REASONS).
        if reason == .requested || reason == .disconnectedByServer { recovery = nil }
    }
}

extension EngineSession.Effect {
    /// The effect of the session, when it ends something.
    fileprivate var asEnding: SocketSession.Effect? {
        switch self {
        case .stopTimer(let timer): .stopTimer(timer)
        case .transport(.close, let connection): .transport(.close, connection: connection)
        case .transport, .startTimer, .opened, .received, .pinged, .ended: nil
        }
    }
}
