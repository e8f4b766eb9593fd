// A streamed answer grows at its end, so only its end is laid out again: what lies before a safe break is laid out once.

internal import Screen

/// The rows of the answer that is being written. Equal to laying out the whole text at once, but for a link defined
/// below its use, which the reply's layout puts right.
struct StreamRows: Equatable, Sendable {
    static let indent = Indent(" ")

    private var entry = 0
    private var width = 0
    /// The text up to the latest break, and its rows.
    private(set) var settled = ""
    private var settledRows: [TextRow] = []

    mutating func rows(of text: String, entry: Int, width: Int, signs: Signs) -> [TextRow] {
        if entry != self.entry || width != self.width || !text.utf8.starts(with: settled.utf8) {
            self = StreamRows()
            self.entry = entry
            self.width = width
        }
        let rest = text[text.utf8.index(text.startIndex, offsetBy: settled.utf8.count)...]
        let end = Self.latestBreak(in: rest)
        if end > rest.startIndex {
            settledRows = joined(with: rest[..<end], signs: signs)
            settled += rest[..<end]
        }
        return joined(with: rest[end...], signs: signs)
    }

    private func joined(with more: Substring, signs: Signs) -> [TextRow] {
        let rows = MarkdownRows.rows(of: String(more), width: width, indent: Self.indent, signs: signs)
        if settledRows.isEmpty || rows.isEmpty { return settledRows + rows }
        return settledRows + [TextRow(Self.indent.rest)] + rows
    }

    /// The start of the last line that surely begins a block of its own, whatever comes: it follows a blank line, no
    /// fence is open, and it can't go on with a list (CommonMark 0.31 §5.3) or with HTML (§4.6).
    private static func latestBreak(in text: Substring) -> String.Index {
        var latest = text.startIndex
        var fence: (sign: UInt8, length: Int)?
        var isAfterBlank = false
        var start = text.utf8.startIndex
        // A line without its end may become anything.
        while let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = text.utf8[start..<end]
            let mark = line.drop { $0 == UInt8(ascii: " ") }
            // Four blanks make code of what would be a fence's end or HTML (CommonMark 0.31 §4.5, §4.6).
            let isIndented = line.count - mark.count >= 4
            if let open = fence {
                let length = mark.prefix { $0 == open.sign }.count
                if length >= open.length, !isIndented, mark.dropFirst(length).allSatisfy(isBlank) { fence = nil }
                isAfterBlank = false
            } else if mark.allSatisfy(isBlank) {
                isAfterBlank = true
            } else {
                if mark.first == UInt8(ascii: "<"), !isIndented { return latest }
                if isAfterBlank, line.first.map(beginsParagraph) == true { latest = start }
                isAfterBlank = false
                if let sign = mark.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") {
                    let length = mark.prefix { $0 == sign }.count
                    if length >= 3 { fence = (sign, length) }
                }
            }
            start = text.utf8.index(after: end)
        }
        return latest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

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
