// Long lines in narrow places.

/// Breaks a line into rows of at most `columns` columns, by words; see `LineBreaker` for the rules.
///
/// - Rows after the first are indented by `hanging` columns of plain blanks (at most half of `columns`).
/// - A line end in the text (`\n`, `\r\n`) starts a row that is not indented. Text that ends in one has an empty last
///   row.
/// - A wide sign is never split. One that is wider than the row has a row of its own and is cut when it is put.
/// - There is always at least one row. The cost is linear in the length of the text.
public func wrap(_ line: StyledLine, columns: Int, hanging: Int = 0) -> [StyledLine] {
    var wrapping = StyledWrapping(line.runs, columns: columns, hanging: hanging)
    return wrapping.rows()
}

/// Breaks plain text as `wrap` does, and gives the part of the text that each row shows.
///
/// For editors: the ranges are in order and touch each other, so every character is in exactly one row. Blanks and a
/// line end at the end of a row belong to it, even if they stick out past the edge. There is always at least one range.
public func wrappedRanges(of text: String, columns: Int, hanging: Int = 0) -> [Range<String.Index>] {
    var breaker = LineBreaker<Int>(columns: columns, hanging: hanging)
    var ranges: [Range<String.Index>] = []
    var start = text.startIndex
    text.forEachSign { sign in
        breaker.take(sign, from: sign.start, to: sign.end) { row in
            let next = text.index(atByte: row.next)
            ranges.append(start..<next)
            start = next
        }
        return true
    }
    ranges.append(start..<text.endIndex)
    return ranges
}

/// A place in runs of text: the run, and the UTF-8 bytes before the place in it.
private struct RunPlace {
    var run: Int
    var byte: Int
}

private struct StyledWrapping {
    private let runs: [StyledRun]
    private let columns: Int
    private let indent: StyledLine
    private let hanging: Int
    private var start: RunPlace
    private var isContinued = false
    private var result: [StyledLine] = []

    init(_ runs: [StyledRun], columns: Int, hanging: Int) {
        self.runs = runs
        self.columns = columns
        self.hanging = hanging
        indent = StyledLine(
            String(repeating: " ", count: LineBreaker<RunPlace>.hanging(hanging, in: columns)), .plain)
        start = RunPlace(run: 0, byte: 0)
    }

    mutating func rows() -> [StyledLine] {
        var breaker = LineBreaker<RunPlace>(columns: columns, hanging: hanging)
        for (number, run) in runs.enumerated() {
            run.text.forEachSign { sign in
                let place = RunPlace(run: number, byte: sign.start)
                breaker.take(sign, from: place, to: RunPlace(run: number, byte: sign.end)) { row in
                    finish(row.end)
                    start = row.next
                    isContinued = !sign.isLineEnd
                }
                return true
            }
        }
        let end = RunPlace(run: runs.count - 1, byte: runs.last?.text.utf8.count ?? 0)
        finish(breaker.lastEnd(end))
        return result
    }

    /// Adds the row from `start` to `end`.
    private mutating func finish(_ end: RunPlace) {
        var row = isContinued ? indent : StyledLine()
        if !runs.isEmpty, start.run <= end.run {
            for number in start.run...end.run {
                let text = runs[number].text
                let from = number == start.run ? text.index(atByte: start.byte) : text.startIndex
                let to = number == end.run ? text.index(atByte: end.byte) : text.endIndex
                if from < to { row.append(String(text[from..<to]), runs[number].style) }
            }
        }
        result.append(row)
    }
}
