// The rows of a paragraph that grows: those that are full are kept.

internal import Screen

/// Equal to what `wrapped` gives; what was laid out before only makes it cheaper.
struct GrowingRows: Sendable {
    private var wrap = GrowingWrap()
    private var indent = Indent.none
    private var rows: [TextRow] = []

    mutating func rows(of line: StyledLine, width: Int, indent: Indent) -> [TextRow] {
        if indent != self.indent {
            self = GrowingRows()
            self.indent = indent
        }
        let (first, new) = wrap.rows(of: line, columns: max(1, width - indent.columns))
        rows.removeSubrange(first...)
        for (row, line) in zip(first..., new) {
            rows.append(TextRow((row == 0 ? indent.first : indent.rest) + line))
        }
        return rows
    }
}

extension GrowingRows: Equatable {
    /// It is never more than a memory of what anybody can work out.
    static func == (_: GrowingRows, _: GrowingRows) -> Bool { true }
}
