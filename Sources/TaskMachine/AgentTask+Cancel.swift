// The part of a turn that stops: at once where nothing runs, within two seconds where something does.

extension AgentTask {
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
        preparation = nil
        condensing = nil
        var effects: [Effect] = []
        while let call = pending.first { effects += settle(call, .cancelled(call), .cancelled) }
        return effects + end(.cancelled)
    }

    /// Back to idle with nothing in hand, keeping what makes ids unique, and the mode.
    mutating func forget() {
        var fresh = AgentTask(limits: limits)
        fresh.nextRequest = nextRequest
        fresh.nextPreparation = nextPreparation
        fresh.knownCallIDs = knownCallIDs
        fresh.mode = mode
        self = fresh
    }
}
