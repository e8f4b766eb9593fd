// Vi's normal mode as a small machine: letters in, whole commands out.

/// What the letters typed so far in normal mode say.
struct ViKeys: Equatable, Sendable {
    enum Motion: Character, Sendable {
        case left = "h"
        case down = "j"
        case up = "k"
        case right = "l"
        case word = "w"
        case wordBack = "b"
        case wordEnd = "e"
        case lineStart = "0"
        case firstLetter = "^"
        case lineEnd = "$"
        case textEnd = "G"
        case textStart = "g"

        /// Whole lines are meant, from that of the cursor to that where it leads.
        var isLinewise: Bool { [.up, .down, .textStart, .textEnd].contains(self) }
        /// The character that it ends on is meant, too.
        var isInclusive: Bool { self == .wordEnd }
    }

    enum Operator: Character, Sendable {
        case delete = "d"
        case change = "c"
        case copy = "y"
    }

    enum Command: Equatable, Sendable {
        case move(Motion, Int)
        case operate(Operator, Motion, Int)
        /// `iw`, or `aw` with the blanks beside it.
        case word(Operator, around: Bool, Int)
        /// `dd`, `cc`, `yy`, `S`.
        case lines(Operator, Int)
        /// Insert mode, at the cursor or where the motion leads.
        case insert(Motion?)
        /// `a`: behind the character at the cursor.
        case append
        case openLine(below: Bool)
        case put(after: Bool, Int)
        case undo(Int)
        /// `~`: the other case for so many characters.
        case switchCase(Int)
        /// `r`: so many characters become this one.
        case replace(Character, Int)
    }

    /// What a letter began and the next one ends.
    enum Begun: Equatable, Sendable {
        case go, replacement
        case word(around: Bool)
    }

    private var count: Int?
    private(set) var pending: Operator?
    private var operatorCount = 1
    private(set) var begun: Begun?

    /// Nothing is begun.
    var isIdle: Bool { self == ViKeys() }

    private static let mostTimes = 10_000

    /// - Returns: a whole command; nil while it is not whole, or when there is none like it.
    mutating func handle(_ letter: Character) -> Command? {
        if let begun { return end(begun, letter) }
        if let digit = letter.wholeNumberValue, letter.isASCII, digit > 0 || count != nil {
            count = min(Self.mostTimes, (count ?? 0) * 10 + digit)
            return nil
        }
        if let begun = beginning(letter) {
            self.begun = begun
            return nil
        }
        if let motion = Motion(rawValue: letter) { return finish(motion) }
        if let new = Operator(rawValue: letter) {
            guard let pending else {
                self.pending = new
                operatorCount = count ?? 1
                count = nil
                return nil
            }
            return give(new == pending ? .lines(new, times) : nil)
        }
        // What follows is no end of an operator.
        guard pending == nil else { return give(nil) }
        return give(simple(letter))
    }

    private func simple(_ letter: Character) -> Command? {
        switch letter {
        case "x": .operate(.delete, .right, times)
        case "X": .operate(.delete, .left, times)
        case "s": .operate(.change, .right, times)
        case "D": .operate(.delete, .lineEnd, times)
        case "C": .operate(.change, .lineEnd, times)
        case "S": .lines(.change, times)
        case "Y": .lines(.copy, times)
        case "i": .insert(nil)
        case "I": .insert(.firstLetter)
        case "a": .append
        case "A": .insert(.lineEnd)
        case "o": .openLine(below: true)
        case "O": .openLine(below: false)
        case "p": .put(after: true, times)
        case "P": .put(after: false, times)
        case "u": .undo(times)
        case "~": .switchCase(times)
        default: nil
        }
    }

    private func beginning(_ letter: Character) -> Begun? {
        switch letter {
        case "g": .go
        case "r" where pending == nil: .replacement
        case "i" where pending != nil: .word(around: false)
        case "a" where pending != nil: .word(around: true)
        default: nil
        }
    }

    private mutating func end(_ begun: Begun, _ letter: Character) -> Command? {
        self.begun = nil
        switch begun {
        case .go: return letter == "g" ? finish(.textStart) : give(nil)
        case .replacement: return give(.replace(letter, times))
        case .word(let around):
            guard letter == "w", let pending else { return give(nil) }
            return give(.word(pending, around: around, times))
        }
    }

    private var times: Int { min(Self.mostTimes, operatorCount * (count ?? 1)) }

    private mutating func finish(_ motion: Motion) -> Command? {
        guard let pending else { return give(.move(motion, times)) }
        // `cw` changes the word and leaves the blank behind it, as vi has always had it.
        return give(.operate(pending, pending == .change && motion == .word ? .wordEnd : motion, times))
    }

    private mutating func give(_ command: Command?) -> Command? {
        self = ViKeys()
        return command
    }
}
