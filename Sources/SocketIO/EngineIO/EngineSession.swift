// The transport half of a client's session: the websocket, the handshake, the heartbeat, and one ordered way out.
import JSON

/// A machine inside `SocketSession`; see there.
struct EngineSession: Equatable, Sendable {
    enum Event: Equatable {
        case openRequested
        case transport(SocketTransportEvent, connection: Int)
        case framesQueued([EngineFrame])
        case heartbeatMissed
        case closeRequested
    }

    enum Effect: Equatable {
        case transport(SocketTransportEffect, connection: Int)
        case startHeartbeat(milliseconds: Int)
        case opened(auth: JSONValue?)
        case received(EnginePacket)
        /// The server asked for a sign of life, and got it.
        case pinged
        /// The transport ended or has to; the session decides what to do and sends `closeRequested` where it must.
        case ended(SocketClosure)
    }

    enum Phase: Equatable {
        case closed
        /// The websocket is not open yet.
        case connecting
        /// It is, and the open packet has not come.
        case greeting(auth: JSONValue?)
        case open(EngineHandshake, isWriting: Bool)
    }

    private(set) var phase = Phase.closed
    /// Number of the last connection that was asked for.
    private(set) var connection = 0
    /// What waits while the driver writes.
    private var outbox: [EngineFrame] = []
    private(set) var outboxBytes = 0

    /// Bytes that the server takes in one message, if it said so.
    var maxPayload: Int? {
        if case .open(let handshake, _) = phase { handshake.maxPayload } else { nil }
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .openRequested:
            connection += 1
            phase = .connecting
            return [.transport(.open, connection: connection)]
        case .transport(let event, connection):
            return handle(event)
        case .transport:
            return []
        case .framesQueued(let frames):
            return queue(frames, first: false)
        case .heartbeatMissed:
            guard case .open = phase else { return [] }
            return [.ended(.pingTimeout)]
        case .closeRequested:
            return close()
        }
    }

    private mutating func handle(_ event: SocketTransportEvent) -> [Effect] {
        switch (event, phase) {
        case (_, .closed):
            return []
        case (.opened(let auth), .connecting):
            phase = .greeting(auth: auth)
            return []
        case (.opened, _):
            return []
        case (.received(let frame), _):
            return received(frame)
        case (.sent, .open(let handshake, isWriting: true)):
            phase = .open(handshake, isWriting: false)
            return flush()
        case (.sent, _):
            return []
        case (.closed(let end), _):
            phase = .closed
            emptyOutbox()
            return [.ended(.transport(end))]
        }
    }

    private mutating func received(_ frame: EngineFrame) -> [Effect] {
        do throws(PacketError) {
            let packet = try EnginePacket(frame)
            switch (phase, packet) {
            case (.greeting(let auth), .open(let handshake)):
                phase = .open(handshake, isWriting: false)
                return [heartbeat(handshake), .opened(auth: auth)]
            case (.greeting, _), (.connecting, _):
                return [.ended(.parseError(.invalidHandshake))]
            case (.open(let handshake, _), .message), (.open(let handshake, _), .binary):
                return [heartbeat(handshake), .received(packet)]
            case (.open(let handshake, _), .ping(probe: false)):
                return [heartbeat(handshake), .pinged] + queue([EnginePacket.pong(probe: false).frame], first: true)
            case (.open, .close):
                return [.ended(.closedByServer)]
            case (.open(let handshake, _), _):
                return [heartbeat(handshake)]
            case (.closed, _):
                return []
            }
        } catch {
            return [.ended(.parseError(error))]
        }
    }

    /// A sign of life is due within this time; any packet is one, since heartbeats queue behind data.
    private func heartbeat(_ handshake: EngineHandshake) -> Effect {
        let time = handshake.pingIntervalMilliseconds + handshake.pingTimeoutMilliseconds
        // python-engineio announces whole seconds, so that half a second becomes none.
        return .startHeartbeat(milliseconds: max(time, 1_000))
    }

    private mutating func queue(_ frames: [EngineFrame], first: Bool) -> [Effect] {
        guard case .open = phase else { return [] }
        outbox.insert(contentsOf: frames, at: first ? 0 : outbox.count)
        outboxBytes += frames.reduce(0) { $0 + $1.byteCount }
        return flush()
    }

    private mutating func flush() -> [Effect] {
        guard case .open(let handshake, isWriting: false) = phase, !outbox.isEmpty else { return [] }
        phase = .open(handshake, isWriting: true)
        defer { emptyOutbox() }
        return [.transport(.send(outbox), connection: connection)]
    }

    private mutating func close() -> [Effect] {
        guard phase != .closed else { return [] }
        var effects: [Effect] = []
        if !outbox.isEmpty { effects.append(.transport(.send(outbox), connection: connection)) }
        effects.append(.transport(.close, connection: connection))
        phase = .closed
        emptyOutbox()
        return effects
    }

    private mutating func emptyOutbox() {
        outbox = []
        outboxBytes = 0
    }
}
