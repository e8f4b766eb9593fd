// How long the turn has run and how long nobody was heard, from times that come with messages. Nothing here reads a clock.

struct TurnClock: Equatable, Sendable {
    /// The latest time that any message brought, in milliseconds.
    private(set) var now = 0
    private(set) var turnStarted: Int?
    private(set) var lastHeard: Int?
    /// When the wait before a retry began.
    var waitStarted: Int?
    /// `Task complete!` is shown.
    var isCelebrating = false
    /// The next time that comes is the turn's first.
    private var isStarting = false

    mutating func startTurn() {
        isStarting = true
        turnStarted = nil
        lastHeard = nil
        waitStarted = nil
        isCelebrating = false
    }

    /// A tick, or any message with a time.
    mutating func pass(at time: Int) {
        now = max(now, time)
        guard isStarting else { return }
        isStarting = false
        turnStarted = now
        lastHeard = now
    }

    /// The server or a tool gave a sign of life.
    mutating func heard(at time: Int) {
        pass(at: time)
        lastHeard = now
    }

    mutating func endTurn() {
        turnStarted = nil
        lastHeard = nil
        isStarting = false
        waitStarted = nil
    }

    var isRunning: Bool { isStarting || turnStarted != nil }
    var elapsed: Int? { turnStarted.map { now - $0 } }
    var silence: Int? { lastHeard.map { now - $0 } }
}
