// A program with its options, as one setting has them: words at blanks, and quotes around a word with blanks.

/// The words of a command line; nothing in them is looked up, replaced or run.
///
/// A quote that is not closed reaches to the end. A backslash keeps the character behind it, except inside `'`.
func commandWords(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
        if isEscaped {
            word = (word ?? "") + String(character)
            isEscaped = false
        } else if character == "\\", quote != "'" {
            isEscaped = true
        } else if character == quote {
            quote = nil
        } else if quote == nil, character == "'" || character == "\"" {
            quote = character
            word = word ?? ""
        } else if quote == nil, character.isWhitespace {
            if let done = word { words.append(done) }
            word = nil
        } else {
            word = (word ?? "") + String(character)
        }
    }
    if let word { words.append(word) }
    return words
}
