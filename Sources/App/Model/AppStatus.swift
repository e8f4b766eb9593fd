// What the status line says, from the turn, the feed, the clock and the review.

internal import ChangeReview
internal import Screen
internal import Settings
internal import TaskMachine

extension AppModel {
    var statusLine: StatusLine {
        StatusLine(left: leftFields, right: rightFields, ground: ground)
    }

    private var ground: Role {
        if case .failed = conversation.task.lifecycle, !isFailureDismissed { return .statusError }
        if dock != nil || reviewing.isAsking || picker?.isAsking == true { return .statusAttention }
        if case .offline = conversation.link.state { return .statusError }
        return .status
    }

    // MARK: Left

    private var leftFields: [StatusLine.Field] {
        var fields: [StatusLine.Field] = []
        let words = turnWords
        if let words {
            fields.append(StatusLine.Field(words, 10))
        } else if let flash {
            fields.append(StatusLine.Field(flash.text, 10))
        } else if isWaitingForWriter {
            fields.append(StatusLine.Field("Another oropendola writes here; waiting for it\(signs.dots)", 10))
        } else if changes.isWriting {
            fields.append(StatusLine.Field("Writing\(signs.dots)", 10))
        } else if !changes.isEmpty {
            let isDecided = reviewing.facts.undecided == 0
            let hint =
                focus == .changes
                ? "\(keys.name(of: .write, in: .changes)) writes" : keys.name(of: .toggleChanges, in: .composer)
            fields.append(
                StatusLine.Field(
                    "\(counted(changes.changes.count, "file")) \(isDecided ? "decided" : "to review")"
                        + (isDecided ? " \(signs.separator) \(hint)" : ""), 10))
        }
        if words != nil, let flash { fields.append(StatusLine.Field(flash.text, 9)) }
        guard conversation.task.lifecycle.isRunning else { return fields }
        if let object = turnObject { fields.append(StatusLine.Field(object, 4)) }
        if let elapsed = clock.elapsed { fields.append(StatusLine.Field(clockText(elapsed), 6)) }
        if let silence = silenceField { fields.append(silence) }
        if !conversation.queue.isEmpty {
            fields.append(StatusLine.Field("\(groupedCount(conversation.queue.count)) queued", 5))
        }
        return fields
    }

    private var spinner: String {
        signs.spinner[clock.now / Self.tickMilliseconds % signs.spinner.count]
    }

    /// What happens now; nil when nothing does.
    private var turnWords: String? {
        let task = conversation.task
        switch task.lifecycle {
        case .idle, .completed, .cancelled:
            return clock.isCelebrating ? "\(signs.done) Task complete!" : nil
        case .failed(let failure):
            if isFailureDismissed { return nil }
            if case .signedOut = failure {
                return
                    "\(signs.failed) Not signed in \(signs.separator) \(keys.name(of: .signIn, in: .composer)) signs in"
            }
            // With something written Enter sends that.
            return "\(signs.failed) The turn failed \(signs.separator) \(composer.isEmpty ? "Enter retry" : "/retry")"
        case .awaitingApproval, .awaitingAnswer, .awaitingDecision:
            return "? Waiting for your answer"
                + (focus == .request ? "" : " \(signs.separator) \(keys.name(of: .goToRequest, in: .composer))")
        case .cancelling: return "\(spinner) Cancelling\(signs.dots)"
        case .waitingToRetry, .rateLimited: return "\(spinner) \(waitWords)"
        case .preparing: return "\(spinner) Reading what you mention\(signs.dots)"
        case .requesting, .executing:
            if clock.isCelebrating { return "\(signs.done) Task complete!" }
            return "\(spinner) \(phaseWords)"
        }
    }

    private var waitWords: String {
        guard let wait = conversation.task.wait else { return "Retrying\(signs.dots)" }
        let passed = clock.waitStarted.map { clock.now - $0 } ?? 0
        let seconds = max(0, (wait.milliseconds - passed + 999) / 1000)
        if case .rateLimited = conversation.task.lifecycle {
            return "Too many requests: again in \(seconds) s (\(wait.attempt)/\(wait.limit))"
        }
        return "Retrying in \(seconds) s (\(wait.attempt)/\(wait.limit))"
    }

