// How much a reader minds a cut between two lines: the weights are those that git found by having people rate diffs.

/// The sum over the two cuts of a run; smaller is better. Rules and weights are those of git's indent heuristic
/// (`xdiff/xdiffi.c`, after Michael Haggerty's measurements in github.com/mhagger/diff-slider-tools).
struct CutScore {
    private enum Weight {
        static let startOfFile = 1
        static let endOfFile = 21
        static let blankLine = -30
        static let blankLineAfter = 6
        static let indent = -4
        static let indentAtBlank = 10
        static let outdent = 24
        static let outdentAtBlank = 17
        static let dedent = 23
        static let dedentAtBlank = 17
        /// For each run that is indented deeper than the other.
        static let deeper = 60
    }

    private static let deepestIndent = 200
    private static let mostBlankLines = 20

    private var indents = 0
    private var penalty = 0

    func isAsGood(as other: CutScore) -> Bool {
        Weight.deeper * (indents - other.indents).signum() + penalty - other.penalty <= 0
    }

    mutating func add(_ lines: ByteLines, cutBefore cut: Int) {
        let isAtEnd = cut >= lines.count
        let own = isAtEnd ? nil : Self.indent(lines[cut])
        let before = Self.nearest(lines, from: cut - 1, by: -1)
        let after = Self.nearest(lines, from: cut + 1, by: 1)
        if before.indent == nil, before.blanks == 0 { penalty += Weight.startOfFile }
        if isAtEnd { penalty += Weight.endOfFile }
        let blanksAfter = own == nil ? 1 + after.blanks : 0
        let blanks = before.blanks + blanksAfter
        penalty += Weight.blankLine * blanks + Weight.blankLineAfter * blanksAfter
        guard let indent = own ?? after.indent else {
            indents -= 1
            return
        }
        indents += indent
        guard let above = before.indent, indent != above else { return }
        let isAtBlank = blanks > 0
        if indent > above {
            penalty += isAtBlank ? Weight.indentAtBlank : Weight.indent
        } else if let below = after.indent, below > indent {
            penalty += isAtBlank ? Weight.outdentAtBlank : Weight.outdent
        } else {
            penalty += isAtBlank ? Weight.dedentAtBlank : Weight.dedent
        }
    }

    /// Columns of white space before a line's text; `nil` for a blank line.
    private static func indent(_ line: ArraySlice<UInt8>) -> Int? {
        var columns = 0
        for byte in line {
            switch byte {
            case 0x20: columns += 1
            case 0x09: columns += 8 - columns % 8
            case 0x0A, 0x0D: break
            default: return columns
            }
            if columns >= deepestIndent { return deepestIndent }
        }
        return nil
    }

    /// The indentation of the first line with text from `line` on, and the blank lines before it.
    private static func nearest(_ lines: ByteLines, from line: Int, by step: Int) -> (indent: Int?, blanks: Int) {
        var blanks = 0
        var line = line
        while line >= 0, line < lines.count {
            if let columns = indent(lines[line]) { return (columns, blanks) }
            blanks += 1
            if blanks == mostBlankLines { return (0, blanks) }
            line += step
        }
        return (nil, blanks)
    }
}
