// How a turn's doings reach the chat: the task's orders are passed on, and what they mean is put down in `entries`.

extension Conversation {
    /// Lets the task handle an event, and does what it orders.
    mutating func pass(_ event: AgentTask.Event) -> [Effect] {
        let effects = task.handle(event)
        return effects.flatMap { perform($0) }
    }

    private mutating func perform(_ effect: AgentTask.Effect) -> [Effect] {
        switch effect {
        case .send(let request):
            answerIndex = nil
            return [.agent(.send(request))]
        case .cancelRequest(let request): return [.agent(.cancel(request: request))]
        case .askApproval(let call): return ask(call)
        case .execute(let call):
            show(call, .running)
            return [.execute(call, ToolPermit())]
        case .cancelTool(let callID): return [.cancelTool(callID: callID)]
        case .startTimer(let timer, let milliseconds): return [.startTimer(timer, milliseconds: milliseconds)]
        case .stopTimer(let timer): return [.stopTimer(timer)]
        case .append(let message):
            history.append(message)
            return []
        case .record(let result, let call, let ending):
            record(result, of: call, ending)
            return []
        case .propose(let steps, let action): return [.propose(steps, by: action)]
        case .ended: return turnEnded()
        }
    }

    /// An allowed prefix answers for the user.
    private mutating func ask(_ call: ToolCall) -> [Effect] {
        if let command = call.command, allowedPrefixes.contains(where: { $0.allows(command) }) {
            return pass(.approvalAnswered(callID: call.id, .once))
        }
        show(call, .awaitingApproval)
        return [.ask(.command(call))]
    }

    /// Progress belongs to the turn that runs, or to the one that just ended: an event travels on another connection
    /// than the reply and may come after it. After a cancel, and before the first turn, there is nobody it belongs to.
    mutating func progressed(_ progress: AgentProgress) {
        isFeedSilent = false
        progressEventsInTurn += 1
        guard task.lifecycle != .idle, task.lifecycle != .cancelled else { return }
        _ = task.handle(.progressed(progress))
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

// Entries.
extension Conversation {
    mutating func add(_ content: Entry.Content) {
        entries.append(Entry(id: nextEntry, content: content))
        nextEntry += 1
    }

    mutating func change(_ index: Int, to content: Entry.Content) {
        guard entries[index].content != content else { return }
        entries[index].content = content
        entries[index].revision += 1
    }

    /// The same notice again at once is counted, not repeated.
    mutating func note(_ text: String) {
        if let last = entries.last, case .notice(text, let times) = last.content {
            change(entries.count - 1, to: .notice(text, times: times + 1))
        } else {
            add(.notice(text, times: 1))
        }
    }

    private mutating func show(_ call: ToolCall, _ state: ToolLine.State) {
        put(ToolLine(callID: call.id, action: call.action, object: call.object, state: state))
    }

    private mutating func record(_ result: ToolResult, of call: ToolCall, _ ending: ToolEnding) {
        let state: ToolLine.State =
            switch ending {
            case .ran: result.succeeded ? .succeeded : .failed
            case .rejected: .rejected
            case .unknown: .failed
            case .cancelled: .cancelled
            }
        put(
            ToolLine(
                callID: call.id, action: call.action, object: call.object, state: state,
                output: BoundedText(result.text), exitStatus: result.exitStatus, milliseconds: result.milliseconds))
    }

    private mutating func put(_ line: ToolLine) {
        if let index = toolIndices[line.callID] {
            change(index, to: .tool(line))
        } else {
            toolIndices[line.callID] = entries.count
            add(.tool(line))
        }
    }
}
