// What we send: events, buffered while there is no connection, and acknowledgements in both directions.

/// An event to send. The driver gives every emission a ticket of its own.
public struct SocketEmission: Equatable, Sendable {
    public var ticket: Int
    public var name: String
    public var arguments: SocketArguments
    public var wantsAcknowledgement: Bool
    /// Nil: wait for the acknowledgement as long as the connection lives.
    public var acknowledgementTimeoutMilliseconds: Int?

    public init(
        ticket: Int, name: String, arguments: SocketArguments = [], wantsAcknowledgement: Bool = false,
        acknowledgementTimeoutMilliseconds: Int? = nil
    ) {
        self.ticket = ticket
        self.name = name
        self.arguments = arguments
        self.wantsAcknowledgement = wantsAcknowledgement
        self.acknowledgementTimeoutMilliseconds = acknowledgementTimeoutMilliseconds
    }
}

/// An emission that waits for a connection.
struct BufferedEmission: Equatable, Sendable {
    var ticket: Int
    var acknowledgementID: Int?
    var frames: [EngineFrame]
    var byteCount: Int { frames.reduce(0) { $0 + $1.byteCount } }
}

extension SocketSession {
    mutating func emit(_ emission: SocketEmission) -> [Effect] {
        guard !SocketPacket.reservedNames.contains(emission.name) else { return failed(emission, .reservedName) }
        guard state != .idle else { return failed(emission, .notConnected) }

        var event = SocketEvent(
            namespace: configuration.namespace, name: emission.name, arguments: emission.arguments)
        if emission.wantsAcknowledgement { event.acknowledgementID = acknowledgements.nextID }
        let buffered = BufferedEmission(
            ticket: emission.ticket, acknowledgementID: event.acknowledgementID,
            frames: SocketPacket.event(event).frames)
        if let error = obstacle(to: buffered) { return failed(emission, error) }

        var effects: [Effect] = []
        if let id = event.acknowledgementID {
            let timeout = emission.acknowledgementTimeoutMilliseconds
            acknowledgements.expect(ticket: emission.ticket, hasTimer: timeout != nil)
            if let timeout { effects.append(.startTimer(.acknowledgement(id), milliseconds: timeout)) }
        }
        if case .connected = state { return effects + interpret(engine.handle(.framesQueued(buffered.frames))) }
        buffer.append(buffered)
        bufferedBytes += buffered.byteCount
        return effects
    }

    private func obstacle(to emission: BufferedEmission) -> SocketEmitError? {
        if let limit = engine.maxPayload, emission.frames.contains(where: { $0.byteCount > limit }) {
            return .tooLarge(limit: limit)
        }
        if case .connected = state {
            return engine.outboxBytes + emission.byteCount > configuration.maximumBufferedBytes ? .bufferFull : nil
        }
        let isFull =
            buffer.count >= configuration.maximumBufferedEvents
            || bufferedBytes + emission.byteCount > configuration.maximumBufferedBytes
        return isFull ? .bufferFull : nil
    }

    private func failed(_ emission: SocketEmission, _ error: SocketEmitError) -> [Effect] {
        [.emissionFailed(ticket: emission.ticket, error)]
    }

    /// Sends what was buffered, in order, as one batch.
    mutating func sendBuffered() -> [Effect] {
        var effects: [Effect] = []
        var frames: [EngineFrame] = []
        for emission in buffer {
            if let limit = engine.maxPayload, emission.frames.contains(where: { $0.byteCount > limit }) {
                effects += fail(emission, .tooLarge(limit: limit))
            } else {
                frames += emission.frames
            }
        }
        buffer = []
        bufferedBytes = 0
        return frames.isEmpty ? effects : effects + interpret(engine.handle(.framesQueued(frames)))
    }

    mutating func dropBuffer() -> [Effect] {
        let emissions = buffer
        buffer = []
        bufferedBytes = 0
        return emissions.filter { $0.acknowledgementID == nil }.map {
            .emissionFailed(ticket: $0.ticket, .disconnected)
        }
    }

    private mutating func fail(_ emission: BufferedEmission, _ error: SocketEmitError) -> [Effect] {
        var effects: [Effect] = []
        if let id = emission.acknowledgementID, acknowledgements.take(id)?.hasTimer == true {
            effects.append(.stopTimer(.acknowledgement(id)))
        }
        return effects + [.emissionFailed(ticket: emission.ticket, error)]
    }
}

// MARK: Acknowledgements

extension SocketSession {
    mutating func acknowledge(_ id: Int, _ arguments: SocketArguments) -> [Effect] {
        guard case .connected = state, acknowledgements.settle(id) else { return [] }
        let packet = SocketPacket.acknowledgement(namespace: configuration.namespace, id: id, arguments)
        return interpret(engine.handle(.framesQueued(packet.frames)))
    }

    mutating func giveUpAcknowledgement(_ id: Int) -> [Effect] {
        guard let expected = acknowledgements.take(id) else { return [] }
        if let index = buffer.firstIndex(where: { $0.acknowledgementID == id }) {
            bufferedBytes -= buffer.remove(at: index).byteCount
        }
        return [.emissionFailed(ticket: expected.ticket, .timedOut)]
    }

    /// Fails what was sent and is not acknowledged; with `buffered` also what was not sent yet.
    mutating func failAcknowledgements(_ error: SocketEmitError, buffered: Bool) -> [Effect] {
        let waiting = Set(buffered ? [] : buffer.compactMap(\.acknowledgementID))
        return acknowledgements.takeAll(except: waiting).flatMap { id, expected -> [Effect] in
            (expected.hasTimer ? [.stopTimer(.acknowledgement(id))] : [])
                + [.emissionFailed(ticket: expected.ticket, error)]
        }
    }
}
