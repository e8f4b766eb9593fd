// What we send: events, buffered while there is no connection, and acknowledgements in both directions.

/// An event to send. The driver gives every emission a ticket of its own.
public struct SocketEmission: Equatable, Sendable {
    /// A number of the driver's that `acknowledged` and `emissionFailed` bring back.
    public var ticket: Int
    /// Nil: the first.
    public var namespace: String?
    /// The event's name; not one of the library's own (`connect`, `disconnect`, …).
    public var name: String
    /// What follows the name.
    public var arguments: SocketArguments
    /// Whether the server is asked for an answer.
    public var wantsAcknowledgement: Bool
    /// Nil: wait for the acknowledgement as long as the connection lives.
    public var acknowledgementTimeoutMilliseconds: Int?
    /// Only worth something now: it is dropped unless it can leave at once.
    public var isVolatile: Bool

    /// An emission; see the properties.
    public init(
        ticket: Int, namespace: String? = nil, name: String, arguments: SocketArguments = [],
        wantsAcknowledgement: Bool = false, acknowledgementTimeoutMilliseconds: Int? = nil, isVolatile: Bool = false
    ) {
        self.ticket = ticket
        self.namespace = namespace
        self.name = name
        self.arguments = arguments
        self.wantsAcknowledgement = wantsAcknowledgement
        self.acknowledgementTimeoutMilliseconds = acknowledgementTimeoutMilliseconds
        self.isVolatile = isVolatile
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
        let namespace = emission.namespace ?? first?.namespace ?? configuration.namespace
        guard phase != .idle, let index = index(of: namespace), memberships[index].isWanted else {
            return failed(emission, .notConnected)
        }
        let isJoined = memberships[index].isJoined
        if emission.isVolatile, !isJoined || !engine.isWritable { return failed(emission, .dropped) }

        var event = SocketEvent(namespace: namespace, name: emission.name, arguments: emission.arguments)
        if emission.wantsAcknowledgement { event.acknowledgementID = memberships[index].acknowledgements.nextID }
        let buffered = BufferedEmission(
            ticket: emission.ticket, acknowledgementID: event.acknowledgementID,
            frames: SocketPacket.event(event).frames)
        if let error = obstacle(to: buffered, index) { return failed(emission, error) }

        var effects: [Effect] = []
        if let id = event.acknowledgementID {
            let timeout = emission.acknowledgementTimeoutMilliseconds
            memberships[index].acknowledgements.expect(ticket: emission.ticket, hasTimer: timeout != nil)
            if let timeout {
                effects.append(.startTimer(.acknowledgement(namespace: namespace, id), milliseconds: timeout))
            }
        }
        if isJoined { return effects + interpret(engine.handle(.framesQueued(buffered.frames))) }
        memberships[index].buffer.append(buffered)
        memberships[index].bufferedBytes += buffered.byteCount
        return effects
    }

    private func obstacle(to emission: BufferedEmission, _ index: Int) -> SocketEmitError? {
        if let error = excess(of: emission) { return error }
        let membership = memberships[index]
        if membership.isJoined {
            return engine.outboxBytes + emission.byteCount > configuration.maximumBufferedBytes ? .bufferFull : nil
        }
        let isFull =
            membership.buffer.count >= configuration.maximumBufferedEvents
            || membership.bufferedBytes + emission.byteCount > configuration.maximumBufferedBytes
        return isFull ? .bufferFull : nil
    }

    private func excess(of emission: BufferedEmission) -> SocketEmitError? {
        guard let limit = engine.handshake?.maxPayload, emission.frames.contains(where: engine.isTooLarge) else {
            return nil
        }
        return .tooLarge(limit: limit)
    }

    private func failed(_ emission: SocketEmission, _ error: SocketEmitError) -> [Effect] {
        [.emissionFailed(ticket: emission.ticket, error)]
    }

    /// Sends what was buffered, in order, as one batch.
    mutating func sendBuffered(_ index: Int) -> [Effect] {
        var effects: [Effect] = []
        var frames: [EngineFrame] = []
        for emission in memberships[index].forgetBuffer() {
            if let error = excess(of: emission) {
                effects += fail(emission, index, error)
            } else {
                frames += emission.frames
            }
        }
        return frames.isEmpty ? effects : effects + interpret(engine.handle(.framesQueued(frames)))
    }

    mutating func dropBuffers() -> [Effect] {
        memberships.indices.flatMap { dropBuffer(of: $0) }
    }

    /// Those that wait for an acknowledgement as well are told by `failAcknowledgements`.
    mutating func dropBuffer(of index: Int) -> [Effect] {
        memberships[index].forgetBuffer().filter { $0.acknowledgementID == nil }
            .map { .emissionFailed(ticket: $0.ticket, .disconnected) }
    }

    private mutating func fail(_ emission: BufferedEmission, _ index: Int, _ error: SocketEmitError) -> [Effect] {
        var effects: [Effect] = []
        if let id = emission.acknowledgementID, memberships[index].acknowledgements.take(id)?.hasTimer == true {
            effects.append(.stopTimer(.acknowledgement(namespace: memberships[index].namespace, id)))
        }
        return effects + [.emissionFailed(ticket: emission.ticket, error)]
    }
}

// MARK: Acknowledgements

extension SocketSession {
    mutating func acknowledge(_ namespace: String, _ id: Int, _ arguments: SocketArguments) -> [Effect] {
        guard let index = index(of: namespace), memberships[index].isJoined,
            memberships[index].acknowledgements.settle(id)
        else { return [] }
        let packet = SocketPacket.acknowledgement(namespace: namespace, id: id, arguments)
        return interpret(engine.handle(.framesQueued(packet.frames)))
    }

    mutating func giveUpAcknowledgement(_ namespace: String, _ id: Int) -> [Effect] {
        guard let index = index(of: namespace), let expected = memberships[index].acknowledgements.take(id) else {
            return []
        }
        if let place = memberships[index].buffer.firstIndex(where: { $0.acknowledgementID == id }) {
            memberships[index].bufferedBytes -= memberships[index].buffer.remove(at: place).byteCount
        }
        return [.emissionFailed(ticket: expected.ticket, .timedOut)]
    }

    mutating func forgetAcknowledgement(of ticket: Int) -> [Effect] {
        for membership in memberships {
            guard let id = membership.acknowledgements.id(of: ticket) else { continue }
            let stop = Effect.stopTimer(.acknowledgement(namespace: membership.namespace, id))
            return [stop]
                + giveUpAcknowledgement(membership.namespace, id).map { effect in
                    if case .emissionFailed(let ticket, _) = effect {
                        .emissionFailed(ticket: ticket, .cancelled)
                    } else {
                        effect
                    }
                }
        }
        return []
    }

    mutating func failAcknowledgements(_ error: SocketEmitError, buffered: Bool) -> [Effect] {
        memberships.indices.flatMap { failAcknowledgements(of: $0, error, buffered: buffered) }
    }

    /// Fails what was sent and is not acknowledged; with `buffered` also what was not sent yet.
    mutating func failAcknowledgements(of index: Int, _ error: SocketEmitError, buffered: Bool) -> [Effect] {
        let membership = memberships[index]
        let waiting = Set(buffered ? [] : membership.buffer.compactMap(\.acknowledgementID))
        return memberships[index].acknowledgements.takeAll(except: waiting).flatMap { id, expected -> [Effect] in
            (expected.hasTimer ? [.stopTimer(.acknowledgement(namespace: membership.namespace, id))] : [])
                + [.emissionFailed(ticket: expected.ticket, error)]
        }
    }
}
