// What the status line says: the fields that the settings name, from the turn, the feed, the clock and the review.

internal import ChangeReview
internal import Screen
internal import Settings
internal import TaskMachine

/// The fields of both sides, as the settings want them.
struct ChosenFields: Equatable, Sendable {
    private(set) var left: [StatusField]
    private(set) var right: [StatusField]

    /// A field stands where it is named first. What happens is always said, wherever nobody wants it at its left end.
    init(_ settings: ChosenSettings) {
        var seen: Set<StatusField> = []
        func fields(_ name: SettingName) -> [StatusField] {
            settings.text(name).split(separator: " ").compactMap { StatusField(rawValue: String($0)) }
                .filter { seen.insert($0).inserted }
        }
        left = fields(.statusLeft)
        right = fields(.statusRight)
        if !seen.contains(.activity) { left.insert(.activity, at: 0) }
    }

    func contains(_ field: StatusField) -> Bool { left.contains(field) || right.contains(field) }
}

extension StatusField {
    /// Of fields that go where there is no room; the least goes first.
    var importance: Int { 2 * (Self.allCases.firstIndex(of: self) ?? 0) }

    /// Of what must be seen: all but what happens goes before it.
    static let warning = activity.importance - 1
}

extension AppModel {
    var statusLine: StatusLine {
        StatusLine(
            left: statusFields.left.flatMap(fields), right: statusFields.right.flatMap(fields) + recordingField,
            ground: ground)
    }

    /// As long as somebody may be listening, it is said.
    private var recordingField: [StatusLine.Field] {
        report.recording == nil
            ? [] : [StatusLine.Field([.init("recording")], StatusField.warning, shorter: [[.init("rec")]])]
    }

    private var ground: Role {
        if case .failed = conversation.task.lifecycle, !isFailureDismissed { return .statusError }
        if dock != nil || reviewing.isAsking || picker?.isAsking == true { return .statusAttention }
        if case .offline = conversation.link.state { return .statusError }
        return .status
    }

    /// None where there is nothing to say.
    private func fields(_ field: StatusField) -> [StatusLine.Field] {
        switch field {
        case .activity: return activityFields
        case .file: return plain(field, isWorking ? turnObject : nil)
        case .elapsed: return plain(field, elapsedWords)
        case .lastEvent: return lastEventField.map { [$0] } ?? []
        case .queue:
            let count = conversation.queue.count
            return plain(field, isWorking && count > 0 ? "\(groupedCount(count)) queued" : nil, .queue)
        case .mode:
            // Auto mode has a ground of its own: it writes without asking.
            return conversation.mode == .auto
                ? [
                    StatusLine.Field(
                        "auto", StatusField.elapsed.importance, press: .nextMode, role: .statusAttention)
                ]
                : plain(field, conversation.mode.rawValue, .nextMode)
        case .link: return plain(field, linkWords, .tell(.status))
        case .mouse:
            return plain(
                field, !arrangement.takesMouse && settings.flag(.mouse) ? "mouse selects text" : nil, .mouse)
        case .todos: return plain(field, todoStats.map { "todos \($0)" }, .tell(.todos))
        case .context: return contextLeft.map { [$0] } ?? []
        case .model:
            return plain(field, shownModel, report.server == .embedded ? .chooseModel : .tell(.status))
        case .tokens:
            return plain(
                field, conversation.usage.tokens.flatMap { $0 > 0 ? "\(shortCount($0)) tokens" : nil }, .tell(.cost))
        case .cost:
            return plain(field, conversation.usage.cost.flatMap { $0 > 0 ? moneyText($0) : nil }, .tell(.cost))
        case .undecided:
            let count = reviewing.facts.undecided
            return plain(field, count > 0 ? "\(groupedCount(count)) undecided" : nil, .review)
        case .branch:
            return plain(field, branch.map { truncated(visibleText($0), columns: 24, keeping: .ends, sign: signs.cut) })
        case .folder: return plain(field, shortenedPath(report.folder, columns: 24, sign: signs.cut))
        case .time: return plain(field, timeOfDay)
        }
    }

    private func plain(
        _ field: StatusField, _ text: String?, _ press: StatusPress? = nil
    ) -> [StatusLine.Field] {
        guard let text, !text.isEmpty else { return [] }
        return [StatusLine.Field(text, field.importance, press: press)]
    }

    private var isWorking: Bool { conversation.task.lifecycle.isRunning }

    /// While `Task complete!` is there: how long it took.
    private var elapsedWords: String? {
        if isWorking { return clock.elapsed.map(clockText) }
        return clock.isCelebrating ? clock.latestTurn.map(clockText) : nil
    }

    /// Tokens of the model that is chosen, and never more than are sent.
    var contextWindow: Int { min(conversation.contextWindow, chosenModel?.contextTokens ?? .max) }

    /// How much of what the model takes is left; said when a quarter is used.
    private var contextLeft: StatusLine.Field? {
        let (used, window) = (conversation.contextUsed, contextWindow)
        guard window > 0, used * 4 >= window else { return nil }
        let left = max(0, 100 - used * 100 / window)
        let text = "\(left)% context left"
        return left <= 10
            ? StatusLine.Field(
                text, StatusField.elapsed.importance, press: .tell(.context), role: .statusAttention)
            : StatusLine.Field(text, StatusField.context.importance, press: .tell(.context))
    }

    /// Who answers next, where that was chosen here; else who answered last.
    var shownModel: String? {
        let chosen = chosenModel.flatMap { $0.source == .helper ? nil : $0.shown }
        return (chosen ?? latestModel).map { truncated($0, columns: 20, sign: signs.cut) }
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
            reconnectingWords(attempt, limit, milliseconds - (clock.now - linkKnown))
        case .offline: "offline"
        case .realtimeOff: "realtime off"
        }
    }

    /// Counts down while something else makes the line be drawn; nothing is woken for it.
    private func reconnectingWords(_ attempt: Int, _ limit: Int, _ milliseconds: Int) -> String {
        let left = milliseconds > 0 ? " in \((milliseconds + 999) / 1000) s" : signs.dots
        return "reconnecting \(attempt)/\(limit)\(left)"
    }

    /// Nobody's session hears nothing. The built-in helper answers some things without a step; its feed is not in doubt.
    private var isWithoutEvents: Bool {
        conversation.link.isGuest || (conversation.isFeedSilent && report.server != .embedded)
    }
}
