// Text that has to fit a place: cut, padded, shortened. All lengths are columns.

/// Which part of a text that is too long is kept.
public enum Keeping: Hashable, Sendable {
    case start, end
    /// The start and the end; the middle is left out.
    case ends
}

/// Cuts text to a number of columns; what was left out is replaced by `sign` (`..` where only ASCII can be shown). Text
/// that fits is not touched.
public func truncated(
    _ text: String, columns: Int, keeping: Keeping = .start, sign: String = "…"
) -> String {
    truncated(StyledLine(text), columns: columns, keeping: keeping, sign: sign).text
}

/// Cuts a line to a number of columns; the sign has the style of what it follows, at the start of what it precedes.
public func truncated(
    _ line: StyledLine, columns: Int, keeping: Keeping = .start, sign: String = "…"
) -> StyledLine {
    // Looking at more than this decides nothing: a line of ten megabytes is cut as fast as a short one.
    guard !line.fits(in: columns) else { return line }
    let signWidth = displayWidth(of: sign)
    let room = columns - signWidth
    guard room >= 0 else { return line.prefix(columns: columns) }
    switch keeping {
    case .start:
        var start = line.prefix(columns: room)
        start.append(sign, start.runs.last?.style ?? line.runs[0].style)
        return start
    case .end:
        let end = line.suffix(columns: room)
        return StyledLine(sign, end.runs.first?.style ?? line.runs[0].style) + end
    case .ends:
        var start = line.prefix(columns: (room + 1) / 2)
        start.append(sign, start.runs.last?.style ?? line.runs[0].style)
        return start + line.suffix(columns: room - (start.width - signWidth))
    }
}

/// Shortens a path in its middle, whole folders at a time, never the file name: `Sources/…/Parser.swift`.
///
/// Folders stay from the outside in: the first one, then the last one, and so on, as many as fit. If not even the file
/// name fits, it alone is cut in its middle, so that its ending stays.
public func shortenedPath(_ path: String, columns: Int, sign: String = "…") -> String {
    guard displayWidth(of: path) > columns else { return path }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    // A folder's name ends in a slash, which belongs to the name.
    if parts.count > 1, parts.last == "" {
        parts.removeLast()
        parts[parts.count - 1] += "/"
    }
    let name = parts.removeLast()
    var head = ""
    var tail = "/" + name
    guard !parts.isEmpty, displayWidth(of: sign + tail) <= columns else {
        return truncated(name, columns: columns, keeping: .ends, sign: sign)
    }
    var first = 0
    var last = parts.count - 1
    var isHeadsTurn = true
    var failures = 0
    while first <= last, failures < 2 {
        let newHead = isHeadsTurn ? head + parts[first] + "/" : head
        let newTail = isHeadsTurn ? tail : "/" + parts[last] + tail
        if displayWidth(of: newHead + sign + newTail) <= columns {
            (head, tail) = (newHead, newTail)
            if isHeadsTurn { first += 1 } else { last -= 1 }
            failures = 0
        } else {
            failures += 1
        }
        isHeadsTurn.toggle()
    }
    return head + sign + tail
}

/// Where text stands in a place that is wider.
public enum Alignment: Hashable, Sendable {
    case left, right
}

/// Adds blanks up to a number of columns. Text that is wider stays as it is.
public func padded(_ text: String, columns: Int, _ alignment: Alignment = .left) -> String {
    let blanks = String(repeating: " ", count: max(0, columns - displayWidth(of: text)))
    return alignment == .left ? text + blanks : blanks + text
}

/// Adds blanks in a style up to a number of columns. A line that is wider stays as it is.
public func padded(
    _ line: StyledLine, columns: Int, _ alignment: Alignment = .left, as style: Style = Style(.plain)
) -> StyledLine {
    let blanks = StyledLine(String(repeating: " ", count: max(0, columns - line.width)), style)
    return alignment == .left ? line + blanks : blanks + line
}

/// Replaces each tab by blanks up to the next multiple of `tabWidth` columns.
///
/// - Parameter column: where in the row the text starts, counted from the tab stops' zero.
public func expandingTabs(_ text: String, tabWidth: Int = 4, from column: Int = 0) -> String {
    expandingTabs(StyledLine(text), tabWidth: tabWidth, from: column).text
}

/// Replaces each tab of a line by blanks in the tab's style.
public func expandingTabs(_ line: StyledLine, tabWidth: Int = 4, from column: Int = 0) -> StyledLine {
    guard line.runs.contains(where: { $0.text.utf8.contains(9) }) else { return line }
    let tabWidth = max(1, tabWidth)
    var column = column
    var result = StyledLine()
    for run in line.runs {
        var text = ""
        for (number, part) in run.text.split(separator: "\t", omittingEmptySubsequences: false).enumerated() {
            if number > 0 {
                let blanks = tabWidth - (column % tabWidth + tabWidth) % tabWidth
                text += String(repeating: " ", count: blanks)
                column += blanks
            }
            text += part
            // A new line starts the count again.
            if let end = part.lastIndex(where: \.isNewline) {
                column = displayWidth(of: part[part.index(after: end)...])
            } else {
                column += displayWidth(of: part)
            }
        }
        result.append(text, run.style)
    }
    return result
}
