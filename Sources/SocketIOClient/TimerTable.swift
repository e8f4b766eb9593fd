// The session's timers on one clock with one sleeping task: moving a deadline back, as every packet does to the
// heartbeat's, costs a dictionary entry and wakes nobody.
import SocketIO

/// Any clock as elapsed time, so that deadlines can be stored without its type.
struct TimeSource: Sendable {
    /// Time since this source was made.
    let elapsed: @Sendable () -> Duration
    let sleep: @Sendable (_ deadline: Duration) async throws -> Void

    init(_ clock: any Clock<Duration>) {
        self = Self.over(clock)
    }

    private init(
        elapsed: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.elapsed = elapsed
        self.sleep = sleep
    }

    private static func over<C: Clock>(_ clock: C) -> TimeSource where C.Duration == Duration {
        let start = clock.now
        return TimeSource(
            elapsed: { start.duration(to: clock.now) },
            sleep: { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) })
    }
}

/// The deadlines that are set, and when somebody has to look at them.
struct TimerTable {
    private var deadlines: [SocketTimer: Duration] = [:]
    /// When the sleeping task wakes; nil when none sleeps.
    private var wakeUp: Duration?

    mutating func set(_ timer: SocketTimer, at deadline: Duration) { deadlines[timer] = deadline }

    mutating func clear(_ timer: SocketTimer) { deadlines[timer] = nil }

    func deadline(of timer: SocketTimer) -> Duration? { deadlines[timer] }

    /// Takes out what is due, the earliest first.
    mutating func takeDue(at now: Duration) -> [SocketTimer] {
        let due = deadlines.filter { $0.value <= now }.sorted { $0.value < $1.value }.map(\.key)
        for timer in due { deadlines[timer] = nil }
        return due
    }

    /// The earliest deadline is `deadline`: does the sleeper have to be replaced? A sleeper that wakes too early only
    /// looks and sleeps again.
    mutating func needsSleeper() -> Duration? {
        guard let earliest = deadlines.values.min() else { return nil }
        if let wakeUp, wakeUp <= earliest { return nil }
        wakeUp = earliest
        return earliest
    }

    mutating func sleeperWoke() { wakeUp = nil }

    var isEmpty: Bool { deadlines.isEmpty }
}
