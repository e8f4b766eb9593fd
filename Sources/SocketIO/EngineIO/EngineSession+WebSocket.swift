// A session on a websocket: its own from the start, or the one that a polling session wants to move to.
import JSON

extension EngineSession {
    mutating func webSocketOpened() -> [Effect] {
        switch phase {
        case .connecting:
            phase = .greeting
            return []
        case .polling(let handshake, var polling) where polling.upgrade == .opening:
            polling.upgrade = .probing
            phase = .polling(handshake, polling)
            return [order(.send([EnginePacket.ping(probe: true).frame]))]
        case .closed, .preparing, .greeting, .shaking, .webSocket, .polling:
            return []
        }
    }

    mutating func received(_ frames: [EngineFrame]) -> [Effect] {
        var effects: [Effect] = []
        effects.reserveCapacity(frames.count + 2)
        do throws(PacketError) {
            var rest = frames[...]
            switch phase {
            case .connecting, .greeting:
                guard let first = rest.popFirst() else { return [] }
                guard phase == .greeting, case .open(let handshake) = try EnginePacket(first) else {
                    return [.ended(.parseError(.invalidHandshake))]
                }
                phase = .webSocket(handshake, isWriting: false)
                if configuration.transports == .webSocketThenPolling { effects.append(.stopTimer(.webSocket)) }
                effects += [heartbeat(handshake), .opened(authentication)]
                try read(handshake, rest, &effects)
            case .webSocket(let handshake, _):
                effects.append(heartbeat(handshake))
                try read(handshake, rest, &effects)
            case .polling(_, let polling) where polling.upgrade == .probing:
                return probed(rest)
            case .closed, .preparing, .shaking, .polling:
                return []
            }
        } catch {
            effects.append(.ended(.parseError(error)))
        }
        return effects
    }

    /// What came before a broken packet is still read.
    private mutating func read(
        _ handshake: EngineHandshake, _ frames: ArraySlice<EngineFrame>, _ effects: inout [Effect]
    ) throws(PacketError) {
        guard frames.count != 1 else {
            return read(handshake, CollectionOfOne(try EnginePacket(frames[frames.startIndex])), &effects)
        }
        var packets: [EnginePacket] = []
        packets.reserveCapacity(frames.count)
        var failure: PacketError?
        for frame in frames {
            do throws(PacketError) {
                packets.append(try EnginePacket(frame))
            } catch {
                failure = error
                break
            }
        }
        read(handshake, packets, &effects)
        if let failure { throw failure }
    }

    mutating func webSocketClosed(_ end: SocketTransportEnd) -> [Effect] {
        switch phase {
        case .closed, .shaking:
            return []
        case .connecting where canFallBack(end), .greeting where canFallBack(end):
            webSocketEnd = end
            return [.stopTimer(.webSocket)] + shake()
        case .polling(_, let polling):
            if polling.upgrade == .none { return [] }
            webSocketEnd = scrubbed(end)
            return [.stopTimer(.webSocket)] + resumePolling()
        case .connecting, .greeting:
            phase = .closed
            let timer: [Effect] = configuration.transports == .webSocketThenPolling ? [.stopTimer(.webSocket)] : []
            return timer + [.ended(.transport(end))]
        case .preparing, .webSocket:
            let told = scrubbed(end)
            phase = .closed
            emptyOutbox()
            return [.ended(.transport(told))]
        }
    }

    /// A proxy may also answer 101 and then end what it does not understand.
    private func canFallBack(_ end: SocketTransportEnd) -> Bool {
        configuration.transports == .webSocketThenPolling && end.isAboutUpgrade
    }

    /// The websocket has had its time. A proxy that swallows it shows in no other way.
    mutating func webSocketOverdue() -> [Effect] {
        switch phase {
        case .connecting, .greeting:
            guard configuration.transports == .webSocketThenPolling else { return [] }
            webSocketEnd = .timedOut
            return [order(.closeWebSocket)] + shake()
        case .polling(_, let polling) where polling.upgrade != .none:
            webSocketEnd = .timedOut
            return [order(.closeWebSocket)] + resumePolling()
        case .closed, .preparing, .shaking, .webSocket, .polling:
            return []
        }
    }
}

// MARK: The move from polling (Engine.IO 4, "Upgrade")

extension EngineSession {
    /// Asks for the websocket, where both sides want one; polling goes on meanwhile.
    mutating func startUpgrade() -> [Effect] {
        guard configuration.transports == .pollingThenWebSocket, case .polling(let handshake, var polling) = phase,
            handshake.upgrades.contains("websocket")
        else { return [] }
        polling.upgrade = .opening
        phase = .polling(handshake, polling)
        return [
            .startTimer(.webSocket, milliseconds: configuration.upgradeTimeoutMilliseconds),
            order(.openWebSocket(sessionID: EngineSessionID(handshake.sessionID))),
        ]
    }

    private mutating func probed(_ frames: ArraySlice<EngineFrame>) -> [Effect] {
        guard case .polling(let handshake, var polling) = phase, let first = frames.first else { return [] }
        guard (try? EnginePacket(first)) == .pong(probe: true) else {
            // Somebody else answers there. Polling works, so it stays.
            webSocketEnd = .protocolViolation("the websocket did not answer the probe")
            return [.stopTimer(.webSocket), order(.closeWebSocket)] + resumePolling()
        }
        polling.upgrade = .pausing
        phase = .polling(handshake, polling)
        return moveIfQuiet()
    }

    /// Moves when no request is under way any more. What was queued meanwhile goes over the websocket.
    mutating func moveIfQuiet() -> [Effect] {
        guard case .polling(let handshake, let polling) = phase, polling.upgrade == .pausing, !polling.isPolling,
            !polling.isPosting
        else { return [] }
        phase = .webSocket(handshake, isWriting: true)
        return [.stopTimer(.webSocket), order(.send([EnginePacket.upgrade.frame]))]
    }

    private mutating func resumePolling() -> [Effect] {
        guard case .polling(let handshake, var polling) = phase else { return [] }
        polling.upgrade = .none
        phase = .polling(handshake, polling)
        return pollAgain() + flush()
    }
}
