// Leaving what is there: for a new conversation, an earlier message, the latest turn once more.

extension Conversation {
    /// What was cancelled may still stop later; it finds nobody, since ids never come twice.
    mutating func startOver() -> [Effect] {
        let effects = leave()
        history = []
        entries = []
        queue = []
        title = ""
        conversationID = nil
        firstMessage = 0
        isPartial = false
        messageNumbers = [:]
        usageCount = UsageCount()
        todoList = TodoList()
        badge = nil
        contextUsed = 0
        forgetPlaces()
        task.forget()
        ledger = RecordLedger(note: conversationNote, messages: 0)
        return effects
    }

    /// Stops what runs, and keeps what there is to keep of it.
    mutating func leave() -> [Effect] {
        let effects = stop()
        let records = takeRecords()
        return records.isEmpty ? effects : effects + [.keep(records)]
    }

    /// Cancels without waiting.
    private mutating func stop() -> [Effect] {
        let effects = pass(.cancelRequested)
        guard task.lifecycle == .cancelling else { return effects }
        return effects + [.stopTimer(.cancelDeadline)] + pass(.timerFired(.cancelDeadline))
    }

    /// Whether this entry shows a message that can be taken back: the user's, and of the part that was read.
    public func canRewind(to id: Int) -> Bool {
        messageNumbers[id].map { $0 >= firstMessage } == true && index(of: id) != nil
    }

    /// The user's message of this entry, and all that followed, is taken back, and other words go in its place.
    mutating func rewind(to id: Int, _ text: String) -> [Effect] {
        guard canRewind(to: id), let number = messageNumbers[id], !PlainText.trimmed(text).isEmpty else { return [] }
        let effects = stop()
        guard let index = index(of: id) else { return effects }
        ledger.rewind(entry: id, message: number, before: pendingRecords())
        entries.removeSubrange(index...)
        history.removeSubrange((number - firstMessage)...)
        messageNumbers = messageNumbers.filter { $0.key < id }
        forgetPlaces()
        task.sent.shorten(to: history.count)
        return effects + start(text)
    }

    mutating func repeatTurn() -> [Effect] {
        let last = entries.last { messageNumbers[$0.id] != nil }
        guard let last, case .user(let text) = last.content else { return [] }
        return rewind(to: last.id, text)
    }
}
