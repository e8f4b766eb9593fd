// How keys move the reader: through the list, through a diff, from hunk to hunk and to what is undecided.

internal import ChangeReview
internal import Screen

extension Reviewing {
    mutating func move(_ action: Action) {
        guard path != nil else { return }
        list.follow(changes, facts)
        if moveInConflict(action) { return }
        switch action {
        case .switchSide: side = side == .diff ? .list : .diff
        case .nextRow: step(by: 1)
        case .previousRow: step(by: -1)
        case .panelPageDown: step(by: page)
        case .panelPageUp: step(by: -page)
        case .firstRow: side == .list ? selectRow(0) : goTo(row: 0)
        case .lastRow: side == .list ? selectRow(.max) : goTo(row: .max)
        case .nextHunk: goToHunk(by: 1)
        case .previousHunk: goToHunk(by: -1)
        case .nextUndecided, .previousUndecided:
            let forward = action == .nextUndecided
            guard window.search != nil else { return goToUndecided(forward: forward) }
            _ = goToMatch(forward: forward)
        case .panRight: window.pan = min(window.pan + 8, DiffWindow.mostPanned)
        case .panLeft: window.pan = max(0, window.pan - 8)
        default: break
        }
    }

    private var page: Int { side == .diff ? max(1, height - 1) : 5 }

    private mutating func step(by count: Int) {
        guard side == .diff else {
            if let path { list.select(path, in: changes) }
            return selectRow(list.cursor + count)
        }
        guard let (_, rows) = diff() else { return }
        window.step(by: count, in: rows, height: height)
    }

    private mutating func goTo(row: Int) {
        guard let (_, rows) = diff() else { return }
        window.go(to: row, in: rows, height: height)
    }

    mutating func selectRow(_ row: Int) {
        guard !list.rows.isEmpty else { return }
        list.cursor = min(max(0, row), list.rows.count - 1)
        if let path = list.path(at: list.cursor, in: changes) { select(path) }
    }

    private mutating func goToHunk(by count: Int) {
        side = .diff
        guard let (_, rows) = diff(), let hunk = rows.hunk(at: rows.row(of: window.place)) else { return }
        let isBelowHeader = rows.row(of: window.place) > rows.header(of: hunk)
        window.go(toHunk: count < 0 && isBelowHeader ? hunk : hunk + count, in: rows, height: height)
    }

    private mutating func goToUndecided(forward: Bool) {
        guard facts.undecided > 0, let (path, unit) = undecided(forward: forward) else { return }
        if path != self.path { select(path) }
        side = .diff
        list.select(path, in: changes)
        guard let (_, rows) = diff() else { return }
        window.go(toHunk: unit, in: rows, height: height)
    }

    /// The nearest undecided unit that way, around the ends of the list; on the list the cursor stands before the file.
    private mutating func undecided(forward: Bool) -> (RelativePath, unit: Int)? {
        guard let path, let here = changes[path] else { return nil }
        let now = side == .list ? (forward ? -1 : 0) : unit()
        func first(in change: Change, _ isWanted: (Int) -> Bool) -> Int? {
            if change.conflict != nil { return facts[change.path].undecided > 0 && isWanted(0) ? 0 : nil }
            func isOpen(_ unit: Int) -> Bool {
                switch change.decisions[unit] {
                case .undecided: isWanted(unit)
                case .partly:
                    isWanted(unit) && change.lines(ofHunk: unit).map { change.marks[$0].contains(.undecided) } == true
                case .accepted, .rejected: false
                }
            }
            return forward
                ? change.decisions.indices.first(where: isOpen) : change.decisions.indices.last(where: isOpen)
        }
        if let unit = first(in: here, { forward ? $0 > now : $0 < now }) { return (path, unit) }
        for other in filesAround(path, forward: forward) where facts[other].undecided > 0 {
            guard let change = changes[other], let unit = first(in: change, { _ in true }) else { continue }
            return (other, unit)
        }
        return first(in: here) { _ in true }.map { (path, $0) }
    }

    /// The other files in the order of the list, from a file on and around its end; all of them where the list hides it.
    func filesAround(_ path: RelativePath, forward: Bool) -> some Sequence<RelativePath> {
        let places =
            list.isTree || list.order != .path || list.isFiltered
            ? list.rows.compactMap { row in if case .file(let place) = row.kind { place } else { nil } } : nil
        let all = changes.changes
        let count = places?.count ?? all.count
        func file(_ number: Int) -> RelativePath { all[places?[number] ?? number].path }
        let start =
            places == nil
            ? DiffRows.partition(count) { all[$0].path < path }
            : (0..<count).first { file($0) == path } ?? (forward ? count - 1 : 0)
        return (1..<max(1, count)).lazy.map { step in
            file(((start + (forward ? step : -step)) % count + count) % count)
        }
    }

    /// The files as the list has them, without those that it hides.
    var filesInOrder: [RelativePath] {
        guard list.isTree || list.order != .path || list.isFiltered else { return changes.changes.map(\.path) }
        return list.rows.compactMap { row in
            if case .file(let place) = row.kind { changes.changes[place].path } else { nil }
        }
    }

    // MARK: Search

    /// To the next line, after the cursor's, that has the searched text, in this file and then in the others. Looks at
    /// changed lines and at unchanged ones that are shown. False when there is none.
    mutating func goToMatch(forward: Bool, includingHere: Bool = false) -> Bool {
        guard let search = window.search, let path, let (_, rows) = diff() else { return false }
        list.follow(changes, facts)
        let here = side == .list ? (forward ? -1 : rows.count) : rows.row(of: window.place)
        let next = forward ? (includingHere ? max(0, here) : here + 1) : here - 1
        if goToMatch(search, in: path, from: next, forward: forward) { return true }
        for other in filesAround(path, forward: forward) {
            guard let change = changes[other], search.isFound(in: change, context: window.context) else { continue }
            let kept = window
            select(other)
            if goToMatch(search, in: other, from: nil, forward: forward) { return true }
            select(path)
            window = kept
        }
        return goToMatch(search, in: path, from: nil, forward: forward)
    }

    /// Note: looks from a row on to the end of the file that way; from its beginning there when no row is given.
    private mutating func goToMatch(_ search: DiffSearch, in path: RelativePath, from start: Int?, forward: Bool)
        -> Bool
    {
        guard let (change, rows) = diff() else { return false }
        var row = start ?? (forward ? 0 : rows.count - 1)
        while rows.rows.indices.contains(row) {
            if search.isFound(in: rows.rows[row], of: change) {
                side = .diff
                list.select(path, in: changes)
                window.go(to: row, in: rows, height: height)
                return true
            }
            row += forward ? 1 : -1
        }
        return false
    }
}
