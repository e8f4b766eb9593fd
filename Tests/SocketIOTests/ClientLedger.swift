// What must hold for a client's session after every step, whatever happens to it.
import SocketIO
import Testing

/// Keeps account of what a session has ordered. `play` is `handle` with every rule checked.
struct ClientLedger {
    private var connection = 0
    private var isPolling = false
    private var isPosting = false
    private var isClosed = true
    private(set) var timers: Set<SocketTimer> = []

    mutating func play(
        _ event: SocketSession.Event, in session: inout SocketSession, _ note: @autoclosure () -> String
    ) -> [SocketSession.Effect] {
        let wasIdle = session.state == .idle
        let effects = session.handle(event)
        switch event {
        case .transport(.polled, connection), .transport(.pollFailed, connection): isPolling = false
        case .transport(.posted, connection), .transport(.postFailed, connection): isPosting = false
        case .timerFired(let timer, _): timers.remove(timer)
        default: break
        }
        if wasIdle, isNews(event) { #expect(effects == [], "\(note())") }
        for (index, effect) in effects.enumerated() {
            check(effect, effects[(index + 1)...], note())
        }
        if session.state == .idle { #expect(timers.isEmpty, "\(timers) \(note())") }
        return effects
    }

    private func isNews(_ event: SocketSession.Event) -> Bool {
        switch event {
        case .transport, .timerFired, .acknowledged: true
        default: false
        }
    }

    private mutating func check(
        _ effect: SocketSession.Effect, _ rest: ArraySlice<SocketSession.Effect>, _ note: String
    ) {
        switch effect {
        case .transport(.prepare, let number):
            #expect(number == connection + 1, "\(note)")
            connection = number
            (isPolling, isPosting, isClosed) = (false, false, false)
        case .transport(let order, let number):
            #expect(number == connection && !isClosed, "an order to a closed connection \(note)")
            check(order, rest.contains(.transport(.close, connection: number)), note)
        case .startTimer(let timer, _): timers.insert(timer)
        case .stopTimer(let timer): timers.remove(timer)
        case .disconnected(_, let retry), .attemptFailed(_, let retry):
            #expect(rest.isEmpty, "effects after the end \(note)")
            let mayRun = timers.filter { timer in
                switch timer {
                case .retry, .acknowledgement: retry != nil
                case .open, .webSocket, .join, .rejoin, .heartbeat: false
                }
            }
            #expect(timers == mayRun, "timers of a dead connection run on \(note)")
            #expect(timers.contains(.retry) == (retry != nil), "\(note)")
            isClosed = true
        case .connected, .received, .acknowledged, .emissionFailed, .namespaceClosed: break
        }
    }

    private mutating func check(_ order: SocketTransportEffect, _ isLast: Bool, _ note: String) {
        switch order {
        case .poll:
            #expect(!isPolling, "two polls \(note)")
            isPolling = true
        case .post:
            #expect(!isPosting || isLast, "two posts \(note)")
            isPosting = true
        case .close: isClosed = true
        case .prepare, .openWebSocket, .send, .closeWebSocket: break
        }
    }
}
