// The part of a turn that does what the agent asks: one call at a time, in order, each with a result.

import JSON

extension AgentTask {
    /// Gives every call an id of its own: the server's where it is new, ours otherwise.
    mutating func named(_ calls: [ToolCall], request: Int) -> [ToolCall] {
        calls.enumerated().map { index, call in
            var call = call
            if call.id.isEmpty { call.id = "call_\(request)_\(index + 1)" }
            let wanted = call.id
            var copy = 2
            while !knownCallIDs.insert(call.id).inserted {
                call.id = "\(wanted)_\(copy)"
                copy += 1
            }
            return call
        }
    }

    /// Goes on with the next call; when none is left, back to the server with the results.
    ///
    /// - Parameter counting: whether the first one counts as a repetition; not when the user just allowed it.
    mutating func advance(counting: Bool = true) -> [Effect] {
        var effects: [Effect] = []
        var counting = counting
        while let call = pending.first {
            if counting {
                repetition.count(call)
                if repetition.times >= limits.repetitions {
                    let limit = TurnLimit.repetition(action: call.action, times: repetition.times)
                    lifecycle = .awaitingDecision(limit)
                    return effects + [.askDecision(limit)]
                }
            }
            counting = true
            effects += begin(call)
            // Whoever is waited for goes on from here.
            if pending.first == call { return effects }
        }
        if isConcluded { return effects + end(.completed) }
        return effects + takeSteers() + send()
    }

    /// Starts a call, or settles it at once.
    private mutating func begin(_ call: ToolCall) -> [Effect] {
        switch call.tool?.kind {
        case nil: return settle(call, .unknown(call), .unknown)
        case .conversation: return converse(call)
        case .command:
            lifecycle = .awaitingApproval(call)
            return [.askApproval(call)]
        case .read, .write:
            if call.secretReason != nil {
                lifecycle = .awaitingApproval(call)
                return [.askApproval(call)]
            }
            lifecycle = .executing(call)
            return [.execute(call)]
        }
    }

    /// The user's words go behind the results.
    private mutating func takeSteers() -> [Effect] {
        let words = steers
        steers = []
        if !words.isEmpty {
            // A server without a model reads one request at a time: it has to know which words began the turn.
            context["steered"] = JSONValue((context["steered"]?.asInt ?? 0) + words.count)
        }
        return words.flatMap { words -> [Effect] in
            let message = ChatMessage(role: .user, content: words)
            messages.append(message)
            return [.append(message), .rode(words)]
        }
    }

    mutating func approvalAnswered(_ callID: String, _ answer: ApprovalAnswer, _ permit: ToolPermit) -> [Effect] {
        guard case .awaitingApproval(let call) = lifecycle, call.id == callID else { return [] }
        switch answer {
        case .once, .prefixForSession, .prefixForProject:
            lifecycle = .executing(call)
            return [.execute(call, permit)]
        case .deniedForSession(let prefix):
            let words = "Commands that begin with `\(prefix)` are refused from now on. Don't call them again."
            return settle(call, .rejected(call, words: words), .rejected) + advance()
        case .rejected(let words):
            return settle(call, .rejected(call, words: words), .rejected) + advance()
        }
    }

    mutating func limitAnswered(_ goesOn: Bool) -> [Effect] {
        guard case .awaitingDecision(let limit) = lifecycle else { return [] }
        guard goesOn else {
            var effects: [Effect] = []
            while let call = pending.first { effects += settle(call, .stopped(call), .cancelled) }
            return effects + end(.cancelled)
        }
        switch limit {
        case .requests:
            requestsUnasked = 0
            return send()
        case .repetition:
            repetition.allow()
            return advance(counting: false)
        }
    }

    mutating func toolFinished(_ result: ToolResult) -> [Effect] {
        switch lifecycle {
        case .executing(let call) where call.id == result.callID:
            return settle(call, result, .ran) + advance()
        case .cancelling:
            // It stopped in time. What it did is told as it was; only what follows is cancelled.
            guard let call = pending.first, call.id == result.callID else { return [] }
            return [.stopTimer(.cancelDeadline)] + settle(call, result, .ran) + finishCancel()
        default:
            return []
        }
    }

    mutating func settle(_ call: ToolCall, _ result: ToolResult, _ ending: ToolEnding) -> [Effect] {
        pending.removeFirst()
        hasResults = true
        let message = result.message
        messages.append(message)
        let proposal: [Effect] = result.proposed.isEmpty ? [] : [.propose(result.proposed, by: call)]
        return [.record(result, of: call, ending), .append(message)] + proposal
    }
}
