// Reads the text of a language's table. A table is a part of the program: one that can't be read is a wrong program.

/// ```
/// in code                          a context; the first one is where a file begins
///   words keyword if else          words and what they are
///   soft in for                    keywords that can also be labels (keys: before a colon alone)
///   modifiers open static          keywords in front of a word or a brace alone
///   define function func           a keyword, and what the word after it is
///   numbers                        (also: capitals, shouting, calls, members, idents, letters -$, like CONTEXT)
///   on // comment line             a pattern, its role, and what follows from it
///   on " string push text
/// in text string line              its role; it ends with the line
///   on \%. escape
///   on " string pop
/// ```
/// Patterns are bytes and the signs of `GrammarReader.signs`. Actions are those of `Grammar.Rule.Action`.
struct GrammarReader {
    private struct Draft {
        var name: Substring
        var role = SyntaxRole.plain
        var end = Grammar.Context.End.never
        var traits = Grammar.Flags()
        var words: [(word: Substring, meaning: WordTable.Meaning)] = []
        var hasWords = false
        var hasNumbers = false
        var letters: [UInt8] = []
        var rules: [UInt16] = []
        var likes: [Substring] = []
    }

    private let language: UInt8
    private var drafts: [Draft] = []
    private var current = 0
    var rules: [Grammar.Rule] = []
    var steps: [Grammar.Step] = []
    var sets: [ByteSet] = []
    var isFolding = false
    private var first: Substring?
    private var snippet: Substring?
    /// The rules' targets in this language, which may be declared later.
    private var targets: [(rule: Int, name: Substring)] = []

