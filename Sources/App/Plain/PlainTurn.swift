// What a turn says beside what it brings: that it waits, that it goes on, that it is over.

internal import TaskMachine

struct PlainTurn: Equatable, Sendable {
    /// Nothing was printed for so long: then it is said that something goes on, in milliseconds.
    static let silence = 10_000

    private var lifecycle = AgentTask.Lifecycle.idle
    private var isAway = false
    /// When the latest line was printed.
    private var spoke = 0
    /// How long the turn had run when it was last looked at.
    private var elapsed = 0
    private(set) var hasJustEnded = false

    /// What has changed since it was last asked.
    mutating func news(of model: AppModel) -> [String] {
        let before = lifecycle
        lifecycle = model.conversation.task.lifecycle
        hasJustEnded = lifecycle.isOver && !before.isOver
        var lines = linkNews(model.conversation.link.state, model)
        if let passed = model.clock.elapsed { elapsed = passed }
        guard lifecycle != before else { return lines }
        if before.isOver { elapsed = 0 }
        switch lifecycle {
        case .cancelling: lines.append("Cancelling.")
        case .waitingToRetry(let attempt):
            guard let wait = model.conversation.task.wait else { break }
            lines.append("Trying again in \(seconds(wait.milliseconds)) s, \(attempt) of \(wait.limit).")
        case .rateLimited(let wait): lines.append("Too many requests: trying again in \(wait) s.")
        case .completed where !before.isOver:
            lines.append(elapsed < 100 ? "Task complete." : "Task complete, \(durationText(elapsed)).")
        default: break
        }
        return lines
    }

    private func seconds(_ milliseconds: Int) -> Int { (milliseconds + 999) / 1000 }

    /// The link is told of when it goes, and when it is back.
    private mutating func linkNews(_ state: LinkStatus.State, _ model: AppModel) -> [String] {
        switch state {
        case .online where isAway:
            isAway = false
            return ["The link is back."]
        case .offline(let reason) where !isAway:
            isAway = true
            let why = PlainText.joined(reason)
            return ["Offline\(why.isEmpty ? "" : ": \(Words.sentence(why))") Messages wait until it is back."]
        default: return []
        }
    }

    /// Something was printed at the model's time.
    mutating func spoke(at time: Int) { spoke = time }

    /// What goes on, when that was not said for long.
    mutating func sign(of model: AppModel) -> [String] {
        guard lifecycle.isRunning, let started = model.clock.turnStarted else { return [] }
        let now = model.clock.now
        guard now - max(spoke, started) >= Self.silence else { return [] }
        spoke = now
        return ["still \(phase(of: model)), \(clockText(now - started))"]
    }

    private func phase(of model: AppModel) -> String {
        switch lifecycle {
        case .cancelling: return "cancelling"
        case .waitingToRetry, .rateLimited: return "waiting to try again"
        case .preparing: return "reading what you mention"
        case .executing(let call):
            let object = PlainText.joined(call.object)
            let short = object.count > 60 ? object.prefix(60) + "..." : object
            return call.command == nil
                ? "at \(short.isEmpty ? PlainText.joined(call.action) : short)" : "running \(short)"
        default: break
        }
        guard let progress = model.conversation.task.progress,
            progress.kind == .working || progress.kind == .toolStarted
        else { return "thinking" }
        let words = PlainText.joined(progress.message)
        let name = PlainEntry.name("step", progress.step, of: progress.total)
        return "at \(name)" + (words.isEmpty ? "" : ": \(words)")
    }
}
