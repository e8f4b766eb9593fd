// The part of a turn that talks to the server: prepare, send, take the reply, end.

import JSON

extension AgentTask {
    mutating func start(_ messages: [ChatMessage], _ conversationID: String?, _ mode: ChatMode) -> [Effect] {
        guard lifecycle.isOver else { return [] }
        self.messages = messages
        self.conversationID = conversationID
        self.mode = mode
        progress = nil
        context = [:]
        unprepared = messages.last?.content ?? ""
        beginCounting()
        return prepare()
    }

    private mutating func beginCounting() {
        requestsInTurn = 0
        requestsUnasked = 0
        unreachableTries = 0
        rateLimitedTries = 0
        condensations = 0
        hasResults = false
        hasNudged = false
        isConcluded = false
        repetition = Repetition()
    }

    /// Each turn is prepared once, before its first request.
    private mutating func prepare() -> [Effect] {
        guard let unprepared else { return send() }
        let preparation = Preparation(id: nextPreparation, text: unprepared)
        nextPreparation += 1
        self.preparation = preparation.id
        lifecycle = .preparing
        return [.prepare(preparation)]
    }

    /// What `AGENTS.md` says, as it was when the turn began.
    var projectRules: String? { context["projectRules"]?.asString }

    mutating func take(_ prepared: PreparedTurn, _ id: Int) -> [Effect] {
        guard lifecycle == .preparing, preparation == id else { return [] }
        preparation = nil
        context = prepared.context
        // The rules go along with every message; they are shown when they are new.
        let rules = prepared.attached.first { $0.kind == .rules }
        let lines = prepared.attached.filter { $0.kind != .rules || $0 != shownRules }
        shownRules = rules
        var effects: [Effect] = lines.isEmpty ? [] : [.attach(lines)]
        // After a turn that an earlier run of the program did not end, more may have come behind the message.
        if let last = messages.last, last.role == .user, last.content == unprepared,
            !prepared.attachedText.isEmpty || !prepared.images.isEmpty
        {
            var message = last
            if !prepared.attachedText.isEmpty { message.content += ChatMessage.attachedHeader + prepared.attachedText }
            message.images = prepared.images
            messages[messages.count - 1] = message
            effects.append(.amend(message))
        }
        unprepared = nil
        return effects + send()
    }

    mutating func send() -> [Effect] {
        wait = nil
        guard requestsUnasked < limits.requests else {
            lifecycle = .awaitingDecision(.requests(limits.requests))
            return [.askDecision(.requests(limits.requests))]
        }
        let prompt = AgentPrompt.message(for: mode, rules: projectRules)
        let left = sent.fit(messages, prompt: SentHistory.tokens(of: prompt), limit: limits.contextTokens)
        let request = ChatRequest(
            id: nextRequest, messages: [prompt] + sent.messages(of: messages), conversationID: conversationID,
            mode: mode, context: context)
        nextRequest += 1
        requestsInTurn += 1
        requestsUnasked += 1
        requestInFlight = request.id
        lifecycle = .requesting
        return (left.map { [.remark($0)] } ?? []) + [.send(request)]
    }

    mutating func replied(_ reply: ChatReply, to request: Int) -> [Effect] {
        guard request == requestInFlight else { return [] }
        requestInFlight = nil
        unreachableTries = 0
        rateLimitedTries = 0
        conversationID = reply.conversationID ?? conversationID
        guard mode.allowsTools || reply.toolCalls.isEmpty else { return ignoreCalls(of: reply) }
        let calls = named(reply.toolCalls, request: request)
        if calls.isEmpty, reply.isSilent { return nudge() }
        let message = ChatMessage(role: .assistant, content: Self.historyText(of: reply, calls))
        messages.append(message)
        guard !calls.isEmpty else { return [.append(message)] + end(.completed) }
        pending = calls
        return [.append(message)] + advance()
    }

    /// A reply that only calls tools leaves their names in the history: an empty message says nothing to a model, and
    /// some refuse one.
    private static func historyText(of reply: ChatReply, _ calls: [ToolCall]) -> String {
        let text = reply.originalText ?? reply.text
        guard text.isEmpty else { return text }
        guard !calls.isEmpty else { return "[no words]" }
        return calls.map { "[tool_call \($0.id) \($0.action)]" }.joined(separator: "\n")
    }

    /// Ask mode: the words count. What was called is not made, and a model is not to believe that it was.
    private mutating func ignoreCalls(of reply: ChatReply) -> [Effect] {
        let words = reply.text.isEmpty ? "[tool calls, not made: ask mode]" : reply.text
        let message = ChatMessage(role: .assistant, content: words)
        messages.append(message)
        let remark = Remark(.callsIgnored, count: reply.toolCalls.count)
        return [.append(message), .remark(remark)] + end(.completed)
    }

    /// An empty reply. After results the model is asked to go on, once in a turn; nothing else is ever said to it in the
    /// user's name.
    mutating func nudge() -> [Effect] {
        guard hasResults, !hasNudged else { return end(.failed(.emptyReply)) }
        hasNudged = true
        let message = ChatMessage(
            role: .user,
            content: ChatMessage.programMark + "Your reply was empty. Continue, or say in words that it is done.")
        messages.append(message)
        return [.remark(Remark(.nudged)), .append(message)] + send()
    }

    /// The turn is done after all. Calls in such an answer are not made: nobody knows what became of the request since.
    mutating func found(_ answer: String) -> [Effect] {
        guard case .failed(let failure) = lifecycle, failure.isOfNetwork else { return [] }
        let message = ChatMessage(role: .assistant, content: answer)
        messages.append(message)
        lifecycle = .completed
        return [.append(message)]
    }

    mutating func retry() -> [Effect] {
        if wait != nil { return [.stopTimer(.retry)] + send() }
        if lifecycle == .requesting, let request = requestInFlight { return [.cancelRequest(request)] + send() }
        guard case .failed = lifecycle else { return [] }
        let hadResults = hasResults
        beginCounting()
        hasResults = hadResults
        return prepare()
    }

    mutating func end(_ lifecycle: Lifecycle) -> [Effect] {
        self.lifecycle = lifecycle
        return [.ended]
    }
}

extension ChatReply {
    /// It brings nothing but calls, if those.
    fileprivate var isSilent: Bool {
        PlainText.trimmed(text).isEmpty && fileChanges.isEmpty && toolResults.isEmpty && todos?.isEmpty != false
    }
}

extension ChatMessage {
    /// Stands between the user's words and what they refer to.
    static let attachedHeader = "\n\n[attached]\n"
    /// Begins a message of the user's role that the program wrote.
    static let programMark = "[program] "
}

extension RequestFailure {
    /// Neither words nor calls.
    static let emptyReply = RequestFailure.malformed("an empty reply")
}
