// Which lines of a Markdown file are fenced code: what looks like a link there is none.

/// Fed with the lines of a file from the first on; those without a fence may be left out.
struct MarkdownFence {
    private var open: (mark: UInt8, length: Int)?

    /// Whether the line is code, or a fence around it (CommonMark 0.31 §4.5; in a list it may be indented further).
    mutating func covers(_ line: String) -> Bool {
        let text = line.utf8.drop { $0 == 32 || $0 == 9 }
        let mark = text.first ?? 0
        let length = text.prefix { $0 == mark }.count
        let rest = text.dropFirst(length)
        let isFence = (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")) && length >= 3
        guard let fence = open else {
            guard isFence, mark == UInt8(ascii: "~") || !rest.contains(mark) else { return false }
            open = (mark, length)
            return true
        }
        if isFence, mark == fence.mark, length >= fence.length, rest.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) {
            open = nil
        }
        return true
    }
}
