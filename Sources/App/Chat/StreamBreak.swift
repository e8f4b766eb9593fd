// Where a growing text can be cut for good: the start of a line that begins a block of its own, whatever comes.

/// A line of a text, by CommonMark's line ends (0.31 §2.1).
struct SourceLine {
    /// Without its end.
    let text: Substring
    /// Behind its end.
    let end: String.Index

    /// The first line; nil while it has no end: it may become anything, and a return the half of an end.
    init?(in rest: Substring) {
        let bytes = rest.utf8
        guard let stop = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
        var next = bytes.index(after: stop)
        if bytes[stop] == 0x0D {
            guard next < bytes.endIndex else { return nil }
            if bytes[next] == 0x0A { next = bytes.index(after: next) }
        }
        text = rest[..<stop]
        end = next
    }
}

/// The fence of a block of code that begins at the left edge (CommonMark 0.31 §4.5).
struct CodeFence: Equatable, Sendable {
    let sign: UInt8
    let length: Int

    /// - Parameter line: without its end and the blanks before it.
    init?(_ line: Substring.UTF8View.SubSequence) {
        guard let sign = line.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else { return nil }
        length = line.prefix { $0 == sign }.count
        self.sign = sign
        // Code in running text may begin with three backticks, too; then it ends in the line.
        if length < 3 || (sign == UInt8(ascii: "`") && line.dropFirst(length).contains(sign)) { return nil }
    }

    /// The line, whole or at the text's end, ends the code.
    func isEnded(by line: Substring) -> Bool {
        let mark = line.utf8.drop { $0 == 0x20 }
        guard line.utf8.count - mark.count < 4 else { return false }
        let count = mark.prefix { $0 == sign }.count
        return count >= length && mark.dropFirst(count).allSatisfy { StreamBreak.isBlank($0) }
    }

    /// A line at the text's end, without a return that may be the half of its end.
    static func clean(_ line: Substring) -> Substring {
        line.utf8.last == 0x0D ? line[..<line.utf8.index(before: line.endIndex)] : line
    }
}

enum StreamBreak {
    /// The start of the last line that surely begins a block of its own: it follows a blank line, no fence is open, and
    /// it can't go on with a list (CommonMark 0.31 §5.3) or with HTML (§4.6); or it is a fence at the left edge, which
    /// ends whatever is open. In that case the fence, whose line is the first one behind the break.
    static func latest(in text: Substring) -> (String.Index, CodeFence?) {
        var latest = text.startIndex
        var fence: CodeFence?
        var isAfterBlank = false
        // A line with `<` first may be HTML up to a blank line.
        var isHTML = false
        var rest = text
        while let next = SourceLine(in: rest) {
            let line = next.text.utf8
            let mark = line.drop { $0 == 0x20 }
            // Four blanks make code of what would be a fence or HTML.
            let isIndented = line.count - mark.count >= 4
            if let open = fence {
                if open.isEnded(by: next.text) { fence = nil }
                isAfterBlank = false
            } else if mark.allSatisfy(isBlank) {
                isAfterBlank = true
                isHTML = false
            } else {
                let opened = isIndented ? nil : CodeFence(mark)
                if mark.first == UInt8(ascii: "<"), !isIndented {
                    // Comments, scripts and their kin go on over blank lines.
                    if !endsAtBlank(mark) { return (latest, nil) }
                    isHTML = true
                }
                if opened != nil, isHTML { return (latest, nil) }
                if let opened, line.count == mark.count { return (rest.startIndex, opened) }
                if isAfterBlank, line.first.map(beginsParagraph) == true { latest = rest.startIndex }
                isAfterBlank = false
                fence = opened
            }
            rest = rest[next.end...]
        }
        return (latest, nil)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A tag's name follows, of none of those whose content is not markup: kinds 6 and 7 of §4.6, or plain text.
    private static func endsAtBlank(_ line: Substring.UTF8View.SubSequence) -> Bool {
        let name = line.dropFirst().prefix { isLetter($0) || $0 == UInt8(ascii: "/") }
        guard !name.isEmpty else { return isBlank(line.dropFirst().first ?? 0x20) }
        let word = String(decoding: name.map { $0 | 0x20 }, as: UTF8.self)
        return !["pre", "script", "style", "textarea"].contains(word)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// No list's mark, no indent, no HTML.
    private static func beginsParagraph(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20, UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "<"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            false
        default: true
        }
    }
}
