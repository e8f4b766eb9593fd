// A line cut into words, as a reader sees them, so that a difference inside a line never ends within one.

/// The tokens of one line: a word (letters, digits, `_`), a run of blanks, or a single other character. CJK has no
/// blanks between words, so each of its characters stands alone. What combines with the character before it stays with
/// it; a byte that is not UTF-8 is a token of its own.
struct WordTokens {
    enum Kind { case word, blank, other }

    /// Where each token begins, as offsets from the line's start, and the end of the last one as one more.
    private(set) var starts: [Int] = [0]
    private(set) var kinds: [Kind] = []

    init(_ line: ArraySlice<UInt8>) {
        line.withUnsafeBufferPointer { bytes in
            var place = 0
            var joinsNext = false
            while place < bytes.count {
                let character = TextCharacter(bytes, at: place)
                place += character.length
                let runsOn = character.kind != .other && kinds.last == character.kind && !character.standsAlone
                let lastIsAlone = lastStandsAlone
                lastStandsAlone = character.standsAlone
                if !kinds.isEmpty, character.combines || joinsNext || (runsOn && !lastIsAlone) {
                    starts[starts.count - 1] = place
                    if character.combines { lastStandsAlone = lastIsAlone }
                } else {
                    kinds.append(character.kind)
                    starts.append(place)
                }
                joinsNext = character.joins
            }
        }
    }

    private var lastStandsAlone = false

    var count: Int { kinds.count }

    subscript(token: Int) -> Range<Int> { starts[token]..<starts[token + 1] }
}

/// One character of UTF-8, or one byte that is none.
private struct TextCharacter {
    var length = 1
    var kind = WordTokens.Kind.other
    /// A word by itself, as in CJK.
    var standsAlone = false
    /// Belongs to the character before it: combining marks, variation selectors, skin tones.
    var combines = false
    /// ZERO WIDTH JOINER: what follows belongs to it.
    var joins = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        let first = bytes[place]
        if first < 0x80 {
            switch first {
            case 0x09, 0x0A, 0x0D, 0x20: kind = .blank
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
                kind = .word
            default: break
            }
            return
        }
        let wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, place + wanted <= bytes.count else { return }
        var scalar = UInt32(first & (0x7F >> UInt8(wanted)))
        for offset in 1..<wanted {
            guard bytes[place + offset] & 0xC0 == 0x80 else { return }
            scalar = scalar << 6 | UInt32(bytes[place + offset] & 0x3F)
        }
        length = wanted
        classify(scalar)
    }

    private mutating func classify(_ scalar: UInt32) {
        switch scalar {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x3099...0x309A, 0xFE00...0xFE0F,
            0xFE20...0xFE2F, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF:
            combines = true
        case 0x200D: (combines, joins) = (true, true)
        case 0xA0, 0x3000: kind = .blank
        case 0x80...0xBF, 0xD7, 0xF7, 0x2000...0x2BFF, 0x3001...0x303F, 0xFF01...0xFF0F, 0xFF1A...0xFF20,
            0x1F000...0x1FAFF:
            break
        case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF21...0xFFDC, 0x20000...0x3FFFF:
            (kind, standsAlone) = (.word, true)
        default: kind = .word
        }
    }
}