    static func grammar(_ text: String, language: UInt8) -> Grammar {
        var reader = GrammarReader(language: language)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if let word = fields.first { reader.take(word, fields.dropFirst()) }
        }
        return reader.grammar()
    }

    private init(language: UInt8) {
        self.language = language
    }

    private mutating func take(_ word: Substring, _ rest: ArraySlice<Substring>) {
        let firstField = rest.first ?? ""
        switch word {
        case "fold": isFolding = true
        case "first": first = firstField
        case "snippet": snippet = firstField
        case "in": open(firstField, rest.dropFirst())
        case "like": drafts[current].likes.append(firstField)
        case "words": addWords(rest.dropFirst(), WordTable.Meaning(role: role(firstField)))
        case "soft": addWords(rest, WordTable.Meaning(role: .keyword, yields: .asLabel))
        case "keys": addWords(rest, WordTable.Meaning(role: .keyword, yields: .asKey))
        case "modifiers": addWords(rest, WordTable.Meaning(role: .keyword, yields: .asName))
        case "define":
            addWords(rest.dropFirst(), WordTable.Meaning(role: .keyword, next: role(firstField), yields: .asKey))
        case "idents": drafts[current].hasWords = true
        case "capitals": drafts[current].traits.insert(Grammar.Context.Trait.capitals)
        case "shouting": drafts[current].traits.insert(Grammar.Context.Trait.shouting)
        case "calls": drafts[current].traits.insert(Grammar.Context.Trait.calls)
        case "members": drafts[current].traits.insert(Grammar.Context.Trait.members)
        case "letters": drafts[current].letters += Array(firstField.utf8)
        case "numbers":
            drafts[current].hasNumbers = true
            if rest.contains("quotes") { drafts[current].traits.insert(Grammar.Context.Trait.quotedNumbers) }
            if rest.contains("dates") { drafts[current].traits.insert(Grammar.Context.Trait.dates) }
        case "on": addRule(firstField, rest.dropFirst())
        default: wrong(word)
        }
    }

    private func wrong(_ word: Substring) -> Never {
        fatalError("the table of language \(language) has \(word), which nobody knows")
    }

    private func role(_ name: Substring) -> SyntaxRole {
        guard let number = SyntaxRole.names.firstIndex(of: String(name)), let role = SyntaxRole(rawValue: UInt8(number))
        else { wrong(name) }
        return role
    }

    private mutating func open(_ name: Substring, _ traits: ArraySlice<Substring>) {
        if let known = drafts.firstIndex(where: { $0.name == name }) {
            current = known
            return
        }
        var draft = Draft(name: name)
        for trait in traits {
            switch trait {
            case "line": draft.end = .atLineEnd
            case "continued": draft.end = .unlessContinued
            case "short": draft.end = .ifShort
            default: draft.role = role(trait)
            }
        }
        current = drafts.count
        drafts.append(draft)
    }

    private mutating func addWords(_ words: ArraySlice<Substring>, _ meaning: WordTable.Meaning) {
        drafts[current].words += words.map { ($0, meaning) }
    }

    // MARK: Rules

    private mutating func addRule(_ pattern: Substring, _ fields: ArraySlice<Substring>) {
        let start = steps.count
        readPattern(Array(pattern.utf8)[...])
        var rule = Grammar.Rule(
            steps: start..<steps.count, role: role(fields.first ?? ""), language: language)
        var rest = fields.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "line": rule.action = .line
            case "pop": rule.action = .pop
            case "deeper": rule.action = .deeper
            case "shallower": rule.action = .shallower
            case "push", "goto", "heredoc", "block", "fence":
                rule.action =
                    switch word {
                    case "push": .push
                    case "goto": .change
                    case "heredoc": .heredoc
                    case "block": .block
                    default: .fence
                    }
                if word == "heredoc" { rule.kind = .heredoc }
                aim(&rule, at: rest.popFirst() ?? "")
            case "inner":
                rule.action = .inner
                rule.language = number(of: rest.popFirst() ?? "")
                rule.tag = Tag((rest.popFirst() ?? "").utf8)
            case "indented": rule.kind = .indentedHeredoc
            case "loose": rule.kind = .looseHeredoc
            case "until":
                let closers = rest.popFirst() ?? ""
                rule.close = closers.utf8.first ?? 0
                rule.depth = UInt16(closers.utf8.count)
            case "twice": rule.depth = 2
            case "operand": rule.after = .operand
            case "operation": rule.after = .operation
            case "same": rule.after = .same
            case "stay": rule.continuesLine = true
            case "start": rule.keepsStart = true
            default: wrong(word)
            }
        }
        drafts[current].rules.append(UInt16(rules.count))
        rules.append(rule)
    }

    /// `context`, or `language:context` by the number of the other one's context.
    private mutating func aim(_ rule: inout Grammar.Rule, at target: Substring) {
        let parts = target.split(separator: ":")
        if parts.count == 2 {
            rule.language = number(of: parts[0])
            rule.context = UInt8(parts[1]) ?? 0
        } else {
            targets.append((rules.count, target))
        }
    }

    private func number(of name: Substring) -> UInt8 {
        guard let language = Language(fence: String(name)) else { wrong(name) }
        return language.number
    }

    // MARK: The whole

    private func index(of name: Substring) -> Int {
        guard let index = drafts.firstIndex(where: { $0.name == name }) else { wrong(name) }
        return index
    }

    private mutating func grammar() -> Grammar {
        for (rule, name) in targets { rules[rule].context = UInt8(index(of: name)) }
        let contexts = drafts.indices.map { context(whole($0)) }
        return Grammar(
            contexts: contexts, rules: rules, steps: steps, sets: sets, isFolding: isFolding,
            first: UInt8(first.map(index) ?? 0), snippet: UInt8(snippet.map(index) ?? 0))
    }

    /// With what the contexts have that it is like.
    private func whole(_ number: Int) -> Draft {
        var draft = drafts[number]
        for name in draft.likes {
            let other = whole(index(of: name))
            draft.words = other.words + draft.words
            draft.rules += other.rules
            draft.letters += other.letters
            draft.traits.insert(other.traits.bits)
            draft.hasNumbers = draft.hasNumbers || other.hasNumbers
            draft.hasWords = draft.hasWords || other.hasWords
        }
        return draft
    }

    private func context(_ draft: Draft) -> Grammar.Context {
        var classes = [Grammar.Flags](repeating: Grammar.Flags(), count: 256)
        var starts = [UInt16](repeating: 0, count: 256)
        var lists: [UInt16] = [.max]
        let hasWords = draft.hasWords || !draft.words.isEmpty
        for byte in UInt8.min...UInt8.max {
            let index = Int(byte)
            let list = draft.rules.filter { canBegin(rules[Int($0)], byte) }
            if !list.isEmpty {
                starts[index] = UInt16(lists.count)
                lists += list + [.max]
                classes[index].insert(Grammar.Class.rule)
            }
            if hasWords {
                let isExtra = draft.letters.contains(byte)
                if isWordByte(byte) || isExtra { classes[index].insert(Grammar.Class.inWord) }
                let isNumber = draft.hasNumbers && isDigit(byte)
                if (isWordByte(byte) || isExtra) && !isNumber { classes[index].insert(Grammar.Class.word) }
            }
            if draft.hasNumbers, isDigit(byte) { classes[index].insert(Grammar.Class.digit) }
            if hasWords, byte > 0x20, byte < 0x7F, !isWordByte(byte) {
                let closes = byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
                classes[index].insert(closes ? Grammar.Class.operand : Grammar.Class.operation)
            }
        }
        return Grammar.Context(
            role: draft.role, end: draft.end, traits: draft.traits,
            words: draft.words.isEmpty ? nil : WordTable(draft.words, isFolding: isFolding), classes: classes,
            starts: starts, lists: lists)
    }
}
