// The changes under review: a list of files above, the diff of one of them below, and a cursor in each.

internal import ChangeReview
internal import Screen

struct ChangesPanel: Equatable, Sendable {
    enum Side: Equatable, Sendable { case list, diff }

    private(set) var side = Side.list
    /// The selected file; nil when there is none.
    private(set) var path: RelativePath?
    /// The cursor's row in the diff, and the first row in the window.
    private(set) var row = 0
    private(set) var top = 0
    /// Columns that the diff is panned to the right.
    private(set) var pan = 0
    private(set) var index: DiffIndex?
    var question: ReviewQuestion?
    /// What `index` was made from.
    private var indexed: Change?
    /// The user has been here: the selection stays where it is.
    private var isTouched = false

    /// Keeps the selection on a file that is there, and the index in step with its hunks.
    mutating func settle(_ changes: ChangeSet) {
        guard let change = current(in: changes) else {
            if !changes.isEmpty || path != nil { self = ChangesPanel() }
            return
        }
        if change.path != path {
            path = change.path
            goTo(row: 0)
            pan = 0
        }
        guard indexed.map({ !Self.sameRows($0, change) }) ?? true else { return }
        let hunk = unit
        indexed = change
        index = DiffIndex(change)
        guard row > 0 else { return }
        goTo(row: index?.header(of: min(hunk, max(0, change.hunks.count - 1))) ?? 0)
        top = 0
    }

    /// Note: arrays that share their storage compare at once, so this costs something only after a new proposal.
    private static func sameRows(_ a: Change, _ b: Change) -> Bool {
        a.path == b.path && a.content == b.content && a.hunks == b.hunks
    }

    /// The selected change; when it is gone, the one that took its place in the list.
    private func current(in changes: ChangeSet) -> Change? {
        guard let path, isTouched else { return changes.changes.first }
        if let change = changes[path] { return change }
        let all = changes.changes
        return all.first { path < $0.path } ?? all.last
    }

    /// The hunk under the cursor, 0 for a file that is one unit.
    var unit: Int { index?.hunk(at: row) ?? 0 }

    mutating func touch() { isTouched = path != nil }

    /// What a decision would be about.
    func selection(in changes: ChangeSet) -> Selection? {
        guard let path, changes[path] != nil else { return nil }
        return side == .list ? .file(path) : .hunk(path, unit)
    }

    // MARK: Moves

    /// `layout` is where the panel is drawn; nil when it is not.
    mutating func move(_ action: Action, in changes: ChangeSet, layout: PanelLayout?) {
        guard path != nil else { return }
        let isDiff = side == .diff
        let page = isDiff ? max(1, (layout?.diff.size.rows ?? 10) - 1) : 5
        switch action {
        case .switchSide: side = isDiff ? .list : .diff
        case .openFile: side = .diff
        case .nextRow: step(by: 1, in: changes)
        case .previousRow: step(by: -1, in: changes)
        case .panelPageDown: step(by: page, in: changes)
        case .panelPageUp: step(by: -page, in: changes)
        case .firstRow: if isDiff { goTo(row: 0) } else { select(0, in: changes) }
        case .lastRow: if isDiff { goTo(row: .max) } else { select(.max, in: changes) }
        case .nextHunk: goToHunk(by: 1, in: changes)
        case .previousHunk: goToHunk(by: -1, in: changes)
        case .nextUndecided: goToUndecided(forward: true, in: changes)
        case .previousUndecided: goToUndecided(forward: false, in: changes)
        case .panRight: pan = min(pan + 8, 4000)
        case .panLeft: pan = max(0, pan - 8)
        default: break
        }
        if let layout { reveal(in: layout.diff.size.rows) }
    }

    /// The wheel moves the window and takes the cursor along.
    mutating func scroll(by rows: Int, layout: PanelLayout?) {
        guard let index, let layout else { return }
        isTouched = true
        let height = layout.diff.size.rows
        top = max(0, min(top + rows, index.rowCount - height))
        row = min(max(row, top), max(top, top + height - 1))
    }

    private mutating func step(by rows: Int, in changes: ChangeSet) {
        guard side == .list else { return goTo(row: row + rows) }
        let all = changes.changes
        let place = all.firstIndex { $0.path == path } ?? 0
        select(place + rows, in: changes)
    }

    private mutating func select(_ place: Int, in changes: ChangeSet) {
        let all = changes.changes
        guard !all.isEmpty else { return }
        select(all[min(max(0, place), all.count - 1)])
    }

    private mutating func select(_ change: Change) {
        guard change.path != path else { return }
        path = change.path
        indexed = change
        index = DiffIndex(change)
        row = 0
        top = 0
        pan = 0
    }

    private mutating func goTo(row: Int) {
        self.row = min(max(0, row), max(0, (index?.rowCount ?? 1) - 1))
    }

    private mutating func goToHunk(by step: Int, in changes: ChangeSet) {
        side = .diff
        guard let index, let hunk = index.hunk(at: row), let path, let count = changes[path]?.hunks.count else {
            return
        }
        if step < 0, row > index.header(of: hunk) { return goTo(row: index.header(of: hunk)) }
        goTo(row: index.header(of: min(max(0, hunk + step), count - 1)))
    }

    private mutating func goToUndecided(forward: Bool, in changes: ChangeSet) {
        guard let (change, unit) = undecided(forward: forward, in: changes.changes) else { return }
        select(change)
        side = .diff
        goTo(row: index?.header(of: unit) ?? 0)
    }

    /// The nearest undecided unit that way, around the ends of the list; on the list the cursor stands before the file.
    private func undecided(forward: Bool, in all: [Change]) -> (Change, unit: Int)? {
        guard let place = all.firstIndex(where: { $0.path == path }) else { return nil }
        let here = side == .list ? -1 : unit
        for step in 0...all.count {
            let change = all[((place + (forward ? step : -step)) % all.count + all.count) % all.count]
            let units = change.decisions.indices.filter { unit in
                guard [.undecided, .partly].contains(change.decisions[unit]) else { return false }
                if step == 0 { return forward ? unit > here : unit < here }
                return true
            }
            if let unit = forward ? units.first : units.last { return (change, unit) }
        }
        return nil
    }

    /// Moves the window so that the cursor, and what it can of its hunk, is in it.
    private mutating func reveal(in height: Int) {
        guard height > 0, let index else { return }
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        if case .header(let hunk) = index.row(row), let next = nextHeader(after: hunk) {
            let end = min(next, row + height)
            if end > top + height { top = end - height }
        }
        top = max(0, min(top, index.rowCount - 1))
    }

    private func nextHeader(after hunk: Int) -> Int? {
        guard let index else { return nil }
        let next = index.header(of: hunk + 1)
        return next > 0 ? next : index.rowCount
    }
}
