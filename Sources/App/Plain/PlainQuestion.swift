// A question as lines: all of it, what can't be seen spelled out, then the words that answer.

internal import ChangeReview
internal import Screen
internal import TaskMachine

struct PlainQuestion {
    let one: PlainAsked.One
    let dock: RequestDock?
    let around: RequestSurroundings
    let signs: Signs

    var lines: [String] {
        switch one.subject {
        case .review(let question): review(question)
        case .request(let request): lines(of: request)
        }
    }

    private var number: Int { one.number }

    private func review(_ question: ReviewQuestion) -> [String] {
        let rows = question.rows(signs: signs, width: 400, limit: 200)
        let text = rows.enumerated().map { index, row in
            let why = index == 0 ? "" : PlainText.line(ofRow: row.trailing.text)
            return PlainText.line(ofRow: row.line.text, between: " ") + (why.isEmpty ? "" : ": \(why)")
        }
        var lines = ["Question \(number): \(text.first ?? "")"] + text.dropFirst().map { "   " + $0 }
        if case .commitRefused(_, false) = question {
            lines.append("no \(number) closes it.")
        } else {
            lines.append("yes \(number) does it, no \(number) leaves it.")
        }
        return lines
    }

    private func lines(of request: PendingRequest) -> [String] {
        switch request {
        case .command:
            let text = (dock?.command).map { CommandText.lines(of: $0).map(\.text) } ?? []
            return ["Question \(number): Run this command?"] + text.map { "   " + PlainText.line($0) }
                + warnings.map { "Careful: it \($0)." } + places + [commandAnswers]
        case .access(let call, let reason):
            return ["Question \(number): \(RequestWords.head(of: call))?"]
                + call.secretPaths.map { "   " + PlainText.line($0) }
                + [
                    "Careful: it \(RequestWords.warning(about: PlainText.joined(reason))).",
                    yesOrNo("does it, this once"),
                ]
        case .question(_, let question):
            let choices = question.choices.prefix(26).enumerated().map { index, choice in
                "   \(Self.letter(index)) \(PlainText.joined(choice))"
            }
            let chooses = choices.isEmpty ? "" : "answer \(number) a chooses the first; "
            return ["Question \(number), from the agent:"] + PlainText.lines(question.text).map { "   " + $0 } + choices
                + ["\(chooses)answer \(number) WORDS answers in your own."]
        case .limit(let limit):
            return [
                "Question \(number): \(RequestWords.head(of: limit))?", PlainText.joined(RequestWords.body(of: limit)),
                yesOrNo("goes on"),
            ]
        }
    }

    static func letter(_ index: Int) -> String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) }

    /// The choice that a single letter names.
    static func choice(_ text: String, of question: FollowUpQuestion) -> String? {
        guard text.utf8.count == 1, let byte = text.utf8.first, (0x61...0x7A).contains(byte),
            question.choices.indices.contains(Int(byte) - 0x61)
        else { return nil }
        return question.choices[Int(byte) - 0x61]
    }

    private func yesOrNo(_ what: String) -> String { "yes \(number) \(what), no \(number) does not." }

    private var warnings: [String] {
        guard let dock, let command = dock.command else { return [] }
        return RequestWords.warnings(about: command, dock.risk)
    }

    private var places: [String] {
        guard around.staged > 0 else { return [] }
        return [
            RequestWords.place(around.place, staged: around.staged).replacing(
                " y runs it", with: " yes \(number) runs it")
        ]
    }

    private var commandAnswers: String {
        var answers = ["yes \(number) this once"]
        if around.staged > 0 {
            answers.append(
                around.place == .copy
                    ? "disk \(number) on disk as it is" : "copy \(number) in a copy with what is staged")
            answers.append("first \(number) writes what is accepted, then runs it on disk")
        }
        answers.append("no \(number) with words for the agent or without")
        if let prefix = dock?.prefix {
            let name = PlainText.joined(prefix.text)
            answers.append("always \(number) for `\(name)` in this session")
            answers.append("project \(number) in this project")
        }
        if dock?.refusedPrefix != nil { answers.append("never \(number) refuses it for this session") }
        return "Answers: " + answers.joined(separator: "; ") + "."
    }
}
