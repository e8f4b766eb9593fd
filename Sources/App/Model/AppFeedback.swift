// What was decided in the review reaches the agent with the user's next words, and the review's log is kept short.

internal import ChangeReview
internal import TaskMachine

extension AppModel {
    /// The staging log may have so many bytes, and so many times those of a snapshot, before it starts over.
    static let longestLog = 4 << 20
    static let snapshotsInLog = 4

    /// Who proposes: a tool call, or the command that a call ran in a copy.
    func author(of call: ToolCall) -> Author {
        let turn = conversation.entries.count { if case .user = $0.content { true } else { false } }
        guard ToolAction.named(call.action)?.kind == .command else {
            return Author(.call, id: call.id, name: call.action, turn: turn)
        }
        return Author(.command, id: call.id, name: call.object, turn: turn)
    }

    /// A message is about to go: the review's news goes along.
    ///
    /// Nothing is sent twice: it counts as sent in the same breath in which the message is kept. What auto mode accepted
    /// by itself is no news.
    mutating func goOn(with prepared: PreparedTurn, id: Int) -> [AppEffect] {
        let feedback = changes.feedback
        guard !feedback.isEmpty, conversation.mode != .auto || feedback.saysMoreThanYes else {
            return tell(.prepared(prepared, id: id))
        }
        let text = feedback.text()
        var full = prepared
        if !full.attachedText.isEmpty { full.attachedText += "\n\n" }
        full.attachedText += text
        full.attached.append(AttachedLine(kind: .review, name: summary(of: feedback), bytes: text.utf8.count))
        let effects = tell(.prepared(full, id: id))
        let isSent = effects.contains { effect in
            guard case .agent(.send(let request)) = effect else { return false }
            return request.messages.last { $0.role == .user }?.content.hasSuffix(text) ?? false
        }
        return effects + (isSent ? review(.feedbackSent(feedback.number)) : [])
    }

    /// After a crash: the message may be kept that held the feedback, and the note that it was sent not.
    mutating func noteKeptFeedback() -> [AppEffect] {
        let feedback = changes.feedback
        guard !feedback.isEmpty, let last = conversation.history.last(where: { $0.role == .user }),
            last.content.hasSuffix(feedback.text())
        else { return [] }
        return review(.feedbackSent(feedback.number))
    }

    /// `2 comments, 1 rejection, 1 edit`, or else what was accepted.
    private func summary(of feedback: Feedback) -> String {
        var parts: [String] = []
        if feedback.remarkCount > 0 { parts.append(counted(feedback.remarkCount, "comment")) }
        if feedback.rejectionCount > 0 { parts.append(counted(feedback.rejectionCount, "rejection")) }
        if feedback.editedCount > 0 { parts.append(counted(feedback.editedCount, "edited file")) }
        if feedback.acceptedCount > 0 { parts.append(counted(feedback.acceptedCount, "accepted file")) }
        return parts.isEmpty ? "an undone write" : parts.joined(separator: ", ")
    }

    /// Lets the log start over when it has grown, at a moment when nothing is on its way.
    mutating func shortenLog() -> [AppEffect] {
        guard isStarted, recordedBytes > Self.longestLog, !changes.isWriting else { return [] }
        let held = (changes.snapshot ?? []).reduce(0) { $0 + $1.weight }
        guard recordedBytes > Self.snapshotsInLog * held, let events = reviewing.compacted() else { return [] }
        recordedBytes = held
        return [.recordAnew(events)]
    }
}
