// Between the client and the reader of its events: bounded, so that a reader who sleeps costs no memory.
import SocketIO
import Synchronization

/// The news of a client, in order; one reader. Iterating it costs a suspension only where nothing is there yet: what
/// came meanwhile is taken in one go.
public struct SocketIOEvents: AsyncSequence, Sendable {
    public typealias Element = SocketIOEvent
    public typealias Failure = Never

    let queue: EventQueue

    public func makeAsyncIterator() -> Iterator { Iterator(queue: queue) }

    /// Takes what has come in one go. One at a time: a second reader would take the first one's news.
    public struct Iterator: AsyncIteratorProtocol {
        let queue: EventQueue
        private var batch: ArraySlice<SocketIOEvent> = []

        init(queue: EventQueue) { self.queue = queue }

        /// The next news; nil after `shutdown`, or when the reading task is cancelled.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async -> SocketIOEvent? {
            if let event = batch.popFirst() { return event }
            batch = await queue.next()
            return batch.popFirst()
        }

        // Stays where its caller is: a hop there and back for each event costs more than all else that is done for it.
        public mutating func next() async -> SocketIOEvent? { await next(isolation: #isolation) }
    }
}

/// A queue with one reader. News of the server is dropped beyond the limit, news of the connection never.
final class EventQueue: Sendable {
    private struct State {
        var events: [SocketIOEvent] = []
        var waiter: CheckedContinuation<ArraySlice<SocketIOEvent>, Never>?
        /// Writers who wait for the reader, by number.
        var writers: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWriter = 0
        var isFinished = false
        /// The reader was waited for in vain; he is not again until he comes back.
        var isGivenUp = false

        mutating func take() -> ArraySlice<SocketIOEvent> {
            defer { events.removeAll(keepingCapacity: events.capacity <= 4_096) }
            isGivenUp = false
            return events[...]
        }

        mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
            defer { writers = [:] }
            return Array(writers.values)
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// How many of them were dropped.
    func add(_ news: [SocketIOEvent]) -> Int {
        guard !news.isEmpty else { return 0 }
        let (waiter, batch, dropped) = state.withLock { state in
            var dropped = 0
            guard !state.isFinished else { return (Waiter?.none, ArraySlice<SocketIOEvent>(), news.count) }
            if state.events.count + news.count <= limit {
                state.events += news
            } else {
                for event in news {
                    if case .received = event, state.events.count >= limit {
                        dropped += 1
                    } else {
                        state.events.append(event)
                    }
                }
            }
            guard let waiter = state.waiter, !state.events.isEmpty else { return (nil, [], dropped) }
            state.waiter = nil
            return (waiter, state.take(), dropped)
        }
        waiter?.resume(returning: batch)
        return dropped
    }

    private typealias Waiter = CheckedContinuation<ArraySlice<SocketIOEvent>, Never>

    /// Whether there is reason to wait for the reader: so many more, or half of what there is room for at all, would not
    /// be taken, and he has not let somebody wait in vain.
    func isWorthWaiting(for count: Int) -> Bool {
        state.withLock { state in
            !state.isFinished && !state.isGivenUp && state.events.count + min(count, limit / 2) > limit
        }
    }

    /// Nobody waits any more until the reader comes back.
    func giveUpReader() {
        let writers = state.withLock { state in
            state.isGivenUp = !state.events.isEmpty
            return state.takeWriters()
        }
        for writer in writers { writer.resume() }
    }

    /// Returns when the reader has taken what was there, or the waiting task is cancelled.
    func taken() async {
        let number = state.withLock { state in
            state.lastWriter += 1
            return state.lastWriter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let isOver = state.withLock { state in
                    if state.isFinished || state.events.isEmpty || Task.isCancelled { return true }
                    state.writers[number] = writer
                    return false
                }
                if isOver { writer.resume() }
            }
        } onCancel: {
            state.withLock { $0.writers.removeValue(forKey: number) }?.resume()
        }
    }

    /// Ends the stream; what is unread is still read.
    func finish() {
        let (waiter, writers) = state.withLock { state in
            state.isFinished = true
            defer { state.waiter = nil }
            return (state.waiter, state.takeWriters())
        }
        waiter?.resume(returning: [])
        for writer in writers { writer.resume() }
    }

    /// All that is there, at least one; nothing after the end.
    fileprivate func next() async -> ArraySlice<SocketIOEvent> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let (batch, isReady, writers) = state.withLock { state in
                    if !state.events.isEmpty { return (state.take(), true, state.takeWriters()) }
                    if state.isFinished || Task.isCancelled { return ([], true, []) }
                    state.waiter = waiter
                    return ([], false, [])
                }
                for writer in writers { writer.resume() }
                if isReady { waiter.resume(returning: batch) }
            }
        } onCancel: {
            finish()
        }
    }
}
