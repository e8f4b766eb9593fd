// What the user does to messages that wait, and to the turn that runs without stopping it.

internal import Screen
internal import TaskMachine

extension AppModel {
    /// Shown as queued: what waits for the folder to be read stands before what waits for a turn.
    var queued: [String] { held + conversation.queue }

    /// Why nothing of the queue is sent by itself; empty as long as it will be.
    private var pause: [String] {
        guard isStarted, conversation.task.lifecycle.isOver, !conversation.queue.isEmpty else { return [] }
        return canRetry
            ? [
                "The queue waits: it goes on when the message above is answered. Enter retries",
                "The queue waits for a retry",
            ]
            : ["The queue is paused. Enter on an empty line sends the next one", "Paused: an empty Enter sends one"]
    }

    var queueView: QueueView {
        QueueView(
            messages: queued, steers: conversation.steers, selected: focus == .queue ? queueRow : nil, pause: pause,
            signs: signs, takeBack: keys.name(of: .takeBackQueued, in: .composer))
    }

    mutating func settleQueue() {
        queueRow = max(0, min(queueRow, conversation.queue.count - 1))
        if focus == .queue, conversation.queue.isEmpty { focus = .composer }
    }

    mutating func perform(queue action: Action) -> [AppEffect] {
        let queue = conversation.queue
        guard queue.indices.contains(queueRow) else { return [] }
        switch action {
        case .nextRow: queueRow = min(queueRow + 1, queue.count - 1)
        case .previousRow: queueRow = max(0, queueRow - 1)
        case .editQueued: return edit(.queued(queueRow, queue[queueRow]), text: queue[queueRow])
        case .removeQueued:
            return tell(.queueRemoved(index: queueRow))
                + say(signs.adapted("Taken out. ↑ in the composer brings it back"))
        case .moveQueuedDown: return move(to: queueRow + 1)
        case .moveQueuedUp: return move(to: queueRow - 1)
        case .steerQueued:
            guard !conversation.task.lifecycle.isOver else {
                return say("No turn runs. Enter on an empty line sends it")
            }
            let text = queue[queueRow]
            return tell(.queueRemoved(index: queueRow)) + tell(.steered(text))
        default: break
        }
        return []
    }

    private mutating func move(to place: Int) -> [AppEffect] {
        guard conversation.queue.indices.contains(place) else { return [] }
        let row = queueRow
        queueRow = place
        return tell(.queueMoved(from: row, to: place))
    }

    /// The last message of the queue comes back into the composer.
    mutating func takeBackQueued() -> [AppEffect] {
        guard let text = conversation.queue.last else { return say("Nothing is queued") }
        return edit(.queued(conversation.queue.count - 1, text), text: text)
    }

    /// The words in the composer ride with the turn that runs.
    mutating func steer() -> [AppEffect] {
        guard draftPurpose == .message else { return say(Self.editGoesOn) }
        guard composer.text.contains(where: { !$0.isWhitespace }) else { return say("Nothing is written") }
        guard !conversation.task.lifecycle.isOver else { return say("No turn runs. Enter sends it") }
        let text = composer.take()
        chat.followEnd()
        return [.remember(text)] + tell(.steered(text))
    }
}
