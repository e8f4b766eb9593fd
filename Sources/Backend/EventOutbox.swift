// The stream of events to the program, with a bound that spares what the life cycle depends on.

import TaskMachine

/// A bounded stream with one consumer. When it is full the oldest events go, but never a reply or a failure.
struct EventOutbox: Sendable {
    static let capacity = 4_096

    let events: AsyncStream<AgentEvent>
    private let continuation: AsyncStream<AgentEvent>.Continuation

    init(capacity: Int = EventOutbox.capacity) {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(capacity))
    }

    /// Note: a reply that is pushed out goes to the end. That changes its order with progress alone, which decides
    /// nothing. There are never more replies on their way than requests, so this ends.
    func post(_ event: AgentEvent) {
        var event = event
        while case .dropped(let lost) = continuation.yield(event), Self.mustArrive(lost) { event = lost }
    }

    func finish() { continuation.finish() }

    private static func mustArrive(_ event: AgentEvent) -> Bool {
        switch event {
        case .replied, .requestFailed: true
        case .progressed, .linkChanged, .noticed, .feedMissed: false
        }
    }
}
