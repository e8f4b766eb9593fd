// A clock that goes on only when a test says so, and tells when somebody waits for it.
import Synchronization

/// Time begins at zero. `advance` moves it and wakes those whose deadline has come.
public final class ManualClock: Clock {
    public struct Instant: InstantProtocol {
        public var offset: Swift.Duration

        public func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        public func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        let condition: @Sendable ([Swift.Duration]) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var lastID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []

        /// How long each sleeper still has to wait, the shortest first.
        var waits: [Swift.Duration] { sleepers.values.map { now.duration(to: $0.deadline) }.sorted() }

        mutating func satisfiedWatchers() -> [Watcher] {
            let waits = waits
            defer { watchers.removeAll { $0.condition(waits) } }
            return watchers.filter { $0.condition(waits) }
        }
    }

    private let state = Mutex(State())

    public init() {}

    public var now: Instant { state.withLock { $0.now } }
    public var minimumResolution: Swift.Duration { .nanoseconds(1) }

    public func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isDue, isCancelled, watchers) = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return (false, true, [Watcher]()) }
                    if deadline <= state.now { return (true, false, []) }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return (false, false, state.satisfiedWatchers())
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
                if isDue { continuation.resume() }
                for watcher in watchers { watcher.continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                if let sleeper = state.sleepers.removeValue(forKey: id) { return Sleeper?.some(sleeper) }
                state.cancelled.insert(id)
                return nil
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves time on and wakes those whose deadline has come, the earliest first.
    public func advance(by duration: Swift.Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let now = state.now
            let due = state.sleepers.filter { $0.value.deadline <= now }.sorted {
                $0.value.deadline < $1.value.deadline
            }
            for (id, _) in due { state.sleepers[id] = nil }
            return due.map(\.value)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until somebody sleeps, and for exactly this long if a duration is given.
    public func waitForSleeper(_ wait: Swift.Duration? = nil) async {
        await waitForSleepers { waits in wait.map { waits.contains($0) } ?? !waits.isEmpty }
    }

    /// Waits until those who sleep are as wanted; `condition` gets what each still has to wait, the shortest first.
    public func waitForSleepers(_ condition: @escaping @Sendable ([Swift.Duration]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isSatisfied = state.withLock { state in
                if condition(state.waits) { return true }
                state.watchers.append(Watcher(condition: condition, continuation: continuation))
                return false
            }
            if isSatisfied { continuation.resume() }
        }
    }
}
