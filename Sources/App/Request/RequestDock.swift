// Something that waits for the user's word, docked above the composer. It never takes the focus, and its keys are dead
// until it has been on the screen for a moment without typing.

internal import Screen
internal import TaskMachine

/// What a request's answers depend on beside the request.
struct RequestSurroundings: Equatable {
    /// Files under review.
    var staged = 0
    /// Where a command runs when the user only says yes.
    var place = CommandPlace.disk
    /// The keys in force, for what the answers are called.
    var keys = KeyMap.standard
}

struct RequestDock: Equatable, Sendable {
    let request: PendingRequest
    private(set) var risk = CommandRisk(of: "")
    private(set) var isArmed = false
    /// Words that are being written: why not, or the user's own answer.
    private(set) var line: TextLine?
    /// How long the place that is chosen next shall be the one for all commands; nil: this once.
    private(set) var remembers: ApprovalRule.Scope?
    /// The accepted files are being written; the command runs when they are.
    var isWritingFirst = false
    /// A long command is laid out once for a width, not with every picture.
    private var laidColumns = 0
    private var laidLines: [StyledLine] = []
    /// Rows of the text above the window.
    private(set) var scrolled = 0

    enum Outcome: Equatable {
        case nothing
        /// A key that is no answer here.
        case noAnswer
        case leave
        case approve(ApprovalAnswer, place: CommandPlace, rule: ApprovalRule?)
        case answer(String)
        case decide(goesOn: Bool)
        case writeFirst
    }

    init(_ request: PendingRequest) {
        self.request = request
        if case .command(let call) = request { risk = CommandRisk(of: call.command ?? call.object) }
    }

    var command: String? {
        if case .command(let call) = request { call.command ?? call.object } else { nil }
    }

    /// What a standing yes would be about; nil when none can stand for the command.
    var prefix: CommandPrefix? { command.flatMap { CommandPrefix.allowable(for: $0) } }
    /// What a standing no would be about: there is one for what asks every time as well.
    var refusedPrefix: CommandPrefix? { command.flatMap { CommandPrefix.suggested(for: $0) } }

    mutating func arm() { isArmed = true }

    /// The command's rows at a width of the screen.
    func commandLines(columns: Int) -> [StyledLine] {
        if laidColumns == columns { return laidLines }
        let command = command ?? ""
        return CommandText.lines(of: command, risks: risk.marks.map(\.range))
            .flatMap { pieces(of: $0, columns: columns) }
    }

    mutating func lay(width: Int) {
        let columns = RequestRows.textColumns(in: width)
        guard command != nil, laidColumns != columns else { return }
        laidLines = commandLines(columns: columns)
        laidColumns = columns
    }

    // MARK: Keys

    /// Keys of the focused dock. Before it is armed only leaving works. Enter is never a yes.
    mutating func handle(_ key: Key, action: Action?, _ around: RequestSurroundings) -> Outcome {
        if line != nil { return handleLine(key) }
        if action == .cancelOrClose { return .leave }
        guard isArmed, !isWritingFirst else { return .nothing }
        if scroll(action) { return .nothing }
        switch request {
        case .command: return handleCommand(action, around)
        case .access:
            switch action {
            case .allowOnce: return .approve(.once, place: around.place, rule: nil)
            case .refuse: line = TextLine()
            default: return .noAnswer
            }
        case .question(_, let question): return handleQuestion(key, question)
        case .limit:
            switch action {
            case .allowOnce: return .decide(goesOn: true)
            case .refuse: return .decide(goesOn: false)
            default: return .noAnswer
            }
        }
        return .nothing
    }

    mutating func paste(_ text: String) {
        if line == nil, isArmed, case .question = request { line = TextLine() }
        line?.paste(text)
    }

    /// Whether pasted text and letters are words for it now.
    var takesWords: Bool {
        if line != nil { return true }
        if case .question = request { return isArmed }
        return false
    }

    private mutating func handleLine(_ key: Key) -> Outcome {
        switch line?.handle(key) {
        case .done(let text):
            if case .question = request {
                // Nothing written is no answer.
                return text.contains { !$0.isWhitespace } ? .answer(text) : .nothing
            }
            return .approve(.rejected(text), place: .disk, rule: nil)
        case .left: line = nil
        case .stays, nil: break
        }
        return .nothing
    }

    private mutating func handleCommand(_ action: Action?, _ around: RequestSurroundings) -> Outcome {
        let hasStaged = around.staged > 0
        switch action {
        case .allowOnce: return .approve(.once, place: around.place, rule: rule(for: around.place, hasStaged))
        case .runInCopy where hasStaged: return .approve(.once, place: .copy, rule: rule(for: .copy, hasStaged))
        case .runOnDisk where hasStaged: return .approve(.once, place: .disk, rule: rule(for: .disk, hasStaged))
        case .writeFirst where hasStaged: return .writeFirst
        case .rememberPlace where hasStaged:
            remembers = remembers == nil ? .session : remembers == .session ? .project : nil
        case .allowPrefix:
            guard let prefix else { return .noAnswer }
            return .approve(
                .prefixForSession(prefix.text), place: around.place, rule: rule(for: around.place, hasStaged))
        case .allowProject:
            guard let prefix else { return .noAnswer }
            return .approve(
                .prefixForProject(prefix.text), place: around.place, rule: rule(for: around.place, hasStaged))
        case .refuse: line = TextLine()
        case .denyPrefix:
            guard let refusedPrefix else { return .noAnswer }
            return .approve(.deniedForSession(refusedPrefix.text), place: .disk, rule: nil)
        default: return .noAnswer
        }
        return .nothing
    }

    private mutating func handleQuestion(_ key: Key, _ question: FollowUpQuestion) -> Outcome {
        guard key.modifiers.isEmpty else { return .nothing }
        switch key.code {
        case .character(let character):
            if let number = character.wholeNumberValue, number > 0, number <= min(9, question.choices.count) {
                return .answer(question.choices[number - 1])
            }
            line = TextLine(String(character))
        case .enter, .tab: line = TextLine()
        default: break
        }
        return .nothing
    }

    private func rule(for place: CommandPlace, _ hasStaged: Bool) -> ApprovalRule? {
        hasStaged ? remembers.map { ApprovalRule(.place(place), $0) } : nil
    }

    /// Letters scroll where they are not words.
    private mutating func scroll(_ action: Action?) -> Bool {
        if case .question = request, action == .requestUp || action == .requestDown { return false }
        switch action {
        case .requestUp: scrolled = max(0, scrolled - 1)
        case .requestDown: scrolled += 1
        case .pageUp: scrolled = max(0, scrolled - 5)
        case .pageDown: scrolled += 5
        default: return false
        }
        return true
    }

    /// Keeps the window in the text; `rows` of it are not seen.
    mutating func limitScroll(to rows: Int) { scrolled = min(scrolled, max(0, rows)) }

    /// The wheel, over a text of which so many rows don't fit.
    mutating func scroll(by rows: Int, hidden: Int) { scrolled = max(0, min(scrolled + rows, hidden)) }
}

extension PendingRequest {
    /// The turn still waits for it.
    func waits(in lifecycle: AgentTask.Lifecycle) -> Bool {
        switch (self, lifecycle) {
        case (.command(let call), .awaitingApproval(let other)), (.access(let call, _), .awaitingApproval(let other)),
            (.question(let call, _), .awaitingAnswer(let other, _)):
            call.id == other.id
        case (.limit(let limit), .awaitingDecision(let other)): limit == other
        default: false
        }
    }
}
