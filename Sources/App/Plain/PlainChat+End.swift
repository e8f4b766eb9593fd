// How a chat in lines ends: its last words, and the exit status that scripts go by.

internal import ChangeReview
internal import TaskMachine

extension PlainChat {
    public var farewell: [String] {
        // A hook's words may be among them.
        PlainText.page(PlainText.lines(PlainPhrases.adapted(model.signs.adapted(model.farewell ?? ""))))
            .filter { !$0.isEmpty }
    }

    /// The documented exit status (docs/PLAIN.md). Who typed has seen what went wrong; a script sees this alone.
    public var exitStatus: Int32 {
        if isCancelled { return 130 }
        guard !isTyped else { return 0 }
        if !model.isStarted || hasUnanswered { return 1 }
        if case .failed(let failure) = model.conversation.task.lifecycle {
            return switch failure {
            case .signedOut, .keyWanted: 5
            case .unreachable, .interrupted, .timedOut: 6
            default: 1
            }
        }
        return model.changes.isEmpty ? 0 : 3
    }
}
