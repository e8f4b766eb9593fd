// Where the parts of the changes panel stand in its rectangle.

internal import Screen

struct PanelLayout: Equatable {
    /// `CHANGES  3 files …`
    var header: Rect
    var list: Rect
    /// Between list and diff; empty when only one of them is there.
    var rule: Rect
    /// The file's name and the hunk's number.
    var title: Rect
    var diff: Rect
    /// All of it between head and question.
    var whole: Rect
    /// The question, or empty.
    var question: Rect

    /// Low panels show the side that has the cursor alone.
    static let both = 11
    /// Rows that the list leaves: the rule, the title, and some of the diff.
    static let leastDiff = 5

    init(_ rect: Rect, files: Int, side: Reviewing.Side, questionRows: Int, listShare: Int? = nil) {
        var rows = Rows(rect)
        header = rows.take(1)
        question = rows.takeLast(min(questionRows, max(0, rows.left - 1)))
        whole = Rect(
            column: rect.left, row: header.bottom, columns: rect.size.columns, rows: max(0, rows.left))
        let showsBoth = rect.size.rows >= Self.both
        if side == .list, !showsBoth {
            list = rows.take(rows.left)
            rule = rows.take(0)
            title = rows.take(0)
            diff = rows.take(0)
        } else {
            var most = max(3, rect.size.rows / 4)
            if let listShare {
                most = max(1, min(PaneShares.part(listShare, of: rect.size.rows), rows.left - Self.leastDiff))
            }
            list = rows.take(showsBoth ? max(1, min(files, most)) : 0)
            rule = rows.take(showsBoth ? 1 : 0)
            title = rows.take(rows.left > 2 ? 1 : 0)
            diff = rows.take(rows.left)
        }
    }

    /// A rectangle that is cut into rows from both ends.
    private struct Rows {
        private let rect: Rect
        private var first = 0
        private(set) var left: Int

        init(_ rect: Rect) {
            self.rect = rect
            left = rect.size.rows
        }

        mutating func take(_ count: Int) -> Rect {
            let count = min(count, left)
            defer {
                first += count
                left -= count
            }
            return Rect(column: rect.left, row: rect.top + first, columns: rect.size.columns, rows: count)
        }

        mutating func takeLast(_ count: Int) -> Rect {
            let count = min(count, left)
            left -= count
            return Rect(column: rect.left, row: rect.top + first + left, columns: rect.size.columns, rows: count)
        }
    }
}
