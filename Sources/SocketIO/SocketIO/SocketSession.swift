// The client's side of Socket.IO 5: connect, join namespaces, stay connected, try again. Opens nothing, knows no clock.
import JSON

/// A client's session. The driver gives it facts and performs its effects in order.
///
/// Life: `connectRequested` → transport `prepare` → `prepared` → a websocket or a poll → open packet → CONNECT for each
/// namespace → `connected`. Whatever ends the connection is told once, by `disconnected` when a namespace was joined and
/// by `attemptFailed` else; both say when the next attempt comes. What happens to one of several namespaces alone is
/// told by `namespaceClosed`. After `disconnectRequested` there is no further effect until the next `connectRequested`.
public struct SocketSession: Equatable, Sendable {
    /// Facts: what the program wants, what the network brought, which timer ended.
    public enum Event: Equatable, Sendable {
        /// Connect now; while waiting to try again, do not wait. `jitter` is chance from 0 up to 1.
        case connectRequested(jitter: Double)
        /// Leave all namespaces, close, and do not try again.
        case disconnectRequested
        /// Be in this namespace too, now and after each reconnect. While not connected it is remembered. Where the
        /// server refused it or put us out, ask again.
        case joinRequested(namespace: String)
        /// Leave this namespace for good; with the last one the connection ends.
        case leaveRequested(namespace: String)
        /// Send an event, or keep it until its namespace is joined, within the configuration's bounds.
        case emitted(SocketEmission)
        /// Answers an event that came with an `acknowledgementID`; a second answer is ignored.
        case acknowledged(namespace: String, id: Int, SocketArguments)
        /// Nobody waits for this ticket's acknowledgement any more. An event that was not sent yet is not sent.
        case acknowledgementGivenUp(ticket: Int)
        /// News of the connection with this number.
        case transport(SocketTransportEvent, connection: Int)
        /// A timer ended. `jitter` is chance from 0 up to 1.
        case timerFired(SocketTimer, jitter: Double)
    }

    /// Orders to the driver, and news for the program, in order.
    public enum Effect: Equatable, Sendable {
        /// An order for the connection with this number; a new number begins a new one.
        case transport(SocketTransportEffect, connection: Int)
        /// Start this timer, or start it anew.
        case startTimer(SocketTimer, milliseconds: Int)
        /// Stop this timer; it may not be running.
        case stopTimer(SocketTimer)
        /// We are in a namespace. `id` is the Socket.IO id. `isRecovered`: the server knows us still, and what it sent
        /// meanwhile follows (connection state recovery); else rooms and missed events are gone.
        case connected(namespace: String, id: String, isRecovered: Bool)
        /// The server sent an event in a namespace that we are in.
        case received(SocketEvent)
        /// The server acknowledged the event with this ticket.
        case acknowledged(ticket: Int, SocketArguments)
        /// The event with this ticket failed. Comes at most once for a ticket, and not after `acknowledged`.
        case emissionFailed(ticket: Int, SocketEmitError)
        /// One of several namespaces ended, or the server refused it; the connection lives on. Nil: until
        /// `joinRequested`.
        case namespaceClosed(namespace: String, SocketClosure, retryInMilliseconds: Int?)
        /// A connection ended. Nil: no further attempt until `connectRequested`.
        case disconnected(SocketClosure, retryInMilliseconds: Int?)
        /// An attempt failed. Nil: as above.
        case attemptFailed(SocketClosure, retryInMilliseconds: Int?)
    }

    /// Where the session stands.
    public enum State: Equatable, Sendable {
        /// Not asked to connect, or the connection was given up.
        case idle
        /// Waits for the transport and the open packet.
        case opening
        /// Waits for the answer to CONNECT, or to ask again.
        case joining
        /// In the first namespace, under this Socket.IO id.
        case connected(id: String)
        /// Waits to try again.
        case waiting
    }

    enum Phase: Equatable {
        case idle, opening, open, waiting
    }

    /// What the session was made with.
    public let configuration: SocketConfiguration
    var phase = Phase.idle
    var memberships: [SocketMembership]
    /// Waits for another attempt since the last success.
    public internal(set) var retries = 0

    var engine: EngineSession
    var decoder = SocketDecoder()
    /// Waits before the attempt that led to this connection, and whether a heartbeat has come since.
    var retriesBefore = 0
    var isProven = false
    var jitter = 0.5
    /// No namespace that was left has used this acknowledgement id, or a later one.
    var firstAcknowledgementID = 0

    /// A session that is idle until `connectRequested`.
    public init(configuration: SocketConfiguration) {
        self.configuration = configuration
        engine = EngineSession(configuration: configuration)
        memberships = []
        for namespace in configuration.namespaces where index(of: namespace) == nil {
            memberships.append(SocketMembership(namespace))
        }
    }

    /// Where the connection and the first namespace stand.
    public var state: State {
        switch phase {
        case .idle: return .idle
        case .opening: return .opening
        case .waiting: return .waiting
        case .open:
            if case .joined(let id)? = first?.phase { return .connected(id: id) }
            return .joining
        }
    }

    /// The Socket.IO id in a namespace; nil when we are not in it.
    public func id(in namespace: String) -> String? {
        guard case .joined(let id)? = memberships.first(where: { $0.namespace == namespace })?.phase else { return nil }
        return id
    }

    /// What carries the packets; nil without an open packet.
    public var transport: SocketTransportKind? { engine.transport }

    /// Why this connection uses no websocket, though one was wanted; nil when it does, or was not tried.
    public var webSocketEnd: SocketTransportEnd? { engine.webSocketEnd }

    /// Takes one fact; the effects are to be performed in order.
    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .connectRequested(let jitter):
            self.jitter = jitter
            return connect()
        case .disconnectRequested:
            return disconnect()
        case .joinRequested(let namespace):
            return join(namespace)
        case .leaveRequested(let namespace):
            return leave(namespace)
        case .emitted(let emission):
            return emit(emission)
        case .acknowledged(let namespace, let id, let arguments):
            return acknowledge(namespace, id, arguments)
        case .acknowledgementGivenUp(let ticket):
            return forgetAcknowledgement(of: ticket)
        case .transport(let event, let connection):
            return interpret(engine.handle(.transport(event, connection: connection)))
        case .timerFired(let timer, let jitter):
            self.jitter = jitter
            return fired(timer)
        }
    }

    private mutating func fired(_ timer: SocketTimer) -> [Effect] {
        switch (timer, phase) {
        case (.open, .opening): return end(.openTimeout)
        case (.join(let namespace), .open):
            guard let index = index(of: namespace), memberships[index].phase == .joining else { return [] }
            return end(.joinTimeout)
        case (.rejoin(let namespace), .open):
            guard let index = index(of: namespace), memberships[index].phase == .putOut else { return [] }
            return sendConnect(index)
        case (.heartbeat, _), (.webSocket, _): return interpret(engine.handle(.timerFired(timer)))
        case (.retry, .waiting): return open()
        case (.acknowledgement(let namespace, let id), _): return giveUpAcknowledgement(namespace, id)
        default: return []
        }
    }

    /// The namespace that is meant where none is named.
    var first: SocketMembership? { memberships.first { $0.phase != .leaving } }

    func index(of namespace: String) -> Int? {
        memberships.firstIndex { $0.namespace == namespace }
    }
}
