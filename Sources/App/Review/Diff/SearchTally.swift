// Where the reader is among the lines that a search finds, counted once until something changes.

internal import ChangeReview
internal import Screen

/// Lines that are found, by file. Those of the file in sight are counted by themselves: its folds may be open.
struct SearchTally: Equatable, Sendable {
    /// All that the counts depend on, but the files themselves.
    struct Key: Equatable, Sendable {
        var search: DiffSearch
        var context: Int
        var isSplit: Bool
        var blanks: DiffShape.Blanks
    }

    /// Of one file. Comparing it costs nothing while it is the same: both sides lie where they lay.
    struct Count: Equatable, Sendable {
        var weave: Weave
        var hunks: [Hunk]
        var found: Int
    }

    var key: Key
    /// Of the review as a whole: while this is the same, no file is looked at.
    var contents: Int
    /// Files without a find are in it, too, with none.
    var counts: [RelativePath: Count] = [:]
}

extension DiffSearch {
    func isFound(in row: DiffRow, of change: Change) -> Bool {
        if let line = row.newLine, isFound(in: change.weave.new[line]) { return true }
        guard row.kind != .context, let line = row.oldLine else { return false }
        return isFound(in: change.weave.old[line])
    }

    /// In what may be shown of it at first with so many lines of context. Where it is not, no rows need be made.
    ///
    /// Note: a gap of one line is shown, so one line more than the context may be.
    func isFound(in change: Change, context: Int) -> Bool {
        let weave = change.weave
        var passed = 0
        for run in weave.runs {
            let first = max(passed, run.old.lowerBound - context - 1)
            let end = max(first, min(weave.old.count, run.old.upperBound + context + 1))
            if (first..<end).contains(where: { isFound(in: weave.old[$0]) }) { return true }
            if run.new.contains(where: { isFound(in: weave.new[$0]) }) { return true }
            passed = end
        }
        return false
    }
}

extension Reviewing {
    /// `3/17` on a found line, `17 found` elsewhere; nil while nothing is searched.
    mutating func searchPlace() -> String? {
        guard let search = window.search, let path, let (change, rows) = diff() else { return nil }
        let counts = tally(search)
        let here = hits(of: search, in: change, rows)
        var (before, all, isPassed) = (0, 0, false)
        for other in filesInOrder {
            if other == path { isPassed = true }
            let count = other == path ? here.count : counts[other]?.found ?? 0
            all += count
            if !isPassed { before += count }
        }
        let row = rows.row(of: window.place)
        guard side == .diff, let place = here.firstIndex(of: row) else { return "\(groupedCount(all)) found" }
        return "\(groupedCount(before + place + 1))/\(groupedCount(all))"
    }

    /// What has changed is counted again, and nothing else.
    private mutating func tally(_ search: DiffSearch) -> [RelativePath: SearchTally.Count] {
        let columns = layout?.diff.size.columns ?? 80
        let key = SearchTally.Key(
            search: search, context: window.context, isSplit: window.isSplit(columns: columns), blanks: window.blanks)
        let last = tally?.key == key ? tally : nil
        if let last, last.contents == contents { return last.counts }
        var made = SearchTally(key: key, contents: contents)
        let shape = DiffShape(
            context: window.context, isSplit: key.isSplit, blanks: window.blanks, opened: [:], comments: [])
        for change in changes.changes {
            if let known = last?.counts[change.path], known.weave == change.weave, known.hunks == change.hunks {
                made.counts[change.path] = known
                continue
            }
            let found =
                search.isFound(in: change, context: window.context)
                ? DiffRows(change, shape).rows.count { search.isFound(in: $0, of: change) } : 0
            made.counts[change.path] = SearchTally.Count(weave: change.weave, hunks: change.hunks, found: found)
        }
        tally = made
        return made.counts
    }
}

extension ChangeSet.Event {
    /// What stands in the files is as it was.
    var isAboutMarks: Bool {
        switch self {
        case .decided, .rejected, .commented, .commentChanged, .commentRemoved, .commentResolved: true
        default: false
        }
    }
}
