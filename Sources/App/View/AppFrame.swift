// The frame: every part drawn into its place.

internal import ChangeReview
public import Screen
internal import TaskMachine

extension AppModel {
    func layout(in size: Size) -> Layout {
        let width = size.columns
        return Layout(
            size,
            LayoutNeeds(
                draftRows: historySearch == nil
                    ? composer.rowCount(width: Composer.textWidth(in: width)) : 1,
                dockRows: dock.map {
                    $0.rowCount(width: width, surroundings, isFocused: focus == .request, signs: signs)
                } ?? 0,
                queueRows: queueView.rowCount, isQueueFocused: focus == .queue, hasBanner: hasBanner,
                hasChanges: !changes.isEmpty, isPanelFocused: focus == .changes, place: arrangement.place,
                shares: arrangement.shares))
    }

    /// Note: mutating only to fill the cache of laid-out rows; drawing twice gives equal frames.
    public mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        let layout = layout(in: size)
        guard !layout.isTooSmall else { return tinyFrame(&cells) }
        var cursor = hidesPanes ? nil : drawPanes(into: &cells, layout)
        if isCovered { cursor = nil }
        drawRules(into: &cells, layout)
        if palette == nil, let help { help.draw(into: &cells, within: helpRect(layout), keys: keys, signs: signs) }
        if let palette {
            cursor = draw(palette, into: &cells, within: helpRect(layout))
        } else if help == nil, let picker {
            cursor = picker.draw(content(of: picker), into: &cells, within: pickerRect(layout), signs: signs)
        }
        if let dock, !layout.dock.isEmpty {
            let point = dock.draw(
                into: &cells, within: layout.dock, surroundings, isFocused: focus == .request, signs: signs)
            if focus == .request, !isCovered { cursor = point }
        }
        queueView.draw(into: &cells, within: layout.queue)
        if !isCovered { menuPicture?.draw(into: &cells, above: layout.bottom, signs: signs) }
        if !isCovered { drawKeyHints(into: &cells, layout) }
        let (banner, inBanner) = bannerRow(columns: size.columns)
        if !layout.banner.isEmpty, let banner { cells.draw(banner, at: 0, in: layout.banner, signs: signs) }
        let inComposer =
            if let historySearch {
                drawHistorySearch(historySearch, into: &cells, within: layout.composer)
            } else {
                composer.draw(into: &cells, within: layout.composer, hint: hint(layout), signs: signs)
            }
        if focus == .composer, !isCovered { cursor = inComposer }
        if let inBanner, !layout.banner.isEmpty, !isCovered {
            cursor = Point(column: inBanner, row: layout.banner.top)
        }
        statusLine.draw(into: &cells, within: layout.status, signs: signs)
        return Frame(cells: cells, cursor: cursor, title: title, progress: workProgress, theme: theme)
    }

    private func tinyFrame(_ cells: inout CellBuffer) -> Frame {
        let least = "needs \(Layout.smallest.columns)x\(Layout.smallest.rows)"
        let whole = "oropendola \(least)"
        let needed = displayWidth(of: whole) <= cells.size.columns ? whole : least
        cells.put(
            truncated(needed, columns: cells.size.columns, sign: signs.cut), at: Point(column: 0, row: 0), as: .plain)
        return Frame(cells: cells, cursor: nil, title: title, progress: workProgress, theme: theme)
    }

    /// Gives the cursor where the panel has one.
    private mutating func drawPanes(into cells: inout CellBuffer, _ layout: Layout) -> Point? {
        if !layout.top.isEmpty { cells.draw(topLine(layout), at: 0, in: layout.top, signs: signs) }
        if !layout.chat.isEmpty {
            drawChat(into: &cells, within: layout.chat)
        }
        guard let rect = layout.panelRect else { return nil }
        return reviewing.draw(into: &cells, within: rect, isFocused: focus == .changes, isStarted: isStarted)
    }

    private mutating func drawChat(into cells: inout CellBuffer, within rect: Rect) {
        if case .lines(let lines, let title) = copying {
            return lines.draw(title: title, into: &cells, within: rect, signs: signs)
        }
        let content = chatContent(width: rect.size.columns)
        chat.draw(
            content, into: &cells, within: rect, isFocused: focus == .chat,
            marks: searchMarks(content, width: rect.size.columns), signs: signs)
    }

    private var hasBanner: Bool {
        if case .lines = copying { return false }
        return draftPurpose != .message || search != nil || copying != nil || ownCommand != nil
    }

    /// What stands above the composer, and the column of the cursor when it is there: a choice, a search, an edit.
    private func bannerRow(columns: Int) -> (row: TextRow?, cursor: Int?) {
        if let row = copying?.row(columns: columns, signs: signs) { return (row, nil) }
        if let (row, cursor) = searchRow(columns: columns) { return (row, cursor) }
        return (banner(columns: columns), nil)
    }

    /// Something stands in front of the panes.
    var isCovered: Bool { help != nil || picker != nil || palette != nil }

    /// Nothing of them is seen. While themes are looked at they are what is looked at.
    private var hidesPanes: Bool { isCovered && (help != nil || palette != nil || picker?.subject != .themes) }

    func helpRect(_ layout: Layout) -> Rect {
        Rect(column: 0, row: 0, columns: layout.size.columns, rows: layout.bottom)
    }

    private mutating func drawRules(into cells: inout CellBuffer, _ layout: Layout) {
        if let row = layout.panelRule, !hidesPanes {
            cells.drawRule(at: row, from: 0, columns: layout.size.columns, signs: signs)
        }
        if let column = layout.divider, !hidesPanes {
            for row in 0..<layout.bottom {
                cells.put(signs.vertical, at: Point(column: column, row: row), as: .rule)
            }
        }
        guard let rule = layout.rule else { return }
        cells.drawRule(at: rule, from: 0, columns: layout.size.columns, signs: signs)
        if let column = layout.divider, !hidesPanes {
            cells.put(signs.joinUp, at: Point(column: column, row: rule), as: .rule)
        }
        guard !hidesPanes, let (text, column) = newLinesText(layout) else { return }
        let isNew = !text.contains("Ctrl-End")
        cells.put(text, at: Point(column: column, row: layout.panelRule ?? rule), as: isNew ? .attention : .dim)
    }

    /// What tells of lines below the window, and the column where it begins; nil at the end.
    mutating func newLinesText(_ layout: Layout) -> (text: String, column: Int)? {
        guard !layout.chat.isEmpty else { return nil }
        let content = chatContent(width: layout.chat.size.columns)
        guard let count = chat.newRows(of: content, in: layout.chat.size, signs: signs) else { return nil }
        let words = count > 0 ? "\(count > 999 ? "999+" : "\(count)") new \(count == 1 ? "line" : "lines")" : "Ctrl-End"
        let text = " \(signs.down) \(words) "
        return (text, layout.chat.right - displayWidth(of: text) - 2)
    }

    private func topLine(_ layout: Layout) -> TextRow {
        var line = StyledLine(" oropendola", .heading, .strong)
        let room = max(8, layout.top.size.columns / 3)
        line.append("  " + shortenedPath(report.folder, columns: room, sign: signs.cut), .dim)
        if let topic { line.append("  \(signs.separator)  \(topic)", .plain) }
        return TextRow(line)
    }

    /// What the user calls the conversation, or its first words.
    var topic: String? {
        let title = conversation.title
        if !title.isEmpty { return truncated(visibleText(title), columns: 60, sign: signs.cut) }
        for entry in conversation.entries.prefix(50) {
            guard case .user(let text) = entry.content else { continue }
            return text.split(whereSeparator: \.isNewline).first.map {
                truncated(String($0), columns: 60, sign: signs.cut)
            }
        }
        return nil
    }
}
