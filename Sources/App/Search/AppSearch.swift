// The search of the conversation on the screen: its line, its walk, and where it gets its turns.

internal import Screen
internal import TaskMachine

extension AppModel {
    /// `/` and F3: a search begins, or its words are changed.
    mutating func beginSearch() -> [AppEffect] {
        help = nil
        picker = nil
        copying = nil
        guard search == nil else {
            let words = search?.search?.text ?? ""
            search?.line = TextLine(words)
            return []
        }
        let rect = layout(in: size).chat.size
        let content = chatContent(width: rect.columns)
        let last = chat.partsInView(of: content, in: rect, signs: signs).last
        search = ChatSearch(
            origin: last.map { content.entries[$0 - 1].id } ?? .max, start: chat.position,
            count: conversation.entries.count)
        return []
    }

    /// The search ends where the reader is.
    mutating func endSearch() -> [AppEffect] {
        guard search != nil else { return [] }
        search = nil
        return [.stopTimer(.search)]
    }

    /// Keys while the words are written; nil: the key is not for them.
    mutating func handleSearch(_ key: Key, _ action: Action?) -> [AppEffect]? {
        guard var line = search?.line, help == nil, picker == nil else { return nil }
        if action == .pageUp || action == .pageDown { return nil }
        if key == Key(.up) || key == .control("p") { return walk(forward: false) }
        if key == Key(.down) || key == .control("n") { return walk(forward: true) }
        switch line.handle(key) {
        case .stays:
            search?.line = line
            return look(for: line.text)
        case .left: return endSearch()
        case .done:
            guard search?.search != nil else { return endSearch() }
            search?.line = nil
            focus = .chat
            return []
        }
    }

    mutating func pasteIntoSearch(_ text: String) -> [AppEffect] {
        search?.line?.paste(text)
        return look(for: search?.line?.text ?? "")
    }

    private mutating func look(for text: String) -> [AppEffect] {
        guard var search else { return [] }
        let before = search.search
        search.look(for: text, count: conversation.entries.count)
        self.search = search
        guard before != search.search else { return [] }
        closeOpened()
        // The words so far may stand elsewhere than the longer ones.
        chat.position = search.start
        if search.start == .bottom { chat.followEnd() }
        return goOnSearching()
    }

    /// One turn's worth of looking, and what comes next.
    mutating func goOnSearching() -> [AppEffect] {
        guard search?.search != nil else { return [] }
        search?.scan(conversation.entries)
        var effects: [AppEffect] = []
        if search?.isCounted == false { effects.append(.startTimer(.search, milliseconds: 0)) }
        if let next = search?.ask(isPartial: conversation.isPartial) {
            effects.append(.searchEarlier(next.search, isFirst: next.isFirst))
        }
        if search?.current == nil, search?.sought == nil, let nearest = search?.nearest(isComplete: isSearchComplete) {
            effects += go(to: nearest)
        }
        return effects
    }

    private var isSearchComplete: Bool { search?.isComplete(isPartial: conversation.isPartial) ?? true }

    mutating func heardEarlier(_ finds: EarlierFinds) -> [AppEffect] {
        search?.take(finds, first: conversation.entries.first?.id ?? .max)
        return goOnSearching()
    }

    /// What came in while the search is on.
    mutating func followSearch() {
        guard search != nil else { return }
        search?.follow(conversation.entries)
    }

    /// Entries were read: the search goes on in them, or to where it was on its way.
    mutating func searchRead(_ count: Int) -> [AppEffect] {
        guard search != nil else { return [] }
        search?.earlierRead(count)
        var effects = goOnSearching()
        if let sought = search?.sought {
            search?.sought = nil
            if conversation.isPartial || ChatPane.index(of: sought, in: conversation.entries) != nil {
                effects += go(to: ChatSearch.Current(entry: sought, number: .max))
            }
        }
        return effects
    }

    // MARK: Walking

    mutating func walk(forward: Bool) -> [AppEffect] {
        guard let next = search?.next(forward: forward) else {
            return say(search?.search == nil ? "/ searches the conversation" : "Not found")
        }
        return go(to: next)
    }

    /// Other rows are as many letters: a window of another size shows the match still.
    mutating func keepMatchInView() -> [AppEffect] {
        search?.current.map { go(to: $0) } ?? []
    }

