// What Swift calls one character may be several things on a terminal, or nothing safe at all. Here a character is taken
// apart into what fills cells: whole signs, marks without a base, and scalars that must be shown as marks instead.

/// A run of scalars of one character that is drawn together.
struct GraphemePart {
    enum Kind {
        /// Drawn as it is.
        case whole
        /// Combining marks with nothing below them: drawn on a dotted circle.
        case onCircle
        /// One scalar that must not reach the terminal: spelled out by `UnsafeMark`.
        case unsafe
    }

    var kind: Kind
    var scalars: Substring.UnicodeScalarView
    /// Columns.
    var width: Int

    /// What a cell holds of it.
    var sign: Character {
        let text = String(scalars)
        // The parts are made so that each is one character. Would newer rules of the library see several, the first is
        // drawn: half a sign is no reason to trap.
        return (kind == .onCircle ? "\u{25CC}" + text : text).first ?? " "
    }
}

/// Gives the parts of one character, in order.
///
/// Rules, in short: a base takes its combining marks; two bases in one character (Indic conjuncts, Thai vowels) are two
/// parts, because terminals give each its own cells; emoji sequences, flags and Hangul syllables are one part. A
/// joiner, a variation selector or a tag is part of a sign only where Unicode gives it a meaning, else it is unsafe.
struct GraphemeParts: Sequence, IteratorProtocol {
    /// The longest sequence for interchange has 10 scalars (a kiss with two skin tones); longer ones are cut into
    /// parts, so that a cell is never larger than this.
    static let longest = 16
    /// More combining marks than any script stacks; the rest goes on dotted circles.
    static let mostMarks = 8

    private let scalars: Substring.UnicodeScalarView
    private var index: Substring.Index

    /// - Parameter character: the text of one character.
    init(_ character: Substring) {
        scalars = character.unicodeScalars
        index = scalars.startIndex
    }

    mutating func next() -> GraphemePart? {
        guard index < scalars.endIndex else { return nil }
        let start = index
        let first = take()
        let kind = ScalarClass(of: first)
        switch kind.width {
        case .unsafe:
            return part(.unsafe, from: start, width: UnsafeMark.width(of: first))
        case .zero where first.isMedialJamo:
            // A vowel or a final without its consonant: a circle does not carry it.
            return part(.unsafe, from: start, width: UnsafeMark.width(of: first))
        case .zero:
            takeMarks(limit: Self.mostMarks - 1)
            return part(.onCircle, from: start, width: 1)
        case .narrow, .wide:
            break
        }
        var width = kind.width == .wide ? 2 : 1
        if first.isRegionalIndicator, let second = peek(), second.isRegionalIndicator {
            _ = take()
            return part(.whole, from: start, width: 2)
        }
        if takePresentation(after: first, kind) { width = 2 }
        if kind.isPictographic {
            if takeEmojiSequence(first, from: start) { width = 2 }
        }
        takeMarks(limit: Self.mostMarks)
        return part(.whole, from: start, width: width)
    }

    private func part(_ kind: GraphemePart.Kind, from start: Substring.Index, width: Int) -> GraphemePart {
        GraphemePart(kind: kind, scalars: scalars[start..<index], width: width)
    }

    private func peek() -> Unicode.Scalar? {
        index < scalars.endIndex ? scalars[index] : nil
    }

    private mutating func take() -> Unicode.Scalar {
        let scalar = scalars[index]
        index = scalars.index(after: index)
        return scalar
    }

    /// Takes VS15 or VS16 where it means something; `true` when it makes the sign an emoji, which is wide.
    ///
    /// VS15 narrows nothing: the width stays that of the base (UAX #11 §5 gives only emoji presentation a rule).
    private mutating func takePresentation(after base: Unicode.Scalar, _ kind: ScalarClass) -> Bool {
        guard let selector = peek(), selector.isEmojiSelector, kind.isPictographic || kind.hasEmojiVariation else {
            return false
        }
        _ = take()
        return selector.value == 0xFE0F && kind.hasEmojiVariation
    }

    /// Takes skin tones, the tags of a flag, and what ZWJ joins; `true` when there was any.
    private mutating func takeEmojiSequence(_ first: Unicode.Scalar, from start: Substring.Index) -> Bool {
        var found = takeSkinTone()
        if first.value == 0x1F3F4, takeFlagTags() { return true }
        var count = 1
        while count < Self.longest / 3, let joined = afterJoiner() {
            _ = take()
            _ = take()
            _ = takePresentation(after: joined, ScalarClass(of: joined))
            _ = takeSkinTone()
            count += 1
            found = true
        }
        return found
    }

    private mutating func takeSkinTone() -> Bool {
        guard let tone = peek(), tone.isSkinTone else { return false }
        _ = take()
        return true
    }

    /// The pictograph after a ZWJ that comes next.
    private func afterJoiner() -> Unicode.Scalar? {
        guard let joiner = peek(), joiner.value == 0x200D else { return nil }
        let after = scalars.index(after: index)
        guard after < scalars.endIndex, ScalarClass(of: scalars[after]).isPictographic else { return nil }
        return scalars[after]
    }

    /// Takes two to six tags and their end, or nothing.
    private mutating func takeFlagTags() -> Bool {
        let start = index
        var count = 0
        while let tag = peek(), tag.isFlagTag, count < 6 {
            _ = take()
            count += 1
        }
        if count >= 2, let end = peek(), end.value == 0xE007F {
            _ = take()
            return true
        }
        index = start
        return false
    }

    /// Takes what adds no width: combining marks, and joiners and selectors where the script uses them.
    private mutating func takeMarks(limit: Int) {
        var count = 0
        while count < limit, let next = peek() {
            let before = scalars[scalars.index(before: index)]
            guard ScalarClass(of: next).width == .zero || isMeant(next, after: before) else { return }
            _ = take()
            count += 1
        }
    }

    private func isMeant(_ scalar: Unicode.Scalar, after base: Unicode.Scalar) -> Bool {
        if scalar.value == 0x200C || scalar.value == 0x200D { return base.isJoinedScript }
        if scalar.isMongolianSelector { return base.isMongolianLetter }
        if scalar.isOtherSelector { return base.isIdeograph || ScalarClass(of: base).hasStandardVariation }
        return false
    }
}
