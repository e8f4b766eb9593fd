// The part of a turn that talks to the server: send, take the reply, wait and try again, give up.

import JSON

/// The numbers of a turn.
public enum TaskLimits {
    /// A turn that makes more requests than this has run away; it stops and the user decides.
    public static let requestsPerTurn = 200
    /// Waits before a request that reached nobody is sent again.
    public static let unreachableWaits = [1_000, 2_000, 4_000]
    public static let rateLimitedTries = 3
    /// The wait when the server names none, in seconds; doubled with each try.
    public static let rateLimitedSeconds = 5
    /// A server that asks for a longer wait is not waited for: the turn fails and says so.
    public static let longestWaitSeconds = 300
    /// How long what runs has to stop after a cancel.
    public static let cancelMilliseconds = 2_000
}

extension AgentTask {
    mutating func start(_ messages: [ChatMessage], _ conversationID: String?) -> [Effect] {
        guard lifecycle.isOver else { return [] }
        self.messages = messages
        self.conversationID = conversationID
        progress = nil
        beginCounting()
        return send()
    }

    private mutating func beginCounting() {
        requestsInTurn = 0
        unreachableTries = 0
        rateLimitedTries = 0
    }

    mutating func send() -> [Effect] {
        wait = nil
        guard requestsInTurn < TaskLimits.requestsPerTurn else {
            return fail(.runaway(limit: TaskLimits.requestsPerTurn))
        }
        let request = ChatRequest(
            id: nextRequest, messages: messages, conversationID: conversationID, mode: .agent, context: [:])
        nextRequest += 1
        requestsInTurn += 1
        requestInFlight = request.id
        lifecycle = .requesting
        return [.send(request)]
    }

    mutating func replied(_ reply: ChatReply, to request: Int) -> [Effect] {
        guard request == requestInFlight else { return [] }
        requestInFlight = nil
        unreachableTries = 0
        rateLimitedTries = 0
        conversationID = reply.conversationID ?? conversationID
        let calls = named(reply.toolCalls, request: request)
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
        return calls.map { "[tool_call \($0.id) \($0.action)]" }.joined(separator: "\n")
    }

    mutating func requestFailed(_ failure: RequestFailure, _ request: Int) -> [Effect] {
        guard request == requestInFlight else { return [] }
        requestInFlight = nil
        switch failure {
        case .unreachable:
            guard unreachableTries < TaskLimits.unreachableWaits.count else { return fail(failure) }
            let milliseconds = TaskLimits.unreachableWaits[unreachableTries]
            unreachableTries += 1
            lifecycle = .waitingToRetry(attempt: unreachableTries)
            return startWait(unreachableTries, of: TaskLimits.unreachableWaits.count, milliseconds)
        case .rateLimited(let asked):
            let seconds = max(1, asked ?? TaskLimits.rateLimitedSeconds << rateLimitedTries)
            guard rateLimitedTries < TaskLimits.rateLimitedTries, seconds <= TaskLimits.longestWaitSeconds else {
                return fail(failure)
            }
            rateLimitedTries += 1
            lifecycle = .rateLimited(seconds: seconds)
            return startWait(rateLimitedTries, of: TaskLimits.rateLimitedTries, seconds * 1_000)
        case .cancelled:
            return finishCancel()
        case .interrupted, .timedOut, .signedOut, .refused, .malformed, .forbidden, .blocked, .contextTooLong,
            .noSuchMethod, .keyWanted, .quotaExceeded, .runaway:
            // Note: what may have run on the server is never sent again without the user.
            return fail(failure)
        }
    }

    /// The turn is done after all. Calls in such an answer are not made: nobody knows what became of the request since.
    mutating func found(_ answer: String) -> [Effect] {
        guard case .failed(let failure) = lifecycle, failure.isOfNetwork else { return [] }
        let message = ChatMessage(role: .assistant, content: answer)
        messages.append(message)
        lifecycle = .completed
        return [.append(message)]
    }

    private mutating func startWait(_ attempt: Int, of limit: Int, _ milliseconds: Int) -> [Effect] {
        wait = Wait(attempt: attempt, limit: limit, milliseconds: milliseconds)
        return [.startTimer(.retry, milliseconds: milliseconds)]
    }

    mutating func retry() -> [Effect] {
        if wait != nil { return [.stopTimer(.retry)] + send() }
        guard case .failed = lifecycle else { return [] }
        beginCounting()
        return send()
    }

    private mutating func fail(_ failure: RequestFailure) -> [Effect] { end(.failed(failure)) }

    mutating func end(_ lifecycle: Lifecycle) -> [Effect] {
        self.lifecycle = lifecycle
        return [.ended]
    }
}
