// What may stand behind a request's words and say how it is meant, in the ways that people say it.

/// An option of a request.
enum RequestOption {
    case everyCase, insideWords, firstOnly, withoutImports

    private var phrases: [String] {
        switch self {
        case .everyCase:
            [
                "preserving case", "preserving the case", "preserve case", "keeping case", "keeping the case",
                "in every case", "in all cases", "with all its cases", "with all cases", "in all its cases",
            ]
        case .insideWords:
            ["inside words", "inside names", "inside longer names", "inside of words", "in parts of words"]
        case .firstOnly:
            ["first only", "only the first", "only first", "the first only", "once per line", "once a line"]
        case .withoutImports:
            [
                "without imports", "without its imports", "without the imports", "without updating imports",
                "only the file", "file only", "leaving imports alone",
            ]
        }
    }

    /// Whether the words say so; they are taken out. What every request has in front is no part of an option: `a to b`,
    /// and of a move `a b`.
    func isTaken(from words: inout [RequestWord]) -> Bool {
        for phrase in phrases {
            let wanted = phrase.split(separator: " ").map(String.init)
            var start = words.count - wanted.count
            while start >= (self == .withoutImports ? 2 : 3) {
                let range = start..<start + wanted.count
                if zip(words[range], wanted).allSatisfy({ $0.0.kind == .plain && $0.0.bare == $0.1 }) {
                    words.removeSubrange(range)
                    // "and also" in front goes with it.
                    while start > 3, words[start - 1].says(oneOf: ["and", "also", "but"]) {
                        start -= 1
                        words.remove(at: start)
                    }
                    return true
                }
                start -= 1
            }
        }
        return false
    }
}

extension RequestWord {
    /// Lower case, and without what ends a sentence.
    fileprivate var bare: String { text.lowercased().trimmed(of: ".,;!?") }
}
