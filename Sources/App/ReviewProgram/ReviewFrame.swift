// The frame of a review: the panel, and one row that says what is reviewed and where it goes.

internal import ChangeReview
public import Screen

extension ReviewModel {
    func panelRect(in size: Size) -> Rect {
        Rect(column: 0, row: 0, columns: size.columns, rows: max(0, size.rows - 1))
    }

    public mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        let title = "oropendola review: \(ReviewWords.title(of: start.subject))"
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            let least = "needs \(Layout.smallest.columns)x\(Layout.smallest.rows)"
            cells.put(
                truncated(least, columns: size.columns, sign: signs.cut), at: Point(column: 0, row: 0), as: .plain)
            return Frame(cells: cells, cursor: nil, title: title)
        }
        let rect = panelRect(in: size)
        var cursor: Point?
        if let help {
            help.draw(into: &cells, within: rect, keys: keys, signs: signs)
        } else {
            cursor = reviewing.draw(into: &cells, within: rect, isFocused: true)
        }
        statusLine.draw(
            into: &cells, within: Rect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1), signs: signs)
        return Frame(cells: cells, cursor: cursor, title: title)
    }

    private var statusLine: StatusLine {
        var left: [StatusLine.Field] = []
        if let flash {
            left.append(StatusLine.Field(flash.text, 10))
        } else if isWaitingForWriter {
            left.append(StatusLine.Field("Another oropendola writes here; waiting for it\(signs.dots)", 10))
        } else if reviewing.changes.isWriting {
            left.append(StatusLine.Field("Writing\(signs.dots)", 10))
        } else {
            if let words = standing { left.append(StatusLine.Field(words.long, 9, short: words.short)) }
            left.append(StatusLine.Field("? keys", 2))
            left.append(StatusLine.Field("q quits", 3))
        }
        let subject = truncated(ReviewWords.title(of: start.subject), columns: 40, sign: signs.cut)
        return StatusLine(
            left: left,
            right: [
                StatusLine.Field(start.folder, 0), StatusLine.Field(subject, 4),
                StatusLine.Field(ReviewWords.place(of: start.target), 6),
            ], ground: isConflicted ? .statusAttention : .status)
    }

    /// Which of the two ways the selected file is reviewed.
    private var standing: (long: String, short: String)? {
        guard let path = reviewing.path, let change = reviewing.changes[path] else {
            return start.subject == .watch ? ("waiting for changes", "waiting") : nil
        }
        if change.conflict != nil { return ("conflict: not written as it is", "conflict") }
        guard reviewing.changes.isInPlace(path) else {
            return ("for applying: space puts it in, x leaves it out", "for applying")
        }
        return ("in place: space keeps it, x takes it out", "in place")
    }
}
