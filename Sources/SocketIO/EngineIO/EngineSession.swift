// The transport half of a client's session: the handshake, the heartbeat, the way out, and which transport carries it.
import JSON

/// A machine inside `SocketSession`; see there.
struct EngineSession: Equatable, Sendable {
    enum Event: Equatable {
        case openRequested
        case transport(SocketTransportEvent, connection: Int)
        case framesQueued([EngineFrame])
        case timerFired(SocketTimer)
        case closeRequested
    }

    enum Effect: Equatable {
        case transport(SocketTransportEffect, connection: Int)
        case startTimer(SocketTimer, milliseconds: Int)
        case stopTimer(SocketTimer)
        case opened(SocketAuthentication)
        case received(EnginePacket)
        /// The server asked for a sign of life, and got it.
        case pinged
        /// The transport ended or has to; the session decides what to do and sends `closeRequested` where it must.
        case ended(SocketClosure)
    }

    enum Phase: Equatable {
        case closed
        /// The driver finds out as whom we connect.
        case preparing
        /// The websocket is not open yet.
        case connecting
        /// It is, and the open packet has not come.
        case greeting
        /// The first poll is under way; its answer holds the open packet.
        case shaking
        case webSocket(EngineHandshake, isWriting: Bool)
        case polling(EngineHandshake, Polling)
    }

    /// What runs in a polling session: at most one request of a kind.
    struct Polling: Equatable {
        var isPolling = false
        var isPosting = false
        var upgrade = Upgrade.none
    }

    /// The way from polling to a websocket.
    enum Upgrade: Equatable {
        /// Not wanted, not offered, or given up.
        case none
        /// The websocket is not open yet.
        case opening
        /// `2probe` is sent.
        case probing
        /// `3probe` came: no new request is begun, and those under way are waited for.
        case pausing
    }

    let configuration: SocketConfiguration
    var phase = Phase.closed
    /// Number of the last connection that was asked for.
    private(set) var connection = 0
    var authentication = SocketAuthentication()
    /// Why the websocket is not used, where polling took over.
    var webSocketEnd: SocketTransportEnd?
    /// What waits while the driver writes.
    var outbox: ArraySlice<EngineFrame> = []
    var outboxBytes = 0

    init(configuration: SocketConfiguration) {
        self.configuration = configuration
    }

    /// The server's terms, once they are known.
    var handshake: EngineHandshake? {
        switch phase {
        case .webSocket(let handshake, _), .polling(let handshake, _): handshake
        case .closed, .preparing, .connecting, .greeting, .shaking: nil
        }
    }

    /// What carries the packets; nil before the open packet.
    var transport: SocketTransportKind? {
        switch phase {
        case .webSocket: .webSocket
        case .polling: .polling
        case .closed, .preparing, .connecting, .greeting, .shaking: nil
        }
    }

    /// Whether something that is sent now leaves now.
    var isWritable: Bool {
        switch phase {
        case .webSocket(_, let isWriting): !isWriting
        case .polling(_, let polling): !polling.isPosting && polling.upgrade != .pausing
        case .closed, .preparing, .connecting, .greeting, .shaking: false
        }
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .openRequested:
            connection += 1
            phase = .preparing
            webSocketEnd = nil
            return [order(.prepare)]
        case .transport(let event, connection):
            return handle(event)
        case .transport:
            return []
        case .framesQueued(let frames):
            return queue(frames, first: false)
        case .timerFired(.heartbeat):
            return handshake == nil ? [] : [.ended(.pingTimeout)]
        case .timerFired(.webSocket):
            return webSocketOverdue()
        case .timerFired:
            return []
        case .closeRequested:
            return close()
        }
    }

    private mutating func handle(_ event: SocketTransportEvent) -> [Effect] {
        switch event {
        case .prepared(let authentication):
            guard phase == .preparing else { return [] }
            self.authentication = authentication
            return begin()
        case .opened: return webSocketOpened()
        case .received(let frames): return received(frames)
        case .sent:
            guard case .webSocket(let handshake, isWriting: true) = phase else { return [] }
            phase = .webSocket(handshake, isWriting: false)
            return flush()
        case .closed(let end): return webSocketClosed(end)
        case .polled(let status, let body): return polled(status, body)
        case .posted(let status, let body): return posted(status, body)
        case .pollFailed(let end), .postFailed(let end): return requestFailed(end)
        }
    }

    private mutating func begin() -> [Effect] {
        guard configuration.transports.startsOnWebSocket else { return shake() }
        phase = .connecting
        let open = order(.openWebSocket(sessionID: nil))
        guard configuration.transports == .webSocketThenPolling else { return [open] }
        // Half of the time for each.
        return [.startTimer(.webSocket, milliseconds: configuration.openTimeoutMilliseconds / 2), open]
    }

    func order(_ effect: SocketTransportEffect) -> Effect { .transport(effect, connection: connection) }
}

