// From a change to the rows of its diff.

internal import ChangeReview

extension DiffRows {
    init(_ change: Change, _ shape: DiffShape) {
        var builder = RowBuilder(change, shape)
        builder.build()
        rows = builder.rows
        headers = builder.headers
        firstLines = builder.firstLines
        blankRuns = builder.blankRuns
        comments = shape.comments.map(\.id)
        oldCount = change.weave.old.count
        newCount = change.weave.new.count
        makers = change.hunks.indices.map { Words.makers(change.authors(ofHunk: $0)) ?? "" }
        numberColumns = "\(max(1, max(change.weave.old.count, change.weave.new.count)))".utf8.count
        if rows.isEmpty { rows = [DiffRow(.note, hunk: 0, old: 0, new: 0, changed: 0)] }
        if !shape.comments.isEmpty { insert(shape.comments) }
    }

    /// Comments stand below the last line that they are about; below the file's first row when it is gone.
    private mutating func insert(_ comments: [DiffShape.Comment]) {
        var below: [(row: Int, number: Int)] = []
        for (number, comment) in comments.enumerated() {
            let row =
                switch comment.range {
                case nil: 0
                case let range? where range.side == .old: self.row(of: .old(range.lines.upperBound - 1))
                case let range?: self.row(of: .new(range.lines.upperBound - 1))
                }
            below.append((row, number))
        }
        below.sort { ($0.row, $0.number) < ($1.row, $1.number) }
        var all: [DiffRow] = []
        all.reserveCapacity(rows.count + comments.reduce(0) { $0 + $1.rows })
        var copied = 0
        for (row, number) in below {
            if row + 1 > copied {
                all += rows[copied..<row + 1]
                copied = row + 1
            }
            let next =
                copied < rows.count ? (Int(rows[copied].old), Int(rows[copied].new)) : (oldCount, newCount)
            for line in 0..<comments[number].rows {
                all.append(
                    DiffRow(.comment, hunk: number, old: next.0, new: next.1, changed: line))
            }
        }
        rows = all + rows[copied...]
        var hunk = 0
        for (index, row) in rows.enumerated() where row.kind == .header {
            headers[hunk] = index
            hunk += 1
        }
    }
}

private struct RowBuilder {
    private let change: Change
    private let shape: DiffShape
    var rows: [DiffRow] = []
    var headers: [Int] = []
    var firstLines: [(old: Int32, new: Int32)] = []
    var blankRuns: [Bool] = []
    /// Lines that rows stand for already.
    private var old = 0
    private var new = 0
    private var changed = 0
    /// Weighings that aligning may still cost; beyond, lines are put side by side in turn.
    private var weighings = 50_000

    init(_ change: Change, _ shape: DiffShape) {
        self.change = change
        self.shape = shape
    }

    private var weave: Weave { change.weave }

    mutating func build() {
        guard weave.changedCount > 0 else { return }
        if shape.blanks != .shown {
            blankRuns = weave.runs.map { $0.isWhitespaceOnly(old: weave.old, new: weave.new) }
        }
        rows.reserveCapacity(weave.changedCount + change.hunks.count * (2 * shape.context + 2))
        for (number, hunk) in change.hunks.enumerated() { append(number, hunk.changed) }
        gap(change.hunks.count, until: weave.old.count, isLast: true)
    }

    private mutating func append(_ number: Int, _ lines: Range<Int>) {
        let index = weave.run(of: lines.lowerBound)
        let offset = lines.lowerBound - weave.starts[index]
        let first = weave.runs[index].old.lowerBound + min(offset, weave.runs[index].old.count)
        gap(number, until: first, isLast: false)
        let isHidden = shape.blanks == .hidden && isBlank(lines)
        let (oldStart, newStart) = (old, new)
        headers.append(rows.count)
        rows.append(DiffRow(.header, hunk: number, old: old, new: new, changed: changed))
        if isHidden {
            skip(lines)
        } else {
            context(number, until: first)
            var run = index
            while changed < lines.upperBound {
                append(number, run, changed..<min(lines.upperBound, weave.starts[run + 1]))
                run += 1
                if changed < lines.upperBound { context(number, until: weave.runs[run].old.lowerBound) }
            }
        }
        let hasAfter = shape.context > 0 && old < nextStart(after: number)
        firstLines.append(
            (
                Int32(truncatingIfNeeded: oldStart + (old > oldStart || hasAfter ? 1 : 0)),
                Int32(truncatingIfNeeded: newStart + (new > newStart || hasAfter ? 1 : 0))
            ))
    }

