// The transport half of one session on the server: polling, websocket, the way from one to the other, heartbeat.

/// What the network brought for a session. HTTP exchanges and websockets are named by numbers that the driver gives
/// out; each number is used once.
public enum EngineServerEvent: Equatable, Sendable {
    /// A GET came (the one that opened the session is its first poll). Answered by `answer`, now or later.
    case pollArrived(Int)
    /// The connection of an unanswered GET is gone.
    case pollAbandoned(Int)
    /// A POST began; its body is on the way. May be left out when the body is there already.
    case postBegan(Int)
    /// A POST came with its whole body. Answered by `answer` at once.
    case postArrived(Int, body: [UInt8])
    /// The connection of a POST that began is gone before its body was there.
    case postAbandoned(Int)
    /// A websocket is open: the session's own from the start, or one it wants to move to.
    case webSocketOpened(Int)
    /// A whole message came over a websocket.
    case frameReceived(EngineFrame, webSocket: Int)
    /// The frames of the last `send` were handed to the network.
    case framesSent(webSocket: Int)
    /// A websocket is gone, whoever closed it.
    case webSocketClosed(Int)
}

/// What the network is to do for a session.
public enum EngineServerEffect: Equatable, Sendable {
    /// Answer a GET or a POST.
    case answer(Int, EngineAnswer)
    /// Send these in order, then report `framesSent`. The next `send` comes after that, unless the session ends.
    case send([EngineFrame], webSocket: Int)
    /// Send a close frame after what was sent before, and close.
    case closeWebSocket(Int)
}

/// A machine inside `SocketServerSession`; see there.
struct EngineServerSession: Equatable, Sendable {
    enum Event: Equatable {
        case transport(EngineServerEvent)
        case timerFired(SocketServerTimer)
        /// The session wants to send.
        case framesQueued([EngineFrame])
        case closeRequested(SocketServerClosure)
    }

    enum Effect: Equatable {
        case transport(EngineServerEffect)
        case startTimer(SocketServerTimer, milliseconds: Int)
        case stopTimer(SocketServerTimer)
        case opened
        case received(EnginePacket)
        case closed(SocketServerClosure)
    }

    enum Phase: Equatable {
        case new
        case polling(poll: Int?, Upgrade)
        case webSocket(Int, isWriting: Bool)
        /// A close packet waits for the next poll.
        case closing(SocketServerClosure)
        /// A close packet went over the websocket, and the client is to close it.
        case leaving(Int, SocketServerClosure)
        case closed
    }

    enum Upgrade: Equatable {
        case none
        /// A websocket is open and has not said `2probe`.
        case offered(Int)
        /// `3probe` is sent; the client ends its polls and says `5`.
        case probed(Int)
    }

    let id: String
    let configuration: SocketServerConfiguration
    var phase = Phase.new
    /// The POST whose body is on the way.
    var openPost: Int?
    var outbox: [EngineFrame] = []
    var outboxBytes = 0

    init(id: String, configuration: SocketServerConfiguration) {
        self.id = id
        self.configuration = configuration
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .transport(let event): return handle(event)
        case .timerFired(let timer): return fired(timer)
        case .framesQueued(let frames): return queue(frames)
        case .closeRequested(let reason): return close(reason)
        }
    }

    private mutating func handle(_ event: EngineServerEvent) -> [Effect] {
        switch event {
        case .pollArrived(let poll): return pollArrived(poll)
        case .pollAbandoned(let poll):
            guard case .polling(poll: poll, let upgrade) = phase else { return [] }
            phase = .polling(poll: nil, upgrade)
            return close(.transportClosed)
        case .postBegan(let post): return postBegan(post)
        case .postArrived(let post, let body): return postArrived(post, body)
        case .postAbandoned(let post):
            guard openPost == post else { return [] }
            openPost = nil
            return close(.transportClosed)
        case .webSocketOpened(let socket): return webSocketOpened(socket)
        case .frameReceived(let frame, let socket): return received(frame, on: socket)
        case .framesSent(let socket):
            guard case .webSocket(socket, isWriting: true) = phase else { return [] }
            phase = .webSocket(socket, isWriting: false)
            return flush()
        case .webSocketClosed(let socket): return webSocketClosed(socket)
        }
    }
}

