// Between the client and the reader of its events: bounded, so that a reader who sleeps costs no memory.
import SocketIO
import Synchronization

/// A queue with one reader. News of the server is dropped beyond the limit, news of the connection never.
final class EventQueue: Sendable {
    private struct State {
        var events: [SocketIOEvent] = []
        var taken = 0
        var waiter: CheckedContinuation<SocketIOEvent?, Never>?
        var isFinished = false

        mutating func take() -> SocketIOEvent? {
            guard taken < events.count else { return nil }
            defer {
                taken += 1
                if taken == events.count {
                    events.removeAll(keepingCapacity: true)
                    taken = 0
                }
            }
            return events[taken]
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    var stream: AsyncStream<SocketIOEvent> {
        AsyncStream(unfolding: { await self.next() }, onCancel: { self.finish() })
    }

    /// False when the event was dropped.
    func add(_ event: SocketIOEvent) -> Bool {
        let (waiter, next, isTaken) = state.withLock { state in
            if case .received = event, state.events.count - state.taken >= limit {
                return (CheckedContinuation<SocketIOEvent?, Never>?.none, SocketIOEvent?.none, false)
            }
            guard !state.isFinished else { return (nil, nil, false) }
            state.events.append(event)
            guard let waiter = state.waiter else { return (nil, nil, true) }
            state.waiter = nil
            return (waiter, state.take(), true)
        }
        waiter?.resume(returning: next)
        return isTaken
    }

    /// Ends the stream; what is unread is still read.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    private func next() async -> SocketIOEvent? {
        await withCheckedContinuation { waiter in
            let (event, isReady) = state.withLock { state in
                if let event = state.take() { return (SocketIOEvent?.some(event), true) }
                if state.isFinished { return (nil, true) }
                state.waiter = waiter
                return (nil, false)
            }
            if isReady { waiter.resume(returning: event) }
        }
    }
}
