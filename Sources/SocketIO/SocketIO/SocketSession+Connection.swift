// Coming and going: attempts, the way into the namespace, ends, and the wait before the next attempt.
import JSON

extension SocketSession {
    mutating func connect() -> [Effect] {
        switch state {
        case .idle:
            retries = 0
            return open()
        case .waiting:
            retries = 0
            return [.stopTimer(.retry)] + open()
        case .opening, .joining, .connected:
            return []
        }
    }

    mutating func open() -> [Effect] {
        state = .opening
        decoder = SocketDecoder()
        return [.startTimer(.open, milliseconds: configuration.openTimeoutMilliseconds)]
            + interpret(engine.handle(.openRequested))
    }

    mutating func disconnect() -> [Effect] {
        switch state {
        case .idle:
            return []
        case .opening, .waiting:
            return end(.requested)
        case .joining, .connected:
            let packet = SocketPacket.disconnect(namespace: configuration.namespace, payload: nil)
            return interpret(engine.handle(.framesQueued(packet.frames))) + end(.requested)
        }
    }

    mutating func interpret(_ effects: [EngineSession.Effect]) -> [Effect] {
        var result: [Effect] = []
        result.reserveCapacity(effects.count)
        for effect in effects {
            switch effect {
            case .transport(let effect, let connection): result.append(.transport(effect, connection: connection))
            case .startHeartbeat(let time): result.append(.startTimer(.heartbeat, milliseconds: time))
            case .opened(let auth): result += join(auth)
            case .pinged: isProven = true
            case .received(let packet): receive(packet, &result)
            case .ended(let reason): result += end(reason.told)
            }
        }
        return result
    }

    private mutating func join(_ auth: JSONValue?) -> [Effect] {
        state = .joining
        let packet = SocketPacket.connect(namespace: configuration.namespace, payload: auth)
        return [
            .stopTimer(.open), .startTimer(.join, milliseconds: configuration.joinTimeoutMilliseconds),
        ] + interpret(engine.handle(.framesQueued(packet.frames)))
    }

    /// The server agreed.
    mutating func joined(_ id: String) -> [Effect] {
        state = .connected(id: id)
        retriesBefore = retries
        retries = 0
        isProven = false
        let events = held.map(Effect.received)
        held = []
        return [.stopTimer(.join), .connected(id: id)] + events + sendBuffered()
    }

    /// Ends the connection or the attempt, whoever wanted it, and waits for the next attempt where one can help.
    mutating func end(_ reason: SocketClosure) -> [Effect] {
        var effects: [Effect]
        let wasConnected: Bool
        switch state {
        case .idle: return []
        case .opening: (effects, wasConnected) = ([.stopTimer(.open)], false)
        case .joining: (effects, wasConnected) = ([.stopTimer(.join)], false)
        case .connected: (effects, wasConnected) = ([], true)
        case .waiting: (effects, wasConnected) = ([.stopTimer(.retry)], false)
        }
        if state != .waiting { effects.append(.stopTimer(.heartbeat)) }
        effects += interpret(engine.handle(.closeRequested))
        held = []

        var delay: Int?
        if reason.mayHeal {
            // A server that lets us in and puts us out at once must not be asked every second.
            if reason.isServerMade, wasConnected, !isProven { retries = retriesBefore }
            let wait = configuration.retry.delayMilliseconds(retries: retries, jitter: jitter)
            retries += 1
            state = .waiting
            delay = wait
            effects += failAcknowledgements(.disconnected, buffered: false)
            effects.append(.startTimer(.retry, milliseconds: wait))
        } else {
            state = .idle
            effects += failAcknowledgements(.disconnected, buffered: true) + dropBuffer()
        }
        effects.append(
            wasConnected
                ? .disconnected(reason, retryInMilliseconds: delay)
                : .attemptFailed(reason, retryInMilliseconds: delay))
        return effects
    }
}
