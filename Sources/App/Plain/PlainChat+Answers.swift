// Answers to requests and questions, by the request's own machine: what it would not take from keys it does not take here.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension PlainChat {
    mutating func answer(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        if word == .request {
            page += asked.waiting.isEmpty ? ["No question waits."] : asked.waiting.flatMap { lines(of: $0) }
            return []
        }
        do throws(PlainMistake) {
            let one = try asked.meant(by: arguments.number, isTyped: isTyped).get()
            switch one.subject {
            case .review: return try answerReview(one, word)
            case .request(let request): return try answer(request, one, word, arguments.text)
            }
        } catch {
            page.append(error.text + ".")
            return []
        }
    }

    private mutating func answerReview(_ one: PlainAsked.One, _ word: PlainWord) throws(PlainMistake) -> [AppEffect] {
        guard word == .yes || word == .no else {
            throw PlainMistake("yes \(one.number) or no \(one.number) answers this")
        }
        asked.answered(one.number)
        let effects = act { $0.review(.key(PlainReviewing.key, word == .yes ? .yes : .no)) }
        page += reviewing.standing(afterAnswer: one, word, model.reviewing)
        return effects
    }

    private mutating func answer(
        _ request: PendingRequest, _ one: PlainAsked.One, _ word: PlainWord, _ text: String
    ) throws(PlainMistake) -> [AppEffect] {
        guard let dock = model.dock, dock.request == request else {
            throw PlainMistake("Question \(one.number) is over; nothing was answered")
        }
        // Words on their way when it came are no answer to it.
        guard dock.isArmed else {
            throw PlainMistake(
                "Question \(one.number) came while you wrote; nothing was answered. Read it, then answer")
        }
        guard !dock.isWritingFirst else { throw PlainMistake("What is accepted is being written first") }
        let action = try self.action(for: word, dock, text, one.number)
        let waited = model.dock
        let effects = act { model in
            var effects: [AppEffect] = []
            if let action { effects += model.handleRequest(PlainReviewing.key, action) }
            // Words are written into its line; Enter there ends them.
            guard action == nil || action == .refuse, model.dock != nil else { return effects }
            if case .limit = request { return effects }
            model.dock?.paste(Self.words(text, for: request))
            return effects + model.handleRequest(Key(.enter), nil)
        }
        if model.dock != waited { asked.answered(one.number) }
        return effects
    }

    /// A choice's text for its letter.
    private static func words(_ text: String, for request: PendingRequest) -> String {
        guard case .question(_, let question) = request else { return text }
        return PlainQuestion.choice(text, of: question) ?? text
    }

    /// The key that a word stands for; nil: words alone are the answer.
    private func action(
        for word: PlainWord, _ dock: RequestDock, _ text: String, _ number: Int
    ) throws(PlainMistake) -> Action? {
        let isStaged = model.surroundings.staged > 0
        switch (dock.request, word) {
        case (.question, .answer):
            guard !text.isEmpty else { throw PlainMistake("Words are missing: answer \(number) WORDS") }
            return nil
        case (.question, _): throw PlainMistake("The agent asks for words: answer \(number) WORDS")
        case (_, .yes): return .allowOnce
        case (_, .no): return .refuse
        case (.command, .always) where dock.prefix != nil: return .allowPrefix
        case (.command, .project) where dock.prefix != nil: return .allowProject
        case (.command, .always), (.command, .project):
            throw PlainMistake("No standing yes can be given to this command; yes \(number) runs it this once")
        case (.command, .never) where dock.refusedPrefix != nil: return .denyPrefix
        case (.command, .copy) where isStaged: return .runInCopy
        case (.command, .disk) where isStaged: return .runOnDisk
        case (.command, .first) where isStaged: return .writeFirst
        case (.command, .copy), (.command, .disk), (.command, .first):
            throw PlainMistake("Nothing is staged; yes \(number) runs it on disk")
        default: throw PlainMistake("\(word.row.names[0]) is no answer to question \(number). request prints it")
        }
    }
}
