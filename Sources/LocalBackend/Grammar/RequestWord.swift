// Splits a request line into words: plain, quoted, or a regular expression between slashes.

/// One word of a request line.
struct RequestWord: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case plain
        case quoted
        case expression(ignoringCase: Bool)
    }

    var kind: Kind
    /// What the word says: unquoted, its escapes resolved. For an expression, what stands between the slashes.
    var text: String
    /// The text of a quoted word with only its quotes unescaped: a replacement template has escapes of its own.
    var template: String
    /// As typed, quotes included.
    var typed: Substring

    /// Whether this is the bare word `keyword`, whatever its case.
    func says(_ keyword: String) -> Bool { kind == .plain && text.lowercased() == keyword }

    func says(oneOf keywords: Set<String>) -> Bool { kind == .plain && keywords.contains(text.lowercased()) }
}

/// A line that cannot be split.
enum RequestWordError: Error, Equatable {
    /// The quote that is never closed.
    case unclosed(Character)
    /// Text that touches a closing quote.
    case glued(String)
}

/// Reads words from one line, left to right.
struct RequestWordReader {
    /// What is not read yet.
    private(set) var rest: Substring
    /// Not any more where nothing in the rest ends one, so that a line of slashes is looked through once.
    private var readsExpressions: Bool

    /// - Parameter readsExpressions: whether `/…/` is an expression, or a word like any other.
    init(_ line: Substring, readsExpressions: Bool = false) {
        rest = line
        self.readsExpressions = readsExpressions
        skipBlanks()
    }

    static func words(
        of line: Substring, readsExpressions: Bool = false
    ) throws(RequestWordError) -> [RequestWord] {
        var reader = RequestWordReader(line, readsExpressions: readsExpressions)
        var words: [RequestWord] = []
        while let word = try reader.next() { words.append(word) }
        return words
    }

    /// The next word, or nil at the end.
    mutating func next() throws(RequestWordError) -> RequestWord? {
        guard let first = rest.first else { return nil }
        defer { skipBlanks() }
        if first == "'" || first == "\"" || first == "`" { return try quoted(by: first) }
        if first == "/", readsExpressions, let word = expression() { return word }
        let word = rest.prefix { !$0.isWhitespace }
        rest = rest[word.endIndex...]
        return RequestWord(kind: .plain, text: String(word), template: String(word), typed: word)
    }

    private mutating func skipBlanks() { rest = rest.drop { $0.isWhitespace } }

    /// Between quotes `\n`, `\t`, `\\` and the quote itself are escapes; any other backslash stands for itself.
    private mutating func quoted(by quote: Character) throws(RequestWordError) -> RequestWord {
        var text = ""
        var template = ""
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex, rest[index] != quote {
            let character = rest[index]
            rest.formIndex(after: &index)
            guard character == "\\", index < rest.endIndex else {
                text.append(character)
                template.append(character)
                continue
            }
            let escaped = rest[index]
            switch escaped {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "\\", quote: text.append(escaped)
            default: text += ["\\", escaped]
            }
            template += escaped == quote ? [escaped] : ["\\", escaped]
            rest.formIndex(after: &index)
        }
        guard index < rest.endIndex else { throw .unclosed(quote) }
        let typed = rest[...index]
        rest = rest[rest.index(after: index)...]
        try dropSentenceEnd()
        return RequestWord(kind: .quoted, text: text, template: template, typed: typed)
    }

    /// The full stop of a sentence may stand right behind a closing quote, and a comma between two words.
    private mutating func dropSentenceEnd() throws(RequestWordError) {
        let glued = rest.prefix { !$0.isWhitespace }
        guard !glued.isEmpty, glued != ":" else { return }
        guard glued.allSatisfy({ ".,;!?".contains($0) }) else { throw .glued(String(glued)) }
        rest = rest[glued.endIndex...]
    }

    /// `/…/` or `/…/i`. The closing slash is the first one that is not escaped and that ends its word; without one
    /// it is no expression, so that `/usr/bin` is a word.
    private mutating func expression() -> RequestWord? {
        var text = ""
        var index = rest.index(after: rest.startIndex)
        guard index < rest.endIndex, !rest[index].isWhitespace else { return nil }
        while index < rest.endIndex {
            let character = rest[index]
            rest.formIndex(after: &index)
            if character == "\\", index < rest.endIndex {
                text += rest[index] == "/" ? ["/"] : [character, rest[index]]
                rest.formIndex(after: &index)
                continue
            }
            if character == "/", !text.isEmpty {
                let flags = rest[index...].prefix { !$0.isWhitespace }
                if flags.isEmpty || flags == "i" {
                    let typed = rest[..<flags.endIndex]
                    rest = rest[flags.endIndex...]
                    return RequestWord(
                        kind: .expression(ignoringCase: flags == "i"), text: text, template: text, typed: typed)
                }
            }
            text.append(character)
        }
        readsExpressions = false
        return nil
    }
}
