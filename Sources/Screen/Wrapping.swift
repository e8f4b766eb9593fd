// Long lines in narrow places.

/// Breaks a line into rows of at most `columns` columns, by words; see `LineBreaker` for the rules.
///
/// - Rows after the first are indented by `hanging` columns of plain blanks (at most half of `columns`).
/// - A line end in the text (`\n`, `\r\n`) starts a row that is not indented. Text that ends in one has an empty last
///   row.
/// - A wide sign is never split. One that is wider than the row has a row of its own and is cut when it is put.
/// - There is always at least one row. The cost is linear in the length of the text.
public func wrap(_ line: StyledLine, columns: Int, hanging: Int = 0) -> [StyledLine] {
    var wrapping = StyledWrapping(columns: columns, hanging: hanging)
    wrapping.take(line.runs)
    return wrapping.finished + wrapping.lastRows()
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
