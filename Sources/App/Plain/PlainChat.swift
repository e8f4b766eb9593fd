// The chat without a screen: the model of the screen, heard through words and printed line by line.

internal import ChangeReview
internal import Screen
internal import TaskMachine

/// Append-only: each new thing is printed once, when it is final.
public struct PlainChat: PlainProgram {
    public internal(set) var model: AppModel
    /// The user ended it with Ctrl-C.
    private(set) var isCancelled = false
    /// A person writes the lines, and sees what is printed before.
    let isTyped: Bool

    var reviewing = PlainReviewing()
    var asked = PlainAsked()
    var transcript = PlainTranscript()
    var turn = PlainTurn()
    var outputs = PlainOutputs()
    /// The words that the command line sends first.
    private var prompt: String
    /// The folder can't be used: nothing comes of waiting for it.
    private var isStuck = false
    /// The input ended while something waited for it.
    private(set) var hasUnanswered = false
    /// Lines of a message that is not at its end (`"""`).
    private var block: PlainBlock?
    /// The list of `/sessions`, for `open`.
    var sessions: [ConversationSummary] = []
    /// What is printed when the event is dealt with.
    var page: [String] = []

    /// - Parameters:
    ///   - report: what is known before anything was opened; `AppMessage.started` brings the rest.
    ///   - isTyped: the lines come from a terminal. From a pipe, an answer needs its question's number.
    public init(_ report: StartReport, isTyped: Bool, prompt: String = "") {
        var report = report
        // Words stand for signs: what is said aloud should be worth hearing.
        report.unicode = false
        model = AppModel(report)
        model.hasBars = false
        self.isTyped = isTyped
        self.prompt = prompt
        settleModel()
    }

    /// Rows are as wide as they are long, and keys have the names that words stand for.
    private mutating func settleModel() {
        model.size = Size(columns: 400, rows: 100)
        model.keys = .standard
    }

    public var takesLine: Bool {
        if isStuck, !model.isStarted { return true }
        guard model.isStarted, prompt.isEmpty, model.ownCommand == nil, model.improving == nil, model.picker == nil,
            !reviewing.waits(model.reviewing)
        else { return false }
        if let dock = model.dock { return dock.isArmed && !dock.isWritingFirst }
        return model.conversation.task.lifecycle.isOver && model.held.isEmpty
    }

    public mutating func begin() -> [PlainEffect] {
        page = Self.greeting(model.report)
        return finish([])
    }

    public mutating func handle(_ event: PlainEvent) -> [PlainEffect] {
        page = []
        return finish(take(event))
    }

    private mutating func finish(_ orders: [AppEffect]) -> [PlainEffect] {
        report(orders)
        // There is no screen that a bell or a redraw would be for.
        let done = orders.filter { order in
            switch order {
            case .redraw, .bell, .notify, .suspend, .highlight: false
            default: true
            }
        }
        return (page.isEmpty ? [] : [.print(PlainText.page(page))]) + done.map { .order($0) }
    }

    private mutating func take(_ event: PlainEvent) -> [AppEffect] {
        switch event {
        case .line(let line): return hear(line)
        case .endOfInput:
            hasUnanswered = !asked.waiting.isEmpty || block != nil
            for one in asked.waiting {
                page.append("The input ended while question \(one.number) waited; it was not answered.")
            }
            if block != nil { page.append("The input ended within a message; it was not sent.") }
            return act { $0.quit() }
        case .interrupted: return interrupt()
        case .news(let message): return hear(message)
        }
    }

    // MARK: Lines

    private mutating func hear(_ line: String) -> [AppEffect] {
        // The terminal shows what is typed; what comes through a pipe stands on the page so.
        if !isTyped { page.append("> \(PlainText.line(line))") }
        defer { asked.lineHeard() }
        let armed = act { $0.disarm() }
        if line == "\"\"\"" || block != nil { return armed + hearBlock(line) }
        return armed + carryOut(PlainLine.reading(line, surroundings))
    }

