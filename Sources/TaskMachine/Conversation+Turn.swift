// How a turn's doings reach the chat: the task's orders are passed on, and what they mean is put down in `entries`.

import ChangeReview

extension Conversation {
    /// Lets the task handle an event, and does what it orders.
    mutating func pass(_ event: AgentTask.Event) -> [Effect] {
        let effects = task.handle(event)
        return effects.flatMap { perform($0) }
    }

    private mutating func perform(_ effect: AgentTask.Effect) -> [Effect] {
        switch effect {
        case .prepare(let preparation): return [.prepare(preparation)]
        case .attach(let lines): add(.attached(lines))
        case .amend(let message):
            history[history.count - 1] = message
            ledger.amended()
        case .send(let request):
            answerIndex = nil
            contextUsed = request.messages.reduce(0) { $0 + SentHistory.tokens(of: $1) }
            return [.agent(.send(request))]
        case .cancelRequest(let request): return [.agent(.cancel(request: request))]
        case .askApproval(let call): return decide(on: call)
        case .askQuestion(let call, let question):
            toolIndices[call.id] = entries.count
            add(.question(question, answer: nil))
            return pendingRequest.map { [.ask($0)] } ?? []
        case .askDecision: return pendingRequest.map { [.ask($0)] } ?? []
        case .execute(let call, let permit):
            show(call, .running, permit.place)
            return [.execute(call, permit)]
        case .cancelTool(let callID): return [.cancelTool(callID: callID)]
        case .condense(let text):
            return ask(.summary(of: text, maximumCharacters: TaskLimits.summaryCharacters), for: .summary)
        case .startTimer(let timer, let milliseconds): return [.startTimer(timer, milliseconds: milliseconds)]
        case .stopTimer(let timer): return [.stopTimer(timer)]
        case .append(let message):
            history.append(message)
            contextUsed += SentHistory.tokens(of: message)
        case .record(let result, let call, let ending): record(result, of: call, ending)
        case .rode(let words): add(.steered(words))
        case .remark(let remark): add(.remark(remark))
        case .propose(let steps, let call):
            happened.proposed(steps.map(\.path.text))
            settleReports()
            return [.propose(steps, by: call)]
        case .ended: return turnEnded()
        }
        return []
    }

    /// Progress belongs to the turn that runs, or to the one that just ended: an event travels on another connection
    /// than the reply and may come after it. After a cancel, and before the first turn, there is nobody it belongs to.
    mutating func progressed(_ progress: AgentProgress) {
        isFeedSilent = false
        progressEventsInTurn += 1
        guard task.lifecycle != .idle, task.lifecycle != .cancelled else { return }
        _ = task.handle(.progressed(progress))
        if let change = progress.todo { _ = todoList.take(change) }
        switch progress.kind {
        case .streamed(let piece): streamed(piece)
        case .usage(let usage): usageCount.take(usage, isLate: task.requestInFlight == nil)
        default: break
        }
        var block = progressBlock ?? ProgressBlock()
        guard block.add(progress) else { return }
        if task.lifecycle.isOver { block.close() }
        if let progressIndex {
            change(progressIndex, to: .progress(block))
        } else {
            insertAboveAnswer(block)
        }
    }

    private mutating func turnEnded() -> [Effect] {
        breakOffAnswer()
        if var block = progressBlock, let progressIndex, block.isRunning {
            block.close()
            change(progressIndex, to: .progress(block))
        }
        // What did not ride along is said next.
        queue.insert(contentsOf: task.takeSteersBack(), at: 0)
        questions = questions.filter { $0.value == .prompt }
        let ended = Effect.turnEnded(task.lifecycle)
        switch task.lifecycle {
        case .completed:
            isFeedSilent = link.state == .online && progressEventsInTurn == 0
            return [ended] + sendQueued()
        case .failed(let failure):
            add(.failure(failure))
        case .cancelled:
            add(.cancelled)
        default:
            break
        }
        return [ended]
    }

    private var progressBlock: ProgressBlock? {
        guard let progressIndex, case .progress(let block) = entries[progressIndex].content else { return nil }
        return block
    }
}
