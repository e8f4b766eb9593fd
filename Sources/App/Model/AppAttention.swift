// Somebody who looks elsewhere is told when a turn ends or waits, and the terminal's own chrome shows which.

internal import ChangeReview
internal import Screen
internal import Settings
internal import TaskMachine

extension AppModel {
    /// A request came up. Who looks at the terminal hears the bell alone.
    func callForAnswer() -> [AppEffect] {
        guard isLookedAt else { return notify("Waiting for your answer.") }
        return settings.text(.notify) == "off" ? [] : [.bell]
    }

    /// A turn is over; where the queue has begun another, it is not yet time to look.
    func callForReview(_ end: AgentTask.Lifecycle) -> [AppEffect] {
        guard !isLookedAt, conversation.task.lifecycle.isOver else { return [] }
        switch end {
        case .completed:
            let files = changes.changes.count { !autoWrites.pending.contains($0.path) }
            return notify("Task complete." + (files > 0 ? " \(counted(files, "file")) to review." : ""))
        case .failed: return notify("The turn failed. Your message is kept.")
        default: return []
        }
    }

    /// As the settings want it.
    private func notify(_ text: String) -> [AppEffect] {
        let command = commandWords(settings.text(.notifyCommand))
        switch settings.text(.notify) {
        case "off": return []
        case _ where !command.isEmpty: return [.notify(Notice(text, by: .command(command)))]
        case "bell": return [.notify(Notice(text, by: .bell))]
        case "osc9": return [.notify(Notice(text, by: .osc9))]
        case "osc777": return [.notify(Notice(text, by: .osc777))]
        default: return [.notify(Notice(text))]
        }
    }

    /// For the tab or the taskbar.
    var workProgress: WorkProgress {
        if dock != nil { return .waiting }
        switch conversation.task.lifecycle {
        case .failed: return isFailureDismissed ? .none : .failed
        case let lifecycle: return lifecycle.isRunning ? .busy : .none
        }
    }
}
