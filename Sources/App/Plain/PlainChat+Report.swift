// What is new after an event: the conversation, passing words, lists, questions, and how the turn stands.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension PlainChat {
    /// Puts what is new on the page.
    mutating func report(_ orders: [AppEffect]) -> [AppEffect] {
        var effects: [AppEffect] = []
        page += transcript.news(of: model.conversation.entries, entryWords)
        effects += reportLists()
        reportFlash(orders)
        page += turn.news(of: model)
        if turn.hasJustEnded, model.plan != nil { page.append("/go carries the plan out in agent mode.") }
        reportChanges()
        reportQuestions()
        if !page.isEmpty { turn.spoke(at: model.clock.now) }
        page += turn.sign(of: model)
        return effects
    }

    var entryWords: PlainEntry {
        PlainEntry(
            signs: model.signs, stepTimes: model.stepTimes, reasoningTimes: model.reasoningTimes,
            liveFailure: model.canRetry
                ? model.conversation.entries.last { if case .failure = $0.content { true } else { false } }?.id : nil,
            followed: outputs.followed, entries: model.conversation.entries[...])
    }

    /// A passing word of the status line, unless the page says it already.
    private mutating func reportFlash(_ orders: [AppEffect]) {
        let isNew = orders.contains { if case .startTimer(.flash, _) = $0 { true } else { false } }
        guard isNew, let flash = model.flash else { return }
        if flash.text.hasPrefix("Reworded.") {
            page += ["A better wording:"] + PlainText.lines(model.composer.text)
            page.append("send sends it, forget drops it.")
            return
        }
        var text = PlainPhrases.adapted(model.signs.adapted(flash.text))
        if text.hasPrefix("\(model.signs.done) ") { text = String(text.dropFirst(model.signs.done.count + 1)) }
        let lines = PlainText.lines(text)
        guard !page.contains(where: { line in lines.contains { line.hasPrefix($0) } }) else { return }
        page += lines.last.map { lines.dropLast() + [".?!:".contains($0.last ?? ".") ? $0 : $0 + "."] } ?? []
    }

    /// A list that a command opens is printed, and closed when it is whole.
    private mutating func reportLists() -> [AppEffect] {
        model.help = nil
        guard let picker = model.picker else { return [] }
        if case .conversations(nil) = picker.subject { return [] }
        if picker.subject == .todos, !model.conversation.todos.isEmpty {
            page += PlainEntry.lines(of: model.conversation.todos)
            page += Self.hint(for: picker.subject, count: 1).map { [$0] } ?? []
            model.picker = nil
            return []
        }
        let content = model.content(of: picker)
        page.append(
            content.title
                + (content.remark.isEmpty ? ":" : ", \(PlainPhrases.adapted(model.signs.adapted(content.remark))):"))
        if content.count == 0 { page.append(PlainPhrases.adapted(content.empty)) }
        for index in 0..<content.count {
            page.append("   \(index + 1). " + Self.words(of: content.row(index)))
        }
        if let hint = Self.hint(for: picker.subject, count: content.count) { page.append(hint) }
        model.picker = nil
        return []
    }

    /// A row of a list without its number and its sign, which words behind it say as well.
    private static func words(of row: TextRow) -> String {
        var text = PlainText.line(ofRow: row.line.text, between: " ")[...]
        let number = text.prefix { $0.isWholeNumber }
        if text.dropFirst(number.count).first == " " { text = text.dropFirst(number.count + 1) }
        if let sign = text.first, "*~+x>-".contains(sign), text.dropFirst().first == " " { text = text.dropFirst(2) }
        if text.hasPrefix("-> ") { text = text.dropFirst(3) }
        var behind = PlainText.line(ofRow: row.trailing.text)[...]
        if behind.hasPrefix("- ") { behind = behind.dropFirst(2) }
        return text + (behind.isEmpty ? "" : ", \(behind)")
    }

    private static func hint(for subject: Picker.Subject, count: Int) -> String? {
        guard count > 0 else { return nil }
        return switch subject {
        case .messages:
            "resend N TEXT sends TEXT in the place of message N; what followed it is taken back, files stay."
        case .rules: "/rules revoke N takes one away."
        case .conversations: "open N goes on with one; oropendola sessions renames and deletes."
        case .todos: "/todos N ticks one, /todos clear empties the list."
        case .steps: nil
        case .themes: "They are for the screen; lines have no colours."
        }
    }

    /// What is to be reviewed is listed when nothing runs that could add to it.
    private mutating func reportChanges() {
        guard model.isStarted, model.conversation.task.lifecycle.isOver else { return }
        page += reviewing.news(of: model.reviewing)
    }

    private mutating func reportQuestions() {
        var subjects: [PlainAsked.Subject] = []
        if let dock = model.dock { subjects.append(.request(dock.request)) }
        if case .question(let question) = model.reviewing.prompt {
            // Of what an undo would do the files are looked at first.
            if case .undoWrite(_, false) = question {} else { subjects.append(.review(question)) }
        }
        let (new, gone) = asked.follow(subjects)
        for one in gone where !outputs.answered.contains(one.number) {
            page.append("Question \(one.number) is over; it was not answered.")
        }
        for one in new { page += lines(of: one) }
    }

    func lines(of one: PlainAsked.One) -> [String] {
        PlainQuestion(one: one, dock: model.dock, around: model.surroundings, signs: model.signs).lines
    }

    static func greeting(_ report: StartReport) -> [String] {
        let rows = Greeting.rows(report, width: 400, signs: .ascii).map { PlainText.line(ofRow: $0.line.text) }
        return [
            "oropendola \(report.version), \(PlainText.line(report.folder)), without a screen. help lists the words."
        ]
            + rows.filter { !$0.isEmpty }.map { row in
                // The helper's own `help` is behind the word that lists ours.
                row.hasPrefix("> ")
                    ? "Try: \(row == "> help" || row.hasPrefix("> help,") ? "say " : "")\(row.dropFirst(2))" : row
            }
    }
}

/// What commands print while they run, and which questions the user has answered.
struct PlainOutputs: Equatable, Sendable {
    /// Lines of one command that are printed as they come.
    static let most = 200

    /// Calls of which lines were printed.
    private(set) var followed: Set<String> = []
    /// Numbers of questions that the user answered.
    var answered: Set<Int> = []
    private var call = ""
    private var open = ""
    private var count = 0

    mutating func hear(_ message: AppMessage, into page: inout [String]) {
        switch message {
        case .toolOutput(let id, let text):
            if id != call { (call, open, count) = (id, "", 0) }
            followed.insert(id)
            let parts = (open + text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            // Without an end it is not a line yet; a very long one is cut.
            open = String((parts.last ?? "").suffix(4_000))
            for line in parts.dropLast() {
                count += 1
                if count <= Self.most { page.append("   \(PlainText.line(line))") }
                if count == Self.most { page.append("   More lines come; output prints them when it is done.") }
            }
        case .toolFinished(let result, _) where result.callID == call:
            if !open.isEmpty, count < Self.most { page.append("   \(PlainText.line(open))") }
            (call, open, count) = ("", "", 0)
        default: break
        }
    }
}
