// The part of a turn that does what the agent asks: one call at a time, in order, each with a result; and cancel.

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
    mutating func advance() -> [Effect] {
        var effects: [Effect] = []
        while let call = pending.first {
            switch call.tool?.kind {
            case nil:
                effects += settle(call, .unknown(call), .unknown)
            case .command:
                lifecycle = .awaitingApproval(call)
                return effects + [.askApproval(call)]
            case .read, .write:
                lifecycle = .executing(call)
                return effects + [.execute(call)]
            }
        }
        return effects + send()
    }

    mutating func approvalAnswered(_ callID: String, _ answer: ApprovalAnswer) -> [Effect] {
        guard case .awaitingApproval(let call) = lifecycle, call.id == callID else { return [] }
        switch answer {
        case .once, .prefixForSession, .prefixForProject:
            lifecycle = .executing(call)
            return [.execute(call)]
        case .deniedForSession:
            return settle(call, .rejected(call, words: ""), .rejected) + advance()
        case .rejected(let words):
            return settle(call, .rejected(call, words: words), .rejected) + advance()
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

    private mutating func settle(_ call: ToolCall, _ result: ToolResult, _ ending: ToolEnding) -> [Effect] {
        pending.removeFirst()
        let message = result.message
        messages.append(message)
        let proposal: [Effect] = result.proposed.isEmpty ? [] : [.propose(result.proposed, by: call.action)]
        return [.record(result, of: call, ending), .append(message)] + proposal
    }

    mutating func cancel() -> [Effect] {
        switch lifecycle {
        case .idle, .completed, .failed, .cancelled, .cancelling:
            return []
        case .requesting:
            let closing = requestInFlight.map { [Effect.cancelRequest($0)] } ?? []
            return closing + finishCancel()
        case .preparing, .awaitingApproval, .awaitingAnswer, .awaitingDecision:
            return finishCancel()
        case .waitingToRetry, .rateLimited:
            return [.stopTimer(.retry)] + finishCancel()
        case .executing(let call):
            lifecycle = .cancelling
            return [
                .cancelTool(callID: call.id),
                .startTimer(.cancelDeadline, milliseconds: TaskLimits.cancelMilliseconds),
            ]
        }
    }

    /// Every call that was asked for gets an answer, so that the history stays one that a model can go on from.
    mutating func finishCancel() -> [Effect] {
        requestInFlight = nil
        wait = nil
        var effects: [Effect] = []
        while let call = pending.first { effects += settle(call, .cancelled(call), .cancelled) }
        return effects + end(.cancelled)
    }

    /// Back to idle with nothing in hand, keeping what makes ids unique.
    mutating func forget() {
        var fresh = AgentTask()
        fresh.nextRequest = nextRequest
        fresh.knownCallIDs = knownCallIDs
        self = fresh
    }
}
