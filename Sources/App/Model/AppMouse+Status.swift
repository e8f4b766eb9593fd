// A press on the status line: what a field tells of is shown, or what it waits for is done.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension StatusLine {
    /// The text that is drawn at a column, as far as the next separator or gap; empty: none is.
    func text(at column: Int, columns: Int, signs: Signs) -> String {
        var cells = CellBuffer(size: Size(columns: columns, rows: 1))
        draw(into: &cells, within: Rect(column: 0, row: 0, columns: columns, rows: 1), signs: signs)
        func character(_ column: Int) -> Character {
            guard (0..<columns).contains(column) else { return " " }
            // The right half of a wide character is no blank.
            return cells[column, 0].isTail ? "x" : cells[column, 0].text
        }
        /// The edge of a field: its separator among blanks, or more than one blank.
        func isEdge(_ column: Int) -> Bool {
            guard (0..<columns).contains(column) else { return true }
            let isAlone = character(column - 1) == " " && character(column + 1) == " "
            if String(character(column)) == signs.separator { return isAlone }
            return character(column) == " " && (character(column - 1) == " " || character(column + 1) == " ")
        }
        guard !isEdge(column) else { return "" }
        var (start, end) = (column, column)
        while !isEdge(start - 1) { start -= 1 }
        while !isEdge(end + 1) { end += 1 }
        let text = (start...end).filter { !cells[$0, 0].isTail }.map { String(cells[$0, 0].text) }.joined()
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension AppModel {
    mutating func pressStatus(at column: Int) -> [AppEffect] {
        let text = statusLine.text(at: column, columns: size.columns, signs: signs)
        guard !text.isEmpty else { return [] }
        if let effects = pressWaiting(text) { return effects }
        if text == conversation.mode.rawValue { return cycleMode() }
        if text == linkWords { return perform(.status, "") }
        if !arrangement.takesMouse, text.hasPrefix("mouse") { return arrange(.toggleMouse) }
        if let todoStats, text == "todos \(todoStats)" { return perform(.todos, "") }
        if text.hasSuffix("context left") { return perform(.context, "") }
        if text.hasSuffix("tokens") || text == conversation.usage.cost.map(moneyText) { return perform(.cost, "") }
        if text == shownModel { return report.server == .embedded ? model("") : perform(.status, "") }
        return []
    }

    /// What the left part says is waited for; nil: it says something else.
    private mutating func pressWaiting(_ text: String) -> [AppEffect]? {
        if dock != nil, text.contains("Waiting for your answer") || text == keys.name(of: .goToRequest, in: .composer) {
            focus = .request
            return []
        }
        if case .failed(let failure) = conversation.task.lifecycle, !isFailureDismissed {
            if case .signedOut = failure { return text.hasSuffix("signs in") ? signIn() : nil }
            return text.hasSuffix(" retry") ? retry() : text == "Esc give up" ? perform(Action.cancelOrClose) : nil
        }
        if text == keys.hint(.askAgain, "ask again", in: .composer) || text.hasSuffix("at once") { return askAgain() }
        if text == keys.hint(.steps, "steps", in: .composer) { return showSteps() }
        if text == "/status" { return perform(.status, "") }
        if text.hasSuffix(" cancel"), !conversation.task.lifecycle.isOver { return tell(.cancelRequested) }
        if !changes.isEmpty, text.hasSuffix("to review") || text.hasSuffix("decided") || text.hasSuffix("undecided") {
            return focus == .changes ? [] : perform(Action.toggleChanges)
        }
        if !conversation.queue.isEmpty, text.hasSuffix("queued") {
            focus = .queue
            return []
        }
        return nil
    }
}
