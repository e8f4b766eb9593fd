// Between the event loop and the reader of a connection: bounded without losing anything, by not reading on.
import NIOCore
import Synchronization
import Transport

/// Messages that came and were not taken. When they are many, the channel stops reading, and the sender feels it.
final class WebSocketInbox: Sendable {
    private struct State {
        var events: [WebSocketEvent] = []
        /// What they weigh.
        var bytes = 0
        var waiter: CheckedContinuation<[WebSocketEvent]?, Never>?
        var isPaused = false
        /// The end was taken, or nobody reads any more.
        var isOver = false

        /// All that is there.
        mutating func take() -> [WebSocketEvent]? {
            guard !events.isEmpty else { return nil }
            defer { removeAll() }
            if case .closed? = events.last { isOver = true }
            return events
        }

        mutating func add(_ batch: [WebSocketEvent]) {
            // Mostly nothing is unread, and then nothing is copied.
            if events.isEmpty { events = batch } else { events += batch }
            bytes += batch.reduce(0) { $0 + $1.weight }
        }

        mutating func removeAll() {
            events = []
            bytes = 0
        }
    }

    private let channel: any Channel
    private let state = Mutex(State())

    /// A few thousand small messages, or one that is large.
    private static let pauseAboveBytes = 1 << 20

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Adds messages. Runs on the event loop.
    func deliver(_ batch: [WebSocketEvent]) {
        let (waiter, events, pauses) = state.withLock { state in
            if !state.isOver { state.add(batch) }
            let waiter = state.waiter
            let events = waiter == nil ? nil : state.take()
            state.waiter = nil
            let pauses = !state.isPaused && state.bytes > Self.pauseAboveBytes
            if pauses { state.isPaused = true }
            return (waiter, events, pauses)
        }
        if pauses { setReading(false) }
        waiter?.resume(returning: events)
    }

    /// What has come, at least one message; nil after the end. One reader at a time.
    func next() async -> [WebSocketEvent]? {
        let (events, resumes, isOver) = state.withLock { state in
            let isOver = state.isOver
            let events = state.take()
            defer { state.isPaused = false }
            return (events, state.isPaused, isOver)
        }
        if resumes { setReading(true) }
        if events != nil || isOver { return events }
        return await withCheckedContinuation { waiter in
            let (events, isReady) = state.withLock { state in
                if state.isOver { return ([WebSocketEvent]?.none, true) }
                if let events = state.take() { return (events, true) }
                state.waiter = waiter
                return (nil, false)
            }
            if isReady { waiter.resume(returning: events) }
        }
    }

    /// Nobody reads any more.
    func stop() {
        let waiter = state.withLock { state in
            state.isOver = true
            state.removeAll()
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
        setReading(true)
    }

    /// Drops what is unread, so that the channel reads on to its end.
    func discard() {
        state.withLock { state in
            state.removeAll()
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

extension WebSocketEvent {
    /// What it holds in memory, in bytes and about.
    fileprivate var weight: Int {
        switch self {
        case .text(let bytes), .binary(let bytes): 64 + bytes.count
        case .closed: 64
        }
    }
}
