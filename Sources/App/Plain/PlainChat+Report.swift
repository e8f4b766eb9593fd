// What is new after an event: the conversation, passing words, lists, questions, and how the turn stands.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension PlainChat {
    /// Puts what is new on the page.
    mutating func report(_ orders: [AppEffect]) {
        page += transcript.news(of: model.conversation.entries, entryWords)
        reportLists()
        reportFlash(orders)
        page += turn.news(of: model)
        if turn.hasJustEnded, model.plan != nil { page.append("/go carries the plan out in agent mode.") }
        reportChanges()
        reportQuestions()
        if !page.isEmpty { turn.spoke(at: model.clock.now) }
        page += turn.sign(of: model)
    }

    var entryWords: PlainEntry {
        PlainEntry(
            signs: model.signs, stepTimes: model.stepTimes, reasoningTimes: model.reasoningTimes,
            liveFailure: model.canRetry
                ? model.conversation.entries.last { if case .failure = $0.content { true } else { false } }?.id : nil,
            followed: outputs.followed, foreign: outputs.foreign, entries: model.conversation.entries[...])
    }

    /// A passing word of the status line, unless the page says it already.
    private mutating func reportFlash(_ orders: [AppEffect]) {
        let isNew = orders.contains { if case .startTimer(.flash, _) = $0 { true } else { false } }
        guard isNew, let flash = model.flash else { return }
        if flash.text.hasPrefix("Reworded.") {
            page.append("A better wording:")
            page += PlainText.lines(model.composer.text).map { "   " + $0 }
            page.append("send sends it, forget drops it.")
            return
        }
        page += PlainPhrases.said(flash.text, model.signs, on: page)
    }

    /// A list that a command opens is printed, and closed when it is whole.
    private mutating func reportLists() {
        model.help = nil
        guard let picker = model.picker else { return }
        if case .conversations(nil) = picker.subject { return }
        if picker.subject == .todos, !model.conversation.todos.isEmpty {
            page += PlainEntry.lines(of: model.conversation.todos)
            page += Self.hint(for: picker.subject, count: 1).map { [$0] } ?? []
            model.picker = nil
            return
        }
        let content = model.content(of: picker)
        page.append(
            content.title
                + (content.remark.isEmpty ? ":" : ", \(PlainPhrases.adapted(model.signs.adapted(content.remark))):"))
        if content.count == 0 { page.append(PlainPhrases.adapted(content.empty)) }
        for index in 0..<content.count {
            let state = picker.subject == .steps ? model.timelineRows.stateWords(index) : ""
            page.append("   \(index + 1). " + Self.words(of: content.row(index)) + state)
        }
        if let hint = Self.hint(for: picker.subject, count: content.count) { page.append(hint) }
        model.picker = nil
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
        case .steps: "The times are when each began and how long it took."
        case .todos: "/todos N ticks one, /todos clear empties the list."
        case .themes: "/theme NAME chooses one for the screen; lines have no colours."
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
        for one in gone {
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
