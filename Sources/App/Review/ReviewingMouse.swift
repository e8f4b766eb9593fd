// What the mouse does in the panel: points at files and lines, opens folds, decides at the signs, selects by dragging.

internal import ChangeReview
internal import Screen

extension Reviewing {
    mutating func point(_ mouse: Mouse) -> [Effect] {
        guard let layout, prompt == nil || mouse.action == .wheelUp || mouse.action == .wheelDown else { return [] }
        list.follow(changes, facts)
        if let row = commentRow, prompt == nil { return pointAtComments(mouse, row, layout) }
        switch mouse.action {
        case .wheelUp, .wheelDown:
            turn(by: mouse.action == .wheelUp ? -3 : 3, at: mouse.at, layout)
            return []
        case .pressed: return press(at: mouse.at, layout)
        case .dragged:
            let body = body(of: layout)
            guard side == .diff, merging == nil, body.contains(mouse.at), let (_, rows) = diff() else { return [] }
            let row = window.top(of: rows, height: body.size.rows) + mouse.at.row - body.top
            guard row < rows.count, rows.place(at: row) != window.place else { return [] }
            if window.anchor == nil { window.anchor = window.place }
            window.go(to: row, in: rows, height: height)
            return []
        case .released: return []
        }
    }

    /// All comments stand in front of the rest.
    private mutating func pointAtComments(_ mouse: Mouse, _ row: Int, _ layout: PanelLayout) -> [Effect] {
        switch mouse.action {
        case .wheelUp: return performInComments(.previousRow)
        case .wheelDown: return performInComments(.nextRow)
        case .pressed:
            return pressComments(at: mouse.at.row - layout.whole.top - 1, rows: layout.whole.size.rows - 1)
        case .dragged, .released: return []
        }
    }

    private mutating func turn(by count: Int, at point: Point, _ layout: PanelLayout) {
        touch()
        if layout.list.contains(point) {
            if let path { list.select(path, in: changes) }
            return selectRow(list.cursor + count)
        }
        if turnConflict(by: count) { return }
        guard let (_, rows) = diff() else { return }
        window.scroll(by: count, in: rows, height: height)
    }

    private mutating func press(at point: Point, _ layout: PanelLayout) -> [Effect] {
        touch()
        if layout.list.contains(point) {
            if let path { list.select(path, in: changes) }
            side = .list
            let row = FileListView.first(list, height: layout.list.size.rows) + point.row - layout.list.top
            guard list.rows.indices.contains(row) else { return [] }
            let isAgain = row == list.cursor
            selectRow(row)
            let sign = layout.list.left + 1 + min(list.rows[row].depth, 12) * 2
            if list.folder != nil, isAgain || point.column <= sign { return perform(.openFile) }
            return point.column == sign ? perform(.accept) : []
        }
        let body = body(of: layout)
        guard body.contains(point), let (_, rows) = diff() else { return [] }
        if pressConflict(at: point.row - body.top, height: body.size.rows) { return [] }
        side = .diff
        window.anchor = nil
        let row = window.top(of: rows, height: body.size.rows) + point.row - body.top
        guard row < rows.count else { return [] }
        window.go(to: row, in: rows, height: height)
        switch rows.rows[row].kind {
        case .fold: openFold(all: true, atCursor: true)
        case .header where point.column >= layout.diff.right - 3: return perform(.accept)
        default: break
        }
        return []
    }
}
