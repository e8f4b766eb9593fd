// Long lines in narrow places.

/// Breaks a line into rows of at most `columns` columns, by words; see `LineBreaker` for the rules.
///
/// - Rows after the first are indented by `hanging` columns of plain blanks (at most half of `columns`).
/// - A line end in the text (`\n`, `\r\n`) starts a row that is not indented. Text that ends in one has an empty last row.
/// - A wide sign is never split. One that is wider than the row has a row of its own and is cut when it is put.
/// - There is always at least one row. The cost is linear in the length of the text.
public func wrap(_ line: StyledLine, columns: Int, hanging: Int = 0) -> [StyledLine] {
    var wrapping = StyledWrapping(line.runs, columns: columns, hanging: hanging)
    return wrapping.rows()
}

/// Breaks plain text as `wrap` does, and gives the part of the text that each row shows.
///
/// For editors: the ranges are in order and touch each other, so every character is in exactly one row. Blanks and a line
/// end at the end of a row belong to it, even if they stick out past the edge. There is always at least one range.
public func wrappedRanges(of text: String, columns: Int, hanging: Int = 0) -> [Range<String.Index>] {
    var breaker = LineBreaker<String.Index>(columns: columns, hanging: hanging)
    var ranges: [Range<String.Index>] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
        let next = text.index(after: index)
        breaker.take(text[index], from: index, to: next) { row in
            ranges.append(start..<row.next)
            start = row.next
        }
        index = next
    }
    ranges.append(start..<text.endIndex)
    return ranges
}

/// A place in runs of text.
private struct RunPlace {
    var run: Int
    var index: String.Index
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
        start = RunPlace(run: 0, index: "".startIndex)
    }

    mutating func rows() -> [StyledLine] {
        var breaker = LineBreaker<RunPlace>(columns: columns, hanging: hanging)
        for (number, run) in runs.enumerated() {
            let text = run.text
            var index = text.startIndex
            while index < text.endIndex {
                let next = text.index(after: index)
                let character = text[index]
                breaker.take(
                    character, from: RunPlace(run: number, index: index), to: RunPlace(run: number, index: next)
                ) {
                    row in
                    finish(row.end)
                    start = row.next
                    isContinued = !character.isNewline
                }
                index = next
            }
        }
        let end = RunPlace(run: runs.count - 1, index: runs.last?.text.endIndex ?? "".endIndex)
        finish(breaker.lastEnd(end))
        return result
    }

    /// Adds the row from `start` to `end`.
    private mutating func finish(_ end: RunPlace) {
        var row = isContinued ? indent : StyledLine()
        if !runs.isEmpty, start.run <= end.run {
            for number in start.run...end.run {
                let text = runs[number].text
                let from = number == start.run ? start.index : text.startIndex
                let to = number == end.run ? end.index : text.endIndex
                if from < to { row.append(String(text[from..<to]), runs[number].style) }
            }
        }
        result.append(row)
    }
}
