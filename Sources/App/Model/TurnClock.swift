// How long the turn has run and how long nobody was heard, from times that come with messages. Nothing here reads a clock.

struct TurnClock: Equatable, Sendable {
    /// The latest time that any message brought, in milliseconds.
    private(set) var now = 0
    private(set) var turnStarted: Int?
    private(set) var lastHeard: Int?
    /// How long the turn took that ended last.
    private(set) var latestTurn: Int?
    /// When the wait before a retry began.
    var waitStarted: Int?
    /// `Task complete!` is shown.
    var isCelebrating = false
    /// The next time that comes is the turn's first.
    private var isStarting = false
    /// The next time that comes is when something new began to be waited for.
    private var isWaitingAnew = false

    mutating func startTurn() {
        isStarting = true
        isWaitingAnew = false
        turnStarted = nil
        lastHeard = nil
        waitStarted = nil
        isCelebrating = false
    }

    /// A tick, or any message with a time.
    mutating func pass(at time: Int) {
        now = max(now, time)
        guard isStarting || isWaitingAnew else { return }
        if isStarting { turnStarted = now }
        isStarting = false
        isWaitingAnew = false
        lastHeard = now
    }

    /// A request goes out or a command begins: what was not heard while the user thought is no silence.
    mutating func waitAnew() {
        lastHeard = nil
        isWaitingAnew = true
    }

    /// The server or a tool gave a sign of life.
    mutating func heard(at time: Int) {
        pass(at: time)
        isWaitingAnew = false
        lastHeard = now
    }

    /// Something came of which only the tick knows about when.
    mutating func heard() { heard(at: now) }

    mutating func endTurn() {
        if let elapsed { latestTurn = elapsed }
        turnStarted = nil
        isWaitingAnew = false
        lastHeard = nil
        isStarting = false
        waitStarted = nil
    }

    var isRunning: Bool { isStarting || turnStarted != nil }
    var elapsed: Int? { turnStarted.map { now - $0 } }
    var silence: Int? { lastHeard.map { now - $0 } }
}

/// What changes in one tick is one thing, so that it paints few bytes: at the first quarter of a second the time of the
/// turn, at the third the seconds of a silence, and what turns at the others.
extension TurnClock {
    /// Rounded, and another one only in the middle of the turn's seconds.
    var silenceSeconds: Int? {
        guard let silence, let elapsed else { return nil }
        let middle = (elapsed + 500) / 1000 * 1000 - 500
        return max(0, silence - elapsed + middle + 500) / 1000
    }

    /// How often a sign has turned; `isCounting`: the seconds of a silence are shown.
    func turns(isCounting: Bool) -> Int {
        let elapsed = elapsed ?? 0
        let (seconds, quarter) = (elapsed / 1000, elapsed % 1000 / 250)
        return isCounting ? 2 * seconds + (quarter + 1) / 2 : 3 * seconds + quarter
    }

    /// Milliseconds to the next quarter of a second of the turn.
    var tickDelay: Int { 250 - (elapsed ?? 0) % 250 }
}