// MARK: Packets, whatever carries them

extension EngineSession {
    /// Reads packets until one ends the session; the end is the last effect then.
    mutating func read(
        _ handshake: EngineHandshake, _ packets: some Sequence<EnginePacket>, _ effects: inout [Effect]
    ) {
        var isAsked = false
        for packet in packets {
            switch packet {
            case .message, .binary: effects.append(.received(packet))
            case .ping(probe: false):
                effects.append(.pinged)
                isAsked = true
            case .close:
                if case .polling = phase { effects += leave() }
                effects.append(.ended(.closedByServer))
                return
            // Noops come on any transport (python-engineio sends one after an upgrade).
            case .noop, .open, .ping, .pong, .upgrade: break
            }
        }
        // One answer is a sign of life for any number of questions: a server that asks without reading fills nothing.
        let pong = EnginePacket.pong(probe: false).frame
        if isAsked, outbox.first != pong { effects += queue([pong], first: true) }
    }

    /// A sign of life is due within this time; any packet is one, since heartbeats queue behind data.
    func heartbeat(_ handshake: EngineHandshake) -> Effect {
        let time = handshake.pingIntervalMilliseconds + handshake.pingTimeoutMilliseconds
        // python-engineio announces whole seconds, so that half a second becomes none.
        return .startTimer(.heartbeat, milliseconds: max(time, 1_000))
    }

    mutating func queue(_ frames: [EngineFrame], first: Bool) -> [Effect] {
        guard handshake != nil else { return [] }
        outbox.insert(contentsOf: frames, at: first ? outbox.startIndex : outbox.endIndex)
        outboxBytes += frames.reduce(0) { $0 + $1.byteCount }
        return flush()
    }

    mutating func flush() -> [Effect] {
        guard !outbox.isEmpty, isWritable else { return [] }
        switch phase {
        case .webSocket(let handshake, _):
            phase = .webSocket(handshake, isWriting: true)
            defer { emptyOutbox() }
            return [order(.send(Array(outbox)))]
        case .polling(let handshake, var polling):
            polling.isPosting = true
            phase = .polling(handshake, polling)
            return [order(.post(takeBody(handshake), sessionID: EngineSessionID(handshake.sessionID)))]
        case .closed, .preparing, .connecting, .greeting, .shaking:
            return []
        }
    }

    /// As much of what waits as one POST may carry.
    mutating func takeBody(_ handshake: EngineHandshake) -> [UInt8] {
        let count = PollingPayload.packetCount(ofBody: outbox, maximumBytes: handshake.maxPayload)
        let frames = outbox.prefix(count)
        outbox = outbox.dropFirst(count)
        outboxBytes -= frames.reduce(0) { $0 + $1.byteCount }
        return PollingPayload.encode(Array(frames))
    }

    private mutating func close() -> [Effect] {
        var effects: [Effect] = []
        switch phase {
        case .closed:
            return []
        case .webSocket:
            if !outbox.isEmpty { effects.append(order(.send(Array(outbox)))) }
        case .polling(let handshake, let polling):
            if polling.upgrade != .none { effects.append(.stopTimer(.webSocket)) }
            let goodbye = EnginePacket.close.frame
            outbox.append(goodbye)
            outboxBytes += goodbye.byteCount
            let id = EngineSessionID(handshake.sessionID)
            while !outbox.isEmpty { effects.append(order(.post(takeBody(handshake), sessionID: id))) }
        case .connecting, .greeting:
            if configuration.transports == .webSocketThenPolling { effects.append(.stopTimer(.webSocket)) }
        case .preparing, .shaking:
            break
        }
        phase = .closed
        emptyOutbox()
        return effects + [order(.close)]
    }

    mutating func emptyOutbox() {
        outbox = []
        outboxBytes = 0
    }
}
