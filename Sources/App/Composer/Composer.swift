// The part where the user writes: emacs keys, undo, a ring of what was cut, history.

internal import Screen

struct Composer: Equatable, Sendable {
    private(set) var draft = Draft() {
        didSet { revision &+= 1 }
    }
    /// Grows when the draft changes or its cursor moves.
    private(set) var revision = 0
    private var undone: [Draft] = []
    private var done: [Draft] = []
    /// What was cut, the latest last.
    private var cuts: [[DraftPiece]] = []
    private var latest: Latest = .other
    /// Messages sent before, the oldest first.
    private var history: [String]
    /// While walking through the history: where, and the draft that waits at its end.
    private var walk: (place: Int, kept: Draft)? {
        get { walkPlace.map { ($0, walkDraft) } }
        set {
            walkPlace = newValue?.place
            walkDraft = newValue?.kept ?? Draft()
        }
    }
    private var walkPlace: Int?
    private var walkDraft = Draft()
    /// The column that up and down aim at.
    private var aim: Int?

    /// What the latest key did, as far as the next one cares.
    private enum Latest: Equatable, Sendable { case typing, cutting, other }

    private static let historyLimit = 500
    private static let undoLimit = 300

    init(history: [String] = []) { self.history = Array(history.suffix(Self.historyLimit)) }

    var isEmpty: Bool { draft.isEmpty }
    var text: String { draft.text }

    // MARK: What is typed and done

    mutating func type(_ character: Character) {
        if latest != .typing || character == " " || character == "\n" { keep() }
        draft.insert(String(character))
        changed(.typing)
    }

    mutating func paste(_ text: String) {
        guard !text.isEmpty else { return }
        keep()
        draft.insertPaste(text)
        changed(.other)
    }

    /// Replaces everything: an editor came back, or a queued message is taken back.
    mutating func replace(with text: String) {
        keep()
        draft = Draft()
        draft.insertPaste(text)
        changed(.other)
    }

    /// Empties the composer; `undoEdit` brings it back.
    mutating func clear() {
        keep()
        draft = Draft()
        changed(.other)
    }

    /// The text to send, which is then history.
    mutating func take() -> String {
        let text = draft.text
        remember(text)
        draft = Draft()
        done = []
        undone = []
        changed(.other)
        return text
    }

    mutating func remember(_ text: String) {
        guard !text.isEmpty, history.last != text else { return }
        history.append(text)
        if history.count > Self.historyLimit { history.removeFirst() }
    }

    /// Earlier runs' messages, found after the first paint; what was sent since stays the latest.
    mutating func addHistory(_ earlier: [String]) {
        history = Array((earlier + history).suffix(Self.historyLimit))
    }

    /// Whether the action was one of the composer's.
    mutating func perform(_ action: Action, width: Int) -> Bool {
        switch action {
        case .newline: type("\n")
        case .lineStart: move(to: draft.lineStart)
        case .lineEnd: move(to: draft.lineEnd)
        case .back: move(to: draft.cursor - 1)
        case .forward: move(to: draft.cursor + 1)
        case .wordBack: move(to: draft.wordStart)
        case .wordForward: move(to: draft.wordEnd)
        case .previousLine: moveRow(by: -1, width: width)
        case .nextLine: moveRow(by: 1, width: width)
        case .deleteBack: delete(to: draft.cursor - 1)
        case .deleteForward, .endOfInput: delete(to: draft.cursor + 1)
        case .deleteWordBack: cut(to: draft.blankWordStart)
        case .deleteWordForward: cut(to: draft.wordEnd)
        case .killToEnd: cut(to: draft.lineEnd == draft.cursor ? draft.cursor + 1 : draft.lineEnd)
        case .killToStart: cut(to: draft.lineStart)
        case .yank: yank()
        case .undoEdit: undo()
        case .redoEdit: redo()
        default: return false
        }
        return true
    }

    // MARK: Changes

    private mutating func delete(to place: Int) {
        if latest != .typing { keep() }
        _ = draft.remove(to: place)
        changed(.typing)
    }

