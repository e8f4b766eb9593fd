// Where the mouse goes: the wheel scrolls what is under it, a press gives its part the keys and picks what it points at.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func point(_ mouse: Mouse) -> [AppEffect] {
        if mouse.action == .pressed { arrangement.grip.letGo() }
        if let effects = pointAtMenu(mouse) { return effects }
        switch mouse.action {
        case .wheelUp, .wheelDown: return turnWheel(mouse)
        case .pressed: arrangement.isAwaited = false
        case .dragged, .released: break
        }
        if mouse.action == .pressed, isOnNewLines(mouse.at) {
            chat.followEnd()
            return []
        }
        if let effects = gripRule(mouse) { return effects }
        let layout = layout(in: size)
        if let rect = layout.panelRect, !isCovered, rect.contains(mouse.at) {
            if mouse.action == .pressed { focus = .changes }
            return focus == .changes ? review(.mouse(mouse)) : []
        }
        guard mouse.action == .pressed else { return [] }
        if isCovered, mouse.at.row < layout.bottom { return pressInFront(at: mouse.at, layout) }
        if layout.composer.contains(mouse.at) { return pressComposer(at: mouse.at, layout.composer) }
        if isCovered { return [] }
        if layout.status.contains(mouse.at) { return pressStatus(at: mouse.at.column) }
        if layout.dock.contains(mouse.at) {
            focus = .request
        } else if layout.queue.contains(mouse.at) {
            return pressQueue(at: mouse.at, layout.queue)
        } else if layout.chat.contains(mouse.at) {
            return pressChat(at: mouse.at, layout.chat)
        }
        return []
    }

    // MARK: Wheel

    private mutating func turnWheel(_ mouse: Mouse) -> [AppEffect] {
        let layout = layout(in: size)
        let isUp = mouse.action == .wheelUp
        if palette != nil {
            palette?.move(by: isUp ? -1 : 1)
            return []
        }
        if help != nil { return perform(help: isUp ? .previousRow : .nextRow) ?? [] }
        if picker != nil { return perform(picker: isUp ? .previousRow : .nextRow) ?? [] }
        if let rect = layout.panelRect, rect.contains(mouse.at) { return review(.mouse(mouse)) }
        if layout.dock.contains(mouse.at) { return scrollRequest(by: isUp ? -3 : 3) }
        if layout.queue.contains(mouse.at), focus == .queue { return perform(queue: isUp ? .previousRow : .nextRow) }
        guard layout.chat.contains(mouse.at) else { return [] }
        if case .lines(var lines, let title) = copying {
            lines.scroll(by: isUp ? -3 : 3, height: WrittenLines.height(in: layout.chat))
            copying = .lines(lines, title: title)
            return []
        }
        return scrollChat(by: isUp ? -3 : 3, layout.chat)
    }

    private mutating func scrollRequest(by rows: Int) -> [AppEffect] {
        let around = surroundings
        let hidden = dock?.hiddenRows(in: layout(in: size).dock.size, around, signs: signs) ?? 0
        dock?.scroll(by: rows, hidden: hidden)
        return []
    }

    /// nil: no menu is under the pointer.
    private mutating func pointAtMenu(_ mouse: Mouse) -> [AppEffect]? {
        let bottom = layout(in: size).bottom
        guard !isCovered, let picture = menuPicture, picture.covers(mouse.at.row, above: bottom) else { return nil }
        switch mouse.action {
        case .wheelUp: return markItem(picture.marked.map { max(0, $0 - 1) } ?? 0, picture)
        case .wheelDown: return markItem(picture.marked.map { min(picture.count - 1, $0 + 1) } ?? 0, picture)
        case .pressed:
            guard let item = picture.item(at: mouse.at.row, above: bottom) else { return [] }
            guard item == picture.marked else { return markItem(item, picture) }
            // It is written out; what it does waits for Enter.
            if historySearch != nil { return handleHistorySearch(Palette.noKey, .takeItem) ?? [] }
            return perform(menu: .completeItem) ?? []
        case .dragged, .released: return []
        }
    }

    private mutating func markItem(_ item: Int, _ picture: MenuPicture) -> [AppEffect] {
        if historySearch != nil {
            historySearch?.move(by: item - (picture.marked ?? 0))
        } else {
            if picture.marked == nil { menu?.move(by: 1) }
            menu?.move(by: item - (picture.marked ?? 0))
        }
        return []
    }

    // MARK: Presses

    /// Whether the words are there that tell of new lines below.
    private mutating func isOnNewLines(_ point: Point) -> Bool {
        let layout = layout(in: size)
        guard !isCovered, point.row == layout.panelRule ?? layout.rule, let (text, column) = newLinesText(layout) else {
            return false
        }
        return (column..<column + displayWidth(of: text)).contains(point.column)
    }

    /// In the palette or a list: the row, and what it does when it has the cursor already. The help closes.
    private mutating func pressInFront(at point: Point, _ layout: Layout) -> [AppEffect] {
        if let palette {
            let count = palette.found(in: paletteItems(palette)).count
            guard let row = palette.row(at: point, within: helpRect(layout), count: count) else { return [] }
            if row == palette.row { return handlePalette(Key(.enter)) }
            self.palette?.move(by: row - palette.row)
            return []
        }
        if let picker, help == nil {
            let count = content(of: picker).count
            guard picker.line == nil, !picker.isAsking,
                let row = picker.row(at: point, within: pickerRect(layout), count: count)
            else { return [] }
            if row == picker.row { return perform(picker: .openItem) ?? [] }
            self.picker?.row = row
            return []
        }
        return []
    }

    private mutating func pressComposer(at point: Point, _ rect: Rect) -> [AppEffect] {
        guard historySearch == nil, palette == nil else { return [] }
        help = nil
        picker = nil
        focus = .composer
        composer.point(row: point.row - rect.top, column: point.column - rect.left, in: rect.size)
        return []
    }

    private mutating func pressQueue(at point: Point, _ rect: Rect) -> [AppEffect] {
        let row = queueView.message(at: point.row - rect.top, rows: rect.size.rows).map { $0 - held.count }
        guard let row, conversation.queue.indices.contains(row) else { return [] }
        focus = .queue
        queueRow = row
        return []
    }

    /// The entry under the pointer gets the cursor; a row that says that something is folded opens, and so does what has
    /// the cursor already.
    private mutating func pressChat(at point: Point, _ rect: Rect) -> [AppEffect] {
        if case .lines(var lines, let title) = copying {
            lines.point(at: point.row - rect.top - 1, height: WrittenLines.height(in: rect))
            copying = .lines(lines, title: title)
            return []
        }
        if search?.line != nil || copying != nil { return [] }
        let content = chatContent(width: rect.size.columns)
        let former = focus == .chat ? chat.selected : nil
        focus = .chat
        guard let (part, row) = chat.row(at: point.row - rect.top, of: content, in: rect.size, signs: signs),
            part > 0, part <= content.entries.count
        else { return [] }
        chat.selected = content.entries[part - 1].id
        guard row.tellsOfFold(signs) || former == chat.selected else { return [] }
        if former == chat.selected, !row.tellsOfFold(signs) { return perform(chat: .openEntry) ?? [] }
        return perform(chat: .foldEntry) ?? []
    }
}

extension TextRow {
    /// It says that there is more to open, or that what is open can be closed.
    func tellsOfFold(_ signs: Signs) -> Bool {
        line.runs.contains { run in
            let text = " \(run.text) "
            return run.style.role == .dim
                && [signs.more, signs.down].contains { text.firstRange(of: " \($0) ") != nil }
        }
    }
}
