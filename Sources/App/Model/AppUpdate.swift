// How news reaches the machines, and what their orders become.

internal import ChangeReview
internal import JSON
internal import TaskMachine

extension AppModel {
    /// A request's keys are dead for so long after it came, or after the latest key.
    static let armingMilliseconds = 400
    static let completeMilliseconds = 3000
    /// Keys of the panel are taken for its own for so long after it closed by itself.
    static let panelMilliseconds = 500

    // MARK: Conversation

    /// Gives the conversation an event and does what it orders.
    mutating func tell(_ event: Conversation.Event) -> [AppEffect] {
        let effects = conversation.handle(event).flatMap { perform($0) }
        return effects + followTurn()
    }

    private mutating func perform(_ effect: Conversation.Effect) -> [AppEffect] {
        followTimeline(effect)
        switch effect {
        case .agent(.send(var request)):
            clock.waitAnew()
            for (key, value) in context.pairs { request.context[key] = value }
            return [.agent(.send(request))]
        case .agent(let command): return [.agent(command)]
        case .prepare(var preparation):
            preparation.staged = changes.staged
            return [.prepare(preparation)]
        case .keep(let records): return [.keep(records)]
        case .keepRules(let rules): return [.keepRules(rules)]
        case .execute(let call, var permit):
            // A rule's copy is meant for when there is something that the disk has not.
            if changes.isEmpty { permit.place = .disk }
            clock.waitAnew()
            return [.execute(call, changes.staged, permit)]
        case .cancelTool(let callID): return [.cancelTool(callID: callID)]
        case .ask(let request): return ask(request)
        case .startTimer(let timer, let milliseconds):
            if timer == .retry { clock.waitStarted = clock.now }
            return [.startTimer(.task(timer), milliseconds: milliseconds)]
        case .stopTimer(let timer): return [.stopTimer(.task(timer))]
        case .propose(let steps, let call): return propose(steps, by: author(of: call))
        case .improved(let text): return improved(text)
        case .turnEnded(let end): return turnEnded(end)
        }
    }

    /// Starts and stops what runs with a turn, and takes the request away that nobody waits for any more.
    private mutating func followTurn() -> [AppEffect] {
        var effects: [AppEffect] = []
        let lifecycle = conversation.task.lifecycle
        if !lifecycle.isWaitingForUser { timeline.userAnswered() }
        // A queued message starts its turn in the same breath as the one before ends.
        if !lifecycle.isOver, !clock.isRunning {
            clock.startTurn()
            isFailureDismissed = false
            minutesRemarked = 0
            effects += [.stopTimer(.complete)] + tick(in: 0)
        }
        if lifecycle.isOver { clock.endTurn() }
        if lifecycle.isOver, isTicking {
            isTicking = false
            effects.append(.stopTimer(.tick))
        }
        let settled = settleRequest()
        if !settled.isEmpty, !lifecycle.isOver { return effects + settled + tick(in: 0) }
        return effects + settled
    }

    private mutating func tick(in milliseconds: Int) -> [AppEffect] {
        isTicking = true
        return [.startTimer(.tick, milliseconds: milliseconds)]
    }

    private mutating func turnEnded(_ end: AgentTask.Lifecycle) -> [AppEffect] {
        clock.endTurn()
        endAutoWrites()
        let remarks = callForReview(end) + lookAtBranch()
        guard end == .completed, !clock.isCelebrating else { return remarks }
        return remarks + celebrate()
    }

    private mutating func celebrate() -> [AppEffect] {
        clock.isCelebrating = true
        return [.startTimer(.complete, milliseconds: Self.completeMilliseconds)]
    }

    mutating func agent(_ event: AgentEvent, at time: Int) -> [AppEffect] {
        switch event {
        case .linkChanged, .noticed, .feedMissed, .answered, .accountKnown: clock.pass(at: time)
        case .progressed, .replied, .requestFailed: clock.heard(at: time)
        }
        if case .linkChanged = event { linkKnown = clock.now }
        noteReasoning(event)
        followTimeline(event)
        var effects = tell(.agent(event))
        if case .accountKnown = event { effects += noticeAccount() }
        if case .progressed(let progress) = event, progress.isStep, let entry = latestProgress {
            stepTimes.follow(entry, at: clock.now)
        }
        if case .progressed(let progress) = event, progress.kind == .complete, !conversation.task.lifecycle.isOver {
            effects += celebrate()
        }
        return effects
    }

    /// Before the conversation hears of it: a reply ends its request.
    private mutating func noteReasoning(_ event: AgentEvent) {
        guard let request = conversation.task.requestInFlight else { return }
        switch event {
        case .progressed(let progress):
            if case .streamed(let piece) = progress.kind {
                reasoningTimes.heard(piece, of: request, at: clock.now)
            }
        case .replied(_, request): reasoningTimes.replied(request, at: clock.now)
        default: break
        }
    }

    private var latestProgress: Entry? {
        conversation.entries.last { if case .progress = $0.content { true } else { false } }
    }

    /// What every request tells about the project (contract §2.1.3), and what is staged.
    private var context: JSONObject {
        let staged = changes.changes.map { change in
            JSONValue.object([
                "path": .string(change.path.text), "kind": .string("\(change.kind)"),
                "added": .integer(Int64(change.addedLines)), "removed": .integer(Int64(change.removedLines)),
                "accepted": .integer(Int64(change.count(of: .accepted))),
                "rejected": .integer(Int64(change.count(of: .rejected))),
                "undecided": .integer(Int64(change.count(of: .undecided))),
            ])
        }
        let name = report.folderPath.split(separator: "/").last.map(String.init) ?? report.folderPath
        return [
            "workspace": .string(name), "workspacePath": .string(report.folderPath), "staged": .array(staged),
        ]
    }

