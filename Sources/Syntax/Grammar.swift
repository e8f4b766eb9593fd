// A language's table, read into what the scanner can follow byte by byte.

/// Contexts and their rules. `GrammarReader` makes it from text.
final class Grammar: Sendable {
    let contexts: [Context]
    let rules: [Rule]
    let steps: [Step]
    let sets: [ByteSet]
    /// Letters count the same in both cases.
    let isFolding: Bool
    /// Where a file begins, and where a part of a file does.
    let first: UInt8
    let snippet: UInt8

    init(
        contexts: [Context], rules: [Rule], steps: [Step], sets: [ByteSet], isFolding: Bool, first: UInt8,
        snippet: UInt8
    ) {
        self.contexts = contexts
        self.rules = rules
        self.steps = steps
        self.sets = sets
        self.isFolding = isFolding
        self.first = first
        self.snippet = snippet
    }

    /// One thing that a pattern asks of the text, in the letters of a table.
    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            case byte, foldedByte
            case blank, blanks, atStart, atColumnZero, atLineEnd, afterBreak, afterNonWord, beforeNonWord,
                afterNoOperand
            case identifier, wideIdentifier, plainKey, digits, hexDigits, exactHexDigits, character
            case countedHashes, countedEquals, sameHashes, sameEquals
            case tag, wordTag, fenceTag, runTag, sameTag, quotes, pair
            case address, restOfString, restOfExpression, again, statementEnd, tokenEnd
            case anyOf, oneOf, notBefore, before
        }

        var kind: Kind
        /// A byte, or the number of a set.
        var value: UInt8 = 0
    }

    struct Rule: Sendable {
        enum Action: UInt8, Sendable {
            case none, line, push, change, pop, deeper, shallower, heredoc, block, fence, inner
        }

        enum After: UInt8, Sendable { case byRole, operand, operation, same }

        var steps: Range<Int>
        var role: SyntaxRole
        var action = Action.none
        /// Where `push` and its like go.
        var language: UInt8
        var context: UInt8 = 0
        var kind = Frame.Kind.ordinary
        /// What the pushed frame ends at, so many times; 0 for none.
        var close: UInt8 = 0
        var depth: UInt16 = 1
        var after = After.byRole
        /// What stands behind it still counts as the line's first word.
        var keepsStart = false
        /// The line counts as continued: a comment between the lines of a command.
        var continuesLine = false
        /// The tag of `inner`.
        var tag = Tag()
    }

    /// A set of eight flags. An `OptionSet` would bring more code than all that is asked of this.
    struct Flags: Sendable {
        private(set) var bits: UInt8 = 0

        var isEmpty: Bool { bits == 0 }
        func contains(_ flag: UInt8) -> Bool { bits & flag != 0 }
        mutating func insert(_ flags: UInt8) { bits |= flags }
    }

    /// What a byte can begin in a context.
    enum Class {
        static let rule: UInt8 = 1
        static let word: UInt8 = 2
        static let digit: UInt8 = 4
        static let inWord: UInt8 = 8
        static let operation: UInt8 = 16
        static let operand: UInt8 = 32
    }

    final class Context: Sendable {
        enum End: UInt8, Sendable { case never, atLineEnd, unlessContinued, ifShort }

        enum Trait {
            /// A word with a capital is a type; one of capitals alone a constant.
            static let capitals: UInt8 = 1
            static let shouting: UInt8 = 2
            /// A word behind a dot is no keyword.
            static let members: UInt8 = 4
            /// `1'000` is a number.
            static let quotedNumbers: UInt8 = 8
            /// A capital word in front of a parenthesis or behind a dot is a call, and no type.
            static let calls: UInt8 = 32
            /// `1979-05-27T07:32:00` is one.
            static let dates: UInt8 = 16
        }

        let role: SyntaxRole
        let end: End
        let traits: Flags
        let words: WordTable?
        /// By byte.
        let classes: [Flags]
        /// By byte: where in `lists` the rules stand that can begin with it.
        let starts: [UInt16]
        /// Numbers of rules; `UInt16.max` ends a list.
        let lists: [UInt16]

        init(
            role: SyntaxRole, end: End, traits: Flags, words: WordTable?, classes: [Flags], starts: [UInt16],
            lists: [UInt16]
        ) {
            self.role = role
            self.end = end
            self.traits = traits
            self.words = words
            self.classes = classes
            self.starts = starts
            self.lists = lists
        }
    }
}
