// A conversation that was kept takes the place of what is there. A turn that was open when it was kept is over; the user
// decides whether it is tried again.

extension Conversation {
    mutating func restore(_ state: ConversationState) -> [Effect] {
        let effects = startOver()
        entries = state.entries
        history = state.history
        firstMessage = state.firstMessage
        isPartial = state.isPartial
        nextEntry = max(nextEntry, (entries.last?.id ?? 0) + 1)
        turnStart = nextEntry
        title = state.note.title
        conversationID = state.note.conversationID
        queue = state.note.queue
        usageCount = UsageCount(before: state.note.usage)
        _ = todoList.take(.replaced(state.note.todos))
        ledger = RecordLedger(note: state.note, messages: firstMessage + history.count)
        messageNumbers = numbersOfUserEntries()
        closeEntries()
        task.mode = state.note.mode
        task.knownCallIDs.formUnion(
            entries.compactMap { entry in
                if case .tool(let line) = entry.content { line.callID } else { nil }
            })
        task.knownCallIDs.formUnion(history.compactMap(\.answeredCallID))
        if state.note.isTurnOpen { showInterruption() }
        task.resume(history, conversationID, lastWords: state.note.isTurnOpen ? lastWords : nil)
        contextUsed = task.sent.tokens(of: history)
        return effects
    }

    /// The words of the latest of the user's messages.
    private var lastWords: String? {
        let last = entries.last { messageNumbers[$0.id] != nil }
        if case .user(let text)? = last?.content { return text }
        return nil
    }

    private mutating func showInterruption() {
        if history.last?.role == .assistant {
            history.append(
                ChatMessage(
                    role: .user,
                    content: ChatMessage.programMark
                        + "The program ended before this was done. Results that are missing here are lost: call again "
                        + "what is still needed."))
        }
        add(.remark(Remark(.programEnded)))
    }

    /// Nothing of an earlier run is under way.
    private mutating func closeEntries() {
        for index in entries.indices {
            switch entries[index].content {
            case .tool(var line) where line.state == .running || line.state == .awaitingApproval:
                line.state = .cancelled
                line.liveTail = ""
                change(index, to: .tool(line))
            case .assistant(var answer) where answer.state == .streaming:
                answer.state = .incomplete
                change(index, to: .assistant(answer))
            case .progress(var block) where block.isRunning:
                block.close()
                change(index, to: .progress(block))
            default: break
            }
        }
    }

    /// A message begins with the words of its entry, and both stand in the same order; from the end, since the beginning
    /// may not have been read.
    private func numbersOfUserEntries() -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        var end = history.count
        var isGivenUp = false
        for entry in entries.reversed() {
            if case .remark(let remark) = entry.content, remark.kind == .givenUp { isGivenUp = true }
            guard case .user(let text) = entry.content else { continue }
            if isGivenUp {
                // It stands in no history; it would where the next one does.
                isGivenUp = false
                numbers[entry.id] = firstMessage + end
                continue
            }
            let found = history[..<end].lastIndex { message in
                message.role == .user
                    && (message.content == text || message.content.hasPrefix(text + ChatMessage.attachedHeader))
            }
            guard let found else { continue }
            numbers[entry.id] = firstMessage + found
            end = found
        }
        return numbers
    }
}

extension AgentTask {
    /// - Parameter lastWords: of a turn that was open; it counts as one that the network failed.
    fileprivate mutating func resume(_ messages: [ChatMessage], _ conversationID: String?, lastWords: String?) {
        self.messages = messages
        self.conversationID = conversationID
        unprepared = lastWords
        lifecycle = lastWords == nil ? .idle : .failed(.interrupted(""))
        hasResults = messages.last?.answeredCallID != nil
    }

    /// What no results came for any more.
    mutating func takeSteersBack() -> [String] {
        let words = steers
        steers = []
        return words
    }
}

extension ChatMessage {
    /// The id of the call whose result this is; nil for every other message.
    fileprivate var answeredCallID: String? {
        guard role == .user, content.hasPrefix(ToolResult.headerStart) else { return nil }
        return content.dropFirst(ToolResult.headerStart.count).split(separator: " ", maxSplits: 1).first.map(
            String.init)
    }
}
