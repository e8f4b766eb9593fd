// A model that runs: its timers go off when they are due, and what it asks of the rim is answered at once.

internal import App
internal import TaskMachine
internal import TestSupport

struct ModelRun {
    private(set) var model: AppModel
    private var timers = DueTimers<AppTimer>()

    var time: Int { timers.time }

    init(_ report: StartReport) {
        model = AppModel(report)
    }

    /// What the model orders beside its timers.
    mutating func send(_ message: AppMessage) -> [AppEffect] {
        var orders: [AppEffect] = []
        for effect in model.update(message) {
            switch effect {
            case .startTimer(let timer, let milliseconds): timers.start(timer, milliseconds: milliseconds)
            case .stopTimer(let timer): timers.stop(timer)
            default: orders.append(effect)
            }
        }
        return orders
    }

    /// The next timer that goes off within a time, which then has passed; else all of it passes.
    mutating func next(within milliseconds: Int) -> AppMessage? {
        timers.next(until: time + milliseconds).map { .timerFired($0, at: time) }
    }
}
