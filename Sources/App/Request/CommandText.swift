// A command as the user has to see it before it runs: all of it, what can't be seen spelled out, what is risky marked.

internal import Screen

enum CommandText {
    /// Risky words and unseen characters look the same way: both are where a reader should stop. Visible without colour.
    static let marked = Style(.error, [.strong, .emphasised])

    /// The lines of a command, as long as they are. Characters in `risks` are marked.
    static func lines(of command: String, risks: [Range<String.Index>] = []) -> [StyledLine] {
        var lines: [StyledLine] = []
        var line = StyledLine()
        var place = command.startIndex
        while place < command.endIndex {
            let character = command[place]
            let isRisky = risks.contains { $0.contains(place) }
            command.formIndex(after: &place)
            if character == "\n" || character == "\r\n" {
                lines.append(line)
                line = StyledLine()
            } else if let spelled = spelledOut(character) {
                line.append(spelled, marked)
            } else {
                line.append(character == "\t" ? "    " : String(character), isRisky ? marked : Style(.code))
            }
        }
        return lines + [line]
    }

    /// Whether something in it can't be seen.
    static func hidesSomething(_ command: String) -> Bool {
        command.contains { $0 != "\n" && $0 != "\r\n" && spelledOut($0) != nil }
    }

    /// What stands for a character that can't be seen, or looks like a blank and is none; nil for all others.
    private static func spelledOut(_ character: Character) -> String? {
        if let ascii = character.asciiValue, (0x20...0x7E).contains(ascii) || ascii == 0x09 { return nil }
        let text = String(character)
        if character.isWhitespace {
            return character.unicodeScalars.map { "‹U+\(hex($0.value))›" }.joined()
        }
        let visible = visibleText(text)
        return visible == text ? nil : visible
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
