// Sending, and the slash commands.

internal import ChangeReview
internal import TaskMachine

extension AppModel {
    mutating func send() -> [AppEffect] {
        if draftPurpose != .message { return sendEdited() }
        guard composer.text.contains(where: { !$0.isWhitespace }) else { return sendNothing() }
        if let command = writtenCommand { return runOwnCommand(command) }
        let typed = composer.text
        refusedCommand = nil
        switch SlashCommand.reading(of: typed) {
        case .command(let command, let argument):
            // What can't be done stays written, to be put right.
            if let why = refusal(of: command, argument) {
                refusedCommand = typed
                return say(why)
            }
            _ = composer.take()
            return perform(command, argument)
        case .unknown(let name, let suggestion):
            refusedCommand = typed
            let nearest = suggestion.map { "Did you mean /\($0.rawValue)?" } ?? "/help lists them."
            return say("There is no /\(name). \(nearest)")
        case nil:
            let text = composer.take()
            chat.followEnd()
            return [.remember(text)] + submit(text)
        }
    }

    /// Messages wait until the folder's log was read, so that nothing is staged before what is kept is back.
    mutating func submit(_ text: String) -> [AppEffect] {
        guard isStarted else {
            held.append(text)
            return []
        }
        return tell(.submitted(text))
    }

    mutating func submitHeld() -> [AppEffect] {
        let texts = held
        held = []
        return texts.flatMap { tell(.submitted($0)) }
    }

    /// Enter on an empty line: again what failed, or the first of the queue.
    private mutating func sendNothing() -> [AppEffect] {
        if canRetry || conversation.task.wait != nil { return tell(.retryRequested) }
        if conversation.task.lifecycle.isOver, !conversation.queue.isEmpty { return tell(.queueReleased) }
        return []
    }

    /// The latest turn failed, and nothing was done about it.
    var canRetry: Bool {
        if case .failed = conversation.task.lifecycle { return !isFailureDismissed }
        return false
    }

    // MARK: Commands

    mutating func perform(_ command: SlashCommand, _ argument: String) -> [AppEffect] {
        switch command {
        case .help: return perform(Action.help)
        case .new, .clear: return beginConversation()
        case .status:
            // What the server says of the account may be old; the next look shows the new.
            let asked: [AppEffect] = report.server == .embedded ? [] : [.agent(.tell(.account))]
            return show(statusReport) + asked
        case .cost: return show(costReport)
        case .context: return show(contextReport)
        case .debug: return show(debugReport)
        case .mode: return ChatMode(rawValue: argument).map { choose($0) } ?? say(Words.text(of: conversation.mode))
        case .go: return carryOut()
        case .retry: return retry()
        case .edit: return pickEarlierMessage()
        case .improve: return improve(argument)
        case .login: return signIn()
        case .logout: return signOut()
        case .todos: return todos(argument)
        case .steps: return showSteps()
        case .undo: return undoFromChat()
        case .export: return export(argument)
        case .sessions: return pickConversation()
        case .resume: return resume(argument)
        case .rename: return tell(.renamed(argument)) + say("Renamed")
        case .model: return model(argument)
        case .rules:
            if let number = Int(argument.split(separator: " ").last ?? "") { return revoke(number - 1) }
            picker = Picker(.rules)
            return []
        case .trust: return trust(argument)
        case .feedback: return feedback(isLiked: argument == "+")
        case .theme: return argument.isEmpty ? pickTheme() : choose(theme: argument)
        case .quit: return quit()
        }
    }

    private mutating func show(_ report: String) -> [AppEffect] {
        chat.followEnd()
        return tell(.reported(report))
    }

    /// A decision goes back at once; a write asks in the panel.
    private mutating func undoFromChat() -> [AppEffect] {
        let effects = reviewing.perform(.undoReview).flatMap { perform($0) }
        if reviewing.isAsking { focus = .changes }
        return effects
    }

    private mutating func feedback(isLiked: Bool) -> [AppEffect] {
        guard let answer = latestAnswer else { return [] }
        return tell(.feedbackGiven(entry: answer.id, isLiked: isLiked))
            + say(isLiked ? "The server is told: good" : "The server is told: not good")
    }

    var latestAnswer: Entry? {
        conversation.entries.last { entry in
            if case .assistant(let answer) = entry.content { !answer.shownText.isEmpty } else { false }
        }
    }

    /// Ends the program; what runs is stopped, what is staged is kept.
    mutating func quit() -> [AppEffect] {
        guard !reviewing.waitsForGit else {
            (isLeaving, isQuitting) = (true, false)
            return say(Words.text(ofWaitingForGit: signs))
        }
        isLeaving = false
        var effects: [AppEffect] = hasDraft ? [.keepDraft(draft)] : []
        var lines = partingWords.map { [$0] } ?? []
        if !conversation.task.lifecycle.isOver { effects += tell(.cancelRequested) }
        if !changes.isEmpty {
            let count = changes.changes.count
            lines.append(
                "\(counted(count, "staged change")) \(count == 1 ? "is" : "are") kept. "
                    + "oropendola in this folder offers \(count == 1 ? "it" : "them") again.")
        }
        farewell = lines.isEmpty ? nil : lines.joined(separator: "\n")
        return effects + [.agent(.disconnect), .quit]
    }
}
