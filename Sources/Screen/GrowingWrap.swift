// A paragraph that is being written, broken again with every piece: at the cost of the piece, not of the paragraph.

/// The rows of a line that grows at its end; equal to those of `wrap`.
///
/// Any line may follow any other: one that does not begin as the one before did is broken from its start.
public struct GrowingWrap: Sendable {
    private var line = StyledLine()
    private var columns = 0
    private var wrapping = StyledWrapping(columns: 1, hanging: 0)

    public init() {}

    /// The rows from `first` on; those before it are as they were at the last call.
    public mutating func rows(of line: StyledLine, columns: Int) -> (first: Int, rows: [StyledLine]) {
        var first = wrapping.finished.count
        if columns != self.columns || !line.begins(with: self.line) {
            wrapping = StyledWrapping(columns: columns, hanging: 0)
            first = 0
        }
        (self.line, self.columns) = (line, columns)
        wrapping.take(line.runs)
        return (first, wrapping.finished[first...] + wrapping.lastRows())
    }
}

extension StyledLine {
    fileprivate func begins(with line: StyledLine) -> Bool {
        guard let last = line.runs.indices.last else { return true }
        return last < runs.count && runs[..<last] == line.runs[..<last] && runs[last].style == line.runs[last].style
            && runs[last].text.utf8.starts(with: line.runs[last].text.utf8)
    }
}