    private mutating func hearBlock(_ line: String) -> [AppEffect] {
        guard line == "\"\"\"" else {
            if block?.append(line) == false {
                page.append(
                    "The message is longer than \(PlainBlock.longest >> 20) MB; it is passed over up to its end. Put it in a "
                        + "file and mention that: @FILE.")
            }
            return []
        }
        guard let written = block else {
            block = PlainBlock()
            page.append("A message of several lines; \"\"\" alone on a line ends and sends it.")
            return []
        }
        block = nil
        guard let text = written.text else {
            page.append("The message was too long; nothing was sent.")
            return []
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            page.append("Nothing was written; nothing is sent.")
            return []
        }
        return submit(text)
    }

    private var surroundings: PlainLine.Surroundings {
        var around = PlainLine.Surroundings()
        around.isAsked = !asked.waiting.isEmpty
        around.questions = asked.count
        around.isQuestioned = if case .question? = model.dock?.request { true } else { false }
        around.hasOutput = model.ownOutput != nil
        return around
    }

    private mutating func carryOut(_ line: PlainLine) -> [AppEffect] {
        switch line {
        case .nothing: return []
        case .message(let text): return submit(text)
        case .command(let text): return command(text)
        case .mistake(let why):
            page.append(why.hasSuffix(".") ? why : why + ".")
            return []
        case .word(let word, let arguments): return perform(word, arguments)
        }
    }

    /// Sends words as they are, or queues them behind the turn that runs.
    mutating func submit(_ text: String) -> [AppEffect] {
        let isFree = model.conversation.task.lifecycle.isOver && model.isStarted
        if isFree { transcript.heard(text) }
        let count = model.conversation.queue.count
        let effects = act { [.remember(text)] + $0.submit(text) }
        if !isFree, model.conversation.queue.count > count || !model.isStarted {
            page.append(
                "Queued; it is sent when the turn is over. queue lists what waits, steer TEXT reaches this turn.")
        }
        return effects
    }

    /// Ctrl-C: what runs is ended; where nothing does, a second one quits.
    private mutating func interrupt() -> [AppEffect] {
        if block != nil {
            block = nil
            page.append("The message was dropped.")
            return []
        }
        let effects = act { $0.interrupt() }
        isCancelled = effects.contains(.quit)
        return effects
    }

    // MARK: News

    private mutating func hear(_ message: AppMessage) -> [AppEffect] {
        outputs.hear(message, into: &page)
        switch message {
        case .started(var report):
            report.unicode = false
            var effects = model.update(.started(report))
            settleModel()
            takeUp()
            if !prompt.isEmpty {
                let words = prompt
                prompt = ""
                effects += act { [.remember(words)] + $0.submit(words) }
            }
            return effects
        case .settingsChanged:
            let effects = model.update(message)
            settleModel()
            return effects
        case .conversationOpened:
            let effects = model.update(message)
            transcript.begin()
            takeUp()
            return effects
        case .troubled(.projectNotOpened), .troubled(.stateNotKept):
            isStuck = true
            return model.update(message)
        case .conversationsListed(let all):
            sessions = all
            return model.update(message)
        case .commitNews(let news):
            let effects = model.update(message)
            let events = reviewing.follow(news, &model.reviewing)
            return effects + act { model in events.flatMap { model.review($0) } }
        default: return model.update(message)
        }
    }

    /// A conversation that was kept is there.
    private mutating func takeUp() {
        guard model.conversation.entries.contains(where: { if case .user = $0.content { true } else { false } }) else {
            return
        }
        let above = transcript.takeUp(model.conversation.entries)
        let title = PlainText.joined(model.conversation.title)
        page.append("Going on with \(title.isEmpty ? "the conversation" : title). Its latest turn:")
        if above > 0 { page.append("\(counted(above, "part")) before it; log N prints the latest N.") }
    }

    /// Does something to the model as a message would.
    mutating func act(_ doing: (inout AppModel) -> [AppEffect]) -> [AppEffect] { model.follow(doing) }
}