// MARK: Websocket and upgrade

extension EngineServerSession {
    private mutating func webSocketOpened(_ socket: Int) -> [Effect] {
        switch phase {
        case .new:
            phase = .webSocket(socket, isWriting: false)
            return open(upgrades: [])
        case .polling(let poll, .none) where configuration.allowsUpgrade:
            phase = .polling(poll: poll, .offered(socket))
            return [.startTimer(.upgrade, milliseconds: configuration.upgradeTimeoutMilliseconds)]
        case .polling, .webSocket, .closing, .leaving, .closed:
            return [.transport(.closeWebSocket(socket))]
        }
    }

    private mutating func received(_ frame: EngineFrame, on socket: Int) -> [Effect] {
        do throws(PacketError) {
            switch phase {
            case .webSocket(socket, _):
                return received(try EnginePacket(frame))
            case .polling(let poll, .offered(socket)):
                guard try EnginePacket(frame) == .ping(probe: true) else { return dropUpgrade() }
                phase = .polling(poll: poll, .probed(socket))
                let pong = EnginePacket.pong(probe: true).frame
                return [.transport(.send([pong], webSocket: socket))] + releasePollForUpgrade()
            case .polling(let poll, .probed(socket)):
                guard try EnginePacket(frame) == .upgrade else { return dropUpgrade() }
                phase = .webSocket(socket, isWriting: false)
                let release = poll.map { [answer($0, .packets([EnginePacket.noop.frame]))] } ?? []
                if configuration.dialect.isPython { outbox.insert(EnginePacket.noop.frame, at: 0) }
                return release + [.stopTimer(.upgrade), .stopTimer(.pong), pingTimer] + flush()
            case .new, .polling, .webSocket, .closing, .leaving, .closed:
                return []
            }
        } catch {
            if case .polling = phase { return dropUpgrade() }
            return close(.parseError(error))
        }
    }

    private mutating func dropUpgrade() -> [Effect] {
        guard case .polling(let poll, let upgrade) = phase else { return [] }
        switch upgrade {
        case .none: return []
        case .offered(let socket), .probed(let socket):
            phase = .polling(poll: poll, .none)
            return [.stopTimer(.upgrade), .transport(.closeWebSocket(socket))]
        }
    }

    private mutating func webSocketClosed(_ socket: Int) -> [Effect] {
        switch phase {
        case .webSocket(socket, _):
            phase = .closed
            return timersOff + [.closed(.transportClosed)]
        case .leaving(socket, let reason):
            phase = .closed
            return [.stopTimer(.close), .closed(reason)]
        case .polling(let poll, .offered(socket)), .polling(let poll, .probed(socket)):
            phase = .polling(poll: poll, .none)
            return [.stopTimer(.upgrade)]
        default:
            return []
        }
    }
}

// MARK: Packets, heartbeat, close

extension EngineServerSession {
    mutating func open(upgrades: [String]) -> [Effect] {
        let handshake = EngineHandshake(
            sessionID: id, upgrades: upgrades, pingIntervalMilliseconds: configuration.pingIntervalMilliseconds,
            pingTimeoutMilliseconds: configuration.pingTimeoutMilliseconds,
            maxPayload: configuration.maximumPayloadBytes)
        return queue([configuration.dialect.open(handshake)]) + [pingTimer, .opened]
    }

    mutating func received(_ packet: EnginePacket) -> [Effect] {
        switch packet {
        case .message, .binary: return [.received(packet)]
        case .pong(probe: false): return [.stopTimer(.pong), pingTimer]
        case .close: return close(.leftByClient)
        case .upgrade, .noop, .pong: return []
        case .ping where configuration.dialect.isPython: return []
        // Only the server asks for a heartbeat, and only the server opens.
        case .ping, .open: return close(.protocolViolation)
        }
    }

