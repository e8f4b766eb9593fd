// Between the event loop and the reader of a connection: bounded without losing anything, by not reading on.
import NIOCore
import Synchronization
import Transport

/// Messages that came and were not taken. When they are many, the channel stops reading, and the sender feels it.
final class WebSocketInbox: Sendable {
    fileprivate struct State {
        var events: [WebSocketEvent] = []
        var taken = 0
        var waiter: CheckedContinuation<WebSocketEvent?, Never>?
        var isPaused = false
        /// The end was taken, or nobody reads any more.
        var isOver = false
        var unread: Int { events.count - taken }
    }

    private let channel: any Channel
    private let state = Mutex(State())

    fileprivate static let pauseAbove = 1_024
    private static let resumeBelow = 256

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Adds messages. Runs on the event loop.
    func deliver(_ batch: [WebSocketEvent]) {
        let (waiter, event, pauses) = state.withLock { state in
            if !state.isOver { state.events += batch }
            let waiter = state.waiter
            let event = waiter == nil ? nil : state.take()
            state.waiter = nil
            let pauses = !state.isPaused && state.unread > Self.pauseAbove
            if pauses { state.isPaused = true }
            return (waiter, event, pauses)
        }
        if pauses { setReading(false) }
        waiter?.resume(returning: event)
    }

    /// The next message; nil after the end. One reader at a time.
    func next() async -> WebSocketEvent? {
        let (event, resumes, isOver) = state.withLock { state in
            let isOver = state.isOver
            let event = state.take()
            let resumes = state.isPaused && state.unread < Self.resumeBelow
            if resumes { state.isPaused = false }
            return (event, resumes, isOver)
        }
        if resumes { setReading(true) }
        if event != nil || isOver { return event }
        return await withCheckedContinuation { waiter in
            let (event, isReady) = state.withLock { state in
                if state.isOver { return (WebSocketEvent?.none, true) }
                if let event = state.take() { return (event, true) }
                state.waiter = waiter
                return (nil, false)
            }
            if isReady { waiter.resume(returning: event) }
        }
    }

    /// Nobody reads any more.
    func stop() {
        let waiter = state.withLock { state in
            state.isOver = true
            state.events = []
            state.taken = 0
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
        setReading(true)
    }

    /// Drops what is unread, so that the channel reads on to its end.
    func discard() {
        state.withLock { state in
            state.events = []
            state.taken = 0
            state.isPaused = false
        }
        setReading(true)
    }

    private func setReading(_ isOn: Bool) {
        channel.setOption(.autoRead, value: isOn).whenFailure { _ in
            // The channel is closed: there is nothing left to read.
        }
    }
}

extension WebSocketInbox.State {
    fileprivate mutating func take() -> WebSocketEvent? {
        guard taken < events.count else { return nil }
        let event = events[taken]
        taken += 1
        if taken == events.count {
            events.removeAll(keepingCapacity: events.capacity <= 2 * WebSocketInbox.pauseAbove)
            taken = 0
        }
        if case .closed = event { isOver = true }
        return event
    }
}
