// What `matches` means in a scenario: words with `*` for anything, which a person writes without knowing expressions.

/// `rename * to *`: words as they are, capitals and the number of blanks left aside, `*` for any text.
struct WildcardPattern: Equatable, Sendable {
    /// The words between the stars; always one more than there are stars.
    private let parts: [[Character]]

    init(_ text: String) {
        parts = text.split(separator: "*", omittingEmptySubsequences: false).map { Array(Self.folded(String($0))) }
    }

    var stars: Int { parts.count - 1 }

    /// What the stars stand for, trimmed, when the pattern is the whole text; nil when it isn't. The first star takes as
    /// little as it can, then the next one.
    func match(_ text: String) -> [String]? {
        let letters = Array(Self.trimmed(text))
        let folded = letters.map { Self.folded($0) }
        guard parts.count > 1 else {
            return Array(Self.folded(Self.trimmed(text))) == Self.trimmedLetters(parts[0]) ? [] : nil
        }
        var found: [String] = []
        let first = Self.trimmedStart(parts[0])
        guard folded.starts(with: first) else { return nil }
        var position = first.count
        for (index, part) in parts.enumerated().dropFirst() {
            let isLast = index == parts.count - 1
            let wanted = isLast ? Self.trimmedEnd(part) : part
            guard
                let place = isLast
                    ? Self.end(wanted, folded, from: position) : Self.place(wanted, folded, from: position)
            else { return nil }
            found.append(Self.trimmed(String(letters[position..<place])))
            position = place + wanted.count
        }
        return found
    }

    /// Capitals as small letters, and every run of blanks one blank.
    static func folded(_ text: String) -> String {
        var result = ""
        for letter in text {
            let small = folded(letter)
            if small == " ", result.last == " " { continue }
            result += small == " " ? " " : String(letter).lowercased()
        }
        return result
    }

    /// Without blanks at its ends.
    static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func folded(_ letter: Character) -> Character {
        letter.isWhitespace ? " " : letter.lowercased().first ?? letter
    }

    private static func trimmedStart(_ part: [Character]) -> [Character] { Array(part.drop { $0 == " " }) }

    private static func trimmedEnd(_ part: [Character]) -> [Character] {
        Array(part.reversed().drop { $0 == " " }.reversed())
    }

    private static func trimmedLetters(_ part: [Character]) -> [Character] { trimmedEnd(trimmedStart(part)) }

    private static func place(_ part: [Character], _ text: [Character], from start: Int) -> Int? {
        guard text.count - part.count >= start else { return nil }
        return (start...(text.count - part.count)).first { text[$0..<($0 + part.count)].elementsEqual(part) }
    }

    private static func end(_ part: [Character], _ text: [Character], from start: Int) -> Int? {
        let place = text.count - part.count
        return place >= start && text[place...].elementsEqual(part) ? place : nil
    }
}
