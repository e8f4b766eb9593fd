// A model that runs: its timers go off when they are due, and what it asks of the rim is answered at once.

internal import App
internal import TaskMachine

struct ModelRun {
    private(set) var model: AppModel
    private(set) var time = 0
    private var timers: [AppTimer: Int] = [:]

    init(_ report: StartReport) {
        model = AppModel(report)
    }

    /// What the model orders beside its timers.
    mutating func send(_ message: AppMessage) -> [AppEffect] {
        var orders: [AppEffect] = []
        for effect in model.update(message) {
            switch effect {
            case .startTimer(let timer, let milliseconds): timers[timer] = time + milliseconds
            case .stopTimer(let timer): timers[timer] = nil
            default: orders.append(effect)
            }
        }
        return orders
    }

    /// The next timer that goes off within a time, which then has passed; else all of it passes.
    mutating func next(within milliseconds: Int) -> AppMessage? {
        let end = time + milliseconds
        guard let (timer, due) = timers.filter({ $0.value <= end }).min(by: { $0.value < $1.value }) else {
            time = end
            return nil
        }
        timers[timer] = nil
        time = max(time, due)
        return .timerFired(timer, at: time)
    }
}
