// The review beside the chat: what it orders is passed on, what it has to say goes into the conversation.

public import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    public var changes: ChangeSet { reviewing.changes }

    /// Gives the change set an event, and says what came of it.
    mutating func review(_ event: ChangeSet.Event) -> [AppEffect] { review(.changes(event)) }

    mutating func review(_ event: Reviewing.Event) -> [AppEffect] {
        switch event {
        case .key, .pasted, .mouse: reviewing.place = layout(in: size).panelRect
        case .undone: isWaitingForWriter = false
        default: break
        }
        return reviewing.handle(event).flatMap { perform($0) }
    }

    mutating func perform(_ effect: Reviewing.Effect) -> [AppEffect] {
        switch effect {
        case .apply(let plan): return [.apply(plan)]
        case .previewUndo(let entry): return [.previewUndo(journalEntry: entry)]
        case .undo(let entry): return [.undo(journalEntry: entry)]
        case .look(let paths): return [.look(paths)]
        case .watch(let paths): return [.watch(paths)]
        case .record(let event):
            recordedBytes += event.weight
            return [.record(event)]
        case .say(let text): return say(text)
        case .highlight(let request): return [.highlight(request)]
        case .note(let text): return tell(.noted(text))
        case .settled(let text): return settled(text)
        case .asked:
            focus = .changes
            return []
        case .copy(let bytes, let name): return [.copy(bytes, name: name)]
        case .edit(let path, let state): return [.editFile(path, state)]
        case .export(let bytes, let path): return [.exportReview(bytes, path: path)]
        case .exportJSON(let changes, let comments, let path):
            return [.exportReviewJSON(changes, comments, path: path)]
        case .editText(let text): return [.edit(text)]
        case .findRepository: return [.findRepository]
        case .commit(let steps, let message): return [.commit(steps, message: message)]
        case .sharesChanged: return keepShares()
        case .leave:
            focus = .composer
            return []
        }
    }

    private mutating func settled(_ text: String) -> [AppEffect] {
        isWaitingForWriter = false
        let closing = closePanel()
        // Auto mode sums up when the turn is over.
        if autoWrites.isWriting { return closing + say("\(signs.done) \(text)") }
        return closing
            + tell(
                .noted(
                    "\(text). \(changes.isEmpty ? "" : "\(remaining). ")\(keys.name(of: .toggleChanges, in: .composer)) \(keys.name(of: .undoReview, in: .changes)) undoes it"
                ))
            + say("\(signs.done) \(text)")
    }

    /// Nothing is left to review: the keys are the composer's again, a moment after the last one for the panel.
    private mutating func closePanel() -> [AppEffect] {
        guard changes.isEmpty, focus == .changes else { return [] }
        focus = .composer
        isPanelFresh = true
        return [.startTimer(.panelClosed, milliseconds: Self.panelMilliseconds)]
    }

    /// Whether this key was meant for the panel that has just closed by itself. Any other one says that the user has
    /// seen it.
    mutating func isForClosedPanel(_ key: Key) -> Bool {
        guard isPanelFresh, focus == .composer, !isCovered, composer.isEmpty else { return false }
        switch keys.action(for: key, in: [.changes]) {
        case .accept, .reject, .acceptFile, .acceptAll, .write, .backToChat: return true
        // Whoever takes back what has closed the panel means the panel. A commit is begun there alone: the rest of a
        // sentence that begins with its letter would be its message.
        case .undoReview, .redoReview:
            isPanelFresh = false
            focus = .changes
            return false
        default:
            isPanelFresh = false
            return false
        }
    }

    private var remaining: String { "\(counted(changes.changes.count, "file")) still to review" }
}