    private mutating func cut(to place: Int) {
        keep()
        let isBackward = place < draft.cursor
        let removed = draft.remove(to: place)
        let wasCutting = latest == .cutting
        changed(.cutting)
        guard !removed.isEmpty else { return }
        guard wasCutting, let last = cuts.popLast() else {
            cuts.append(removed)
            if cuts.count > 30 { cuts.removeFirst() }
            return
        }
        cuts.append(isBackward ? removed + last : last + removed)
    }

    private mutating func yank() {
        guard let last = cuts.last else { return }
        keep()
        draft.insert(pieces: last)
        changed(.other)
    }

    private mutating func undo() {
        guard let before = done.popLast() else { return }
        undone.append(draft)
        draft = before
        latest = .other
        aim = nil
    }

    private mutating func redo() {
        guard let after = undone.popLast() else { return }
        done.append(draft)
        draft = after
        latest = .other
        aim = nil
    }

    /// Remembers the draft as it is, for undo.
    private mutating func keep() {
        guard done.last != draft else { return }
        done.append(draft)
        if done.count > Self.undoLimit { done.removeFirst() }
    }

    private mutating func changed(_ what: Latest) {
        latest = what
        undone = []
        aim = nil
        walk = nil
    }

    // MARK: Moves

    private mutating func move(to place: Int) {
        draft.move(to: place)
        latest = .other
        aim = nil
    }

    private mutating func moveRow(by step: Int, width: Int) {
        let layout = DraftLayout(draft, width: width)
        let row = layout.cursorRow + step
        latest = .other
        guard layout.rows.indices.contains(row) else {
            walkHistory(by: step)
            return
        }
        let column = aim ?? layout.cursorColumn
        draft.move(to: layout.place(row: row, column: column))
        aim = column
    }

    private mutating func walkHistory(by step: Int) {
        let place = (walk?.place ?? history.count) + step
        guard place >= 0, place <= history.count, place != history.count || walk != nil else { return }
        let kept = walk?.kept ?? draft
        if place == history.count {
            draft = kept
            walk = nil
        } else {
            draft = Draft()
            draft.insertPaste(history[place])
            walk = (place, kept)
        }
        aim = nil
    }

    // MARK: Picture

    /// Rows that the draft takes at a width, at least one.
    func rowCount(width: Int) -> Int { DraftLayout(draft, width: width).rows.count }

    /// Draws the prompt and the draft; gives the cursor's place, nil when there is no room for it.
    func draw(into cells: inout CellBuffer, within rect: Rect, hint: String, signs: Signs) -> Point? {
        let indent = rect.size.columns >= 12 ? 3 : 0
        let width = Composer.textWidth(in: rect.size.columns)
        guard !rect.isEmpty, width > 0 else { return nil }
        if indent > 0 { cells.draw(TextRow(" \(signs.prompt) ", .user), at: 0, in: rect, signs: signs) }
        let text = Rect(column: rect.left + indent, row: rect.top, columns: width + 1, rows: rect.size.rows)
        let layout = DraftLayout(draft, width: width)
        let first = max(0, min(layout.cursorRow - rect.size.rows + 1, layout.rows.count - rect.size.rows))
        for offset in 0..<min(rect.size.rows, layout.rows.count - first) {
            cells.draw(TextRow(layout.line(first + offset, of: draft)), at: offset, in: text, signs: signs)
        }
        let used = draft.isEmpty ? 0 : layout.rows[0].columns.last ?? 0
        if layout.rows.count == 1, displayWidth(of: hint) + used + 3 <= text.size.columns {
            let place = Point(column: text.right - displayWidth(of: hint) - 1, row: text.top)
            cells.put(hint, at: place, as: .dim, within: text)
        }
        return Point(column: text.left + layout.cursorColumn, row: rect.top + layout.cursorRow - first)
    }

    /// Columns for text in a composer so many columns wide: the prompt before it, a cell for the cursor behind it.
    static func textWidth(in columns: Int) -> Int { max(0, columns - (columns >= 12 ? 4 : 1)) }
}
