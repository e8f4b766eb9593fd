// The conversation on the normal screen after the end: what the screen of the program takes away with it.

public import Screen
public import TaskMachine

/// What is printed when the program ends.
public enum PrintOnExit: String, CaseIterable, Equatable, Sendable {
    case none
    /// From the user's latest message on.
    case last
    case all
}

extension AppModel {
    /// Rows of the conversation as the chat shows them, outputs folded, each as a buffer of one row.
    ///
    /// - Parameters:
    ///   - earlier: entries above those that the model has, the oldest first.
    ///   - columns: of the terminal.
    ///   - body: takes one row at a time; a long conversation is never there as a whole.
    public func print(_ what: PrintOnExit, earlier: [Entry] = [], columns: Int, _ body: (CellBuffer) -> Void) {
        guard what != .none, columns >= Layout.smallest.columns else { return }
        var entries = earlier + conversation.entries
        if what == .last {
            let start = entries.lastIndex { if case .user = $0.content { true } else { false } }
            entries = Array(entries[(start ?? 0)...])
        }
        let content = ChatContent(
            greeting: [], entries: entries, stepTimes: stepTimes, reasoningTimes: reasoningTimes, tail: [])
        var pane = ChatPane()
        let width = min(columns, EntryRows.widest + 2)
        for part in entries.indices.map({ $0 + 1 }) {
            for row in pane.rows(part, of: content, width: width, signs: signs) {
                var cells = CellBuffer(size: Size(columns: width - 1, rows: 1))
                cells.draw(row, at: 0, in: cells.bounds, signs: signs)
                body(cells)
            }
        }
    }
}
