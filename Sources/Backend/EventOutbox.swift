// A stream of events with a bound that spares what others depend on.

/// A bounded stream with one consumer. When it is full the oldest events go, but never one that must arrive.
struct EventOutbox<Event: Sendable>: Sendable {
    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let mustArrive: @Sendable (Event) -> Bool

    /// - Parameter mustArrive: true for events of which there are never more than a few on their way.
    init(capacity: Int = 4_096, mustArrive: @escaping @Sendable (Event) -> Bool) {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(capacity))
        self.mustArrive = mustArrive
    }

    /// Pushed out by newer events, one that must arrive goes to the end again, so often at most.
    private static var maximumTurns: Int { 64 }

    func post(_ event: Event) {
        var event = event
        for _ in 0..<Self.maximumTurns {
            guard case .dropped(let lost) = continuation.yield(event), mustArrive(lost) else { return }
            event = lost
        }
    }

    func finish() { continuation.finish() }
}
