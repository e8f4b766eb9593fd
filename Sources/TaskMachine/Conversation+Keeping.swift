// What is kept of a conversation, as records that can be folded together again.

extension Conversation {
    /// The small things as they stand. Usage counts when its turn is over.
    var conversationNote: ConversationNote {
        var note = ConversationNote()
        note.title = title
        note.conversationID = conversationID
        note.mode = mode
        note.queue = task.steers + queue
        note.isTurnOpen = !task.lifecycle.isOver
        note.usage = note.isTurnOpen ? ledger.note.usage : usage
        note.todos = todos
        return note
    }

    func pendingRecords() -> [ConversationRecord] { ledger.records(of: self, note: conversationNote) }

    /// Nothing before the first message: what a start has to say makes no conversation.
    mutating func takeRecords() -> [ConversationRecord] {
        guard !history.isEmpty || firstMessage > 0 || ledger.hasKept else { return [] }
        let note = conversationNote
        let records = ledger.records(of: self, note: note)
        // Most news changes nothing that is kept, a streamed piece above all.
        guard !records.isEmpty else { return [] }
        let chat = self
        ledger.handOut(chat, note: note)
        return records
    }

    /// Whether an entry stands as it will be kept.
    func isSettled(_ index: Int) -> Bool {
        switch entries[index].content {
        case .assistant(let answer): answer.state != .streaming
        case .tool(let line): line.state != .running && line.state != .awaitingApproval
        case .progress(let block): !block.isRunning || task.lifecycle.isOver
        case .question(_, nil):
            if case .awaitingAnswer(let call, _) = task.lifecycle { toolIndices[call.id] != index } else { true }
        default: true
        }
    }
}
