// `oropendola review` without a screen: the model of its screen, heard through words and printed line by line.

internal import ChangeReview
internal import Screen

/// Append-only, like `PlainChat`; there is nobody to send a message to.
public struct PlainReview: PlainProgram {
    public private(set) var model: ReviewModel
    /// `oropendola review` says how it ended, with or without a screen.
    public var farewell: [String] { [] }
    let isTyped: Bool

    private var reviewing = PlainReviewing()
    private var asked = PlainAsked()
    /// So many of the model's notes were printed.
    private var noted = 0
    private var page: [String] = []

    public init(_ start: ReviewStart, isTyped: Bool) {
        var start = start
        start.unicode = false
        model = ReviewModel(start)
        self.isTyped = isTyped
        settleModel()
    }

    private mutating func settleModel() {
        model.size = Size(columns: 400, rows: 100)
        model.keys = .standard
    }

    public var takesLine: Bool { !reviewing.waits(model.reviewing) && !model.isLeaving }

    public mutating func begin() -> [PlainEffect] {
        let place = ReviewWords.place(of: model.start.target).long.replacing("w writes", with: "write writes")
            .replacing("w commits", with: "write commits")
        page = [
            "oropendola review: \(PlainText.line(ReviewWords.title(of: model.start.subject))), without a screen; "
                + "\(place). help lists the words."
        ]
        if let flash = model.flash { say(flash) }
        noted = model.notes.count
        if model.changes.isEmpty { page.append("Nothing is under review yet.") }
        return finish([])
    }

    public mutating func handle(_ event: PlainEvent) -> [PlainEffect] {
        page = []
        let orders: [AppEffect]
        switch event {
        case .line(let line): orders = hear(line)
        case .endOfInput:
            for one in asked.waiting {
                page.append("The input ended while question \(one.number) waited; it was not answered.")
            }
            orders = model.quit()
        case .interrupted: orders = model.act(PlainReviewing.key, .clearOrQuit)
        case .news(let message):
            var news = model.update(message)
            if case .settingsChanged = message { settleModel() }
            if case .commitNews(let commit) = message {
                for event in reviewing.follow(commit, &model.reviewing) { news += model.review(event) }
            }
            orders = news
        }
        return finish(orders)
    }

    private mutating func finish(_ orders: [AppEffect]) -> [PlainEffect] {
        report(orders)
        let done = orders.filter { order in
            switch order {
            case .redraw, .bell, .suspend, .highlight: false
            default: true
            }
        }
        return (page.isEmpty ? [] : [.print(PlainText.page(page))]) + done.map { .order($0) }
    }

    // MARK: Lines

    private mutating func hear(_ line: String) -> [AppEffect] {
        if !isTyped { page.append("> \(PlainText.line(line))") }
        defer { asked.lineHeard() }
        model.flash = nil
        model.isQuitting = false
        var around = PlainLine.Surroundings()
        around.hasChat = false
        around.isAsked = !asked.waiting.isEmpty
        around.questions = asked.count
        switch PlainLine.reading(line, around) {
        case .nothing: return []
        case .message, .command:
            page.append("There is no chat here; nothing was done. help lists the words.")
            return []
        case .mistake(let why):
            page.append(why.hasSuffix(".") ? why : why + ".")
            return []
        case .word(let word, let arguments): return perform(word, arguments)
        }
    }

    private mutating func perform(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        switch word {
        case .yes, .no: return answer(word, arguments)
        case .request:
            page += asked.waiting.isEmpty ? ["No question waits."] : asked.waiting.flatMap { lines(of: $0) }
            return []
        case .help:
            page += PlainWord.help(about: arguments.text, hasChat: false)
            return []
        case .quit: return model.quit()
        default: break
        }
        let outcome = reviewing.perform(word, arguments, &model.reviewing)
        let effects = outcome.events.flatMap { model.review($0) }
        page += outcome.lines + reviewing.standing(after: outcome, model.reviewing)
        return effects
    }

    private mutating func answer(_ word: PlainWord, _ arguments: PlainArguments) -> [AppEffect] {
        do throws(PlainMistake) {
            let one = try asked.meant(by: arguments.number, isTyped: isTyped).get()
            asked.answered(one.number)
            let effects = model.review(.key(PlainReviewing.key, word == .yes ? .yes : .no))
            page += reviewing.standing(afterAnswer: one, word, model.reviewing)
            return effects
        } catch {
            page.append(error.text + ".")
            return []
        }
    }

    // MARK: What is new

    private mutating func report(_ orders: [AppEffect]) {
        model.help = nil
        for note in model.notes.suffix(max(0, model.notes.count - noted)) { say(note) }
        noted = model.notes.count
        let isNew = orders.contains { if case .startTimer(.flash, _) = $0 { true } else { false } }
        if isNew, let flash = model.flash { say(flash) }
        page += reviewing.news(of: model.reviewing)
        var subjects: [PlainAsked.Subject] = []
        if case .question(let question) = model.reviewing.prompt {
            if case .undoWrite(_, false) = question {} else { subjects.append(.review(question)) }
        }
        let (new, gone) = asked.follow(subjects)
        for one in gone {
            page.append("Question \(one.number) is over; it was not answered.")
        }
        for one in new { page += lines(of: one) }
    }

    private func lines(of one: PlainAsked.One) -> [String] {
        PlainQuestion(one: one, dock: nil, around: RequestSurroundings(), signs: model.signs).lines
    }

    private mutating func say(_ flash: Flash) { say(flash.text) }

    private mutating func say(_ text: String) { page += PlainPhrases.said(text, model.signs, on: page) }
}
