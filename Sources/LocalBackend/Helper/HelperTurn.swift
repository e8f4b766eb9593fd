// One turn of the helper as a machine: a request and tool answers in; progress, tool calls or a last word out.

/// From a user's message to the helper's last word about it.
struct HelperTurn: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        case asked(String, AskedContext)
        /// One answer per call of the latest `call` effect, in that order; fewer when the turn was cut short.
        case answered([ToolAnswer])
    }

    enum Effect: Equatable, Sendable {
        case publish(HelperProgress)
        case call([HelperCall])
        /// The turn is over; the text is Markdown.
        case finish(String, ReportedFiles)
    }

    /// What comes with a request besides its words.
    struct AskedContext: Equatable, Sendable {
        /// `ask` mode: tools may not be called.
        var forbidsTools = false
        /// `auto` mode: what is changed is written at once.
        var writesAtOnce = false
        var staged: [StagedFile] = []
        /// The turns before, the oldest first; known only where they matter.
        var past: [PastTurn] = []
    }

    enum State: Equatable, Sendable {
        case idle
        case finding(SearchText, SearchScope)
        case searching(HelperEdit)
        /// Lines too long for a search's answer are read one by one.
        case reading(HelperEdit, SearchReport, [EditPlan.Place])
        case editing(EditRun)
        /// Whether the file to create is there already.
        case checking(path: String, content: String)
        case acting(SingleAction)
        case moving(MoveRun)
        case undoing(UndoRun)
        case over
    }

    /// How a request is to be carried out.
    enum Purpose: Equatable, Sendable {
        case doing
        case previewing
        /// The user has seen what it comes to.
        case confirmed
    }

    /// An edit of more files shows what it comes to before it is done.
    static let unaskedFiles = 100

    var state = State.idle
    var purpose = Purpose.doing
    /// What is asked for, without `preview` around it.
    private(set) var request: HelperRequest?
    private(set) var context = AskedContext()
    /// What this turn was, for those that come after it.
    var past = PastTurn()
    /// The latest calls, which the machine waits for.
    private(set) var inFlight: [HelperCall] = []

    /// What is changed is written at once, and words about it must not say otherwise.
    var writesAtOnce: Bool { context.writesAtOnce }
    var callsInFlight: Int { inFlight.count }

    mutating func handle(_ event: Event) -> [Effect] {
        let effects: [Effect]
        if case .answered(let answers) = event { past.note(inFlight, answers) }
        switch (event, state) {
        case (.asked(let text, let context), .idle): effects = asked(text, context)
        case (.answered(let answers), .finding(let text, let scope)): effects = found(answers.first, text, scope)
        case (.answered(let answers), .searching(let edit)): effects = searched(answers.first, edit)
        case (.answered(let answers), .reading(let edit, let report, let places)):
            effects = read(answers, edit, report, places)
        case (.answered(let answers), .editing(let run)): effects = edited(answers, run)
        case (.answered(let answers), .checking(let path, let content)):
            effects = checked(answers.first, path, content)
        case (.answered(let answers), .acting(let action)): effects = acted(answers.first, action)
        case (.answered(let answers), .moving(let run)): effects = moved(answers, run)
        case (.answered(let answers), .undoing(let run)): effects = undone(answers, run)
        case (.asked, _), (.answered, _): effects = []
        }
        inFlight = effects.flatMap { effect in
            if case .call(let calls) = effect { calls } else { [HelperCall]() }
        }
        return effects
    }

    private mutating func asked(_ text: String, _ context: AskedContext) -> [Effect] {
        self.context = context
        switch RequestReader.read(text) {
        case .request(.goOn):
            guard let offer = context.past.last?.offer else { return finish(HelperText.nothingOffered) }
            purpose = .confirmed
            return start(offer)
        case .request(let request): return start(request)
        case .near(let request):
            past.offer = request
            return finish(HelperText.near(request))
        case .mistake(let verb, let reason): return finish(HelperText.mistake(verb, reason))
        case .beyondRules: return finish(HelperText.beyondRules)
        }
    }

    private mutating func start(_ request: HelperRequest) -> [Effect] {
        self.request = request
        past.verb = request.verb
        if context.forbidsTools, request.needsTools { return finish(HelperText.toolsForbidden) }
        switch request {
        case .help(let verb): return finish(verb.map(HelperText.help) ?? HelperText.help)
        case .explain: return finish(HelperText.explanation(of: context.staged))
        case .goOn: return finish(HelperText.nothingOffered)
        case .find(let text, let scope):
            state = .finding(text, scope)
            return [
                .publish(.thinking("Searching for \(text.inCode)\(scope.suffix)")),
                .call([.search(text, wholeWords: false, scope)]),
            ]
        case .rename, .replace: return HelperEdit(request).map { start($0) } ?? []
        case .create(let path, let content, let overwriting): return create(path, content, overwriting)
        case .delete(let path): return act(.delete(path))
        case .move(let from, let to, let withImports): return move(from, to, withImports)
        case .run(let command): return act(.run(command))
        case .preview(let request):
            purpose = .previewing
            return start(request)
        case .undo(let target): return undo(target)
        }
    }

    private mutating func start(_ edit: HelperEdit) -> [Effect] {
        if edit.isIdle { return finish("Old and new are the same: there is nothing to do.") }
        state = .searching(edit)
        let search = edit.search
        return [
            .publish(.thinking("Searching for \(edit.sought)\(edit.scope.suffix)")),
            .call([.search(search.text, wholeWords: search.wholeWords, edit.scope)]),
        ]
    }

    private mutating func found(_ answer: ToolAnswer?, _ text: SearchText, _ scope: SearchScope) -> [Effect] {
        guard let answer, answer.succeeded else { return fail("The search failed", answer) }
        let report = SearchReport(answer.text)
        if purpose == .previewing, !report.files.isEmpty {
            return previewed(HelperText.counts(of: report, for: text, in: scope))
        }
        let words = HelperText.listing(of: report, for: text, in: scope)
        return [.publish(.complete(words.summary, ReportedFiles()))] + finish(words.text)
    }

    /// The turn ends with counts; what was counted is on offer.
    mutating func previewed(_ words: (summary: String, text: String)) -> [Effect] {
        past.offer = request
        // A request that previews by itself would do so again.
        let line = purpose == .previewing ? request.map { ", or \($0.spelled.inCode)" } ?? "" : ""
        return [.publish(.complete(words.summary, ReportedFiles()))]
            + finish(words.text + "\n\nTo go on, say **do it**\(line).")
    }

    /// Nothing more is to come of it.
    mutating func drop() {
        state = .over
        inFlight = []
    }

    mutating func finish(_ text: String, _ files: ReportedFiles = ReportedFiles()) -> [Effect] {
        state = .over
        past.said = text
        return [.finish(text, files)]
    }

    /// The turn ends without anything done.
    mutating func fail(_ what: String, _ answer: ToolAnswer?) -> [Effect] {
        let text = HelperText.failure(what, answer)
        return [.publish(.error(text))] + finish(text)
    }
}

extension HelperRequest {
    fileprivate var needsTools: Bool {
        switch self {
        case .help, .explain, .goOn: false
        case .find, .rename, .replace, .create, .delete, .move, .run, .preview, .undo: true
        }
    }
}
