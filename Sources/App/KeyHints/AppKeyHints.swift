// What waits for a key in the program, and what the key can be.

internal import Screen
internal import Settings

extension AppModel {
    private var keyWait: KeyWait? {
        guard settings.flag(.keyHints), palette == nil, help == nil, picker == nil else { return nil }
        if arrangement.isAwaited { return .arranging }
        switch (focus, copying) {
        case (.chat, .menu), (.chat, .blocks): return copying.map { .copying($0) }
        case (.changes, _):
            if case .menu(let menu) = reviewing.prompt { return .reviewMenu(menu) }
            return nil
        case (.composer, _):
            if case .normal(let keys) = composer.vi, !keys.choices.isEmpty { return .vi(keys) }
            return nil
        default: return nil
        }
    }

    mutating func followKeyHints(afterKey: Bool) -> [AppEffect] {
        keyHints.handle(.waits(keyWait, afterKey: afterKey)).map(\.order)
    }

    mutating func drawKeyHints(into cells: inout CellBuffer, _ layout: Layout) {
        guard keyHints.isShown, let wait = keyHints.wait else { return }
        guard case .reviewMenu = wait, let rect = layout.panelRect else {
            return wait.table(keys).draw(
                into: &cells, above: layout.bottom, columns: layout.size.columns, signs: signs)
        }
        // Where it is chosen the choices stand in short; they stay.
        let question = reviewing.layout(in: rect).question
        wait.table(keys).draw(
            into: &cells, above: question.top, from: rect.left, columns: rect.size.columns, signs: signs)
    }
}

extension KeyWait {
    func table(_ keys: KeyMap) -> KeyHintTable {
        let esc = KeyHintTable.Row(keys: ["Esc"], words: "nothing", short: "nothing")
        switch self {
        case .arranging:
            // What anybody tries by himself comes last: it goes first where there is no room.
            let all = keys.bindings(for: .panel)
            let last: Set<Action> = [.help, .cancelOrClose]
            let rows = (all.filter { !last.contains($0.action) } + all.filter { last.contains($0.action) }).map {
                let words = $0.action.words.split(separator: " ").filter { $0 != "panel" }
                let short = $0.action == .cancelOrClose ? $0.help : words.joined(separator: " ")
                return KeyHintTable.Row(keys: $0.keys.map(\.name), words: $0.help, short: short)
            }
            return KeyHintTable(title: "panel", rows: rows)
        case .copying(let copying):
            let rows = copying.shownChoices(Signs.unicode).map {
                KeyHintTable.Row(keys: [String($0.key)], words: $0.help, short: $0.word)
            }
            return KeyHintTable(title: "copy", rows: rows + [esc])
        case .reviewMenu(let menu):
            let rows = menu.choices.map {
                KeyHintTable.Row(keys: [String($0.key)], words: $0.help, short: $0.word)
            }
            return KeyHintTable(title: menu == .copy ? "copy" : "export", rows: rows + [esc])
        case .vi(let vi):
            let rows = vi.choices.map { KeyHintTable.Row(keys: [$0.keys], words: $0.words, short: $0.words) }
            return KeyHintTable(title: vi.title, rows: rows + [esc])
        }
    }
}
