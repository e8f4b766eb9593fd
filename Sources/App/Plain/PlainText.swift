// Text of anybody's as lines that command nothing: what can't be seen is spelled out, whoever sent it.

internal import Screen

enum PlainText {
    /// The lines of a text. Tabs stay; every other control character, and what turns text around, is spelled out.
    static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(line)
    }

    /// One line: line ends within it are spelled out, too.
    static func line(_ text: some StringProtocol) -> String {
        visibleText(String(text), keepingLines: true).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).joined(separator: " ")
    }

    /// Nothing but lines leaves, whoever wrote them and whatever was forgotten.
    static func page(_ lines: [String]) -> [String] {
        lines.map { text in text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text : line(text) }
    }

    /// A text of several lines in one.
    static func joined(_ text: String) -> String {
        line(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    /// A row of the screen as a line: columns that are set apart by blanks there are so by commas here.
    static func line(ofRow text: String, between separator: String = ", ") -> String {
        var parts: [String] = []
        var part = ""
        var blanks = 0
        for character in text {
            if character == " " {
                blanks += 1
                continue
            }
            if blanks > 1, !part.isEmpty {
                parts.append(part)
                part = ""
            } else if blanks == 1, !part.isEmpty {
                part += " "
            }
            blanks = 0
            part.append(character)
        }
        if !part.isEmpty { parts.append(part) }
        return line(parts.joined(separator: separator))
    }
}
