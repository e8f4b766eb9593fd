// The transcript in a window: pinned to a line of an entry, or following the end. Only what is visible is laid out.

internal import Screen
internal import TaskMachine

/// What the chat shows, from top to bottom.
struct ChatContent {
    /// Before the first entry; it is there as long as it is not scrolled away.
    var greeting: [TextRow]
    var entries: [Entry]
    var stepTimes = StepTimes()
    var reasoningTimes = ReasoningTimes()
    /// The failure that something can still be done about.
    var liveFailure: Int?
    /// What stands below the last entry and changes by itself: queued messages, what is to be reviewed.
    var tail: [TextRow]
}

struct ChatPane: Equatable, Sendable {
    /// A line of the transcript: `part` 0 is the greeting, then the entries, then the tail.
    struct Place: Equatable, Comparable, Sendable {
        var part: Int
        var line: Int

        static func < (a: Place, b: Place) -> Bool { (a.part, a.line) < (b.part, b.line) }
    }

    /// The line on top of the window, in terms that outlive a resize and new text.
    enum Position: Equatable, Sendable {
        case bottom
        /// The entry's id (0: the greeting), and the line in it at a width. At another width it is the line that has
        /// so many letters of the entry before it.
        case pinned(entry: Int, line: Int, width: Int, letters: Int)
    }

    private struct Laid: Equatable, Sendable {
        var revision: Int
        var width: Int
        var isExpanded: Bool
        var run: EditRun.Part
        var isLiveFailure: Bool
        var rows: [TextRow]
    }

    /// Laid-out entries that are kept; others are laid out again when they come into view.
    private static let cacheLimit = 400

    private(set) var position = Position.bottom
    var isExpanded = false
    /// The last entry when the reader left the end, and its lines then.
    private var seen: Place?
    private var cache: [Int: Laid] = [:]
    private var stream = StreamRows()
    /// How often an entry was laid out; what did not change must not be.
    private(set) var layoutCount = 0

    mutating func forgetRows() {
        cache = [:]
        stream = StreamRows()
    }

    mutating func followEnd() {
        position = .bottom
        seen = nil
    }

    /// Entries come between the greeting and this one, which stays on top.
    mutating func leaveGreeting(for entry: Int) {
        guard case .pinned(0, _, let width, _) = position else { return }
        position = .pinned(entry: entry, line: 0, width: width, letters: 0)
    }

    // MARK: Rows

    private mutating func rows(_ part: Int, of content: ChatContent, width: Int, signs: Signs) -> [TextRow] {
        if part <= 0 { return content.greeting }
        guard part <= content.entries.count else { return content.tail }
        let entry = content.entries[part - 1]
        let run = isExpanded ? EditRun.Part.whole : EditRun.part(of: part - 1, in: content.entries)
        if run == .hidden { return [] }
        let isLive = entry.id == content.liveFailure
        if let laid = cache[entry.id], laid.revision == entry.revision, laid.width == width,
            laid.isExpanded == isExpanded, laid.run == run, laid.isLiveFailure == isLive
        {
            return laid.rows
        }
        layoutCount += 1
        var layout = EntryRows(width: width, signs: signs, isExpanded: isExpanded)
        layout.reasoningTimes = content.reasoningTimes
        layout.liveFailure = content.liveFailure
        if case .assistant(let answer) = entry.content {
            if !answer.reported.isEmpty { layout.shown = EntryRows.shown(in: content.entries[..<(part - 1)]) }
            if answer.state == .streaming {
                layout.streamed = stream.rows(
                    of: answer.shownText, entry: entry.id, width: layout.width, signs: signs)
            }
        }
        var rows: [TextRow]
        if case .summary(let count) = run {
            rows = layout.summary(of: content.entries[(part - count)..<part])
        } else {
            rows = layout.rows(
                of: entry, after: part > 1 ? content.entries[part - 2] : nil, times: content.stepTimes)
        }
        if part == 1, !content.greeting.isEmpty { rows.insert(.blank, at: 0) }
        if cache.count >= Self.cacheLimit { cache = [:] }
        cache[entry.id] = Laid(
            revision: entry.revision, width: width, isExpanded: isExpanded, run: run, isLiveFailure: isLive, rows: rows)
        return rows
    }

    /// The place so many rows above the end; the beginning when there are fewer.
    private mutating func top(_ height: Int, of content: ChatContent, width: Int, signs: Signs) -> Place {
        var part = content.entries.count + 1
        var left = height
        while part >= 0 {
            let count = rows(part, of: content, width: width, signs: signs).count
            if count >= left { return Place(part: part, line: count - left) }
            left -= count
            part -= 1
        }
        return Place(part: 0, line: 0)
    }

