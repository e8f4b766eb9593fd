// How long the server's steps took, from the times at which its events came.

internal import TaskMachine

struct StepTimes: Equatable, Sendable {
    private struct Step: Hashable, Sendable {
        var entry: Int
        var number: Int
    }

    private var started: [Step: Int] = [:]
    private var lasted: [Step: Int] = [:]

    /// Looks at a turn's progress after an event came at a time in milliseconds.
    mutating func follow(_ entry: Entry, at time: Int) {
        guard case .progress(let block) = entry.content else { return }
        for row in block.rows {
            guard case .step(let state) = row.kind, let number = row.step else { continue }
            let step = Step(entry: entry.id, number: number)
            switch state {
            case .running: if started[step] == nil { started[step] = time }
            case .done, .failed: if let start = started[step], lasted[step] == nil { lasted[step] = time - start }
            case .left: break
            }
        }
    }

    /// Milliseconds by step number.
    func times(of entry: Int) -> [Int: Int] {
        var times: [Int: Int] = [:]
        for (step, time) in lasted where step.entry == entry { times[step.number] = time }
        return times
    }
}
