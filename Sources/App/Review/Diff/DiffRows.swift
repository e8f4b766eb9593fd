// Every row of a file's diff by what stands in it, so that a window on a diff of a million lines costs what it shows.

internal import ChangeReview

/// One row, in 20 bytes: a row says where it is, the texts stay in the change.
struct DiffRow: Equatable, Sendable {
    enum Kind: UInt8, Sendable {
        /// What is said of a file that has no lines to show.
        case note
        /// Unchanged lines that are not shown.
        case fold
        case header
        case context, removed, added
        /// A removed line beside an added one.
        case pair
        case comment
    }

    var kind: Kind
    /// The hunk; the number of the gap above it for a fold and for unchanged lines that were opened; a comment's place
    /// in the list of comments.
    var hunk: Int32
    /// Lines of either side, and changed lines, before this row; for a comment's row, `changed` counts its own rows.
    var old: Int32
    var new: Int32
    var changed: Int32

    init(_ kind: Kind, hunk: Int, old: Int, new: Int, changed: Int) {
        self.kind = kind
        self.hunk = Int32(truncatingIfNeeded: hunk)
        self.old = Int32(truncatingIfNeeded: old)
        self.new = Int32(truncatingIfNeeded: new)
        self.changed = Int32(truncatingIfNeeded: changed)
    }

    var isLine: Bool {
        switch kind {
        case .context, .removed, .added, .pair: true
        case .note, .fold, .header, .comment: false
        }
    }

    /// The line of the old text that the row shows.
    var oldLine: Int? { isLine && kind != .added ? Int(old) : nil }
    var newLine: Int? { isLine && kind != .removed ? Int(new) : nil }
}

/// Where somebody is in a diff, however it is folded and whether it is shown in one column or two.
enum DiffPlace: Equatable, Sendable {
    case note
    case header(Int)
    case fold(Int)
    case old(Int)
    case new(Int)
    /// A row of a comment.
    case comment(id: Int, row: Int)
}

struct DiffRows: Equatable, Sendable {
    var rows: [DiffRow]
    /// The header's row of each hunk.
    var headers: [Int]
    /// A hunk's first line on each side as a reader counts it; for no lines, the line before (git's rule).
    var firstLines: [(old: Int32, new: Int32)]
    /// Columns that the largest line number takes.
    var numberColumns: Int
    /// Lines of both texts, for the last fold.
    var oldCount: Int
    var newCount: Int
    /// Who made each hunk, in words; empty where that is nobody in particular.
    var makers: [String]
    /// Runs that change nothing but blanks; empty when that is not asked.
    var blankRuns: [Bool]
    /// Ids of the comments that stand in it, by their number.
    var comments: [Int]

    static func == (a: DiffRows, b: DiffRows) -> Bool { a.rows == b.rows && a.comments == b.comments }

    var count: Int { rows.count }

    /// The hunk that a row belongs to; a fold belongs to the one below it, nil for a file without hunks.
    func hunk(at row: Int) -> Int? {
        guard !headers.isEmpty else { return nil }
        if rows.indices.contains(row), rows[row].kind == .fold { return min(Int(rows[row].hunk), headers.count - 1) }
        return max(0, Self.partition(headers.count) { headers[$0] <= row } - 1)
    }

    func header(of hunk: Int) -> Int { headers.indices.contains(hunk) ? headers[hunk] : 0 }

    /// Lines that a fold hides.
    func hidden(at row: Int) -> Int {
        let end = row + 1 < rows.count ? Int(rows[row + 1].old) : oldCount
        return end - Int(rows[row].old)
    }

    func place(at row: Int) -> DiffPlace {
        guard rows.indices.contains(row) else { return .note }
        let found = rows[row]
        switch found.kind {
        case .note: return .note
        case .header: return .header(Int(found.hunk))
        case .fold: return .fold(Int(found.hunk))
        case .context, .removed, .pair: return .old(Int(found.old))
        case .added: return .new(Int(found.new))
        case .comment: return .comment(id: comments[Int(found.hunk)], row: Int(found.changed))
        }
    }

    /// The row of a place, or the nearest one there is.
    func row(of place: DiffPlace) -> Int {
        switch place {
        case .note: return 0
        case .header(let hunk): return header(of: min(hunk, headers.count - 1))
        case .fold(let gap):
            let below = gap < headers.count ? header(of: gap) : rows.count
            guard below > 0 else { return 0 }
            var above = below - 1
            while above > 0, rows[above].kind == .comment { above -= 1 }
            return rows[above].kind == .fold ? above : min(below, rows.count - 1)
        case .old(let line):
            return lineRow(Self.partition(rows.count) { rows[$0].old <= line } - 1) { $0.oldLine == line }
        case .new(let line):
            return lineRow(Self.partition(rows.count) { rows[$0].new <= line } - 1) { $0.newLine == line }
        case .comment(let id, let row):
            guard let number = comments.firstIndex(of: id),
                let first = rows.firstIndex(where: { $0.kind == .comment && $0.hunk == number })
            else { return 0 }
            var end = first
            while end + 1 < rows.count, rows[end + 1].kind == .comment, rows[end + 1].hunk == number, end - first < row
            {
                end += 1
            }
            return end
        }
    }

    /// The nearest row above that is the line; what else stands between lines has their numbers, too.
    private func lineRow(_ last: Int, _ isWanted: (DiffRow) -> Bool) -> Int {
        var row = max(0, last)
        while row > 0, !rows[row].isLine, rows[row].kind != .fold { row -= 1 }
        var candidate = row
        while candidate > 0, row - candidate < 2, !isWanted(rows[candidate]) { candidate -= 1 }
        return isWanted(rows[candidate]) ? candidate : max(0, last)
    }

    /// How many of the first numbers satisfy what only first ones do.
    static func partition(_ count: Int, _ isFirst: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isFirst(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension DiffRows {
    /// The changed lines that a row shows, by their numbers.
    func changed(at row: Int, in change: Change) -> [Int] {
        let found = rows[row]
        switch found.kind {
        case .removed, .added: return [Int(found.changed)]
        case .pair:
            let weave = change.weave
            let run = weave.run(of: Int(found.changed))
            let added = weave.starts[run] + weave.runs[run].old.count + Int(found.new) - weave.runs[run].new.lowerBound
            return [Int(found.changed), added]
        case .note, .fold, .header, .context, .comment: return []
        }
    }

    /// The changed lines between two rows, both included, as ranges in order.
    func changed(from first: Int, through last: Int, in change: Change) -> [Range<Int>] {
        var numbers: [Int] = []
        for row in max(0, first)...max(0, min(last, rows.count - 1)) { numbers += changed(at: row, in: change) }
        var ranges: [Range<Int>] = []
        for number in numbers.sorted() {
            if let end = ranges.last?.upperBound, end == number {
                ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
        return ranges
    }
}