    private mutating func place(in rect: Size, of content: ChatContent, signs: Signs) -> Place {
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        if content.entries.isEmpty, content.tail.isEmpty, position == .bottom { return Place(part: 0, line: 0) }
        guard case .pinned(let id, var line, let width, let letters) = position, let part = part(of: id, in: content)
        else { return end }
        let rows = rows(part, of: content, width: rect.columns, signs: signs)
        if width != rect.columns, letters > 0 {
            var passed = 0
            line =
                rows.firstIndex { row in
                    passed += Self.letters(in: row)
                    return passed > letters
                } ?? rows.count
        }
        return min(Place(part: part, line: min(line, max(0, rows.count - 1))), end)
    }

    /// What wrapping neither adds nor takes away.
    private static func letters(in row: TextRow) -> Int {
        row.line.runs.reduce(0) { $0 + $1.text.count { $0.isLetter || $0.isNumber } }
    }

    private func part(of id: Int, in content: ChatContent) -> Int? {
        if id == 0 { return 0 }
        // Ids grow along the entries, but for a block of progress that came late: it stands above its answer.
        var (low, high) = (0, content.entries.count)
        while low < high {
            let middle = (low + high) / 2
            if content.entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        if low < content.entries.count, content.entries[low].id == id { return low + 1 }
        return content.entries.lastIndex { $0.id == id }.map { $0 + 1 }
    }

    // MARK: Scrolling

    /// Moves the window by rows, up when negative.
    mutating func scroll(by rowCount: Int, of content: ChatContent, in rect: Size, signs: Signs) {
        guard rect.rows > 0 else { return }
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        var place = place(in: rect, of: content, signs: signs)
        for _ in 0..<abs(rowCount) {
            if rowCount > 0 {
                guard place < end else { break }
                place.line += 1
                while place.line >= rows(place.part, of: content, width: rect.columns, signs: signs).count, place < end
                {
                    place = Place(part: place.part + 1, line: 0)
                }
            } else {
                while place.line == 0, place.part > 0 {
                    place.part -= 1
                    place.line = rows(place.part, of: content, width: rect.columns, signs: signs).count
                }
                guard place.line > 0 else { break }
                place.line -= 1
            }
        }
        pin(place, end: end, content: content, width: rect.columns, signs: signs)
    }

    /// The first entry's first row is in the window.
    mutating func isAtTop(of content: ChatContent, in rect: Size, signs: Signs) -> Bool {
        place(in: rect, of: content, signs: signs) <= Place(part: 1, line: 0)
    }

    mutating func scrollToTop(of content: ChatContent, in rect: Size, signs: Signs) {
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        pin(Place(part: 0, line: 0), end: end, content: content, width: rect.columns, signs: signs)
    }

    private mutating func pin(_ place: Place, end: Place, content: ChatContent, width: Int, signs: Signs) {
        guard place < end, place.part <= content.entries.count else { return followEnd() }
        if position == .bottom {
            let last = content.entries.count
            let count = rows(last, of: content, width: width, signs: signs).count
            seen = Place(part: last == 0 ? 0 : content.entries[last - 1].id, line: count)
        }
        let before = rows(place.part, of: content, width: width, signs: signs).prefix(place.line)
        position = .pinned(
            entry: place.part == 0 ? 0 : content.entries[place.part - 1].id, line: place.line, width: width,
            letters: before.reduce(0) { $0 + Self.letters(in: $1) })
    }

    /// Rows that came since the reader left the end; nil at the end. Counting stops at a thousand.
    mutating func newRows(of content: ChatContent, in rect: Size, signs: Signs) -> Int? {
        guard position != .bottom, let seen else { return nil }
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        guard place(in: rect, of: content, signs: signs) < end else { return nil }
        var part = part(of: seen.part, in: content) ?? content.entries.count
        var count = part > 0 ? -seen.line : 0
        if part == 0 { part = 1 }
        while part <= content.entries.count, count < 1000 {
            count += rows(part, of: content, width: rect.columns, signs: signs).count
            part += 1
        }
        return max(0, count)
    }

    // MARK: Picture

    mutating func draw(_ content: ChatContent, into cells: inout CellBuffer, within rect: Rect, signs: Signs) {
        guard !rect.isEmpty else { return }
        var place = place(in: rect.size, of: content, signs: signs)
        var offset = 0
        while offset < rect.size.rows, place.part <= content.entries.count + 1 {
            let rows = rows(place.part, of: content, width: rect.size.columns, signs: signs)
            for row in rows.dropFirst(place.line).prefix(rect.size.rows - offset) {
                cells.draw(row, at: offset, in: textRect(rect), signs: signs)
                offset += 1
            }
            place = Place(part: place.part + 1, line: 0)
        }
    }

    /// Text is never wider than 100 columns, whatever the window.
    private func textRect(_ rect: Rect) -> Rect {
        Rect(
            column: rect.left, row: rect.top, columns: max(1, min(rect.size.columns - 1, EntryRows.widest + 1)),
            rows: rect.size.rows)
    }
}
