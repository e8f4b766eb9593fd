// What a request says, before it has a place: a head, the text that has to be read, notes, and the keys that answer.

internal import Screen
internal import TaskMachine

/// One request laid out for a width.
struct RequestRows {
    /// A key and what it does; the short form where there is little room.
    struct Answer: Equatable {
        var key: String
        var long: String
        var short: String

        init(_ key: String, _ long: String, short: String? = nil) {
            self.key = key
            self.long = long
            self.short = short ?? long
        }
    }

    let dock: RequestDock
    let around: RequestSurroundings
    let width: Int
    let signs: Signs
    /// The dock has the keys; else they are the composer's.
    var isFocused = true

    var head: StyledLine {
        let words =
            switch dock.request {
            case .command: "Run this command"
            case .access(let call, _): RequestWords.head(of: call)
            case .question: "The agent asks"
            case .limit(let limit): RequestWords.head(of: limit)
            }
        return StyledLine(" ? \(words)", .attention, .strong)
    }

    static func textColumns(in width: Int) -> Int { max(1, width - 3) }

    /// What the window scrolls over.
    var body: [StyledLine] {
        let columns = Self.textColumns(in: width)
        switch dock.request {
        case .command: return dock.commandLines(columns: columns)
        case .access(let call, _):
            return call.secretPaths.flatMap { pieces(of: StyledLine(visibleText($0), .link), columns: columns) }
        case .question(_, let question):
            return wrap(StyledLine(expandingTabs(question.text), .plain), columns: columns)
                + question.choices.enumerated().flatMap { index, choice in
                    let key = index < 9 ? "\(index + 1)" : " "
                    let line = StyledLine(key, keyRole, .strong) + StyledLine(" \(oneLine(choice))", .plain)
                    return wrap(line, columns: columns, hanging: 2)
                }
        case .limit(let limit):
            return wrap(StyledLine(RequestWords.body(of: limit), .plain), columns: columns)
        }
    }

    /// What must be read before a yes: never left out for want of room.
    var warnings: [TextRow] {
        let words: [String] =
            switch dock.request {
            case .command: RequestWords.warnings(about: dock.command ?? "", dock.risk)
            case .access(_, let reason): [RequestWords.warning(about: reason)]
            case .question, .limit: []
            }
        return words.flatMap { text in
            wrapped(
                StyledLine(text, .error), width: width,
                indent: Indent(marker: StyledLine(" \(signs.conflict) ", .error, .strong)))
        }
    }

    /// What is good to know.
    var notes: [TextRow] {
        // On a narrow screen the answers say it alone.
        guard case .command = dock.request, around.staged > 0, width >= 60 else { return [] }
        let text = RequestWords.place(around.place, staged: around.staged)
        return wrapped(StyledLine(text, .dim), width: width, indent: Indent("   "))
    }

    // MARK: Answers

    private var isNarrow: Bool { width < 76 }
    private var isAlive: Bool { isFocused && dock.isArmed && !dock.isWritingFirst }
    private var role: Role { isAlive ? .plain : .dim }
    private var keyRole: Role { isAlive ? .attention : .dim }
    /// Says where the answers' keys count, so that nobody types them into the composer.
    private var lead: StyledLine {
        StyledLine("   ") + StyledLine(isFocused ? "" : isNarrow ? "\(way): " : "\(way), then: ", .attention)
    }

    /// How the keys get here.
    private var way: String { signs.adapted(around.keys.name(of: .goToRequest, in: .composer)) }

    /// What is pressed for an answer.
    private func key(_ action: Action) -> String {
        signs.adapted(around.keys.key(for: action, in: [.request])?.name ?? around.keys.name(of: action, in: .request))
    }

    /// The keys that answer.
    var answerKeys: [String] { answers.map(\.key) }

    private var answers: [Answer] {
        switch dock.request {
        case .command: return commandAnswers
        case .access:
            return [Answer(key(.allowOnce), "yes, this once"), Answer(key(.refuse), "no, with words", short: "no")]
        case .question(_, let question):
            let own = Answer("Enter", question.choices.isEmpty ? "or a letter: write the answer" : "words of your own")
            let count = min(9, question.choices.count)
            guard count > 0 else { return [own] }
            return [Answer(count == 1 ? "1" : "1-\(count)", "chooses"), own]
        case .limit: return [Answer(key(.allowOnce), "go on"), Answer(key(.refuse), "stop here")]
        }
    }

    private var commandAnswers: [Answer] {
        var answers: [Answer] = []
        let no = Answer(key(.refuse), "no, with words", short: "no")
        if around.staged > 0 {
            let copy = Answer(key(.runInCopy), "in a copy with what is staged", short: "in a copy")
            let disk = Answer(key(.runOnDisk), "on disk as it is", short: "on disk")
            let (first, second) = around.place == .copy ? (copy, disk) : (disk, copy)
            answers = [Answer(key(.allowOnce), first.long, short: first.short), second]
            answers.append(Answer(key(.writeFirst), "write accepted, then on disk", short: "write first"))
            let held = dock.remembers.map { $0 == .session ? "session" : "project" } ?? "once"
            answers.append(Answer(key(.rememberPlace), "this place: \(held)", short: "place: \(held)"))
        } else {
            answers = [Answer(key(.allowOnce), "once")]
        }
        if let prefix = dock.prefix {
            let name = truncated(prefix.text, columns: isNarrow ? 12 : 24, sign: signs.cut)
            answers.append(Answer(key(.allowPrefix), "`\(name)` for this session", short: "`\(name)`"))
            answers.append(Answer(key(.allowProject), "in this project", short: "project"))
        }
        // Where rows may go, the two answers that always do must not.
        answers.insert(no, at: isNarrow ? 1 : answers.count)
        if dock.refusedPrefix != nil {
            answers.append(Answer(key(.denyPrefix), "never in this session", short: "never"))
        }
        return answers
    }

    /// The keys in rows, in long words if these make do with so many rows.
    func answerRows(limit: Int) -> [TextRow] {
        if dock.isWritingFirst {
            return [TextRow(StyledLine("   Writing what is accepted first\(signs.dots)", .attention))]
        }
        let long = flow(answers.map { ($0.key, $0.long) })
        let isLong = long.count <= min(limit, isNarrow ? 1 : 2)
        return isLong ? long : flow(answers.map { ($0.key, $0.short) })
    }

    /// On a narrow screen the lead, which the head says as well, must cost no row: it would be a warning's.
    private func flow(_ answers: [(String, String)]) -> [TextRow] {
        let led = flow(answers, behind: lead)
        guard isNarrow, !isFocused else { return led }
        let plain = flow(answers, behind: StyledLine("   "))
        return led.count > plain.count ? plain : led
    }

    private func flow(_ answers: [(String, String)], behind lead: StyledLine) -> [TextRow] {
        var rows: [StyledLine] = []
        var line = lead
        var isFirst = true
        for (key, words) in answers {
            let answer = StyledLine(key, keyRole, .strong) + StyledLine(" \(words)", role)
            let gap = StyledLine(isFirst ? "" : " \(signs.separator) ", .dim)
            if !isFirst, line.width + gap.width + answer.width > width {
                rows.append(line)
                line = StyledLine("   ") + answer
            } else {
                line += gap + answer
            }
            isFirst = false
        }
        return (rows + [line]).map { TextRow($0) }
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
