// What the terminal's title says: the conversation, and how it goes. It changes with the turn's state, never with time.

internal import ChangeReview
internal import Screen
internal import Settings
internal import TaskMachine

extension AppModel {
    /// At most 100 columns of plain text; empty: the title is not ours to set.
    var title: String {
        guard settings.flag(.title) else { return "" }
        let state = titleState.map { " (\($0))" } ?? ""
        let name = "oropendola"
        guard let topic else { return name + state }
        let room = Self.titleColumns - displayWidth(of: name + ": " + state)
        return "\(name): \(truncated(topic, columns: room, sign: signs.cut))\(state)"
    }

    private static let titleColumns = 100

    private var titleState: String? {
        let lifecycle = conversation.task.lifecycle
        if dock != nil || lifecycle.isWaitingForUser { return "waiting for you" }
        if case .failed = lifecycle, !isFailureDismissed { return "failed" }
        if lifecycle.isRunning { return "working" }
        let undecided = reviewing.facts.undecided
        return undecided > 0 ? "\(groupedCount(undecided)) to decide" : nil
    }
}
