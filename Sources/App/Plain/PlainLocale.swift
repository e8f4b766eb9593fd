// Lines for a terminal that shows ASCII alone: nothing is dropped, so that nothing hides.

/// What a line is where the locale is not UTF-8.
public enum PlainLocale {
    private static let known: [Unicode.Scalar: String] = [
        "…": "...", "–": "-", "·": "-", "‹": "<", "›": ">", "␛": "^[", "␊": "^J", "␍": "^M", "␉": "^I", "␇": "^G",
        "␈": "^H", "␀": "^@", "−": "-", "’": "'",
    ]

    /// The line with every other character spelled out by its number.
    public static func ascii(_ line: String) -> String {
        guard !line.utf8.allSatisfy({ $0 < 0x80 }) else { return line }
        return line.unicodeScalars.map { scalar in
            scalar.isASCII ? String(scalar) : known[scalar] ?? "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
        }.joined()
    }
}
