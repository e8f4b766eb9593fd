// A session by HTTP requests: one GET that waits for packets, one POST that brings them (Engine.IO 4, "HTTP long-polling").
import JSON

extension EngineSession {
    /// The first poll opens the session.
    mutating func shake() -> [Effect] {
        phase = .shaking
        return [order(.poll(sessionID: nil))]
    }

    mutating func polled(_ status: Int, _ body: [UInt8]) -> [Effect] {
        switch phase {
        case .shaking:
            guard status == 200 else { return refused(status, body) }
            return greeted(body)
        case .polling(let handshake, var polling) where polling.isPolling:
            polling.isPolling = false
            phase = .polling(handshake, polling)
            guard status == 200 else { return refused(status, body) }
            var effects = [heartbeat(handshake)]
            do throws(PacketError) {
                let packets = try PollingPayload.decode(body)
                // Before the packets are read: one of them may end the session, and then nobody would say `5`.
                if !packets.contains(.close) { effects += moveIfQuiet() }
                read(handshake, packets, &effects)
            } catch {
                return effects + [.ended(.parseError(error))]
            }
            return effects.endsHere ? effects : effects + pollAgain()
        case .closed, .preparing, .connecting, .greeting, .webSocket, .polling:
            return []
        }
    }

    private mutating func greeted(_ body: [UInt8]) -> [Effect] {
        // Engine.IO 3 writes the length of each packet before it: `96:0{…`.
        guard !Self.hasLength(body) else { return over(.unsupportedVersion) }
        do throws(PacketError) {
            let packets = try PollingPayload.decode(body)
            guard case .open(let handshake)? = packets.first else { throw .invalidHandshake }
            phase = .polling(handshake, Polling())
            var effects = [heartbeat(handshake)] + pollAgain() + [.opened(authentication)]
            read(handshake, packets.dropFirst(), &effects)
            return effects.endsHere ? effects : effects + startUpgrade()
        } catch {
            return over(.parseError(error))
        }
    }

    private static func hasLength(_ body: [UInt8]) -> Bool {
        let digits = body.prefix(while: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        return !digits.isEmpty && body.dropFirst(digits.count).first == UInt8(ascii: ":")
    }

    mutating func posted(_ status: Int, _ body: [UInt8]) -> [Effect] {
        guard case .polling(let handshake, var polling) = phase, polling.isPosting else { return [] }
        polling.isPosting = false
        phase = .polling(handshake, polling)
        // The body is `ok` or `OK`; it means nothing.
        guard status == 200 else { return refused(status, body) }
        let move = moveIfQuiet()
        return move.isEmpty ? flush() : move
    }

    mutating func pollAgain() -> [Effect] {
        guard case .polling(let handshake, var polling) = phase, !polling.isPolling, polling.upgrade != .pausing else {
            return []
        }
        polling.isPolling = true
        phase = .polling(handshake, polling)
        return [order(.poll(sessionID: EngineSessionID(handshake.sessionID)))]
    }

    /// Any other status ends the session; a new one is the cure (400 is how a restarted server shows).
    private mutating func refused(_ status: Int, _ body: [UInt8]) -> [Effect] {
        // Longer than what is told, so that the cut goes through no id.
        let said = scrubbed(String(decoding: body.prefix(8_192), as: UTF8.self))
        return over(.transport(.refused(status: status, body: String(said.prefix(1_024)))))
    }

    /// What a server said, without the session's id: python-engineio repeats the id that it does not know.
    func scrubbed(_ text: String) -> String {
        guard let id = handshake?.sessionID, !id.isEmpty else { return text }
        return text.split(separator: id, omittingEmptySubsequences: false).joined(separator: "…")
    }

    func scrubbed(_ end: SocketTransportEnd) -> SocketTransportEnd {
        switch end {
        case .refused(let status, let body): .refused(status: status, body: scrubbed(body))
        case .closeFrame(let code, let reason): .closeFrame(code: code, reason: scrubbed(reason))
        case .nameNotFound, .unreachable, .connectTimedOut, .tls, .proxy, .timedOut, .interrupted, .protocolViolation,
            .tooLarge, .unusable:
            end
        }
    }

    /// Whether the server would refuse a message for its size. By polling binary data goes as base64.
    func isTooLarge(_ frame: EngineFrame) -> Bool {
        guard let limit = handshake?.maxPayload else { return false }
        return (transport == .polling ? PollingPayload.encodedSize(of: frame) : frame.byteCount) > limit
    }

    mutating func requestFailed(_ end: SocketTransportEnd) -> [Effect] {
        switch phase {
        case .shaking, .polling: over(.transport(end))
        case .closed, .preparing, .connecting, .greeting, .webSocket: []
        }
    }

    /// The session is dead: what runs is ended, and nothing is said to a server that does not know us.
    private mutating func over(_ reason: SocketClosure) -> [Effect] {
        leave() + [.ended(reason)]
    }

    /// Ends what runs. A session that lives in requests is over when the server says so.
    mutating func leave() -> [Effect] {
        var effects: [Effect] = []
        if case .polling(_, let polling) = phase, polling.upgrade != .none { effects.append(.stopTimer(.webSocket)) }
        phase = .closed
        emptyOutbox()
        return effects + [order(.close)]
    }
}

extension [EngineSession.Effect] {
    /// Whether one of them is the end of the session.
    fileprivate var endsHere: Bool {
        contains { if case .ended = $0 { true } else { false } }
    }
}
