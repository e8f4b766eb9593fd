// The timeline follows what the turn does, and is shown as a list in front when it is asked for.

internal import Screen
internal import TaskMachine

extension AppModel {
    // MARK: Following

    /// What the turn is ordered to do.
    mutating func followTimeline(_ effect: Conversation.Effect) {
        switch effect {
        case .agent(.send(let request)): timeline.asked(request.id)
        case .execute(let call, _): timeline.called(call, Self.words(of: call))
        case .ask(let request): timeline.asksUser(Self.words(of: request))
        case .startTimer(.retry, _):
            if let wait = conversation.task.wait { timeline.waits(attempt: wait.attempt, limit: wait.limit) }
        case .turnEnded(let end): timeline.end(end)
        default: break
        }
    }

    /// Before the conversation hears of it: an answer ends its request.
    mutating func followTimeline(_ event: AgentEvent) {
        switch event {
        case .progressed(let progress): timeline.heard(progress)
        case .replied(_, let request): timeline.answered(request)
        case .requestFailed(let failure, let request): timeline.answered(request, failure: failure)
        default: break
        }
    }

    private static func words(of call: ToolCall) -> String {
        call.object.isEmpty ? call.action : call.command != nil ? call.object : "\(call.action) \(call.object)"
    }

    private static func words(of request: PendingRequest) -> String {
        switch request {
        case .command(let call), .access(let call, _): words(of: call)
        case .question(_, let question): question.text
        case .limit: "whether it goes on"
        }
    }

    // MARK: Showing

    var timelineRows: TimelineRows {
        TimelineRows(timeline: timeline, width: size.columns, signs: signs, now: clock.now, hasBars: hasBars)
    }

    var stepsContent: PickerContent {
        let rows = timelineRows
        let s = " \(signs.separator) "
        let hints = [
            ["j k move", keys.hint(.copyPart, "copies", in: .list), "Esc close"],
            [keys.hint(.copyPart, "copies", in: .list), "Esc close"],
        ].map { $0.compactMap { $0 }.joined(separator: s) }
        let isThere = timeline.start != nil || timeline.isRunning
        let title = timeline.isRunning || !isThere ? "Steps" : "Steps of the latest turn"
        return PickerContent(
            title: title, remark: isThere ? rows.remark(behind: title) : "", empty: "No turn has run since the start.",
            hints: hints,
            count: rows.count
        ) { rows.row($0) }
    }

    mutating func showSteps() -> [AppEffect] {
        help = nil
        palette = nil
        if picker?.subject == .steps {
            picker = nil
        } else {
            picker = Picker(.steps, row: timelineRows.count - 1)
        }
        return []
    }

    /// Whoever is at the end of the list stays there when it grows.
    mutating func keepStepsInSight(from before: Int?) {
        guard picker?.subject == .steps, let before, picker?.row == before else { return }
        let last = timelineRows.count - 1
        picker?.row = last
    }

    /// The row with the cursor, where it is the last one of the timeline.
    var lastStep: Int? {
        guard let picker, picker.subject == .steps, picker.row >= timelineRows.count - 1 else { return nil }
        return picker.row
    }

    /// `y` in the list.
    mutating func copySteps() -> [AppEffect] {
        guard timelineRows.count > 0 else { return say("No turn has run since the start") }
        var rows = timelineRows
        rows = TimelineRows(timeline: rows.timeline, width: 100, signs: signs, now: rows.now)
        return [.copy(Array("\(rows.remark(behind: ""))\n\(rows.text)".utf8), name: "the steps")]
    }
}

extension AppMessage {
    /// When it happened; nil for what has no time of its own.
    var time: Int? {
        switch self {
        case .agent(_, let time), .toolFinished(_, let time), .timerFired(_, let time): time
        default: nil
        }
    }
}
