// How the window moves over the transcript, and what came below it meanwhile.

internal import Screen
internal import TaskMachine

extension ChatPane {
    mutating func followEnd() {
        position = .bottom
        seen = nil
    }

    /// Entries come between the greeting and this one, which stays on top.
    mutating func leaveGreeting(for entry: Int) {
        guard case .pinned(0, _, let width, _) = position else { return }
        position = .pinned(entry: entry, line: 0, width: width, letters: 0)
    }

    /// Moves the window by rows, up when negative.
    mutating func scroll(by rowCount: Int, of content: ChatContent, in rect: Size, signs: Signs) {
        guard rect.rows > 0 else { return }
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        let start = place(in: rect, of: content, signs: signs)
        let place = moved(start, by: rowCount, of: content, width: rect.columns, end: end, signs: signs)
        pin(place, end: end, content: content, width: rect.columns, signs: signs)
    }

    private mutating func moved(
        _ start: Place, by rowCount: Int, of content: ChatContent, width: Int, end: Place, signs: Signs
    ) -> Place {
        var place = start
        for _ in 0..<abs(rowCount) {
            if rowCount > 0 {
                guard place < end else { break }
                place.line += 1
                while place.line >= rows(place.part, of: content, width: width, signs: signs).count, place < end {
                    place = Place(part: place.part + 1, line: 0)
                }
            } else {
                while place.line == 0, place.part > 0 {
                    place.part -= 1
                    place.line = rows(place.part, of: content, width: width, signs: signs).count
                }
                guard place.line > 0 else { break }
                place.line -= 1
            }
        }
        return place
    }

    /// The first entry's first row is in the window.
    mutating func isAtTop(of content: ChatContent, in rect: Size, signs: Signs) -> Bool {
        place(in: rect, of: content, signs: signs) <= Place(part: 1, line: 0)
    }

    mutating func scrollToTop(of content: ChatContent, in rect: Size, signs: Signs) {
        put(Place(part: 0, line: 0), at: 0, of: content, in: rect, signs: signs)
    }

    /// Moves the window so that a line is so many rows below its top, as far as there are lines.
    mutating func put(_ place: Place, at offset: Int, of content: ChatContent, in rect: Size, signs: Signs) {
        guard rect.rows > 0 else { return }
        let end = top(rect.rows, of: content, width: rect.columns, signs: signs)
        let top = moved(place, by: -max(0, offset), of: content, width: rect.columns, end: end, signs: signs)
        pin(top, end: end, content: content, width: rect.columns, signs: signs)
    }

    /// How far below the window's top a line is; nil when it is not in the window.
    mutating func offset(of place: Place, of content: ChatContent, in rect: Size, signs: Signs) -> Int? {
        let first = self.place(in: rect, of: content, signs: signs)
        guard place >= first else { return nil }
        var offset = -first.line
        var part = first.part
        while part < place.part, offset < rect.rows {
            offset += rows(part, of: content, width: rect.columns, signs: signs).count
            part += 1
        }
        offset += place.line
        return part == place.part && offset < rect.rows ? offset : nil
    }

    /// What is drawn in a row of the window; nil: nothing is.
    mutating func row(
        at offset: Int, of content: ChatContent, in rect: Size, signs: Signs
    ) -> (part: Int, row: TextRow)? {
        guard offset >= 0, offset < rect.rows else { return nil }
        let first = place(in: rect, of: content, signs: signs)
        var (part, left) = (first.part, first.line + offset)
        while part <= content.entries.count + 1 {
            let rows = rows(part, of: content, width: rect.columns, signs: signs)
            if left < rows.count { return (part, rows[left]) }
            left -= rows.count
            part += 1
        }
        return nil
    }

    /// The entries in the window, the upper one first.
    mutating func partsInView(of content: ChatContent, in rect: Size, signs: Signs) -> [Int] {
        let first = place(in: rect, of: content, signs: signs)
        var offset = -first.line
        var parts: [Int] = []
        for part in max(0, first.part)...(content.entries.count + 1) where offset < rect.rows {
            let count = rows(part, of: content, width: rect.columns, signs: signs).count
            if count > 0, part > 0, part <= content.entries.count { parts.append(part) }
            offset += count
            if offset >= rect.rows { break }
        }
        return parts
    }

    private mutating func pin(_ place: Place, end: Place, content: ChatContent, width: Int, signs: Signs) {
        guard place < end, place.part <= content.entries.count else { return followEnd() }
        if position == .bottom {
            let last = content.entries.count
            let rows = rows(last, of: content, width: width, signs: signs)
            seen = Seen(
                entry: last == 0 ? 0 : content.entries[last - 1].id,
                revision: last == 0 ? 0 : content.entries[last - 1].revision, lines: rows.count, width: width,
                letters: rows.reduce(0) { $0 + Self.letters(in: $1) })
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
        let last = part(of: seen.entry, in: content) ?? content.entries.count
        var count = last > 0 ? newLines(in: last, since: seen, of: content, width: rect.columns, signs: signs) : 0
        for part in (last + 1)..<max(last + 1, content.entries.count + 1) {
            guard count < 1000 else { break }
            count += height(part, of: content, width: rect.columns, signs: signs)
        }
        return max(0, count)
    }

    /// In the entry that was the last one.
    private mutating func newLines(
        in part: Int, since seen: Seen, of content: ChatContent, width: Int, signs: Signs
    ) -> Int {
        guard part <= content.entries.count, content.entries[part - 1].revision != seen.revision else { return 0 }
        if seen.width == width { return height(part, of: content, width: width, signs: signs) - seen.lines }
        let rows = rows(part, of: content, width: width, signs: signs)
        return rows.count - min(rows.count, Self.line(after: max(0, seen.letters - 1), in: rows) + 1)
    }
}
