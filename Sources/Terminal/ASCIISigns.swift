// Signs for a locale without UTF-8: the same screen, readable, one ASCII character per cell.

/// Replacements for the signs that the screen is made of; anything else is a question mark.
enum ASCIISigns {
    static func sign(for character: Character) -> UInt8 {
        if let ascii = character.asciiValue { return ascii }
        return table[character] ?? UInt8(ascii: "?")
    }

    private static let table: [Character: UInt8] = {
        let groups: [(ascii: Character, signs: String)] = [
            ("+", "✓┌┐└┘├┤┬┴┼╭╮╰╯"), ("x", "✗×"), ("*", "●•◆▪"), ("o", "○◦"), ("~", "◐"), ("!", "⚠"), ("e", "✎"),
            ("|", "│┃║▏▎▍▌▐"), ("-", "─═–—−‐‑"), ("=", "━"), (".", "…·"), (">", "›▸▶→»"), ("<", "‹◂◀←«"), ("^", "↑▴▲"),
            ("v", "↓▾▼"),
            ("#", "█▓▒░▄▀"), ("'", "‘’"), ("\"", "“”"), (" ", "\u{A0}"),
        ]
        var table: [Character: UInt8] = [:]
        for (ascii, signs) in groups {
            for sign in signs { table[sign] = ascii.asciiValue }
        }
        // The spinner's frames turn as a stroke does.
        for (index, frame) in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".enumerated() { table[frame] = Array("|/-\\".utf8)[index % 4] }
        return table
    }()
}
