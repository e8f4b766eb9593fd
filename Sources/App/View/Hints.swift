// The keys that matter now, at the composer's right: the longest text that fits.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    func hint(_ layout: Layout) -> String {
        let s = " \(signs.separator) "
        let room = layout.composer.size.columns - 6
        return hints.map { $0.joined(separator: s) }.first { displayWidth(of: $0) <= room } ?? ""
    }

    private var hints: [[String]] {
        if help != nil || picker != nil { return [["Esc close"]] }
        switch focus {
        case .composer: return composerHints
        case .changes:
            if let hints = reviewing.hints {
                let all = reviewing.prompt == nil ? hints + ["? help"] : hints
                // All choices of a conflict, or their keys alone.
                let least = reviewing.choiceHint == nil ? 0 : 3
                let fewest = reviewing.choiceHint.map { [[$0, "? help"], [$0]] } ?? []
                return all.indices.dropFirst(least).reversed().map { Array(all[...$0]) } + fewest
            }
            if changes.isEmpty {
                return [["u undo", "M commit", "q back", "? help"], ["u undo", "q back"], ["q back"]]
            }
            return [
                ["space accept", "x reject", "n next undecided", "w write", "u undo", "q back", "? help"],
                ["space accept", "x reject", "w write", "u undo", "q back"],
                ["space accept", "x reject", "w write"], ["? help"],
            ]
        case .request: return [["answer with the keys above", "Esc back"], ["Esc back"]]
        case .queue:
            return [
                ["j k move", "e edit", "x take out", "J K order", "s steer", "Esc back"],
                ["e edit", "x take out", "J K order", "Esc back"], ["e edit", "x out", "Esc back"],
            ]
        case .chat:
            if case .lines = copying { return [["v select", "y copy", "Esc back"], ["y copy", "Esc back"]] }
            if copying != nil { return [["Esc back"]] }
            if search != nil {
                return [["n next", "N previous", "/ other words", "y copy", "Esc ends"], ["n N walk", "Esc ends"]]
            }
            return [
                ["[ ] messages", "space fold", "/ search", "y copy", "e edit", "r repeat", "Esc back", "? help"],
                ["[ ] messages", "space fold", "/ search", "y copy", "Esc back"],
                ["/ search", "y copy", "Esc back"], ["Esc back"],
            ]
        }
    }

    private var composerHints: [[String]] {
        if draftPurpose != .message || menuPicture != nil { return [[]] }
        if writtenCommand != nil { return [["Enter runs it here"], ["Enter runs"], []] }
        // What is typed here is no answer to a question: it would wait for the next turn.
        if case .question = dock?.request {
            return [
                ["Ctrl-Q answer", "Enter queue", "Esc cancel", "F1 help"], ["Ctrl-Q answer", "Enter queue"],
                ["Ctrl-Q answer"],
            ]
        }
        guard conversation.task.lifecycle.isOver else {
            return [
                ["Enter queue", "Alt-S steer", "Esc cancel", "Ctrl-T changes", "F1 help"],
                ["Enter queue", "Alt-S steer", "Esc cancel", "F1 help"],
                ["Enter queue", "Esc cancel", "F1 help"], ["Esc cancel", "F1 help"], ["Esc cancel"],
            ]
        }
        return [
            ["Enter send", "Ctrl-J newline", "Ctrl-T changes", "F1 help"],
            ["Enter send", "Ctrl-T changes", "F1 help"],
            ["Enter send", "F1 help"], ["F1 help"],
        ]
    }
}
