// Where every row of a file's diff comes from, so that a window on a diff of a million lines costs what it shows.

internal import ChangeReview

/// The rows of one change: for each hunk a header and its lines; a note for what has no lines to show.
struct DiffIndex: Equatable, Sendable {
    enum Row: Equatable {
        case note
        case header(hunk: Int)
        case line(hunk: Int, line: Int)
    }

    /// How many lines of each side came before.
    private struct Numbers: Equatable, Sendable {
        var old: Int
        var new: Int

        mutating func pass(_ line: Hunk.Line) {
            if line.kind != .added { old += 1 }
            if line.kind != .removed { new += 1 }
        }
    }

    /// A hunk's first line on each side as a reader counts it; for no lines, the line before (git's rule).
    struct FirstLines: Equatable, Sendable {
        var old: Int
        var new: Int
    }

    /// Line numbers are known at every so many lines of a hunk; between them they are counted.
    private static let stride = 64

    private(set) var rowCount: Int
    /// The header's row of each hunk.
    private let starts: [Int]
    private let marks: [[Numbers]]
    /// Kept, since a hunk counts its lines anew whenever it is asked.
    let firstLines: [FirstLines]
    /// Columns that the largest line number takes.
    let numberColumns: Int

    init(_ change: Change) {
        var starts: [Int] = []
        var marks: [[Numbers]] = []
        var firstLines: [FirstLines] = []
        var row = 0
        var largest = 0
        for hunk in change.hunks {
            starts.append(row)
            row += hunk.lines.count + 1
            var numbers = Numbers(old: hunk.oldStart, new: hunk.newStart)
            var mark: [Numbers] = []
            for (index, line) in hunk.lines.enumerated() {
                if index % Self.stride == 0 { mark.append(numbers) }
                numbers.pass(line)
            }
            marks.append(mark)
            firstLines.append(
                FirstLines(
                    old: hunk.oldStart + (numbers.old > hunk.oldStart ? 1 : 0),
                    new: hunk.newStart + (numbers.new > hunk.newStart ? 1 : 0)))
            largest = max(largest, numbers.old, numbers.new)
        }
        self.starts = starts
        self.marks = marks
        self.firstLines = firstLines
        rowCount = change.hunks.isEmpty ? 1 : row
        numberColumns = "\(largest)".utf8.count
    }

    func row(_ index: Int) -> Row {
        guard let hunk = hunk(at: index) else { return .note }
        let line = index - starts[hunk] - 1
        return line < 0 ? .header(hunk: hunk) : .line(hunk: hunk, line: line)
    }

    /// The hunk that a row belongs to; nil for a change without hunks.
    func hunk(at row: Int) -> Int? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    func header(of hunk: Int) -> Int { starts.indices.contains(hunk) ? starts[hunk] : 0 }

    /// The line's numbers, from 1, on the side or sides where it is.
    func numbers(hunk: Int, line: Int, in change: Change) -> (old: Int?, new: Int?) {
        let lines = change.hunks[hunk].lines
        let mark = line / Self.stride
        var numbers = marks[hunk][mark]
        for index in (mark * Self.stride)...line { numbers.pass(lines[index]) }
        let kind = lines[line].kind
        return (kind == .added ? nil : numbers.old, kind == .removed ? nil : numbers.new)
    }
}
