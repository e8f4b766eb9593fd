// A whole text made ready, so that the spans of any line can be had at once wherever a viewer looks.

/// A text with the lexer's state kept every few lines. Making one reads all of it: work for the background. The spans
/// themselves are found when they are asked for.
public struct HighlightedFile: Equatable, Sendable {
    /// Bytes of a text up to which it is made ready.
    public static let largest = 2 << 20

    private struct Checkpoint: Sendable {
        var line: Int
        /// Where the line begins, in bytes.
        var offset: Int
        var state: LexerState
    }

    /// Between two checkpoints lie at most so many lines, and not many more bytes.
    private static let lineStride = 8
    private static let byteStride = 2048

    public let language: Language
    private let bytes: [UInt8]
    private let checkpoints: [Checkpoint]

    /// Nil for a text of more than `largest` bytes.
    public init?(_ bytes: [UInt8], in language: Language) {
        guard bytes.count <= Self.largest else { return nil }
        self.language = language
        self.bytes = bytes
        let lexer = Lexer(language)
        var latest = Checkpoint(line: 0, offset: 0, state: lexer.start)
        var all = [latest]
        var current = latest
        while current.offset < bytes.count {
            let end = Self.end(ofLineAt: current.offset, in: bytes)
            lexer.pass(bytes[current.offset..<end], state: &current.state)
            current.line += 1
            current.offset = end
            if current.line - latest.line >= Self.lineStride || end - latest.offset >= Self.byteStride {
                latest = current
                all.append(current)
            }
        }
        checkpoints = all
    }

    /// The states follow from the text.
    public static func == (one: Self, other: Self) -> Bool {
        one.language == other.language && one.bytes == other.bytes
    }

    /// The spans of the lines with these numbers, from 0, one array a line; fewer where the text ends before.
    public func spans(ofLines lines: Range<Int>) -> [[SyntaxSpan]] {
        guard lines.lowerBound >= 0 else { return [] }
        let lexer = Lexer(language)
        var current = checkpoint(before: lines.lowerBound)
        var spans: [[SyntaxSpan]] = []
        while current.line < lines.upperBound, current.offset < bytes.count {
            let end = Self.end(ofLineAt: current.offset, in: bytes)
            let line = bytes[current.offset..<end]
            if current.line < lines.lowerBound {
                lexer.pass(line, state: &current.state)
            } else if line.count > Lexer.shownBytes {
                // The state behind so long a line is kept; it need not be read to its end.
                spans.append(lexer.spans(of: line.prefix(Lexer.shownBytes), state: &current.state))
                current = checkpoint(before: current.line + 1)
                continue
            } else {
                spans.append(lexer.spans(of: line, state: &current.state))
            }
            current.line += 1
            current.offset = end
        }
        return spans
    }

    /// The spans of one line; none behind the end.
    public func spans(ofLine line: Int) -> [SyntaxSpan] {
        spans(ofLines: line..<line + 1).first ?? []
    }

    private func checkpoint(before line: Int) -> Checkpoint {
        var (low, high) = (0, checkpoints.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if checkpoints[middle].line <= line { low = middle } else { high = middle }
        }
        return checkpoints[low]
    }

    /// Behind the line feed.
    private static func end(ofLineAt start: Int, in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBufferPointer { buffer in
            var end = start
            while end < buffer.count, buffer[end] != 0x0A { end += 1 }
            return min(end + 1, buffer.count)
        }
    }
}
