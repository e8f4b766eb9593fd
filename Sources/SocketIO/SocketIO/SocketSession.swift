// The client's side of Socket.IO 5 in one namespace: connect, stay connected, try again. Opens nothing, knows no clock.
import JSON

/// A client's session. The driver gives it facts and performs its effects in order.
///
/// Life: `connectRequested` → transport `open` → `opened` → open packet → CONNECT → `connected`. Whatever ends the
/// connection is told once, by `disconnected` after a `connected` and by `attemptFailed` else; both say when the next
/// attempt comes. After `disconnectRequested` there is no further effect until the next `connectRequested`.
public struct SocketSession: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        /// Connect now; while waiting to try again, do not wait. `jitter` is chance from 0 up to 1.
        case connectRequested(jitter: Double)
        case disconnectRequested
        case emitted(SocketEmission)
        /// Answers an event that came with an `acknowledgementID`; a second answer is ignored.
        case acknowledged(id: Int, SocketArguments)
        case transport(SocketTransportEvent, connection: Int)
        /// A timer ended. `jitter` is chance from 0 up to 1.
        case timerFired(SocketTimer, jitter: Double)
    }

    public enum Effect: Equatable, Sendable {
        case transport(SocketTransportEffect, connection: Int)
        case startTimer(SocketTimer, milliseconds: Int)
        case stopTimer(SocketTimer)
        /// We are in the namespace. `id` is the Socket.IO id.
        case connected(id: String)
        case received(SocketEvent)
        /// The server acknowledged the event with this ticket.
        case acknowledged(ticket: Int, SocketArguments)
        /// The event with this ticket failed. Comes at most once for a ticket, and not after `acknowledged`.
        case emissionFailed(ticket: Int, SocketEmitError)
        /// A connection ended. Nil: no further attempt until `connectRequested`.
        case disconnected(SocketClosure, retryInMilliseconds: Int?)
        /// An attempt failed. Nil: as above.
        case attemptFailed(SocketClosure, retryInMilliseconds: Int?)
    }

    /// Where the session stands.
    public enum State: Equatable, Sendable {
        case idle
        /// Waits for the websocket and the open packet.
        case opening
        /// Waits for the answer to CONNECT.
        case joining
        case connected(id: String)
        /// Waits to try again.
        case waiting
    }

    public let configuration: SocketConfiguration
    public internal(set) var state = State.idle
    /// Waits for another attempt since the last success.
    public internal(set) var retries = 0

    var engine = EngineSession()
    var decoder = SocketDecoder()
    /// Events that came before the answer to CONNECT.
    var held: [SocketEvent] = []
    /// Events that wait for a connection.
    var buffer: [BufferedEmission] = []
    var bufferedBytes = 0
    var acknowledgements = AcknowledgementBook()
    /// Waits before the attempt that led to this connection, and whether a heartbeat has come since.
    var retriesBefore = 0
    var isProven = false
    var jitter = 0.5

    public init(configuration: SocketConfiguration) {
        self.configuration = configuration
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .connectRequested(let jitter):
            self.jitter = jitter
            return connect()
        case .disconnectRequested:
            return disconnect()
        case .emitted(let emission):
            return emit(emission)
        case .acknowledged(let id, let arguments):
            return acknowledge(id, arguments)
        case .transport(let event, let connection):
            return interpret(engine.handle(.transport(event, connection: connection)))
        case .timerFired(let timer, let jitter):
            self.jitter = jitter
            return fired(timer)
        }
    }

    private mutating func fired(_ timer: SocketTimer) -> [Effect] {
        switch (timer, state) {
        case (.open, .opening): return end(.openTimeout)
        case (.join, .joining): return end(.joinTimeout)
        case (.heartbeat, _): return interpret(engine.handle(.heartbeatMissed))
        case (.retry, .waiting): return open()
        case (.acknowledgement(let id), _): return giveUpAcknowledgement(id)
        default: return []
        }
    }
}
