// One name in the spellings that programs give it, and each spelling's counterpart of another name.

/// The spellings of a name, each with what it becomes.
struct NameForms: Equatable, Sendable {
    struct Form: Equatable, Sendable {
        var old: String
        var new: String
    }

    /// What was typed, where it is one word or none of the others; then `fooBar`, `FooBar`, `foo_bar`, `FOO_BAR`,
    /// `foo-bar`, `Foo-Bar`, `FOO-BAR`. Spellings that fall together (of a name of one word) stand once.
    ///
    /// Words run together are none of them: of `toDo` they are TODO, of `setUp` an everyday word.
    let forms: [Form]

    /// Nil where a name holds more than words.
    init?(from old: String, to new: String) {
        guard let before = Self.words(of: old), let after = Self.words(of: new) else { return nil }
        let spellings = Self.spellings(of: before)
        let isAsTyped = before.count == 1 || !spellings.contains(old)
        var forms = isAsTyped ? [Form(old: old, new: new)] : []
        for (from, to) in zip(spellings, Self.spellings(of: after))
        where !forms.contains(where: { $0.old == from }) {
            forms.append(Form(old: from, new: to))
        }
        self.forms = forms
    }

    /// Finds all spellings, old and new: what is new already would become one with what is renamed.
    var expression: SearchText {
        var texts: [String] = []
        for text in forms.map(\.old) + forms.map(\.new) where !texts.contains(text) { texts.append(text) }
        return .expression(texts.joined(separator: "|"), ignoringCase: false)
    }

    /// `HTTPServer2` is `HTTP`, `Server2`; a digit goes with what is before it.
    static func words(of name: String) -> [String]? {
        let letters = Array(name)
        guard let first = letters.first, first.isLetter, letters.last != "_", letters.last != "-" else { return nil }
        var words: [String] = []
        var word = ""
        for (index, letter) in letters.enumerated() {
            if letter == "_" || letter == "-" {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            guard letter.isLetter || letter.isNumber else { return nil }
            if let last = word.last, letter.isUppercase {
                let beginsWord = index + 1 < letters.count && letters[index + 1].isLowercase
                if !last.isUppercase || beginsWord {
                    words.append(word)
                    word = ""
                }
            }
            word.append(letter)
        }
        return words + (word.isEmpty ? [] : [word])
    }

    private static func spellings(of words: [String]) -> [String] {
        let lower = words.map { $0.lowercased() }
        let upper = words.map { $0.uppercased() }
        let plain = lower.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        // An acronym is told by a small letter elsewhere: all of FOO_BAR are none.
        let hasSmall = words.contains { $0.contains(where: \.isLowercase) }
        let proud = zip(words, plain).map { word, plain in
            hasSmall && word.count > 1 && !word.contains(where: \.isLowercase) ? word : plain
        }
        return [
            (lower.prefix(1) + proud.dropFirst()).joined(), proud.joined(),
            (lower.prefix(1) + plain.dropFirst()).joined(), plain.joined(),
            lower.joined(separator: "_"), upper.joined(separator: "_"), lower.joined(separator: "-"),
            plain.joined(separator: "-"), upper.joined(separator: "-"),
        ]
    }
}
