// The chat's cursor: one entry at a time, always where the reader looks.

internal import Screen
internal import TaskMachine

extension ChatPane {
    /// Gives the cursor to an entry in the window, unless it is on one already.
    ///
    /// - Parameter fromBelow: to the lowest one; else to the uppermost.
    mutating func settleCursor(of content: ChatContent, in rect: Size, fromBelow: Bool, signs: Signs) {
        let parts = partsInView(of: content, in: rect, signs: signs)
        if let selected, parts.contains(where: { content.entries[$0 - 1].id == selected }) { return }
        selected = (fromBelow ? parts.last : parts.first).map { content.entries[$0 - 1].id }
    }

    /// To the next or the previous entry, or to the next or previous one with the user's own words. False: there is none.
    mutating func moveCursor(
        forward: Bool, toUsers: Bool, of content: ChatContent, in rect: Size, signs: Signs
    ) -> Bool {
        let parts = partsInView(of: content, in: rect, signs: signs)
        guard let first = parts.first, let last = parts.last else { return false }
        var part = selected.flatMap { self.part(of: $0, in: content) } ?? (forward ? first - 1 : last + 1)
        // Where the reader has scrolled away from the cursor, it comes to him.
        if !parts.contains(part) { part = forward ? first - 1 : last + 1 }
        repeat {
            part += forward ? 1 : -1
            guard part > 0, part <= content.entries.count else { return false }
        } while !isStop(part, toUsers: toUsers, in: content)
        selected = content.entries[part - 1].id
        showCursor(of: content, in: rect, signs: signs)
        return true
    }

    private func isStop(_ part: Int, toUsers: Bool, in content: ChatContent) -> Bool {
        if toUsers { if case .user = content.entries[part - 1].content { return true } else { return false } }
        return run(of: part, in: content) != .hidden
    }

    /// Moves the window as little as needed for the whole entry, or for its start.
    mutating func showCursor(of content: ChatContent, in rect: Size, signs: Signs) {
        guard let selected, let part = part(of: selected, in: content) else { return }
        show(part...part, of: content, in: rect, signs: signs)
    }

    /// The same for several parts.
    private mutating func show(_ parts: ClosedRange<Int>, of content: ChatContent, in rect: Size, signs: Signs) {
        let heights = parts.map { height($0, of: content, width: rect.columns, signs: signs) }
        let count = heights.reduce(0, +)
        let first = Place(part: parts.lowerBound, line: 0)
        let last = Place(part: parts.upperBound, line: max(0, heights[heights.count - 1] - 1))
        let top = offset(of: first, of: content, in: rect, signs: signs)
        if top != nil, offset(of: last, of: content, in: rect, signs: signs) != nil { return }
        if count > rect.rows {
            if top != 0 { put(first, at: 0, of: content, in: rect, signs: signs) }
        } else if top != nil || place(in: rect, of: content, signs: signs) < first {
            put(last, at: rect.rows - 1, of: content, in: rect, signs: signs)
        } else {
            put(first, at: 0, of: content, in: rect, signs: signs)
        }
    }

    /// Folds or opens the entry with the cursor. Its first row stays where it is on the screen, unless there is no room
    /// below it for what was opened.
    mutating func turnSelected(of content: ChatContent, in rect: Size, signs: Signs) {
        guard let selected, let part = part(of: selected, in: content) else { return }
        let before = offset(of: Place(part: part, line: 0), of: content, in: rect, signs: signs)
        let edits = EditRun.run(around: part - 1, in: content.entries)
        if showsEdit(selected) {
            showEdits(content.entries[edits], false)
            // The row that counts them is the last one's.
            if edits.count > EditRun.shown, part - 1 >= edits.lowerBound + EditRun.shown {
                self.selected = content.entries[edits.upperBound - 1].id
            }
            return showCursor(of: content, in: rect, signs: signs)
        } else if case .summary = run(of: part, in: content) {
            showEdits(content.entries[edits], true)
            let first = edits.lowerBound + EditRun.shown
            self.selected = content.entries[first].id
            return show((first + 1)...edits.upperBound, of: content, in: rect, signs: signs)
        }
        turn(selected)
        put(Place(part: part, line: 0), at: before ?? 0, of: content, in: rect, signs: signs)
        show(part...part, of: content, in: rect, signs: signs)
    }
}
