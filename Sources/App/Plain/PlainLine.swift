// What a line of the user's means: a word of the table, a message, or something that is asked about first.

internal import Matching

/// What stands behind a word, as far as its form has it.
struct PlainArguments: Equatable, Sendable {
    var number: Int?
    /// nil with a place's form: all.
    var place: PlainPlace?
    var text = ""
}

enum PlainLine: Equatable, Sendable {
    case nothing
    /// As it is written.
    case message(String)
    /// Commands of the screen, and `!` commands.
    case command(String)
    case word(PlainWord, PlainArguments)
    /// Nothing is done; why, and how it is written.
    case mistake(String)

    /// What the reading depends on beside the line.
    struct Surroundings: Equatable, Sendable {
        /// A request or question waits.
        var isAsked = false
        /// The agent asked something.
        var isQuestioned = false
        /// So many questions were asked: an answer to one of them is no message, also when it is over.
        var questions = 0
        /// There is a conversation.
        var hasChat = true
        /// A command of the user's own has printed something.
        var hasOutput = false
    }

    static func reading(_ line: String, _ around: Surroundings = Surroundings()) -> PlainLine {
        let written = line.drop { $0.isWhitespace }
        guard !written.isEmpty else { return .nothing }
        // A blank before the line sends it as it is.
        guard written.startIndex == line.startIndex else { return .message(String(written)) }
        if line.first == "/" || line.first == "!" { return .command(line) }
        let name = written.prefix { !$0.isWhitespace }
        let rest = written.dropFirst(name.count).drop { $0.isWhitespace }
        guard let word = PlainWord.named(name), around.hasChat || word.row.isOfReviews else {
            return unknown(name, isAlone: rest.isEmpty, around) ?? .message(line)
        }
        return reading(word, String(rest), around) ?? .message(line)
    }

    /// nil: its form is another one; the line is a message.
    private static func reading(_ word: PlainWord, _ rest: String, _ around: Surroundings) -> PlainLine? {
        let first = rest.prefix { !$0.isWhitespace }
        let text = String(rest.dropFirst(first.count).drop { $0.isWhitespace })
        switch word.row.form {
        case .bare: return rest.isEmpty ? .word(word, PlainArguments()) : nil
        case .place, .placeOrAll, .placeAndReason, .placeAndText:
            return readingPlace(word, first, text)
        case .number, .optionalNumber, .numberAndText:
            guard !first.isEmpty else {
                return word.row.form == .optionalNumber ? .word(word, PlainArguments()) : howTo(word)
            }
            guard let number = PlainPlace.number(first) else { return nil }
            let takesText = word.row.form == .numberAndText
            guard takesText != text.isEmpty else { return takesText ? howTo(word) : nil }
            return .word(word, PlainArguments(number: number, text: text))
        case .answer:
            guard around.isAsked || (!first.isEmpty && PlainPlace.number(first) != nil) else { return nil }
            guard first.isEmpty || (PlainPlace.number(first) != nil && text.isEmpty) else { return nil }
            return .word(word, PlainArguments(number: PlainPlace.number(first)))
        case .answerAndText:
            let number = PlainPlace.number(first)
            guard around.isAsked, word != .answer || around.isQuestioned else {
                guard let number, text.isEmpty || number <= around.questions else { return nil }
                return .word(word, PlainArguments(number: number, text: text))
            }
            return .word(word, PlainArguments(number: number, text: number == nil ? rest : text))
        case .text:
            if word == .attach, !around.hasOutput, !rest.isEmpty { return nil }
            return rest.isEmpty ? howTo(word) : .word(word, PlainArguments(text: rest))
        case .optionalWord:
            return text.isEmpty && (first.isEmpty || PlainWord.named(first) != nil)
                ? .word(word, PlainArguments(text: String(first))) : nil
        case .file:
            if first.isEmpty { return howTo(word) }
            return text.isEmpty && first.contains { $0 == "." || $0 == "/" }
                ? .word(word, PlainArguments(text: String(first))) : nil
        case .message:
            guard first == "-m" else { return rest.isEmpty ? howTo(word) : nil }
            return text.isEmpty ? howTo(word) : .word(word, PlainArguments(text: text))
        }
    }

    /// A place that is almost one was meant as a place: it is never sent.
    private static func readingPlace(_ word: PlainWord, _ first: Substring, _ text: String) -> PlainLine? {
        let form = word.row.form
        guard let sign = first.first else { return howTo(word) }
        if first == "all", form == .placeOrAll || form == .placeAndReason {
            if text.isEmpty { return .word(word, PlainArguments()) }
            return form == .placeAndReason ? .mistake("Nothing follows all here. \(usage(of: word))") : nil
        }
        guard sign.isNumber else { return nil }
        let takesText = form == .placeAndReason || form == .placeAndText
        guard let place = PlainPlace(first) else {
            return .mistake(
                "\(PlainText.line(first)) is no place. A place is 2, 2.1, 2.1:3 or 2.1:3-5. \(usage(of: word))")
        }
        guard takesText || text.isEmpty else {
            return .mistake("Nothing follows the place here. \(usage(of: word)) To send the line, write say before it")
        }
        if form == .placeAndText, text.isEmpty { return howTo(word) }
        return .word(word, PlainArguments(place: place, text: text))
    }

    private static func howTo(_ word: PlainWord) -> PlainLine { .mistake("Something is missing. \(usage(of: word))") }

    private static func usage(of word: PlainWord) -> String {
        "\(word.row.written): \(word.row.help). Example: \(word.row.example)."
    }

    /// A single word that is nearly one of the table, or a letter, which is no message.
    private static func unknown(_ name: Substring, isAlone: Bool, _ around: Surroundings) -> PlainLine? {
        guard isAlone, name.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        let send = around.hasChat ? ", say \(name) sends it" : ""
        if name.count == 1 { return .mistake("There is no word \(name). help lists them\(send)") }
        let letters = Array(name.lowercased())
        guard (3...12).contains(letters.count) else { return nil }
        var best: (name: String, slips: Int)?
        for word in PlainWord.allCases where around.hasChat || word.row.isOfReviews {
            for other in word.row.names where other.count > 2 {
                let slips = editDistance(letters, Array(other), swapsNeighbours: true)
                if slips < best?.slips ?? Int.max { best = (other, slips) }
            }
        }
        guard let best, best.slips <= (letters.count > 5 ? 2 : 1) else { return nil }
        return .mistake("There is no word \(name). Did you mean \(best.name)? Nothing was sent\(send)")
    }
}
