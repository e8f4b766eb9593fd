// What the words about the conversation do, and the commands that begin with a slash or an exclamation mark.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension PlainChat {
    mutating func perform(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        switch word.row.topic {
        case .review:
            let outcome = reviewing.perform(word, arguments, &model.reviewing)
            return review(outcome)
        case .requests: return answer(word, arguments)
        case .chat: return converse(word, arguments)
        case .reading: return read(word, arguments)
        }
    }

    private mutating func review(_ outcome: PlainReviewing.Outcome) -> [AppEffect] {
        let effects = act { model in outcome.events.flatMap { model.review($0) } }
        page += outcome.lines + reviewing.standing(after: outcome, model.reviewing)
        return effects
    }

    // MARK: Conversation

    private mutating func converse(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        let queue = model.conversation.queue
        switch word {
        case .say: return submit(arguments.text)
        case .steer:
            guard !model.conversation.task.lifecycle.isOver else {
                page.append("No turn runs; nothing was sent. Without steer it is a message.")
                return []
            }
            page.append("It goes along with the next results.")
            return act { [.remember(arguments.text)] + $0.tell(.steered(arguments.text)) }
        case .queue:
            page +=
                queue.isEmpty ? ["No message waits."] : queue.enumerated().map { "\($0 + 1). \(PlainText.joined($1))" }
            return []
        case .drop:
            guard let number = arguments.number, queue.indices.contains(number - 1) else {
                page.append("There is no such message. queue lists what waits.")
                return []
            }
            page.append("Dropped: \(PlainText.joined(queue[number - 1]))")
            return act { $0.tell(.queueRemoved(index: number - 1)) }
        case .draft:
            let text = model.composer.text
            page +=
                text.isEmpty
                ? ["Nothing is written."]
                : PlainEntry.indented(PlainText.lines(text)) + ["send sends it, forget drops it."]
            return []
        case .send:
            guard !model.composer.isEmpty else {
                page.append("Nothing is written.")
                return []
            }
            transcript.heard(model.composer.text)
            return act { $0.send() }
        case .forget:
            guard !model.composer.isEmpty else {
                page.append("Nothing is written.")
                return []
            }
            page.append("Dropped.")
            return act {
                $0.composer.clear()
                return []
            }
        case .attach:
            guard let output = model.ownOutput else {
                page.append("Nothing to attach. !command runs one here.")
                return []
            }
            model.ownOutput = nil
            return submit("\(arguments.text)\n\n\(output.attachment)")
        case .resend: return resend(arguments)
        case .open: return open(arguments.number ?? 0)
        default: return []
        }
    }

    private mutating func resend(_ arguments: PlainArguments) -> [AppEffect] {
        if let why = model.whyNotBack {
            page.append(PlainPhrases.adapted(why) + ".")
            return []
        }
        let messages = model.userMessages
        guard let number = arguments.number, messages.indices.contains(number - 1) else {
            page.append("There is no such message. /edit lists them.")
            return []
        }
        transcript.heard(arguments.text)
        return act { [.remember(arguments.text)] + $0.tell(.rewound(entry: messages[number - 1].id, arguments.text)) }
    }

    private mutating func open(_ number: Int) -> [AppEffect] {
        guard sessions.indices.contains(number - 1) else {
            page.append("There is no such conversation. /sessions lists them.")
            return []
        }
        model.picker = Picker(.conversations(sessions), row: number - 1)
        defer { model.picker = nil }
        return act { $0.openPicked() }
    }

    /// `/…` and `!…`, as the composer has them.
    mutating func command(_ text: String) -> [AppEffect] {
        if text.hasPrefix("!") {
            let line = String(text.dropFirst().drop { $0.isWhitespace })
            guard !line.isEmpty else {
                page.append("A command is missing: !make check runs one here.")
                return []
            }
            guard model.isStarted else {
                page.append("The folder is still being opened; nothing was run. Write it again in a moment.")
                return []
            }
            guard model.ownCommand == nil else {
                page.append("A command of yours runs; cancel ends it.")
                return []
            }
            return act { $0.beginOwnCommand(line, typed: text) }
        }
        switch SlashCommand.reading(of: text) {
        case .command(.help, _):
            page += PlainWord.help()
            return []
        case .command(.improve, _) where !model.composer.isEmpty:
            page.append("A message is written and not sent: send sends it, forget drops it. Then /improve.")
            return []
        case .command(let command, let argument):
            if let why = model.refusal(of: command, argument) {
                page.append(PlainPhrases.adapted(why) + ".")
                return []
            }
            if command == .new || command == .clear {
                transcript.begin()
                page.append("A new conversation.")
            }
            return act { $0.perform(command, argument) }
        case .unknown(let name, let suggestion):
            let nearest = suggestion.map { "Did you mean /\($0.rawValue)?" } ?? "/help lists them."
            page.append("There is no /\(PlainText.line(name)). \(nearest) Nothing was sent; say sends it as it is.")
            return []
        case nil: return submit(text)
        }
    }

    // MARK: Reading

    private mutating func read(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        let entries = model.conversation.entries
        switch word {
        case .output:
            let latest = entries.last { if case .tool(let line) = $0.content { line.state != .running } else { false } }
            guard case .tool(let line)? = latest?.content else {
                page.append("No tool ran yet.")
                return []
            }
            let lines = PlainText.lines(EntryText.output(of: line))
            page.append("What \(PlainText.joined(line.object.isEmpty ? line.action : line.object)) gave:")
            page += lines.map { "   " + $0 }
        case .thoughts:
            let latest = entries.last {
                if case .assistant(let answer) = $0.content { !answer.reasoning.text.isEmpty } else { false }
            }
            guard case .assistant(let answer)? = latest?.content else {
                page.append("No thoughts came.")
                return []
            }
            page += PlainEntry.indented(PlainText.lines(answer.reasoning.text))
        case .log:
            let words = entryWords
            page +=
                entries.isEmpty
                ? ["Nothing was said yet."] : entries.suffix(arguments.number ?? 10).flatMap { words.whole($0) }
        case .cancel: return cancel()
        case .help: page += PlainWord.help(about: arguments.text)
        case .quit: return act { $0.quit() }
        default: break
        }
        return []
    }

    private mutating func cancel() -> [AppEffect] {
        if model.ownCommand != nil || !model.conversation.task.lifecycle.isOver { return act { $0.interrupt() } }
        guard model.canRetry else {
            page.append("Nothing runs.")
            return []
        }
        page.append("Given up.")
        return act {
            $0.isFailureDismissed = true
            return $0.tell(.failureDismissed)
        }
    }
}