    /// Where the changed lines of the next hunk begin in the old text.
    private func nextStart(after number: Int) -> Int {
        guard number + 1 < change.hunks.count else { return weave.old.count }
        let line = change.hunks[number + 1].changed.lowerBound
        let index = weave.run(of: line)
        return weave.runs[index].old.lowerBound + min(line - weave.starts[index], weave.runs[index].old.count)
    }

    /// The unchanged lines before a hunk: the end of the one above, a fold, and what begins this one is left for below
    /// its header.
    private mutating func gap(_ number: Int, until end: Int, isLast: Bool) {
        let total = end - old
        guard total > 0 else { return }
        let opening = shape.opened[old] ?? DiffShape.Opening()
        let above = min(total, (number == 0 ? 0 : shape.context) + min(opening.above, total))
        let below = isLast ? 0 : min(total - above, shape.context + min(opening.below, total))
        // A fold takes a row itself: it is not worth one line.
        let hidden = total - above - below
        context(number == 0 ? 0 : number - 1, until: old + above + (hidden == 1 && number > 0 ? 1 : 0))
        guard hidden > 1 else { return }
        rows.append(DiffRow(.fold, hunk: number, old: old, new: new, changed: changed))
        old += hidden
        new += hidden
    }

    private mutating func context(_ hunk: Int, until end: Int) {
        while old < end {
            rows.append(DiffRow(.context, hunk: hunk, old: old, new: new, changed: changed))
            old += 1
            new += 1
        }
    }

    private mutating func append(_ hunk: Int, _ index: Int, _ lines: Range<Int>) {
        let run = weave.runs[index]
        let start = weave.starts[index]
        let removed = max(0, min(lines.upperBound - start, run.old.count) - (lines.lowerBound - start))
        let added = lines.count - removed
        guard shape.isSplit, removed > 0, added > 0 else {
            for _ in 0..<removed { line(.removed, hunk) }
            for _ in 0..<added { line(.added, hunk) }
            return
        }
        let firstAdded = changed + removed
        var (left, right) = (0, 0)
        for pair in alignment(removed, added) + [LinePairing.Pair(old: removed, new: added)] {
            for _ in 0..<min(pair.old - left, pair.new - right) {
                both(hunk)
                left += 1
                right += 1
            }
            while left < pair.old {
                line(.removed, hunk)
                left += 1
            }
            while right < pair.new {
                rows.append(DiffRow(.added, hunk: hunk, old: old, new: new, changed: firstAdded + right))
                new += 1
                right += 1
            }
            guard left < removed, right < added else { continue }
            both(hunk)
            left += 1
            right += 1
        }
        changed = lines.upperBound
    }

    private mutating func alignment(_ removed: Int, _ added: Int) -> [LinePairing.Pair] {
        guard removed * added <= min(weighings, LinePairing.mostCandidates) else { return [] }
        weighings -= removed * added
        return LinePairing.pairs(
            old: (old..<old + removed).map { weave.old[$0] }, new: (new..<new + added).map { weave.new[$0] })
    }

    private mutating func both(_ hunk: Int) {
        rows.append(DiffRow(.pair, hunk: hunk, old: old, new: new, changed: changed))
        old += 1
        new += 1
        changed += 1
    }

    private mutating func line(_ kind: DiffRow.Kind, _ hunk: Int) {
        rows.append(DiffRow(kind, hunk: hunk, old: old, new: new, changed: changed))
        if kind == .removed { old += 1 } else { new += 1 }
        changed += 1
    }

    private func isBlank(_ lines: Range<Int>) -> Bool {
        blankRuns[weave.run(of: lines.lowerBound)...weave.run(of: lines.upperBound - 1)].allSatisfy { $0 }
    }

    /// Passes the lines of a hunk that is not shown.
    private mutating func skip(_ lines: Range<Int>) {
        let last = weave.run(of: lines.upperBound - 1)
        let offset = lines.upperBound - weave.starts[last]
        let run = weave.runs[last]
        old = run.old.lowerBound + min(offset, run.old.count)
        new = run.new.lowerBound + max(0, offset - run.old.count)
        changed = lines.upperBound
    }
}
