// A model that runs: its timers go off when they are due, and what it asks of the rim is answered at once.

internal import App
internal import TaskMachine

struct ModelRun {
    private(set) var model: AppModel
    private(set) var time = 0
    /// Of those that are due together the one that was started first goes off: a seed is to play the same run again.
    private var timers: [AppTimer: (due: Int, number: Int)] = [:]
    private var started = 0

    init(_ report: StartReport) {
        model = AppModel(report)
    }

    /// What the model orders beside its timers.
    mutating func send(_ message: AppMessage) -> [AppEffect] {
        var orders: [AppEffect] = []
        for effect in model.update(message) {
            switch effect {
            case .startTimer(let timer, let milliseconds):
                started += 1
                timers[timer] = (time + milliseconds, started)
            case .stopTimer(let timer): timers[timer] = nil
            default: orders.append(effect)
            }
        }
        return orders
    }

    /// The next timer that goes off within a time, which then has passed; else all of it passes.
    mutating func next(within milliseconds: Int) -> AppMessage? {
        let end = time + milliseconds
        guard let (timer, (due, _)) = timers.filter({ $0.value.due <= end }).min(by: { $0.value < $1.value }) else {
            time = end
            return nil
        }
        timers[timer] = nil
        time = max(time, due)
        return .timerFired(timer, at: time)
    }
}
