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

    /// From the longest to the shortest.
    private var hints: [[String]] {
        if isCovered { return [["Esc close"]] }
        if arrangement.isAwaited { return panelHints }
        switch focus {
        case .composer: return composerHints
        case .changes: return changesHints
        case .request: return [["answer with the keys above", "Esc back"], ["Esc back"]]
        case .queue:
            let move = key(.nextRow, .previousRow, "move")
            let (edit, order) = (key(.editQueued, "edit"), key(.moveQueuedDown, .moveQueuedUp, "order"))
            let steer = key(.steerQueued, "steer")
            return [
                move + edit + key(.removeQueued, "take out") + order + steer + back(),
                edit + key(.removeQueued, "take out") + order + back(), edit + key(.removeQueued, "out") + back(),
            ]
        case .chat:
            if case .lines = copying {
                let select = keys.hint(.selectLines, "select", in: .lines).map { [$0] } ?? []
                let copy = keys.hint(.copyPart, "copy", in: .lines).map { [$0] } ?? []
                return [select + copy + ["Esc back"], copy + ["Esc back"]]
            }
            if copying != nil { return [["Esc back"]] }
            let search = key(.searchChat, "search")
            if self.search != nil {
                // On wide screens the row above has the keys of the walk.
                if size.columns < 60 {
                    let walk = key(.nextMatch, "next") + key(.previousMatch, "previous")
                    return [walk + ["Esc ends"], walk]
                }
                let other = key(.searchChat, "other words")
                return [other + key(.openEntry, "open") + key(.copyFromChat, "copy") + key(.help, "help"), other]
            }
            let messages = key(.previousEntry, .nextEntry, "messages")
            let (fold, copy) = (key(.foldEntry, "fold"), key(.copyFromChat, "copy"))
            return [
                messages + fold + search + copy + key(.editEarlier, "edit") + key(.repeatTurn, "repeat") + back()
                    + key(.help, "help"),
                messages + fold + search + copy + back(), search + copy + back(), back(),
            ]
        }
    }

    /// After the key that waits for another.
    private var panelHints: [[String]] {
        func keys(_ actions: [Action]) -> String {
            actions.compactMap { self.keys.key(for: $0, in: [.panel])?.name }.joined(separator: " ")
        }
        let place = keys([.panelRight, .panelBelow, .panelAlone, .panelHidden, .panelAuto]) + " place"
        let size = keys([.largerPanel, .smallerPanel, .resetSizes]) + " size"
        return [[place, size, "Esc close"], [place, size], ["Esc close"]]
    }

    private var changesHints: [[String]] {
        let help = key(.help, "help")
        if let hints = reviewing.hints {
            let all = reviewing.prompt == nil ? hints + help : hints
            // All choices of a conflict, or their keys alone.
            let least = reviewing.choiceHint == nil ? 0 : 3
            let fewest = reviewing.choiceHint.map { [[$0] + help, [$0]] } ?? []
            return all.indices.dropFirst(least).reversed().map { Array(all[...$0]) } + fewest
        }
        let (undo, leave) = (key(.undoReview, "undo"), key(.backToChat, "back"))
        if changes.isEmpty { return [undo + key(.commitReview, "commit") + leave + help, undo + leave, leave] }
        let decide = key(.accept, "accept") + key(.reject, "reject")
        let write = key(.write, "write")
        return [
            decide + key(.nextUndecided, "next undecided") + write + undo + leave + help,
            decide + write + undo + leave, decide + write, help,
        ]
    }

    private var composerHints: [[String]] {
        if draftPurpose != .message || menuPicture != nil { return [[]] }
        if writtenCommand != nil { return [key(.send, "runs it here"), key(.send, "runs"), []] }
        let (help, queue, cancel) = (key(.help, "help"), key(.send, "queue"), key(.cancelOrClose, "cancel"))
        // What is typed here is no answer to a question: it would wait for the next turn.
        if case .question = dock?.request {
            let answer = key(.goToRequest, "answer")
            return [answer + queue + cancel + help, answer + queue, answer]
        }
        let changes = key(.toggleChanges, "changes")
        guard conversation.task.lifecycle.isOver else {
            let steer = key(.steer, "steer")
            return [
                queue + steer + cancel + changes + help, queue + steer + cancel + help, queue + cancel + help,
                cancel + help, cancel,
            ]
        }
        let send = key(.send, "send")
        return [send + key(.newline, "newline") + changes + help, send + changes + help, send + help, help]
    }

    /// A key with what it does; nothing where no key does it.
    private func key(_ action: Action, _ words: String) -> [String] {
        keys.hint(action, words, in: place).map { [signs.adapted($0)] } ?? []
    }

    private func key(_ first: Action, _ second: Action, _ words: String) -> [String] {
        keys.hint(first, second, words, in: place).map { [signs.adapted($0)] } ?? []
    }

    private func back() -> [String] { key(focus == .queue ? .backToChat : .cancelOrClose, "back") }

    private var place: KeyContext {
        switch focus {
        case .composer: .composer
        case .request: .request
        case .queue: .queue
        case .changes: .changes
        case .chat: .chat
        }
    }
}
