// A text that comes word by word, as a model writes it: which piece is due when.

/// A text and its speed. A token is a word with the blanks before it.
public struct StreamedWords: Equatable, Sendable {
    public let text: String
    public let tokensPerSecond: Int
    /// Thoughts instead of the answer.
    public let isReasoning: Bool

    init(_ text: String, tokensPerSecond: Int, isReasoning: Bool = false) {
        self.text = text
        self.tokensPerSecond = tokensPerSecond
        self.isReasoning = isReasoning
    }

    /// The pieces in order, and after how many milliseconds from the start each comes. Nothing comes more often than fifty
    /// times a second: faster text comes in larger pieces.
    public var pieces: [(text: String, milliseconds: Int)] {
        var pieces: [(text: String, milliseconds: Int)] = []
        for (index, token) in tokens.enumerated() {
            let due = index * 1_000 / tokensPerSecond
            if let last = pieces.last, due - last.milliseconds < 20 {
                pieces[pieces.count - 1].text += token
            } else {
                pieces.append((token, due))
            }
        }
        return pieces
    }

    private var tokens: [String] {
        var tokens: [String] = []
        var token = ""
        var hasWord = false
        for letter in text {
            if letter.isWhitespace, hasWord {
                tokens.append(token)
                (token, hasWord) = ("", false)
            }
            if !letter.isWhitespace { hasWord = true }
            token.append(letter)
        }
        if !token.isEmpty { tokens.append(token) }
        return tokens
    }
}