    private mutating func fired(_ timer: SocketServerTimer) -> [Effect] {
        switch (timer, phase) {
        case (_, .closed), (_, .new): return []
        case (.close, .closing(let reason)):
            phase = .closed
            return [.closed(reason)]
        case (.close, .leaving(let socket, let reason)):
            phase = .closed
            return [.transport(.closeWebSocket(socket)), .closed(reason)]
        case (.ping, .polling), (.ping, .webSocket):
            return [.startTimer(.pong, milliseconds: configuration.pingTimeoutMilliseconds)]
                + queue([EnginePacket.ping(probe: false).frame], first: true)
        case (.pong, _): return close(.pingTimeout)
        case (.upgrade, _): return dropUpgrade()
        default: return []
        }
    }

    private mutating func queue(_ frames: [EngineFrame], first: Bool = false) -> [Effect] {
        switch phase {
        case .closed, .leaving: return []
        case .new, .polling, .webSocket, .closing: break
        }
        outboxBytes += frames.reduce(0) { $0 + $1.byteCount }
        outbox.insert(contentsOf: frames, at: first ? 0 : outbox.count)
        let effects = flush()
        guard outboxBytes <= configuration.maximumBufferedBytes else { return effects + close(.tooSlow) }
        return effects
    }

    mutating func flush() -> [Effect] {
        guard !outbox.isEmpty else { return [] }
        switch phase {
        case .polling(let poll?, let upgrade):
            phase = .polling(poll: nil, upgrade)
            return [answer(poll, .packets(takePayload()))]
        case .webSocket(let socket, isWriting: false):
            phase = .webSocket(socket, isWriting: true)
            return [.transport(.send(takeOutbox(), webSocket: socket))]
        default:
            return []
        }
    }

    mutating func takeOutbox() -> [EngineFrame] {
        defer {
            outbox = []
            outboxBytes = 0
        }
        return outbox
    }

    /// What one poll may carry; the rest waits for the next.
    mutating func takePayload() -> [EngineFrame] {
        guard outbox.count > PollingPayload.maximumPackets else { return takeOutbox() }
        let frames = Array(outbox.prefix(PollingPayload.maximumPackets))
        outbox.removeFirst(frames.count)
        outboxBytes -= frames.reduce(0) { $0 + $1.byteCount }
        return frames
    }

    mutating func close(_ reason: SocketServerClosure) -> [Effect] {
        var effects = dropUpgrade()
        switch phase {
        case .closed, .closing, .leaving:
            return []
        case .new:
            phase = .closed
            return [.closed(reason)]
        case .webSocket(let socket, _) where reason == .closedByServer && configuration.dialect.isPython:
            phase = .leaving(socket, reason)
            effects.append(.transport(.send(takeOutbox() + [EnginePacket.close.frame], webSocket: socket)))
            return effects + timersOff + [.startTimer(.close, milliseconds: configuration.closeTimeoutMilliseconds)]
        case .webSocket(let socket, _):
            phase = .closed
            if reason == .closedByServer, !outbox.isEmpty {
                effects.append(.transport(.send(takeOutbox(), webSocket: socket)))
            }
            effects.append(.transport(.closeWebSocket(socket)))
        case .polling(let poll?, _):
            phase = .closed
            effects.append(answer(poll, .packets(takeOutbox() + [EnginePacket.close.frame])))
        case .polling(poll: nil, _):
            guard reason == .closedByServer else {
                phase = .closed
                break
            }
            phase = .closing(reason)
            return effects + timersOff + [.startTimer(.close, milliseconds: configuration.closeTimeoutMilliseconds)]
        }
        return effects + timersOff + [.closed(reason)]
    }

    private var pingTimer: Effect { .startTimer(.ping, milliseconds: configuration.pingIntervalMilliseconds) }
    var timersOff: [Effect] { [.stopTimer(.ping), .stopTimer(.pong)] }
}
