// Widths, held against the Unicode data of the system where it is installed, and against a small list of our own
// always.
import Screen
import TestSupport
import Testing

@Suite("Widths")
struct WidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("ﾊﾝ", 2), ("漢字", 4), ("Ａ", 2), ("한국", 4), ("α±…", 3),
        ("─│✓", 3),
        ("👍", 2), ("👍🏽", 2), ("❤", 1), ("❤️", 2), ("⌚\u{FE0E}", 2), ("🇩🇪🇫🇷", 4), ("🇩", 1), ("1️⃣", 2), ("👩‍💻", 2), ("क", 1),
        ("का", 2), ("ไทย", 3), ("ำ", 1), ("שָׁ", 1), ("\u{1100}\u{1161}\u{11A8}", 2), ("☕️", 2), ("✅", 2),
    ])
    func known(text: String, width: Int) {
        #expect(displayWidth(of: text) == width)
    }

    /// Every scalar with a width of its own in EastAsianWidth.txt is that wide.
    @Test(.enabled(if: UnicodeData.isInstalled, "needs the package unicode-data"))
    func everyScalarIsAsWideAsUnicodeSays() throws {
        var wide = Set<UInt32>()
        for (range, value) in try UnicodeData.ranges("EastAsianWidth.txt") where value == "W" || value == "F" {
            wide.formUnion(range)
        }
        for value in UInt32(0x20)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // Vowels and finals of Hangul have no width of their own; alone, they are spelled out.
            if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { continue }
            let properties = scalar.properties
            switch properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: continue
            case .nonspacingMark, .enclosingMark: continue
            default: break
            }
            guard !properties.isDefaultIgnorableCodePoint, !properties.isNoncharacterCodePoint else { continue }
            let width = displayWidth(of: Character(scalar))
            #expect(width == (wide.contains(value) ? 2 : 1), "U+\(String(value, radix: 16))")
        }
    }

    /// Every emoji, however many scalars it has, is one sign of two columns and is drawn untouched.
    @Test(.enabled(if: UnicodeData.isInstalled, "needs the package unicode-data"))
    func everyEmojiIsOneSign() throws {
        let emoji = try UnicodeData.sequences("emoji/emoji-test.txt", status: "fully-qualified")
        #expect(emoji.count > 3000)
        var buffer = CellBuffer(size: Size(columns: 3, rows: 1))
        for sign in emoji {
            #expect(displayWidth(of: sign) == 2, "\(sign)")
            buffer.put(sign, at: Point(column: 0, row: 0), as: .plain)
            #expect(buffer.textRows[0] == sign + " ")
        }
    }
}

/// The files of Debian's package `unicode-data`.
private enum UnicodeData {
    static let folder = "/usr/share/unicode"
    static var isInstalled: Bool { (try? readFile("\(folder)/EastAsianWidth.txt")) != nil }

    /// Lines of `first..last;value`.
    static func ranges(_ name: String) throws -> [(ClosedRange<UInt32>, Substring)] {
        try lines(name).compactMap { fields in
            let ends = fields[0].split(separator: ".").compactMap { UInt32($0, radix: 16) }
            guard let first = ends.first, let last = ends.last else { return nil }
            return (first...last, fields[1])
        }
    }

    /// Lines of `scalar scalar …; status`.
    static func sequences(_ name: String, status: String) throws -> [String] {
        try lines(name).filter { $0[1] == status }.map { fields in
            var text = ""
            for value in fields[0].split(separator: " ") {
                if let scalar = UInt32(value, radix: 16).flatMap(Unicode.Scalar.init) {
                    text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }

    private static func lines(_ name: String) throws -> [[Substring]] {
        String(decoding: try readFile("\(folder)/\(name)"), as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.prefix { $0 != "#" }.split(separator: ";").map(trimmed)
            return fields.count > 1 ? fields : nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
