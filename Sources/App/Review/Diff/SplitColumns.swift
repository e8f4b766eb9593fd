// A diff's lines side by side: what was on the left, what is to be on the right.

internal import ChangeReview
internal import Screen

struct SplitColumns {
    private let left: Int
    private let right: Int
    private let signs: Signs

    init(width: Int, signs: Signs) {
        left = (width - 1) / 2
        right = width - left - 1
        self.signs = signs
    }

    func draw(
        _ row: DiffRow, _ texts: inout DiffTexts, isMarked: Bool, into cells: inout CellBuffer, in place: Rect
    ) {
        let leftRect = Rect(column: place.left, row: place.top, columns: left, rows: 1)
        let rightRect = Rect(column: place.left + left + 1, row: place.top, columns: right, rows: 1)
        draw(half(row, .old, &texts), row.kind == .context ? .plain : .removed, isMarked, into: &cells, in: leftRect)
        cells.put(signs.vertical, at: Point(column: leftRect.right, row: place.top), as: .rule)
        draw(half(row, .new, &texts), row.kind == .context ? .plain : .added, isMarked, into: &cells, in: rightRect)
    }

    private func draw(
        _ line: StyledLine, _ role: Role, _ isMarked: Bool, into cells: inout CellBuffer, in rect: Rect
    ) {
        let row = TextRow(line.prefix(columns: rect.size.columns))
        cells.draw(
            isMarked ? row.coloured(role) : row, at: 0, in: rect, signs: signs, marks: isMarked ? .selected : [])
    }

    private func half(_ row: DiffRow, _ side: ReviewComment.Range.Side, _ texts: inout DiffTexts) -> StyledLine {
        let number = side == .old ? row.oldLine : row.newLine
        guard let number else { return StyledLine(row.hunk == texts.hunk && side == .old ? signs.pointer : "", .user) }
        var margin = StyledLine()
        if side == .old {
            margin.append(row.hunk == texts.hunk ? signs.pointer : " ", .user)
        }
        let kind: DiffRow.Kind = row.kind == .context ? .context : side == .old ? .removed : .added
        margin.append(
            padded("\(number + 1)", columns: texts.view.rows.numberColumns, .right), texts.numberRole(of: kind))
        let changed = texts.view.rows.changedLine(of: row, side, in: texts.view.change)
        margin += changed.map { texts.fate(of: row, $0) } ?? StyledLine(" ", .dim)
        let (sign, role) = DiffTexts.sign(of: kind)
        margin.append("\(sign) ", role)
        return texts.line(row, side, columns: side == .old ? left : right, margin: margin)
    }
}

extension DiffRows {
    /// The number of the changed line that a row shows on one side.
    func changedLine(of row: DiffRow, _ side: ReviewComment.Range.Side, in change: Change) -> Int? {
        switch (row.kind, side) {
        case (.removed, .old), (.added, .new), (.pair, .old): return Int(row.changed)
        case (.pair, .new):
            let weave = change.weave
            let run = weave.run(of: Int(row.changed))
            return weave.starts[run] + weave.runs[run].old.count + Int(row.new) - weave.runs[run].new.lowerBound
        default: return nil
        }
    }
}
