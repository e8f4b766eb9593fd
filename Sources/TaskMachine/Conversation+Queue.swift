// What the user says while a turn runs: it waits its turn, or rides with the turn that runs. Nothing is dropped.

extension Conversation {
    static let titleLength = 60
    static let planWords = "Carry out the plan."

    mutating func submit(_ text: String) -> [Effect] {
        guard task.lifecycle.isOver else {
            queue.append(text)
            return []
        }
        return start(text)
    }

    mutating func start(_ text: String) -> [Effect] {
        if title.isEmpty { title = Self.title(from: text) }
        forgetPlaces()
        turnStart = nextEntry
        messageNumbers[nextEntry] = firstMessage + history.count
        add(.user(text))
        progressEventsInTurn = 0
        usageCount.startTurn()
        noteTurnForFeed()
        history.append(ChatMessage(role: .user, content: text))
        return pass(.started(messages: history, conversationID: conversationID, mode: mode))
    }

    mutating func sendQueued() -> [Effect] {
        guard task.lifecycle.isOver, !queue.isEmpty else { return [] }
        return start(queue.removeFirst())
    }

    /// Without a turn to steer the words are a message.
    mutating func steer(_ text: String) -> [Effect] {
        guard !task.lifecycle.isOver else { return submit(text) }
        return pass(.steered(text))
    }

    mutating func acceptPlan() -> [Effect] {
        guard task.lifecycle.isOver else { return [] }
        return pass(.modeChosen(.agent)) + start(Self.planWords)
    }

    /// Without words a message is none.
    mutating func editQueue(_ index: Int, _ text: String) {
        guard queue.indices.contains(index) else { return }
        if PlainText.trimmed(text).isEmpty { queue.remove(at: index) } else { queue[index] = text }
    }

    mutating func removeFromQueue(_ index: Int) {
        guard queue.indices.contains(index) else { return }
        queue.remove(at: index)
    }

    /// - Parameter to: where it stands afterwards.
    mutating func moveInQueue(_ from: Int, _ to: Int) {
        guard queue.indices.contains(from), queue.indices.contains(to) else { return }
        queue.insert(queue.remove(at: from), at: to)
    }

    /// The first line that says something.
    static func title(from text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).lazy.map { PlainText.trimmed(String($0)) }
        let line = lines.first { !$0.isEmpty } ?? ""
        return line.count > titleLength ? PlainText.trimmed(String(line.prefix(titleLength - 1))) + "…" : line
    }

    mutating func forgetPlaces() {
        progressIndex = nil
        answerIndex = nil
        gapIndex = nil
        toolIndices = [:]
        happened = HappenedHere(in: workspacePath)
    }
}
