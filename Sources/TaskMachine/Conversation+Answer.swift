// How an answer comes into the chat: piece by piece from the feed, then whole from the reply, in one entry.

extension Conversation {
    /// The pieces belong to the request that is on its way. Without one they are late: of an answer that a reply gave
    /// only the reasoning grows, since replies don't bring it; one that broke off goes on.
    ///
    /// Note: no event names its request. A late piece that finds the turn's next request on its way is taken for its
    /// answer until the reply puts that right.
    mutating func streamed(_ piece: StreamedPiece) {
        guard !piece.answer.isEmpty || !piece.reasoning.isEmpty else { return }
        if let request = task.requestInFlight, answerIndex == nil {
            answerIndex = entries.count
            stream = StreamedText()
            isReasoningTold = false
            add(.assistant(AssistantText(text: "", state: .streaming, request: request)))
        }
        guard let index = answerIndex, var answer = answer(at: index) else { return }
        if !isReasoningTold { answer.reasoning.take(piece.reasoning, isWhole: piece.isWhole) }
        if answer.state != .replied {
            stream.take(piece.answer, isWhole: piece.isWhole)
            answer.text = stream.text
            answer.isCut = stream.isCut
        }
        change(index, to: .assistant(answer))
    }

    /// The reply's text takes the streamed one's place.
    mutating func replied(_ reply: ChatReply, _ request: Int) -> [Effect] {
        guard request == task.requestInFlight else { return [] }
        conversationID = reply.conversationID ?? conversationID
        usageCount.add(reply)
        badge = reply.badge ?? badge
        // An empty list says nothing: only the user empties theirs.
        if let todos = reply.todos, !todos.isEmpty { _ = todoList.take(.replaced(todos)) }
        for result in reply.toolResults where !result.succeeded && !result.message.isEmpty {
            note(result.action.isEmpty ? result.message : "\(result.action): \(result.message)")
        }
        isReasoningTold = !reply.reasoning.isEmpty
        var answer = AssistantText(
            text: reply.text, request: request, model: reply.model, milliseconds: reply.milliseconds,
            reported: happened.removed(from: reply.fileChanges))
        answer.reasoning.take(reply.reasoning, isWhole: true)
        if let index = answerIndex, let streamed = self.answer(at: index) {
            if !isReasoningTold { answer.reasoning = streamed.reasoning }
            if answer.isEmpty { remove(index) } else { change(index, to: .assistant(answer)) }
        } else if !answer.isEmpty {
            answerIndex = entries.count
            add(.assistant(answer))
        }
        return pass(.replied(reply, request: request))
    }

    /// The reply will not come: what was streamed stays as it is.
    mutating func breakOffAnswer() {
        guard let index = answerIndex, var answer = answer(at: index), answer.state == .streaming else { return }
        answer.state = .incomplete
        change(index, to: .assistant(answer))
    }

    /// A failed turn's answer was found at the server. What broke off and is its beginning goes, so that the answer
    /// stands where the reader is, below the failure, and once. Nothing is shown that was shown before.
    mutating func found(_ text: String) -> [Effect] {
        guard case .failed(let failure) = task.lifecycle, failure.isOfNetwork else { return [] }
        let shown = ToolFences(text).text
        guard !PlainText.trimmed(shown).isEmpty, !isKnown(text), !isKnown(shown) else { return [] }
        var answer = AssistantText(text: shown, state: .fetched)
        if let index = answerIndex, let streamed = self.answer(at: index), streamed.state == .incomplete,
            shown.utf8.starts(with: streamed.text.utf8)
        {
            answer.reasoning = streamed.reasoning
            answer.request = streamed.request
            remove(index)
        }
        answerIndex = nil
        add(.assistant(answer))
        return pass(.found(answer: text))
    }

    /// Whether this is an answer that the conversation has.
    private func isKnown(_ text: String) -> Bool {
        let text = PlainText.trimmed(text)
        return history.contains { $0.role == .assistant && PlainText.trimmed($0.content) == text }
            || entries.contains { entry in
                guard case .assistant(let answer) = entry.content else { return false }
                return (answer.state == .replied || answer.state == .fetched) && PlainText.trimmed(answer.text) == text
            }
    }

    /// Below the progress of its turn, as long as nothing stands between.
    mutating func insertAboveAnswer(_ block: ProgressBlock) {
        progressIndex = entries.count
        if let index = answerIndex, index == entries.count - 1, let answer = answer(at: index),
            answer.state == .streaming
        {
            progressIndex = index
            answerIndex = entries.count
            change(index, to: .progress(block))
            add(.assistant(answer))
        } else {
            add(.progress(block))
        }
    }

    private func answer(at index: Int) -> AssistantText? {
        guard case .assistant(let answer) = entries[index].content else { return nil }
        return answer
    }
}
