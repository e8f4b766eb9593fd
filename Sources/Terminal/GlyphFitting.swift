// What ncurses can hold in a cell is less than what Unicode can put there; this is where the difference is settled.

/// One ncurses cell's scalars, and how many blank cells follow it to fill our width.
struct Glyph: Equatable, Sendable {
    var scalars: [UInt32]
    var padding: Int
}

/// Fits graphemes into ncurses cells (ncurses 6.4: one base and at most four scalars without width).
struct GlyphFitting {
    /// The locale is UTF-8; otherwise only ASCII may be sent.
    let isUnicode: Bool
    /// libc's width of a scalar, which is what ncurses counts with; -1 for what it will not print.
    let width: (UInt32) -> Int

    /// Made once: nearly every cell is one of these.
    private static let ascii: [[UInt32]] = (0..<128).map { [$0] }
    static let blank = ascii[0x20]
    static let unknown = ascii[0x3F]

    private static let mostScalars = 5
    private static let zeroWidthJoiner: UInt32 = 0x200D
    private static let emojiSelector: UInt32 = 0xFE0F
    private static let replacement: UInt32 = 0xFFFD

    /// A grapheme that our table gives `columns` (1 or 2). The result always takes exactly that many.
    func fit(_ character: Character, columns: Int) -> Glyph {
        if let ascii = character.asciiValue, columns == 1 {
            return Glyph(scalars: Self.ascii[Int(ascii)], padding: 0)
        }
        guard isUnicode else {
            return Glyph(scalars: Self.ascii[Int(ASCIISigns.sign(for: character))], padding: columns - 1)
        }
        let scalars = character.unicodeScalars.map(\.value)
        let base = width(scalars[0])
        if base == columns, scalars.count <= Self.mostScalars, scalars.dropFirst().allSatisfy(joinsQuietly) {
            return Glyph(scalars: scalars, padding: 0)
        }
        // Never a broken sequence: the first base character alone, padded.
        if base > 0, base <= columns { return Glyph(scalars: [scalars[0]], padding: columns - base) }
        return Glyph(scalars: [Self.replacement], padding: columns - 1)
    }

    private func joinsQuietly(_ scalar: UInt32) -> Bool {
        scalar != Self.zeroWidthJoiner && scalar != Self.emojiSelector && width(scalar) == 0
    }
}