    private mutating func go(to match: ChatSearch.Current) -> [AppEffect] {
        guard let words = search?.search else { return [] }
        guard let index = ChatPane.index(of: match.entry, in: conversation.entries) else {
            guard conversation.isPartial else {
                search?.set(match.entry, to: 0)
                return []
            }
            search?.sought = match.entry
            return readEarlier()
        }
        if search?.opened != match.entry { closeOpened() }
        let rect = layout(in: size).chat.size
        let content = chatContent(width: rect.columns)
        let part = index + 1
        if chat.run(of: part, in: content) != .whole { chat.showEdits([content.entries[index]], true) }
        var hits = words.hits(in: chat.rows(part, of: content, width: rect.columns, signs: signs))
        let text = EntryText.count(of: words, in: content.entries[index])
        if hits.count < text, !chat.isExpanded(match.entry) {
            chat.turn(match.entry)
            let opened = words.hits(in: chat.rows(part, of: content, width: rect.columns, signs: signs))
            if opened.count > hits.count {
                hits = opened
                search?.opened = match.entry
            } else {
                chat.turn(match.entry)
            }
        }
        // What is said in signs alone (a link's mark, a fence) has no row of its own: the entry stands for it.
        search?.set(match.entry, to: max(1, hits.count))
        let number = max(0, min(match.number, hits.count - 1))
        search?.current = ChatSearch.Current(entry: match.entry, number: number)
        chat.selected = match.entry
        let place = ChatPane.Place(part: part, line: hits.isEmpty ? 0 : hits[number].row)
        if chat.offset(of: place, of: content, in: rect, signs: signs) == nil {
            chat.put(place, at: rect.rows / 3, of: content, in: rect, signs: signs)
        }
        return []
    }

    /// What was opened for a match is closed when the reader goes on.
    private mutating func closeOpened() {
        guard let opened = search?.opened else { return }
        search?.opened = nil
        if chat.isExpanded(opened) != chat.isExpanded { chat.turn(opened) }
    }

    // MARK: Picture

    mutating func searchMarks(_ content: ChatContent, width: Int) -> SearchMarks? {
        guard let search, let words = search.search else { return nil }
        var marks = SearchMarks(search: words)
        guard let current = search.current, let part = chat.part(of: current.entry, in: content) else { return marks }
        let hits = words.hits(in: chat.rows(part, of: content, width: width, signs: signs))
        marks.part = part
        marks.hit = hits.indices.contains(current.number) ? hits[current.number] : nil
        return marks
    }

    /// The row of the search, and the column of the cursor while its words are written.
    func searchRow(columns: Int) -> (row: TextRow, cursor: Int?)? {
        guard let search else { return nil }
        let label = StyledLine(columns < 60 ? " / " : " search: ", .attention)
        let keys = searchKeys(columns: columns)
        let count = searchCount
        let room = max(4, columns - label.width - displayWidth(of: count) - 3)
        let trailing =
            StyledLine(count, search.found.isEmpty ? .dim : .plain)
            + StyledLine(keys.isEmpty ? " " : "  \(keys) ", .dim)
        guard let line = search.line else {
            let words = truncated(StyledLine(search.search?.text ?? ""), columns: room, sign: signs.cut)
            return (TextRow(label + words, trailing: trailing), nil)
        }
        let picture = line.picture(columns: room)
        return (
            TextRow(label + picture.line, trailing: trailing), min(columns - 1, label.width + picture.cursor)
        )
    }

    private func searchKeys(columns: Int) -> String {
        let s = " \(signs.separator) "
        let isWritten = search?.line == nil
        guard columns >= 60 else { return "" }
        let walk = isWritten ? "n next\(s)N previous" : "\(signs.up)\(signs.down) walk\(s)Enter keeps"
        return "\(walk)\(s)Esc ends"
    }

    /// `3/17`; with dots while not all was looked through.
    private var searchCount: String {
        guard let search, search.search != nil else { return "" }
        let dots = isSearchComplete ? "" : signs.dots
        if search.total == 0 { return isSearchComplete ? "not found" : dots }
        return "\(search.rank.map { groupedCount($0) + "/" } ?? "")\(groupedCount(search.total))\(dots)"
    }
}
