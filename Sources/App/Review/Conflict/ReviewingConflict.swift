// How conflicts are walked and resolved.

internal import ChangeReview

extension Reviewing {
    /// The merge of the selected file, when it waits for choices.
    var merging: Change.Merging? {
        guard let path, case .merging(let merging) = changes[path]?.conflict else { return nil }
        return merging
    }

    private func rows(of merging: Change.Merging) -> [ConflictRow] {
        ConflictRow.rows(merging.merge, showsBase: conflict.showsBase)
    }

    /// True when the move was one in a conflict.
    mutating func moveInConflict(_ action: Action) -> Bool {
        guard side == .diff, let merging else { return false }
        let rows = rows(of: merging)
        let headers = rows.indices.filter { rows[$0].kind == .header }
        switch action {
        case .nextRow: go(to: conflict.row + 1, rows.count)
        case .previousRow: go(to: conflict.row - 1, rows.count)
        case .panelPageDown: go(to: conflict.row + height, rows.count)
        case .panelPageUp: go(to: conflict.row - height, rows.count)
        case .firstRow: go(to: 0, rows.count)
        case .lastRow: go(to: rows.count - 1, rows.count)
        case .nextHunk: go(to: headers.first { $0 > conflict.row } ?? conflict.row, rows.count)
        case .previousHunk: go(to: headers.last { $0 < conflict.row } ?? conflict.row, rows.count)
        default: return false
        }
        return true
    }

    /// The wheel, over a merge that waits for choices; false: there is none.
    mutating func turnConflict(by count: Int) -> Bool {
        guard let merging else { return false }
        go(to: conflict.row + count, rows(of: merging).count)
        return true
    }

    /// A press on a row of it, counted from the window's top; false: there is none.
    mutating func pressConflict(at offset: Int, height: Int) -> Bool {
        guard let merging else { return false }
        let count = rows(of: merging).count
        let row = min(conflict.row, count - 1)
        let top = max(0, min(row - max(0, min(conflict.lead, height - 1)), count - height))
        side = .diff
        if top + offset < count { go(to: top + offset, count) }
        return true
    }

    private mutating func go(to row: Int, _ count: Int) {
        let row = min(max(0, row), count - 1)
        var top = conflict.row - conflict.lead
        top = min(row, max(top, row - height + 1))
        conflict.row = row
        conflict.lead = row - top
    }

    /// The conflict with the cursor, from 0.
    private var conflictHere: Int? {
        guard let merging else { return nil }
        let rows = rows(of: merging)
        return min(rows.isEmpty ? 0 : rows[min(conflict.row, rows.count - 1)].conflict, merging.choices.count - 1)
    }

    mutating func resolve(_ resolution: ThreeWayMerge.Resolution) -> [Effect] {
        guard let path, let known = changes[path]?.conflict else { return [.say("This file has no conflict")] }
        guard known.choices.contains(resolution) else {
            return [.say("That can't be done here. 1 keeps what is on disk")]
        }
        let effects = review(.resolved(path, conflict: conflictHere ?? 0, resolution))
        if changes[path] == nil { return effects + [.say("\(path.text) stays as it is on disk; u takes that back")] }
        guard let merging else { return effects + [.say("No conflict is left in \(path.text)")] }
        let rows = rows(of: merging)
        // On to what is still open.
        if let next = rows.firstIndex(where: { $0.kind == .header && merging.choices[$0.conflict] == nil }) {
            go(to: next, rows.count)
        }
        return effects
    }

    // MARK: By hand

    private static let marks = ["<<<<<<< on disk", "||||||| before both", "=======", ">>>>>>> proposed"]

    /// One conflict with its markers, in the user's editor.
    mutating func edit(_ merging: Change.Merging, in change: Change) -> [Effect] {
        guard let index = conflictHere else { return [] }
        let piece = merging.merge.conflicts[index]
        let parts = [
            (merging.merge.ours, piece.ours), (merging.merge.base, piece.base), (merging.merge.theirs, piece.theirs),
        ]
        var bytes: [UInt8] = []
        for (number, part) in parts.enumerated() {
            bytes += Array("\(Self.marks[number])\n".utf8)
            if number == 2 { bytes = bytes.dropLast(Self.marks[2].utf8.count + 1) + Array("=======\n".utf8) }
            for line in part.1 {
                bytes += part.0[line]
                if bytes.last != 0x0A { bytes.append(0x0A) }
            }
        }
        bytes += Array("\(Self.marks[3])\n".utf8)
        editing = .conflict(change.path, index)
        return [.edit(change.path, FileState(bytes: bytes))]
    }

    mutating func resolved(_ change: Change, _ index: Int, _ bytes: [UInt8]) -> [Effect] {
        let lines = ByteLines(bytes)
        let isMarked = (0..<lines.count).contains { line in
            Self.marks.contains { lines[line].starts(with: $0.utf8) }
        }
        guard !isMarked else {
            return [.say("The markers are still there; nothing was changed. e tries again")]
        }
        return review(.resolved(change.path, conflict: index, .custom(bytes)))
    }
}
