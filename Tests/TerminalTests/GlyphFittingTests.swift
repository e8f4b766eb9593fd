// What goes into an ncurses cell, with libc's widths as a small table.
import Testing

@testable import Terminal

struct GlyphFittingTests {
    /// Widths as glibc counts them for the scalars that are used here.
    private static func width(_ scalar: UInt32) -> Int {
        switch scalar {
        case 0x300...0x36F, 0x200D, 0xFE0E, 0xFE0F, 0x93F: 0
        case 0x4E00...0x9FFF, 0x1F300...0x1F64F, 0x1F900...0x1F9FF: 2
        case 0x1FAF0...0x1FAFF: -1
        default: 1
        }
    }

    private let unicode = GlyphFitting(isUnicode: true, width: width)
    private let ascii = GlyphFitting(isUnicode: false, width: width)

    private func drawn(_ glyph: Glyph) -> String {
        String(String.UnicodeScalarView(glyph.scalars.compactMap(Unicode.Scalar.init)))
            + String(repeating: "_", count: glyph.padding)
    }

    @Test(
        arguments: [
            ("a", 1, "a"), ("é", 1, "é"), ("漢", 2, "漢"),
            ("e\u{301}\u{302}\u{303}\u{304}", 1, "e\u{301}\u{302}\u{303}\u{304}"),
        ] as [(Character, Int, String)])
    func whatFitsIsKeptWhole(character: Character, columns: Int, expected: String) {
        #expect(Array(drawn(unicode.fit(character, columns: columns)).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(
        arguments: [
            ("👨‍👩‍👧", 2, "👨"), ("👍🏽", 2, "👍"), ("🇩🇪", 2, "🇩_"), ("❤️", 2, "❤_"),
            ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", 1, "e"),
        ] as [(Character, Int, String)])
    func whatDoesNotFitIsItsBaseAndBlanks(character: Character, columns: Int, expected: String) {
        #expect(Array(drawn(unicode.fit(character, columns: columns)).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func whatLibcWillNotPrintIsMarked() {
        #expect(drawn(unicode.fit("\u{1FAF8}", columns: 2)) == "\u{FFFD}_")
        #expect(drawn(unicode.fit("漢", columns: 1)) == "\u{FFFD}")
    }

    @Test func withoutUnicodeSignsBecomeASCII() {
        let drawnSigns = "✓✗●○◐│─…›⠋⠙⠹⠸é".map { drawn(ascii.fit($0, columns: 1)) }.joined()
        #expect(drawnSigns == "+x*o~|-.>|/-\\?")
        #expect(drawn(ascii.fit("漢", columns: 2)) == "?_")
    }
}
