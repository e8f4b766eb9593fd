// Where a searched text stands in rows, and how it is shown there.

internal import Screen

/// What is marked while rows are drawn.
struct SearchMarks {
    var search: TextSearch
    /// The part with the match that the reader is at.
    var part: Int?
    var hit: Hit?

    /// A match in an entry's rows: the row, and the byte of its text where it begins.
    struct Hit: Equatable, Sendable {
        var row: Int
        var start: Int
    }
}

extension TextSearch {
    /// The bytes of each row that belong to a match. One that is wrapped is in both of its rows.
    func ranges(in rows: [TextRow]) -> [[Range<Int>]] {
        var ranges = [[Range<Int>]](repeating: [], count: rows.count)
        eachMatch(in: rows) { row, range, _ in ranges[row].append(range) }
        return ranges
    }

    /// Where each match begins.
    func hits(in rows: [TextRow]) -> [SearchMarks.Hit] {
        var hits: [SearchMarks.Hit] = []
        eachMatch(in: rows) { row, range, isStart in
            if isStart { hits.append(SearchMarks.Hit(row: row, start: range.lowerBound)) }
        }
        return hits
    }

    private func eachMatch(in rows: [TextRow], _ body: (Int, Range<Int>, Bool) -> Void) {
        var bytes: [UInt8] = []
        var starts: [Int] = []
        for row in rows {
            starts.append(bytes.count)
            bytes += Array(row.line.text.utf8)
            bytes.append(0x0A)
        }
        var row = 0
        for match in ranges(in: bytes) {
            while row + 1 < starts.count, starts[row + 1] <= match.lowerBound { row += 1 }
            var (piece, start) = (row, match.lowerBound)
            while start < match.upperBound {
                let end = min(match.upperBound, (piece + 1 < starts.count ? starts[piece + 1] : bytes.count) - 1)
                // Not what stands before a row's words: indent, rules.
                if end > start { body(piece, start - starts[piece]..<end - starts[piece], piece == row) }
                piece += 1
                guard piece < starts.count else { break }
                start = max(match.lowerBound, starts[piece])
                while start < match.upperBound, bytes[start] == 0x20 { start += 1 }
            }
        }
    }
}

extension StyledLine {
    /// The same text with these bytes marked as found.
    ///
    /// - Parameter current: where the match begins that the reader is at.
    func marking(_ ranges: [Range<Int>], current: Int?) -> StyledLine {
        var line = StyledLine()
        var offset = 0
        var next = ranges.startIndex
        for run in runs {
            let bytes = Array(run.text.utf8)
            var start = 0
            while start < bytes.count {
                while next < ranges.endIndex, ranges[next].upperBound <= offset + start { next += 1 }
                let isIn = next < ranges.endIndex && ranges[next].lowerBound <= offset + start
                let bound =
                    next < ranges.endIndex ? (isIn ? ranges[next].upperBound : ranges[next].lowerBound) - offset : .max
                let end = min(bytes.count, max(start + 1, bound))
                let isHere = isIn && ranges[next].lowerBound == current
                line.append(
                    String(decoding: bytes[start..<end], as: UTF8.self),
                    isIn ? Style(.match, isHere ? [.strong, .emphasised] : []) : run.style)
                start = end
            }
            offset += bytes.count
        }
        return line
    }
}
