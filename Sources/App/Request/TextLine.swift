// A few words written beside the composer: why not, an answer, a new name. Enter gives them, Escape leaves.

internal import Screen

struct TextLine: Equatable, Sendable {
    private(set) var draft: Draft
    /// Nobody has touched it yet: what is typed takes its place.
    private var isOffered = false

    enum Outcome: Equatable {
        case stays
        case done(String)
        case left
    }

    init(_ text: String = "") { draft = Draft(text) }
    /// Words that are a proposal: Enter takes them, an arrow keeps them to be changed.
    init(offered text: String) {
        draft = Draft(text)
        isOffered = true
    }

    var text: String { draft.text }

    mutating func paste(_ text: String) {
        if isOffered { _ = draft.remove(to: 0) }
        isOffered = false
        draft.insert(text)
    }

    mutating func handle(_ key: Key) -> Outcome {
        if isOffered, case .character = key.code, key.modifiers.isEmpty { _ = draft.remove(to: 0) }
        isOffered = false
        switch (key.code, key.modifiers) {
        case (.enter, []): return .done(draft.text)
        case (.escape, _), (.character("c"), .control): return .left
        case (.character(let character), []): draft.insert(String(character))
        case (.character("j"), .control), (.enter, .alt), (.enter, .shift): draft.insert("\n")
        case (.backspace, []), (.character("h"), .control): _ = draft.remove(to: draft.cursor - 1)
        case (.delete, []), (.character("d"), .control): _ = draft.remove(to: draft.cursor + 1)
        case (.character("w"), .control): _ = draft.remove(to: draft.blankWordStart)
        case (.character("u"), .control): _ = draft.remove(to: 0)
        case (.character("k"), .control): _ = draft.remove(to: draft.pieces.count)
        case (.left, []), (.character("b"), .control): draft.move(to: draft.cursor - 1)
        case (.right, []), (.character("f"), .control): draft.move(to: draft.cursor + 1)
        case (.home, []), (.character("a"), .control): draft.move(to: 0)
        case (.end, []), (.character("e"), .control): draft.move(to: draft.pieces.count)
        default: break
        }
        return .stays
    }

    /// The words in one row of so many columns, with the cursor in it, and the cursor's column.
    func picture(columns: Int) -> (line: StyledLine, cursor: Int) {
        let columns = max(1, columns)
        func line(_ pieces: ArraySlice<DraftPiece>) -> StyledLine {
            StyledLine(pieces.map { $0.isNewline ? " " : $0.text }.joined())
        }
        let before = line(draft.pieces[..<draft.cursor]).suffix(columns: columns - 1)
        let after = line(draft.pieces[draft.cursor...]).prefix(columns: columns - before.width)
        return (before + after, before.width)
    }
}
