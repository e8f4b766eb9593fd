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

    /// All that an entry's rows depend on beside its neighbours.
    private struct Look: Equatable, Sendable {
        var revision: Int
        var width: Int
        var isExpanded: Bool
        var run: EditRun.Part
        var isLiveFailure: Bool
    }

    private struct Laid: Equatable, Sendable {
        var look: Look
        var rows: [TextRow]
    }

    private struct Height: Equatable, Sendable {
        var look: Look
        var rows: Int
    }

    /// The last entry when the reader left the end. As long as it is as it was, nothing new is in it, however it is laid
    /// out.
    struct Seen: Equatable, Sendable {
        var entry: Int
        var revision: Int
        var lines: Int
        var width: Int
        var letters: Int
    }

    /// Laid-out entries that are kept; others are laid out again when they come into view.
    private static let cacheLimit = 400
    /// Heights that are kept: counting new rows looks at more entries than are in view.
    private static let heightLimit = 4_000

    var position = Position.bottom
    var seen: Seen?
    /// Whole outputs and reasoning, or their ends.
    private(set) var isExpanded = false
    /// Entries that are shown the other way.
    private var turned: Set<Int> = []
    /// Edits of a long run that are shown one by one after all.
    private var shownEdits: Set<Int> = []
    /// The entry with the cursor; it is shown while the chat has the keys.
    var selected: Int?
    private var cache: [Int: Laid] = [:]
    private var heights: [Int: Height] = [:]
    private var stream = StreamRows()
    /// How often an entry was laid out; what did not change must not be.
    private(set) var layoutCount = 0

    mutating func forgetRows() {
        cache = [:]
        heights = [:]
        stream = StreamRows()
    }

    // MARK: Folds

    mutating func expandAll(_ isExpanded: Bool) {
        self.isExpanded = isExpanded
        turned = []
        shownEdits = []
    }

    func isExpanded(_ entry: Int) -> Bool { isExpanded != turned.contains(entry) }

    mutating func turn(_ entry: Int) { turned.formSymmetricDifference([entry]) }

    /// Shows the edits of a run one by one, or counts them again.
    mutating func showEdits(_ entries: some Sequence<Entry>, _ isShown: Bool) {
        let ids = entries.map(\.id)
        if isShown { shownEdits.formUnion(ids) } else { shownEdits.subtract(ids) }
    }

    func showsEdit(_ entry: Int) -> Bool { shownEdits.contains(entry) }

    /// What an entry is in its run of edits.
    func run(of part: Int, in content: ChatContent) -> EditRun.Part {
        let id = content.entries[part - 1].id
        return isExpanded(id) || shownEdits.contains(id) ? .whole : EditRun.part(of: part - 1, in: content.entries)
    }

    // MARK: Rows

    mutating func rows(_ part: Int, of content: ChatContent, width: Int, signs: Signs) -> [TextRow] {
        if part <= 0 { return content.greeting }
        guard part <= content.entries.count else { return content.tail }
        let entry = content.entries[part - 1]
        let look = look(of: part, in: content, width: width)
        if look.run == .hidden { return [] }
        if let laid = cache[entry.id], laid.look == look { return laid.rows }
        layoutCount += 1
        var layout = EntryRows(width: width, signs: signs, isExpanded: look.isExpanded)
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
        if case .summary(let count) = look.run {
            rows = layout.summary(of: content.entries[(part - count)..<part])
        } else {
            rows = layout.rows(
                of: entry, after: part > 1 ? content.entries[part - 2] : nil, times: content.stepTimes)
        }
        if part == 1, !content.greeting.isEmpty { rows.insert(.blank, at: 0) }
        if cache.count >= Self.cacheLimit { cache = [:] }
        cache[entry.id] = Laid(look: look, rows: rows)
        if heights.count >= Self.heightLimit { heights = [:] }
        heights[entry.id] = Height(look: look, rows: rows.count)
        return rows
    }

    private func look(of part: Int, in content: ChatContent, width: Int) -> Look {
        let entry = content.entries[part - 1]
        return Look(
            revision: entry.revision, width: width, isExpanded: isExpanded(entry.id), run: run(of: part, in: content),
            isLiveFailure: entry.id == content.liveFailure)
    }

    /// How many rows an entry has; laid out only if that is not known.
    mutating func height(_ part: Int, of content: ChatContent, width: Int, signs: Signs) -> Int {
        if part > 0, part <= content.entries.count, let height = heights[content.entries[part - 1].id],
            height.look == look(of: part, in: content, width: width)
        {
            return height.rows
        }
        return rows(part, of: content, width: width, signs: signs).count
    }

    /// The place so many rows above the end; the beginning when there are fewer.
    mutating func top(_ height: Int, of content: ChatContent, width: Int, signs: Signs) -> Place {
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

    mutating func place(in rect: Size, of content: ChatContent, signs: Signs) -> Place {
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        if content.entries.isEmpty, content.tail.isEmpty, position == .bottom { return Place(part: 0, line: 0) }
        guard case .pinned(let id, var line, let width, let letters) = position, let part = part(of: id, in: content)
        else { return end }
        let rows = rows(part, of: content, width: rect.columns, signs: signs)
        if width != rect.columns, letters > 0 { line = Self.line(after: letters, in: rows) }
        return min(Place(part: part, line: min(line, max(0, rows.count - 1))), end)
    }

    /// The row with the letter after so many.
    static func line(after letters: Int, in rows: [TextRow]) -> Int {
        var passed = 0
        return rows.firstIndex { row in
            passed += Self.letters(in: row)
            return passed > letters
        } ?? rows.count
    }

    /// What wrapping neither adds nor takes away.
    static func letters(in row: TextRow) -> Int {
        row.line.runs.reduce(0) { $0 + $1.text.count { $0.isLetter || $0.isNumber } }
    }

    func part(of id: Int, in content: ChatContent) -> Int? {
        if id == 0 { return 0 }
        return Self.index(of: id, in: content.entries).map { $0 + 1 }
    }

    /// Ids grow along the entries, but for a block of progress that came late: it stands above its answer.
    static func index(of id: Int, in entries: [Entry]) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        if low < entries.count, entries[low].id == id { return low }
        // Not far from there: a turn has one such block.
        return entries.lastIndex { $0.id == id }
    }

    // MARK: Picture

    /// - Parameters:
    ///   - isFocused: the chat has the keys, so that its cursor shows.
    ///   - marks: what is searched.
    mutating func draw(
        _ content: ChatContent, into cells: inout CellBuffer, within rect: Rect, isFocused: Bool = false,
        marks: SearchMarks? = nil, signs: Signs
    ) {
        guard !rect.isEmpty else { return }
        var shown: [(part: Int, line: Int, row: TextRow)] = []
        var place = place(in: rect.size, of: content, signs: signs)
        while shown.count < rect.size.rows, place.part <= content.entries.count + 1 {
            let rows = rows(place.part, of: content, width: rect.size.columns, signs: signs)
            for line in rows.indices.dropFirst(place.line).prefix(rect.size.rows - shown.count) {
                shown.append((place.part, line, rows[line]))
            }
            place = Place(part: place.part + 1, line: 0)
        }
        if let marks {
            let found = marks.search.ranges(in: shown.map(\.row))
            for (offset, ranges) in found.enumerated() where !ranges.isEmpty {
                let (part, line, _) = shown[offset]
                let isHere = part == marks.part && line == marks.hit?.row
                shown[offset].row.line = shown[offset].row.line.marking(
                    ranges, current: isHere ? marks.hit?.start : nil)
            }
        }
        let selected = isFocused ? selected.flatMap { self.part(of: $0, in: content) } : nil
        for (offset, (part, _, row)) in shown.enumerated() {
            cells.draw(row, at: offset, in: textRect(rect), signs: signs)
            if let selected, part == selected, !(row.line.isEmpty && row.trailing.isEmpty) {
                cells.put(signs.pointer, at: Point(column: rect.left, row: rect.top + offset), as: .user)
            }
        }
    }

    /// Text is never wider than 100 columns, whatever the window.
    private func textRect(_ rect: Rect) -> Rect {
        Rect(
            column: rect.left, row: rect.top, columns: max(1, min(rect.size.columns - 1, EntryRows.widest + 1)),
            rows: rect.size.rows)
    }
}
