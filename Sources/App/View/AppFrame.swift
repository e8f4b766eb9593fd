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
                draftRows: composer.rowCount(width: Composer.textWidth(in: width)),
                dockRows: dock.map { $0.rowCount(width: width, staged: changes.changes.count) } ?? 0,
                hasChanges: !changes.isEmpty, isPanelFocused: focus == .changes, files: changes.changes.count,
                side: panel.side, questionRows: panel.question?.rows(signs: signs, width: width, limit: .max).count ?? 0
            ))
    }

    /// Note: mutating only to fill the cache of laid-out rows; drawing twice gives equal frames.
    public mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        let layout = layout(in: size)
        guard !layout.isTooSmall else { return tinyFrame(&cells) }
        if help == nil { drawPanes(into: &cells, layout) }
        drawRules(into: &cells, layout)
        if let help { help.draw(into: &cells, within: helpRect(layout), keys: keys, signs: signs) }
        var cursor: Point?
        if let dock, !layout.dock.isEmpty {
            let point = dock.draw(
                into: &cells, within: layout.dock, staged: changes.changes.count, isFocused: focus == .request,
                signs: signs)
            cursor = focus == .request ? point : nil
        }
        let inComposer = composer.draw(into: &cells, within: layout.composer, hint: hint(layout), signs: signs)
        if focus == .composer, help == nil { cursor = inComposer }
        statusLine.draw(into: &cells, within: layout.status, signs: signs)
        return Frame(cells: cells, cursor: cursor, title: title)
    }

    private func tinyFrame(_ cells: inout CellBuffer) -> Frame {
        let needed = "oropendola needs \(Layout.smallest.columns)x\(Layout.smallest.rows)"
        cells.put(
            truncated(needed, columns: cells.size.columns, sign: signs.cut), at: Point(column: 0, row: 0), as: .plain)
        return Frame(cells: cells, cursor: nil, title: title)
    }

    private mutating func drawPanes(into cells: inout CellBuffer, _ layout: Layout) {
        if !layout.top.isEmpty { cells.draw(topLine(layout), at: 0, in: layout.top, signs: signs) }
        if !layout.chat.isEmpty {
            chat.draw(chatContent(width: layout.chat.size.columns), into: &cells, within: layout.chat, signs: signs)
        }
        if let rect = layout.panelRect {
            ChangesView(
                panel: panel, changes: changes.changes, isFocused: focus == .changes, isStarted: isStarted, signs: signs
            )
            .draw(into: &cells, within: rect)
        }
    }

    private func helpRect(_ layout: Layout) -> Rect {
        let bottom = layout.rule ?? (layout.dock.isEmpty ? layout.composer.top : layout.dock.top)
        return Rect(column: 0, row: 0, columns: layout.size.columns, rows: bottom)
    }

    private mutating func drawRules(into cells: inout CellBuffer, _ layout: Layout) {
        if let row = layout.panelRule {
            cells.drawRule(at: row, from: 0, columns: layout.size.columns, signs: signs)
        }
        if let column = layout.divider, help == nil {
            for row in 0..<(layout.rule ?? layout.composer.top) {
                cells.put(signs.vertical, at: Point(column: column, row: row), as: .rule)
            }
        }
        guard let rule = layout.rule else { return }
        cells.drawRule(at: rule, from: 0, columns: layout.size.columns, signs: signs)
        if let column = layout.divider, help == nil {
            cells.put(signs.joinUp, at: Point(column: column, row: rule), as: .rule)
        }
        guard help == nil, !layout.chat.isEmpty else { return }
        let content = chatContent(width: layout.chat.size.columns)
        guard let count = chat.newRows(of: content, in: layout.chat.size, signs: signs) else { return }
        let words = count > 0 ? "\(count > 999 ? "999+" : "\(count)") new \(count == 1 ? "line" : "lines")" : "Ctrl-End"
        let text = " \(signs.down) \(words) "
        let row = layout.panelRule ?? rule
        let column = layout.chat.right - displayWidth(of: text) - 2
        cells.put(text, at: Point(column: column, row: row), as: count > 0 ? .attention : .dim)
    }

    private func topLine(_ layout: Layout) -> TextRow {
        var line = StyledLine(" oropendola", .heading, .strong)
        let room = max(8, layout.top.size.columns / 3)
        line.append("  " + shortenedPath(report.folder, columns: room, sign: signs.cut), .dim)
        if let topic { line.append("  \(signs.separator)  \(topic)", .plain) }
        return TextRow(line)
    }

    /// The first words of the conversation.
    private var topic: String? {
        for entry in conversation.entries.prefix(50) {
            guard case .user(let text) = entry.content else { continue }
            return text.split(whereSeparator: \.isNewline).first.map {
                truncated(String($0), columns: 60, sign: signs.cut)
            }
        }
        return nil
    }

    private var title: String {
        topic.map { "oropendola: \($0)" } ?? "oropendola"
    }

    /// The keys that matter now, the longest text that fits.
    private func hint(_ layout: Layout) -> String {
        let s = " \(signs.separator) "
        let variants: [[String]] =
            switch focus {
            case .composer where help != nil: [["Esc close"]]
            case .composer where !conversation.task.lifecycle.isOver:
                [
                    ["Enter queue", "Esc cancel", "Ctrl-T changes", "F1 help"],
                    ["Enter queue", "Esc cancel", "F1 help"], ["Esc cancel", "F1 help"], ["Esc cancel"],
                ]
            case .composer:
                [
                    ["Enter send", "Ctrl-J newline", "Ctrl-T changes", "F1 help"],
                    ["Enter send", "Ctrl-T changes", "F1 help"],
                    ["Enter send", "F1 help"], ["F1 help"],
                ]
            case .changes where panel.question != nil: [["y yes", "n no"]]
            case .changes:
                [
                    ["space accept", "x reject", "n next undecided", "w write", "u undo", "q back", "? help"],
                    ["space accept", "x reject", "w write", "u undo", "q back"],
                    ["space accept", "x reject", "w write"], ["? help"],
                ]
            case .request: [["answer with the keys above", "Esc back"], ["Esc back"]]
            case .chat:
                [["j k scroll", "G end", "Ctrl-O outputs", "Esc back"], ["j k scroll", "Esc back"], ["Esc back"]]
            }
        let room = layout.composer.size.columns - 6
        return variants.map { $0.joined(separator: s) }.first { displayWidth(of: $0) <= room } ?? ""
    }
}
