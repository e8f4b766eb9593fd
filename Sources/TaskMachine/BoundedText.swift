// Long output is kept by its head and its tail: the start says what ran, the end says how it went.

/// Text of at most 500 lines and 50,000 characters: when there is more, 70 % of that from the head and
/// 30 % from the tail.
public struct BoundedText: Equatable, Sendable {
    public static let maximumLines = 500
    public static let maximumCharacters = 50_000

    public let head: String
    /// Empty when nothing was left out.
    public let tail: String
    /// How many whole lines were left out between the two.
    public let omittedLines: Int
    /// How many characters were left out between the two.
    public let omittedCharacters: Int

    public var isComplete: Bool { omittedCharacters == 0 }

    public init(_ text: String) {
        // Scalars, not graphemes: cutting megabytes must not cost a grapheme walk.
        let scalars = text.unicodeScalars
        let headEnd = Self.end(of: scalars[...], lines: Self.maximumLines * 7 / 10, Self.maximumCharacters * 7 / 10)
        let whole = Self.end(of: scalars[...], lines: Self.maximumLines, Self.maximumCharacters)
        guard whole < scalars.endIndex else {
            head = text
            tail = ""
            omittedLines = 0
            omittedCharacters = 0
            return
        }
        let tailStart = Self.start(
            of: scalars[headEnd...], lines: Self.maximumLines * 3 / 10, Self.maximumCharacters * 3 / 10)
        let omitted = scalars[headEnd..<tailStart]
        head = String(scalars[..<headEnd])
        tail = String(scalars[tailStart...])
        omittedCharacters = omitted.count
        omittedLines = omitted.count { $0 == "\n" }
    }

    /// A text that was cut before.
    init(head: String, tail: String, omittedLines: Int, omittedCharacters: Int) {
        self.head = head
        self.tail = tail
        self.omittedLines = omittedLines
        self.omittedCharacters = omittedCharacters
    }

    /// The index after at most so many lines and characters.
    private static func end(
        of scalars: Substring.UnicodeScalarView, lines: Int, _ characters: Int
    ) -> String.Index {
        var (lines, characters) = (lines, characters)
        var index = scalars.startIndex
        while index < scalars.endIndex, lines > 0, characters > 0 {
            if scalars[index] == "\n" { lines -= 1 }
            characters -= 1
            index = scalars.index(after: index)
        }
        return index
    }

    /// The index from which at most so many lines and characters are left.
    private static func start(
        of scalars: Substring.UnicodeScalarView, lines: Int, _ characters: Int
    ) -> String.Index {
        var (lines, characters) = (lines, characters)
        var index = scalars.endIndex
        while index > scalars.startIndex, characters > 0 {
            let previous = scalars.index(before: index)
            if scalars[previous] == "\n", index < scalars.endIndex {
                lines -= 1
                if lines == 0 { break }
            }
            characters -= 1
            index = previous
        }
        return index
    }
}
