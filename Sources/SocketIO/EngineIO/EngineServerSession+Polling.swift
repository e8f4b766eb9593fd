// Polling on the server: one GET that waits, one POST at a time, and what engine.io does to a client that has two.

extension EngineServerSession {
    mutating func pollArrived(_ poll: Int) -> [Effect] {
        switch phase {
        case .new:
            phase = .polling(poll: poll, .none)
            return open(upgrades: configuration.allowsUpgrade ? ["websocket"] : [])
        case .polling(poll: nil, let upgrade):
            phase = .polling(poll: poll, upgrade)
            if !outbox.isEmpty { return flush() }
            return releasePollForUpgrade()
        case .polling(poll: .some, _):
            // Two polls at once: the client has lost its way. engine.io ends the session too.
            guard dialect.isPython else { return [refusal(poll)] + close(.protocolViolation) }
            phase = .closed
            return timersOff + [.closed(.protocolViolation)]
        case .closing(let reason):
            guard outbox.count < PollingPayload.maximumPackets else { return [answer(poll, .packets(takePayload()))] }
            phase = .closed
            return [answer(poll, .packets(outbox + [EnginePacket.close.frame])), .stopTimer(.close), .closed(reason)]
        case .webSocket, .leaving, .closed:
            return [refusal(poll)]
        }
    }

    /// Two at once: the client has lost its way, and the order of what it sends.
    mutating func postBegan(_ post: Int) -> [Effect] {
        guard openPost != nil, !dialect.isPython, case .polling = phase else {
            openPost = post
            return []
        }
        return [refusal(post)] + close(.protocolViolation)
    }

    mutating func postArrived(_ post: Int, _ body: [UInt8]) -> [Effect] {
        if openPost == post { openPost = nil }
        if case .closing = phase { return [answer(post, dialect.taken)] }
        guard case .polling = phase else { return [refusal(post)] }
        guard body.count <= configuration.maximumPayloadBytes else {
            return [answer(post, dialect.tooLarge)] + close(.tooLarge)
        }
        do throws(PacketError) {
            let packets = try PollingPayload.decode(body)
            var effects = [answer(post, dialect.taken)]
            if dialect.isPython, packets.count > PollingPayload.maximumPackets { return effects }
            for packet in packets where phase != .closed { effects += received(packet) }
            return effects
        } catch {
            return [refusal(post)] + close(.parseError(error))
        }
    }

    /// Ends a poll with a noop while the client waits for it to end, so that it can say `5`.
    mutating func releasePollForUpgrade() -> [Effect] {
        guard case .polling(let poll?, .probed(let socket)) = phase else { return [] }
        phase = .polling(poll: nil, .probed(socket))
        return [answer(poll, .packets([EnginePacket.noop.frame]))]
    }

    func answer(_ exchange: Int, _ answer: EngineAnswer) -> Effect {
        .transport(.answer(exchange, answer))
    }

    private func refusal(_ exchange: Int) -> Effect {
        answer(exchange, EngineRequestError.badRequest.answer(in: dialect))
    }

    private var dialect: SocketServerDialect { configuration.dialect }
}
