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

    /// What a byte can begin in a context.
    struct Class: OptionSet, Sendable {
        let rawValue: UInt8
        static let rule = Class(rawValue: 1)
        static let word = Class(rawValue: 2)
        static let digit = Class(rawValue: 4)
        static let inWord = Class(rawValue: 8)
        static let operation = Class(rawValue: 16)
        static let operand = Class(rawValue: 32)
    }

    final class Context: Sendable {
        enum End: UInt8, Sendable { case never, atLineEnd, unlessContinued, ifShort }

        struct Traits: OptionSet, Sendable {
            let rawValue: UInt8
            /// A word with a capital is a type; one of capitals alone a constant.
            static let capitals = Traits(rawValue: 1)
            static let shouting = Traits(rawValue: 2)
            /// A word behind a dot is no keyword.
            static let members = Traits(rawValue: 4)
            /// `1'000` is a number.
            static let quotedNumbers = Traits(rawValue: 8)
            /// A capital word in front of a parenthesis or behind a dot is a call, and no type.
            static let calls = Traits(rawValue: 32)
            /// `1979-05-27T07:32:00` is one.
            static let dates = Traits(rawValue: 16)
        }

        let role: SyntaxRole
        let end: End
        let traits: Traits
        let words: WordTable?
        /// By byte.
        let classes: [Class]
        /// By byte: where in `lists` the rules stand that can begin with it.
        let starts: [UInt16]
        /// Numbers of rules; `UInt16.max` ends a list.
        let lists: [UInt16]

        init(
            role: SyntaxRole, end: End, traits: Traits, words: WordTable?, classes: [Class], starts: [UInt16],
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