    // MARK: Timers

    mutating func timerFired(_ timer: AppTimer, at time: Int) -> [AppEffect] {
        clock.pass(at: time)
        switch timer {
        case .tick:
            isTicking = false
            let remark = remarkOnWait()
            return remark + (conversation.task.lifecycle.isRunning ? tick(in: clock.tickDelay) : [])
        case .task(let timer): return tell(.timerFired(timer))
        case .arming: dock?.arm()
        case .flash: flash = nil
        case .complete: clock.isCelebrating = false
        case .quitting: isQuitting = false
        case .minute: isMinuteAwaited = false
        case .panelClosed: isPanelFresh = false
        case .draft: return keepDraft()
        case .search: return goOnSearching()
        case .doublePress: _ = arrangement.grip.handle(.timerFired)
        case .keyHints: keyHints.fire()
        }
        return []
    }

    /// Requests may take twenty minutes; every fifth is remarked on.
    private mutating func remarkOnWait() -> [AppEffect] {
        guard conversation.task.lifecycle == .requesting, let silence = clock.silence else { return [] }
        let minutes = silence / 300_000 * 5
        guard minutes > minutesRemarked, minutes < 20 else { return [] }
        minutesRemarked = minutes
        return tell(.noted("No answer for \(minutes) minutes. It may still come; the limit is 20. Esc cancels"))
    }

    // MARK: Start

    mutating func started(_ report: StartReport) -> [AppEffect] {
        self.report = report
        isStarted = true
        followTheme(isNew: true)
        greeting = nil
        chat.forgetRows()
        composer.addHistory(report.history)
        // Said again at every start, if it is still so: none of it is part of the conversation.
        var effects = tell(.workspaceKnown(path: report.folderPath)) + takeUpConversation()
        effects += beginWithSettings()
        if !report.rules.isEmpty { effects += tell(.rulesKnown(report.rules)) }
        if !report.recorded.isEmpty {
            effects += review(.replayed(report.recorded))
            recordedBytes = report.recorded.reduce(0) { $0 + $1.weight }
        }
        // Whoever is in the panel already stays there, even when the write leaves nothing to review.
        let place = focus
        effects += findOutPending(report)
        // Until that is known, more would be in the way.
        if !changes.isWriting { effects += review(.journalListed(report.written)) }
        focus = place
        effects += noteKeptFeedback()
        for sentence in Words.sentences(about: report.recovery) { effects += tell(.announced(sentence)) }
        if report.isSecond {
            effects += tell(
                .announced(
                    "Another oropendola works in this folder. This one has a session of its own; writes take turns.")
            )
        }
        if let recording = report.recording {
            effects += tell(
                .announced(
                    "This session is recorded in \(recording): what you type, what the agent says, files it reads and "
                        + "changes, what commands print. Secrets of the link are left out."))
        }
        if report.isReadOnly {
            effects += tell(.announced("This folder can't be written. Changes can be made and reviewed, not written."))
        }
        if !changes.isEmpty {
            let count = counted(changes.changes.count, "staged change")
            effects += tell(
                .announced("\(count) kept from last time. \(keys.name(of: .toggleChanges, in: .composer)) review"))
            effects.append(.look(changes.pathsOnDisk))
        }
        return effects + submitHeld()
    }

    /// A write or undo was under way when the last run ended; the journal knows how it went.
    private mutating func findOutPending(_ report: StartReport) -> [AppEffect] {
        guard changes.pendingWrite != nil || changes.pendingUndo != nil else { return [] }
        if let reason = report.journalFailure { return tell(.announced(Words.unknownWrite(reason))) }
        if let plan = changes.pendingWrite {
            // The same steps may have been written before, and taken back by hand: that entry is not the end of this one.
            let fact = report.latestWrites.first { fact in
                fact.undoes == nil && fact.entry > changes.latestEntry ?? 0 && Set(fact.plan.steps) == Set(plan.steps)
            }
            if let fact { return review(.applied(journalEntry: fact.entry)) }
            return reviewing.reviewQuietly(.applyFailed(.failed(path: nil, reason: ""))).flatMap { perform($0) }
        }
        if let entry = changes.pendingUndo {
            if let fact = report.latestWrites.first(where: { $0.undoes == entry }) {
                return review(
                    .undone(
                        journalEntry: entry, skipped: fact.skipped, plan: fact.undone ?? fact.plan.inverse,
                        by: fact.entry))
            }
            return reviewing.reviewQuietly(.undoFailed(reason: "")).flatMap { perform($0) }
        }
        return []
    }
}

extension AgentTask.Lifecycle {
    /// Something goes on that is not the user's to do.
    var isRunning: Bool {
        !isWaitingForUser && !isOver
    }

    var isWaitingForUser: Bool {
        switch self {
        case .awaitingApproval, .awaitingAnswer, .awaitingDecision: true
        default: false
        }
    }
}

extension AgentProgress {
    /// It tells of a step's begin or end.
    fileprivate var isStep: Bool { kind == .working || kind == .stepComplete }
}
