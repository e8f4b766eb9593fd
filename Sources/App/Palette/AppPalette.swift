// The palette of the chat, and of a review without one: what can be run now, and why the rest can't.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    func paletteItems(_ palette: Palette) -> [Palette.Item] {
        palette.items(keys) { whyNot($0, in: $1) }
    }

    mutating func handlePalette(_ key: Key) -> [AppEffect] {
        guard var palette else { return [] }
        let rows = helpRect(layout(in: size)).size.rows
        let outcome = palette.press(key, keys: keys, rows: rows, items: paletteItems(palette))
        self.palette = palette
        switch outcome {
        case .close: self.palette = nil
        case .run(let key, let action, let context):
            self.palette = nil
            return run(key, action, of: context)
        case .refused(let words): return say(words)
        case .stays: break
        }
        return []
    }

    /// What is the chat's or the panel's works from any part; the chat gets the keys for it.
    var paletteContexts: [KeyContext] {
        isCovered ? contexts : contexts + [.chat, .panel].filter { !contexts.contains($0) }
    }

    private mutating func run(_ key: Key, _ action: Action, of context: KeyContext) -> [AppEffect] {
        if context == .panel {
            flash = nil
            return arrange(action)
        }
        if context == .chat, !contexts.contains(.chat) {
            focus = .chat
            copying = nil
        }
        return act(key, action)
    }

    func draw(_ palette: Palette, into cells: inout CellBuffer, within rect: Rect) -> Point? {
        let items = paletteItems(palette)
        return palette.draw(
            palette.found(in: items), of: items.count, into: &cells, within: rect, signs: signs)
    }

    private func whyNot(_ action: Action, in context: KeyContext) -> String? {
        switch action {
        case .goToRequest: return dock == nil ? "no request waits" : nil
        case .steer: return conversation.task.lifecycle.isOver ? "no turn runs" : nil
        case .takeBackQueued: return conversation.queue.isEmpty ? "nothing is queued" : nil
        case .improve: return composer.isEmpty ? "nothing is written" : nil
        case .carryOut: return conversation.mode == .ask ? nil : "in ask mode"
        case .nextMatch, .previousMatch: return search == nil ? "nothing is searched" : nil
        case .editEarlier, .repeatTurn:
            if userMessages.isEmpty { return "nothing was sent" }
            return conversation.task.lifecycle.isOver ? nil : "a turn runs"
        case .signIn: return report.server == .embedded ? "the helper needs no account" : nil
        // What lets a command run is pressed where the command is read.
        case .allowOnce, .allowPrefix, .allowProject, .runInCopy, .runOnDisk, .writeFirst: return "by its own key"
        default: return context == .changes ? reviewing.whyNot(action) : nil
        }
    }
}

extension ReviewModel {
    mutating func handlePalette(_ key: Key) -> [AppEffect] {
        guard var palette else { return [] }
        let rows = panelRect(in: size).size.rows
        let outcome = palette.press(key, keys: keys, rows: rows, items: paletteItems(palette))
        self.palette = palette
        switch outcome {
        case .close: self.palette = nil
        case .run(let key, let action, _):
            self.palette = nil
            return act(key, action)
        case .refused(let words): return say(words)
        case .stays: break
        }
        return []
    }

    /// Nothing of what only a chat has.
    private func paletteItems(_ palette: Palette) -> [Palette.Item] {
        palette.items(keys) { action, context in
            context == .changes ? reviewing.whyNot(action) : nil
        }.filter { item in
            !Self.foreignContexts.contains(item.context) && !Self.foreign.contains(item.action)
        }
    }

    func draw(_ palette: Palette, into cells: inout CellBuffer, within rect: Rect) -> Point? {
        let items = paletteItems(palette)
        return palette.draw(
            palette.found(in: items), of: items.count, into: &cells, within: rect, signs: signs)
    }
}

extension Palette {
    /// Stands for the key of an action that has none.
    static let noKey = Key(.function(0))
}

extension Reviewing {
    /// Why an action of the panel can't be done now; nil: it can.
    func whyNot(_ action: Action) -> String? {
        switch action {
        case .help, .backToChat, .allComments: return nil
        case .commitReview: return commitRoute == .nowhere ? "a patch is edited" : nil
        case .undoReview: return changes.nextUndo == nil ? "nothing to undo" : nil
        case .redoReview: return changes.nextRedo == nil ? "nothing to redo" : nil
        default: break
        }
        if changes.isEmpty { return "nothing to review" }
        switch action {
        case .write: return facts.accepted == 0 && facts.rejected == 0 ? "nothing is decided" : nil
        case .chooseOurs, .chooseTheirs, .chooseBoth, .chooseBase, .toggleBase:
            return path.flatMap { changes[$0]?.conflict } == nil ? "no conflict" : nil
        case .selectLines, .splitHunk, .joinHunk, .editLine, .openFold, .openWholeFold:
            return side == .list ? "in the diff" : nil
        default: return nil
        }
    }
}