    /// The seed's words for as long as the phase lasts. Odd numbers never make nonsense.
    private var phaseWords: String {
        let thinking = "AI is thinking\(signs.dots)"
        guard let progress = conversation.task.progress else {
            if case .executing = conversation.task.lifecycle { return "Executing\(signs.dots)" }
            return thinking
        }
        switch progress.kind {
        case .working, .stepComplete, .toolStarted, .toolEnded:
            guard let step = progress.step, step > 0 else { return "Executing\(signs.dots)" }
            guard let total = progress.total, total >= step else { return "Executing step \(step)\(signs.dots)" }
            return "Executing step \(step)/\(total)\(signs.dots)"
        case .thinking, .plan, .complete, .error, .todo, .streamed, .usage, .other:
            if case .executing = conversation.task.lifecycle { return "Executing\(signs.dots)" }
            return thinking
        }
    }

    /// The file or the command at hand.
    private var turnObject: String? {
        if case .executing(let call) = conversation.task.lifecycle, !call.object.isEmpty {
            if call.command != nil { return truncated(call.object, columns: 32, sign: signs.cut) }
            let name = call.object.split(separator: "/").last.map(String.init) ?? call.object
            return truncated(name, columns: 32, keeping: .ends, sign: signs.cut)
        }
        guard let progress = conversation.task.progress, progress.kind == .working || progress.kind == .toolStarted,
            !progress.message.isEmpty
        else { return nil }
        let line = progress.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return truncated(line, columns: 40, sign: signs.cut)
    }

    /// How long nobody was heard; nothing while a tool of ours works, which is heard when it ends.
    private var silenceField: StatusLine.Field? {
        switch conversation.task.lifecycle {
        case .requesting, .cancelling: break
        default: return nil
        }
        guard let silence = clock.silence, silence > 2000 else { return nil }
        let text = "last event \(silence / 1000) s"
        if silence >= 60_000 {
            return StatusLine.Field(
                " \(text) \(signs.separator) \(keys.name(of: .cancelOrClose, in: .composer)) cancel ", 9,
                role: .statusError,
                short: " silent \(silence / 1000) s: \(keys.name(of: .cancelOrClose, in: .composer)) ")
        }
        if silence >= 15_000 { return StatusLine.Field(" \(text) ", 8, role: .statusAttention) }
        return StatusLine.Field(text, 3)
    }

    // MARK: Right

    private var rightFields: [StatusLine.Field] {
        // Auto mode has a ground of its own: it writes without asking.
        let mode =
            conversation.mode == .auto
            ? StatusLine.Field(" auto ", 6, role: .statusAttention) : StatusLine.Field(conversation.mode.rawValue, 2)
        var fields = [mode, StatusLine.Field(linkWords, 7)]
        if !arrangement.takesMouse, settings.flag(.mouse) { fields.append(StatusLine.Field("mouse selects text", 5)) }
        if let todoStats { fields.append(StatusLine.Field("todos \(todoStats)", 3)) }
        if let left = contextLeft { fields.append(left) }
        if let model = latestModel {
            fields.append(StatusLine.Field(truncated(model, columns: 20, sign: signs.cut), -1))
        }
        if let tokens = conversation.usage.tokens, tokens > 0 {
            fields.append(StatusLine.Field("\(shortCount(tokens)) tokens", 1))
        }
        if let cost = conversation.usage.cost, cost > 0 { fields.append(StatusLine.Field(moneyText(cost), 0)) }
        return fields
    }

    /// How much of what the model takes is left; said when a quarter is used.
    private var contextLeft: StatusLine.Field? {
        let (used, window) = (conversation.contextUsed, conversation.contextWindow)
        guard window > 0, used * 4 >= window else { return nil }
        let left = max(0, 100 - used * 100 / window)
        let text = "\(left)% context left"
        return left <= 10
            ? StatusLine.Field(" \(text) ", 6, role: .statusAttention, short: nil) : StatusLine.Field(text, 2)
    }

    /// What the latest reply named.
    var latestModel: String? {
        for entry in conversation.entries.reversed().prefix(30) {
            if case .assistant(let answer) = entry.content, let model = answer.model { return model }
        }
        return nil
    }

    var linkWords: String {
        switch conversation.link.state {
        case .connecting: "connecting"
        case .online: isWithoutEvents ? "connected, no events" : "online"
        case .reconnecting(let attempt, let limit, let milliseconds):
            "reconnecting \(attempt)/\(limit) in \((milliseconds + 999) / 1000) s"
        case .offline: "offline"
        case .realtimeOff: "realtime off"
        }
    }

    /// Nobody's session hears nothing. The built-in helper answers some things without a step; its feed is not in doubt.
    private var isWithoutEvents: Bool {
        conversation.link.isGuest || (conversation.isFeedSilent && report.server != .embedded)
    }
}
