// What happens now, in the seed's words, and what just happened: the one field that is always there.

internal import ChangeReview
internal import Screen
internal import Settings
internal import TaskMachine

extension AppModel {
    var activityFields: [StatusLine.Field] {
        let importance = StatusField.activity.importance
        if let words = turnWords {
            // Only what warns is worth more than whole words.
            let field = StatusLine.Field(
                words[0], importance, shorter: Array(words.dropFirst()), worthOfWords: StatusField.link.importance)
            return [field] + (flash.map { [StatusLine.Field($0.text, StatusField.warning)] } ?? [])
        }
        if let flash { return [StatusLine.Field(flash.text, importance)] }
        return idleWords.map { [StatusLine.Field($0, importance)] } ?? []
    }

    private typealias Part = StatusLine.Field.Part

    /// No turn runs.
    private var idleWords: [StatusLine.Field.Part]? {
        if isWaitingForWriter { return [Part("Another oropendola writes here; waiting for it\(signs.dots)")] }
        if changes.isWriting { return [Part("Writing\(signs.dots)")] }
        guard !changes.isEmpty else { return nil }
        let files = counted(changes.changes.count, "file")
        guard reviewing.facts.undecided == 0 else { return [Part("\(files) to review", .review)] }
        let hint =
            focus == .changes
            ? "\(keys.name(of: .write, in: .changes)) writes" : keys.name(of: .toggleChanges, in: .composer)
        return [Part("\(files) decided", .review), Part(hint, .review)]
    }

    private var spinner: String {
        signs.spinner[clock.turns(isCounting: lastEventField != nil) % signs.spinner.count]
    }

    /// What the turn does, the longest words first; nil when there is nothing to say of it.
    private var turnWords: [[StatusLine.Field.Part]]? {
        switch conversation.task.lifecycle {
        case .idle, .completed, .cancelled: return clock.isCelebrating ? [[Part("\(signs.done) Task complete!")]] : nil
        case .failed(let failure): return isFailureDismissed ? nil : words(of: failure)
        case .awaitingApproval, .awaitingAnswer, .awaitingDecision:
            let words = Part("? Waiting for your answer", .goToRequest)
            if focus == .request { return [[words]] }
            return [[words, Part(keys.name(of: .goToRequest, in: .composer), .goToRequest)]]
        case .cancelling: return [[Part("\(spinner) Cancelling\(signs.dots)")]]
        case .waitingToRetry, .rateLimited: return [[Part("\(spinner) \(waitWords)")]]
        case .preparing: return [[Part("\(spinner) Reading what you mention\(signs.dots)")]]
        case .requesting, .executing:
            if clock.isCelebrating { return [[Part("\(signs.done) Task complete!")]] }
            return phaseWords.map { [Part("\(spinner) \($0)")] }
        }
    }

    /// What failed, and the keys that do something about it from where the user is.
    private func words(of failure: RequestFailure) -> [[StatusLine.Field.Part]] {
        if case .signedOut = failure {
            return [
                [
                    Part("\(signs.failed) Not signed in", .signIn),
                    Part("\(keys.name(of: .signIn, in: .composer)) signs in", .signIn),
                ]
            ]
        }
        // With something written, Enter sends that.
        let isFree = focus == .composer && !isCovered && composer.isEmpty && menu == nil && draftPurpose == .message
        let retry = isFree ? "Enter retry" : keys.hint(.askAgain, "retry", in: .composer) ?? "/retry"
        let short = [Part("\(signs.failed) The turn failed"), Part(retry, .retry)]
        return isFree ? [short + [Part("Esc give up", .giveUp)], short] : [short]
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
    private var phaseWords: [String] {
        let thinking = ["AI is thinking\(signs.dots)", "Thinking\(signs.dots)"]
        let executing = ["Executing\(signs.dots)"]
        guard let progress = conversation.task.progress else {
            if case .executing = conversation.task.lifecycle { return executing }
            return thinking
        }
        switch progress.kind {
        case .working, .stepComplete, .toolStarted, .toolEnded:
            guard let step = progress.step, step > 0 else { return executing }
            guard let total = progress.total, total >= step else {
                return ["Executing step \(step)\(signs.dots)", "Step \(step)\(signs.dots)"]
            }
            return ["Executing step \(step)/\(total)\(signs.dots)", "Step \(step)/\(total)\(signs.dots)"]
        case .thinking, .plan, .complete, .error, .todo, .streamed, .usage, .other:
            if case .executing = conversation.task.lifecycle { return executing }
            return thinking
        }
    }

    /// The file or the command at hand.
    var turnObject: String? {
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
}
