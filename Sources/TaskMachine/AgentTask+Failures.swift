// The part of a turn that lives with failures: wait and try again, send less, give up.

extension AgentTask {
    mutating func requestFailed(_ failure: RequestFailure, _ request: Int) -> [Effect] {
        guard request == requestInFlight else { return [] }
        requestInFlight = nil
        switch failure {
        case .unreachable:
            guard unreachableTries < TaskLimits.unreachableWaits.count else { return end(.failed(failure)) }
            let milliseconds = TaskLimits.unreachableWaits[unreachableTries]
            unreachableTries += 1
            lifecycle = .waitingToRetry(attempt: unreachableTries)
            return startWait(unreachableTries, of: TaskLimits.unreachableWaits.count, milliseconds)
        case .rateLimited(let asked):
            let seconds = max(1, asked ?? TaskLimits.rateLimitedSeconds << rateLimitedTries)
            guard rateLimitedTries < TaskLimits.rateLimitedTries, seconds <= TaskLimits.longestWaitSeconds else {
                return end(.failed(failure))
            }
            rateLimitedTries += 1
            lifecycle = .rateLimited(seconds: seconds)
            return startWait(rateLimitedTries, of: TaskLimits.rateLimitedTries, seconds * 1_000)
        case .contextTooLong: return condense(after: failure)
        case .emptyReply: return nudge()
        case .cancelled:
            return finishCancel()
        case .interrupted, .timedOut, .signedOut, .refused, .malformed, .forbidden, .blocked,
            .noSuchMethod, .keyWanted, .quotaExceeded, .modelFailed:
            // Note: what may have run on the server is never sent again without the user.
            return end(.failed(failure))
        }
    }

    private mutating func startWait(_ attempt: Int, of limit: Int, _ milliseconds: Int) -> [Effect] {
        wait = Wait(attempt: attempt, limit: limit, milliseconds: milliseconds)
        return [.startTimer(.retry, milliseconds: milliseconds)]
    }

    /// The server did not take the history. What stands between the first message and the last ones is summed up; the
    /// second time fewer of the last ones are kept whole.
    private mutating func condense(after failure: RequestFailure) -> [Effect] {
        let prompt = SentHistory.tokens(of: AgentPrompt.message(for: mode, rules: projectRules))
        sent.noteTooMuch(messages, prompt: prompt)
        let kept = condensations == 0 ? SentHistory.keptAtEnd : SentHistory.keptAtEnd / 4
        guard condensations < TaskLimits.condensations, let range = sent.condensable(messages, keeping: kept) else {
            return end(.failed(failure))
        }
        condensations += 1
        condensing = range
        lifecycle = .preparing
        return [.condense(sent.text(of: range, in: messages, characters: 60_000, each: 4_000))]
    }

    /// Without a summary the messages' beginnings have to do.
    mutating func condensed(_ summary: String?) -> [Effect] {
        guard lifecycle == .preparing, let range = condensing else { return [] }
        condensing = nil
        let words =
            summary.map { String($0.prefix(TaskLimits.summaryCharacters)) }
            ?? sent.text(of: range, in: messages, characters: TaskLimits.summaryCharacters, each: 200)
        sent.condense(range, to: words)
        return [.remark(Remark(.condensed, count: range.count))] + send()
    }
}
