// One question to the Unicode table per scalar: how wide it is, whether it is safe to draw, and what may follow it.

/// What the table knows about a scalar.
struct ScalarClass: Equatable {
    enum Width: UInt8 {
        case narrow, zero, wide
        /// Draws nothing of its own or commands the terminal: never drawn as it is.
        case unsafe
    }

    private let bits: UInt8

    var width: Width { Width(rawValue: bits & 3) ?? .unsafe }
    /// May take a skin tone or stand in a sequence joined by ZWJ (UTS #51, Extended_Pictographic).
    var isPictographic: Bool { bits & 4 != 0 }
    /// VS16 makes it an emoji, two columns wide (emoji-variation-sequences.txt).
    var hasEmojiVariation: Bool { bits & 8 != 0 }
    /// Another variation selector after it means something (StandardizedVariants.txt).
    var hasStandardVariation: Bool { bits & 16 != 0 }

    init(of scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x20...0x7E where !Self.isKeycapBase(value), 0xC0...0x2FF:
            bits = Width.narrow.rawValue
        case 0x4E00...0x9FFF:
            // Some of these have standard variants; `isIdeograph` covers them.
            bits = Width.wide.rawValue
        case 0xAC00...0xD7A3:
            bits = Width.wide.rawValue
        default:
            bits = Self.lookUp(value)
        }
    }

    private static func isKeycapBase(_ value: UInt32) -> Bool {
        value == 0x23 || value == 0x2A || (0x30...0x39).contains(value)
    }

    private static func lookUp(_ value: UInt32) -> UInt8 {
        let table = WidthTable.boundaries
        // The last boundary at or below the scalar; the first one is zero, so there always is one.
        var low = 0
        var high = table.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if table[middle] >> 5 <= value { low = middle } else { high = middle }
        }
        return UInt8(table[low] & 31)
    }
}

extension Unicode.Scalar {
    var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }
    var isSkinTone: Bool { (0x1F3FB...0x1F3FF).contains(value) }
    /// The vowels and finals of Hangul syllables that are written as single letters.
    var isMedialJamo: Bool { (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) }
    /// VS15 asks for text, VS16 for an emoji.
    var isEmojiSelector: Bool { value == 0xFE0E || value == 0xFE0F }
    var isOtherSelector: Bool { (0xFE00...0xFE0D).contains(value) || (0xE0100...0xE01EF).contains(value) }
    /// Han characters take any ideographic variation selector (UTS #37).
    var isIdeograph: Bool {
        switch value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: true
        default: false
        }
    }
    /// Scripts in which ZWJ and ZWNJ choose between forms of letters: Arabic and its neighbours, those of India,
    /// Burmese, Khmer, Mongolian.
    var isJoinedScript: Bool {
        switch value {
        case 0x0620...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF: true
        default: false
        }
    }
    var isMongolianSelector: Bool { (0x180B...0x180D).contains(value) || value == 0x180F }
    var isMongolianLetter: Bool { (0x1820...0x18AA).contains(value) }
    /// The letters and digits of a flag of a region (UTS #51, ED-14a).
    var isFlagTag: Bool { (0xE0030...0xE0039).contains(value) || (0xE0061...0xE007A).contains(value) }
}
