// What the user does to turns beside sending: modes, the plan carried out, the latest turn once more, better words.

internal import Screen
internal import TaskMachine

extension AppModel {
    // MARK: Modes

    mutating func cycleMode() -> [AppEffect] {
        let all = ChatMode.allCases
        let next = ((all.firstIndex(of: conversation.mode) ?? 0) + 1) % all.count
        return choose(all[next])
    }

    mutating func choose(_ mode: ChatMode) -> [AppEffect] {
        tell(.modeChosen(mode)) + say(Words.text(of: mode))
    }

    /// The latest answer of ask mode, when it looks like a plan.
    var plan: AssistantText? {
        guard conversation.mode == .ask, conversation.task.lifecycle == .completed else { return nil }
        for entry in conversation.entries.reversed().prefix(20) {
            switch entry.content {
            case .assistant(let answer): return PlanText.isPlan(answer.shownText) ? answer : nil
            case .user: return nil
            default: continue
            }
        }
        return nil
    }

    mutating func carryOut() -> [AppEffect] {
        guard conversation.mode == .ask else {
            return say("Only ask mode makes plans. \(keys.name(of: .cycleMode, in: .composer)) changes the mode")
        }
        guard conversation.task.lifecycle.isOver else { return say("A turn runs. Esc cancels it first") }
        let hasAnswer = conversation.entries.contains { if case .assistant = $0.content { true } else { false } }
        guard hasAnswer else { return say("There is no plan yet. Ask for one") }
        chat.followEnd()
        return tell(.planAccepted)
    }

    // MARK: Once more

    /// The chat's key asks for itself twice: it takes an answer back.
    mutating func repeatTurn(isSure: Bool) -> [AppEffect] {
        if let why = whyNotBack { return say(why) }
        guard isSure || canRetry else {
            isRepeating = true
            return say(
                "\(keys.name(of: .repeatTurn, in: .chat)) again repeats the latest turn; its answer is taken back, files stay"
            )
        }
        return retry()
    }

    /// What failed goes on where it failed; what came to an end begins again.
    mutating func retry() -> [AppEffect] {
        if let why = whyNotBack { return say(why) }
        chat.followEnd()
        if canRetry { return tell(.retryRequested) }
        return tell(.turnRepeated)
    }

    /// From wherever the keys are: what failed, what waits for its next try, what has been silent for long.
    mutating func askAgain() -> [AppEffect] {
        if canRetry || conversation.task.wait != nil {
            chat.followEnd()
            return tell(.retryRequested)
        }
        let cancel = keys.name(of: .cancelOrClose, in: .composer)
        switch conversation.task.lifecycle {
        case .requesting:
            guard let silence = clock.silence, silence >= Self.silenceToAskAgain else {
                return say("The server was heard a moment ago; nothing is asked twice. \(cancel) cancels the turn")
            }
            return tell(.retryRequested) + say("Asked again")
        case .executing: return say("A tool runs here. \(cancel) cancels the turn")
        case .awaitingApproval, .awaitingAnswer, .awaitingDecision:
            return say("The turn waits for you: \(keys.name(of: .goToRequest, in: .composer))")
        case .preparing, .cancelling: return say("It is not asked yet. \(cancel) cancels the turn")
        default: return say("Nothing failed that could be asked again")
        }
    }

    /// In milliseconds. An answer that comes is not thrown away for a key that was pressed too soon.
    private static let silenceToAskAgain = 15_000

    // MARK: Better words

    mutating func improve(_ text: String) -> [AppEffect] {
        guard text.contains(where: { !$0.isWhitespace }) else {
            return say("Nothing is written. Write the message, then \(keys.name(of: .improve, in: .composer))")
        }
        guard improving == nil else { return say("A better wording is already asked for") }
        improving = text
        if composer.text != text { composer.replace(with: text) }
        return tell(.improve(text)) + say("Asking for a better wording\(signs.dots)")
    }

    /// The answer; nil: none came about.
    mutating func improved(_ better: String?) -> [AppEffect] {
        guard let asked = improving else { return [] }
        improving = nil
        guard let better else { return say("It can't be reworded now. Your text stays") }
        guard composer.text == asked else {
            return say("A better wording came; you have written on, so it was dropped")
        }
        composer.replace(with: better)
        return say("Reworded. \(keys.name(of: .undoEdit, in: .composer)) brings your words back")
    }
}

/// Whether an answer proposes steps: a numbered or a check list of two at least.
enum PlanText {
    static func isPlan(_ text: String) -> Bool {
        var steps = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#") }
            if isNumbered(words) || words.starts(with: "- [ ]".utf8) { steps += 1 }
            if steps == 2 { return true }
        }
        return false
    }

    private static func isNumbered(_ line: Substring.UTF8View) -> Bool {
        let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...2).contains(digits.count), let sign = line.dropFirst(digits.count).first else { return false }
        return sign == UInt8(ascii: ".") || sign == UInt8(ascii: ")")
    }
}
