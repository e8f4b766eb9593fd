// A command that waits for the user's yes or no, docked above the composer. It never takes the focus, and its keys are
// dead until it has been on the screen for a moment without typing.

internal import Screen
internal import TaskMachine

struct ApprovalDock: Equatable, Sendable {
    let call: ToolCall
    private(set) var isArmed = false
    /// The words of a no that is being written.
    private(set) var refusal: Draft?
    private var scrolled = 0

    enum Outcome: Equatable {
        case nothing
        case answer(ApprovalAnswer)
        case writeFirst
        case leave
    }

    init(_ call: ToolCall) { self.call = call }

    var command: String { call.command ?? call.object }
    var prefix: CommandPrefix? { CommandPrefix.suggested(for: command) }

    mutating func arm() { isArmed = true }

    /// Keys of the focused dock. Before it is armed only leaving works. Enter is never a yes.
    mutating func handle(_ key: Key, action: Action?, hasStaged: Bool) -> Outcome {
        if refusal != nil { return handleRefusal(key) }
        if action == .cancelOrClose { return .leave }
        guard isArmed else { return .nothing }
        switch action {
        case .allowOnce: return .answer(.once)
        case .allowPrefix: return prefix.map { .answer(.prefixForSession($0.text)) } ?? .nothing
        case .refuse: refusal = Draft()
        case .writeFirst: return hasStaged ? .writeFirst : .nothing
        case .requestUp: scrolled = max(0, scrolled - 1)
        case .requestDown: scrolled += 1
        default: break
        }
        return .nothing
    }

    mutating func paste(_ text: String) { refusal?.insert(text) }

    private mutating func handleRefusal(_ key: Key) -> Outcome {
        switch (key.code, key.modifiers) {
        case (.enter, []): return .answer(.rejected(refusal?.text ?? ""))
        case (.escape, _): refusal = nil
        case (.character(let character), []): refusal?.insert(String(character))
        case (.character("j"), .control), (.enter, .alt): refusal?.insert("\n")
        case (.backspace, []), (.character("h"), .control):
            if let draft = refusal { _ = refusal?.remove(to: draft.cursor - 1) }
        case (.character("w"), .control):
            if let draft = refusal { _ = refusal?.remove(to: draft.blankWordStart) }
        case (.character("u"), .control): refusal = Draft()
        case (.left, []): if let draft = refusal { refusal?.move(to: draft.cursor - 1) }
        case (.right, []): if let draft = refusal { refusal?.move(to: draft.cursor + 1) }
        default: break
        }
        return .nothing
    }

    // MARK: Picture

    private func commandRows(width: Int) -> [StyledLine] {
        let lines = command.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.flatMap { pieces(of: StyledLine(expandingTabs(String($0)), .code), columns: max(1, width - 3)) }
    }

    private func notes(staged: Int, width: Int) -> [TextRow] {
        guard staged > 0 else { return [] }
        let text =
            "\(counted(staged, "file")) \(staged == 1 ? "is" : "are") staged: the command will not see "
            + "\(staged == 1 ? "it" : "them"). w writes what is accepted first"
        return wrapped(StyledLine(text, .attention), width: width, indent: Indent("   "))
    }

    /// Head, command, note and answers.
    func rowCount(width: Int, staged: Int) -> Int {
        2 + commandRows(width: width).count + notes(staged: staged, width: width).count
    }

    func draw(
        into cells: inout CellBuffer, within rect: Rect, staged: Int, isFocused: Bool, signs: Signs
    ) -> Point? {
        guard !rect.isEmpty else { return nil }
        let width = rect.size.columns
        let notes = notes(staged: staged, width: width)
        let command = commandRows(width: width)
        let showsNotes = rect.size.rows >= 3 + notes.count
        let room = max(0, rect.size.rows - 2 - (showsNotes ? notes.count : 0))
        let first = min(scrolled, max(0, command.count - room))
        var head = StyledLine(" ? ", .attention, .strong) + StyledLine("Run this command", .attention, .strong)
        if command.count > room, room > 0 {
            head.append("  lines \(first + 1)-\(first + room) of \(command.count)", .dim)
        }
        let hint = isFocused ? "" : "Ctrl-Q answer "
        cells.draw(TextRow(head, trailing: StyledLine(hint, .dim)), at: 0, in: rect, signs: signs)
        var offset = 1
        for line in command.dropFirst(first).prefix(room) {
            cells.draw(TextRow(StyledLine("   ") + line), at: offset, in: rect, signs: signs)
            offset += 1
        }
        for note in showsNotes ? notes : [] {
            cells.draw(note, at: offset, in: rect, signs: signs)
            offset += 1
        }
        guard offset < rect.size.rows else { return nil }
        guard let refusal else {
            cells.draw(answers(width: width, hasStaged: staged > 0, signs: signs), at: offset, in: rect, signs: signs)
            return isFocused ? Point(column: min(rect.right - 1, rect.left + 3), row: rect.top + offset) : nil
        }
        let label = StyledLine("   No, because: ", .attention)
        let words = StyledLine(
            refusal.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " "))
        let shown = words.suffix(columns: max(1, width - label.width - 1))
        cells.draw(
            TextRow(label + shown, trailing: StyledLine("Enter sends \(signs.separator) Esc back ", .dim)), at: offset,
            in: rect, signs: signs)
        return isFocused
            ? Point(column: min(rect.right - 1, rect.left + label.width + shown.width), row: rect.top + offset) : nil
    }

    private func answers(width: Int, hasStaged: Bool, signs: Signs) -> TextRow {
        let whole = answers(isNarrow: false, hasStaged, signs)
        return TextRow(whole.width <= width ? whole : answers(isNarrow: true, hasStaged, signs))
    }

    private func answers(isNarrow: Bool, _ hasStaged: Bool, _ signs: Signs) -> StyledLine {
        let role: Role = isArmed ? .plain : .dim
        let keyRole: Role = isArmed ? .attention : .dim
        var line = StyledLine("   ")
        func add(_ key: String, _ text: String) {
            if line.width > 3 { line.append(" \(signs.separator) ", .dim) }
            line.append(key, keyRole, .strong)
            line.append(" \(text)", role)
        }
        add("y", "once")
        if let prefix {
            let name = "`\(truncated(prefix.text, columns: isNarrow ? 12 : 24, sign: signs.cut))`"
            add("p", isNarrow ? name : "\(name) for this session")
        }
        add("n", isNarrow ? "no" : "no, with words")
        if hasStaged { add("w", isNarrow ? "write" : "write accepted first") }
        return line
    }
}
