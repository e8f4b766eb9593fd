// What was given up is not sent behind the user's back: the next request carries nothing of it.

extension Conversation {
    /// A message whose turn failed before anything came of it leaves the history; the chat keeps it, marked. It can still
    /// be edited or tried again: its place in the history is the one of the message that follows.
    mutating func giveUp() {
        guard case .failed = task.lifecycle, let last = entries.last(where: { messageNumbers[$0.id] != nil }),
            messageNumbers[last.id] == firstMessage + history.count - 1
        else { return }
        let number = firstMessage + history.count - 1
        ledger.rewind(entry: nextEntry, message: number, before: pendingRecords())
        history.removeLast()
        task.giveUp(keeping: history)
        contextUsed = task.sent.tokens(of: history)
        add(.remark(Remark(.givenUp)))
    }
}

extension AgentTask {
    fileprivate mutating func giveUp(keeping messages: [ChatMessage]) {
        self.messages = messages
        sent.shorten(to: messages.count)
        unprepared = nil
        lifecycle = .idle
    }
}
