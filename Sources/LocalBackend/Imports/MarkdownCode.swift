// Where inline code stands in a line of Markdown: its signs are no links.

enum MarkdownCode {
    /// From the beginning of each run of backticks that opens code to the end of the run that closes it: the next of
    /// the same length (CommonMark 0.31 §6.1).
    static func partners(in line: String) -> [String.Index: String.Index] {
        let text = line.utf8
        var runs: [(start: String.Index, end: String.Index, length: Int)] = []
        var index = text.startIndex
        while let start = text[index...].firstIndex(of: tick) {
            let run = text[start...].prefix { $0 == tick }
            runs.append((start, run.endIndex, run.count))
            index = run.endIndex
        }
        var partners: [String.Index: String.Index] = [:]
        // From the right, so that the next of each length is known: looking ahead from each would be quadratic.
        var next: [Int: String.Index] = [:]
        for run in runs.reversed() {
            partners[run.start] = next[run.length]
            next[run.length] = run.end
        }
        return partners
    }

    private static let tick = UInt8(ascii: "`")
}
