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
        case over
    }

    var state = State.idle
    /// What is changed is written at once, and words about it must not say otherwise.
    private(set) var writesAtOnce = false

    /// How many calls the latest `call` effect made; the machine waits for as many answers.
    private(set) var callsInFlight = 0

    mutating func handle(_ event: Event) -> [Effect] {
        let effects: [Effect]
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
        case (.asked, _), (.answered, _): effects = []
        }
        callsInFlight = effects.reduce(0) { count, effect in
            if case .call(let calls) = effect { count + calls.count } else { count }
        }
        return effects
    }

    private mutating func asked(_ text: String, _ context: AskedContext) -> [Effect] {
        writesAtOnce = context.writesAtOnce
        switch RequestReader.read(text) {
        case .request(.help): return finish(HelperText.help)
        case .request(.explain): return finish(HelperText.explanation(of: context.staged))
        case .mistake(let verb, let reason): return finish(HelperText.mistake(verb, reason))
        case .beyondRules: return finish(HelperText.beyondRules)
        case .request(let request):
            if context.forbidsTools { return finish(HelperText.toolsForbidden) }
            return start(request)
        }
    }

    private mutating func start(_ request: HelperRequest) -> [Effect] {
        switch request {
        case .help, .explain: return []
        case .find(let text, let scope):
            state = .finding(text, scope)
            return [
                .publish(.thinking("Searching for \(text.inCode)\(scope.suffix)")),
                .call([.search(text, wholeWords: false, scope)]),
            ]
        case .rename(let old, let new, let scope): return start(.rename(from: old, to: new, scope))
        case .replace(let text, let new, let scope): return start(.replace(text, with: new, scope))
        case .create(let path, let content, let overwriting): return create(path, content, overwriting)
        case .delete(let path): return act(.delete(path))
        case .move(let from, let to): return act(.move(from, to: to))
        case .run(let command): return act(.run(command))
        }
    }

    private mutating func start(_ edit: HelperEdit) -> [Effect] {
        if edit.isIdle { return finish("Old and new are the same: there is nothing to do.") }
        state = .searching(edit)
        let search = edit.search
        return [
            .publish(.thinking("Searching for \(search.text.inCode)\(edit.scope.suffix)")),
            .call([.search(search.text, wholeWords: search.wholeWords, edit.scope)]),
        ]
    }

    private mutating func found(_ answer: ToolAnswer?, _ text: SearchText, _ scope: SearchScope) -> [Effect] {
        guard let answer, answer.succeeded else { return fail("The search failed", answer) }
        let report = SearchReport(answer.text)
        let words = HelperText.listing(of: report, for: text, in: scope)
        return [.publish(.complete(words.summary, ReportedFiles()))] + finish(words.text)
    }

    mutating func finish(_ text: String, _ files: ReportedFiles = ReportedFiles()) -> [Effect] {
        state = .over
        return [.finish(text, files)]
    }

    /// The turn ends without anything done.
    mutating func fail(_ what: String, _ answer: ToolAnswer?) -> [Effect] {
        let text = HelperText.failure(what, answer)
        return [.publish(.error(text))] + finish(text)
    }
}
