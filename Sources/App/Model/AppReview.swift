// The review's side of the model: decisions, writes and undo, and what the user is told about them.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    /// Gives the change set an event, does what it orders, and says what came of it.
    mutating func review(_ event: ChangeSet.Event) -> [AppEffect] {
        changes.handle(event).flatMap { perform($0) }
    }

    private mutating func perform(_ effect: ChangeSet.Effect) -> [AppEffect] {
        switch effect {
        case .apply(let plan): return [.apply(plan)]
        case .undo(let entry): return [.undo(journalEntry: entry)]
        case .record(let event): return [.record(event)]
        case .settled(let accepted, let rejected): return settled(accepted: accepted, rejected: rejected)
        case .leftOut(let paths):
            return tell(
                .noted(
                    "\(names(paths)) changed on disk since and \(paths.count == 1 ? "was" : "were") not written. "
                        + "What you decided is kept. Ask the agent again, or x rejects it"))
        case .alreadyOnDisk(let path): return say("\(path.text) is already on disk as proposed")
        case .restored(let paths):
            return paths.isEmpty ? [] : say("\(names(paths)) \(paths.count == 1 ? "is" : "are") as before")
        case .refused(let refusal): return tell(.noted(signs.adapted(Words.text(of: refusal))))
        case .undoRefused(let reason):
            return tell(.noted("The undo did not happen: \(Words.sentence(reason)) The files are as they were."))
        case .nothingAccepted: return say("Nothing is accepted yet. space accepts")
        case .nothingToUndo: return say("Nothing to undo")
        case .nothingToRedo: return say("Nothing to redo")
        case .busy: return say("A write is on its way; try again in a moment")
        case .ignored: return []
        }
    }

    private mutating func settled(accepted: Int, rejected: Int) -> [AppEffect] {
        isWaitingForWriter = false
        var parts: [String] = []
        if accepted > 0 { parts.append("\(counted(accepted, "change")) written") }
        if rejected > 0 { parts.append("\(counted(rejected, "change")) dropped") }
        let closing = closePanel()
        let text = parts.joined(separator: ", ")
        // Auto mode sums up when the turn is over.
        if autoWrites.isWriting { return closing + say("\(signs.done) \(text)") }
        return closing + tell(.noted("\(text). \(changes.isEmpty ? "" : "\(remaining). ")Ctrl-T u undoes it"))
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
        guard isPanelFresh, focus == .composer, help == nil, picker == nil, composer.isEmpty else { return false }
        switch keys.action(for: key, in: [.changes]) {
        case .accept, .reject, .acceptFile, .acceptAll, .write, .backToChat: return true
        default:
            isPanelFresh = false
            return false
        }
    }

    private var remaining: String { "\(counted(changes.changes.count, "file")) still to review" }

    mutating func undone(_ entry: Int, _ skipped: [SkippedFile], _ plan: ChangePlan?) -> [AppEffect] {
        let skipped = skipped.map(\.path)
        isWaitingForWriter = false
        var text = "The write was undone; its changes are under review again."
        if !skipped.isEmpty {
            text += " \(names(skipped)) changed since and \(skipped.count == 1 ? "was" : "were") left alone."
        }
        return review(.undone(journalEntry: entry, skipped: skipped, plan: plan)) + tell(.noted(text))
    }

    // MARK: Keys of the panel

    mutating func perform(panel action: Action) -> [AppEffect] {
        panel.touch()
        switch action {
        case .accept, .reject:
            guard let selection = panel.selection(in: changes) else { return [] }
            let decision: Decision = action == .accept ? .accepted : .rejected
            return review(.decided(isDecided(selection, decision) ? .undecided : decision, selection))
        case .acceptFile:
            guard let path = panel.path else { return [] }
            return review(.decided(.accepted, .file(path)))
        case .acceptAll: return review(.decided(.accepted, .everything))
        case .rejectAll:
            guard !changes.isEmpty else { return [] }
            panel.question = .rejectAll(files: changes.changes.count)
            return []
        case .write: return requestWrite()
        case .undoReview: return requestUndo()
        case .redoReview: return requestRedo()
        default:
            panel.move(action, in: changes, layout: layout(in: size).panel)
            return []
        }
    }

    mutating func requestWrite() -> [AppEffect] {
        guard !changes.isEmpty else { return say("Nothing to write") }
        return review(.applyRequested)
    }

    /// A decision is taken back at once; a write asks first and says what will happen.
    private mutating func requestUndo() -> [AppEffect] {
        guard case .write(_, let plan) = changes.nextUndo, !changes.isWriting else { return review(.undoRequested) }
        panel.question = .undoWrite(plan)
        return []
    }

    private mutating func requestRedo() -> [AppEffect] {
        guard case .write(_, let plan) = changes.nextRedo, !changes.isWriting else { return review(.redoRequested) }
        panel.question = .redoWrite(plan)
        return []
    }

    mutating func answer(_ question: ReviewQuestion, yes: Bool) -> [AppEffect] {
        panel.question = nil
        guard yes else { return [] }
        switch question {
        case .rejectAll: return review(.decided(.rejected, .everything))
        case .undoWrite: return review(.undoRequested)
        case .redoWrite: return review(.redoRequested)
        }
    }

    private func isDecided(_ selection: Selection, _ decision: Decision) -> Bool {
        switch selection {
        case .everything: false
        case .file(let path): changes[path]?.marks.allSatisfy { $0 == decision } ?? false
        case .hunk(let path, let hunk):
            changes[path]?.lines(ofHunk: hunk).map { isDecided(.lines(path, $0), decision) } ?? false
        case .lines(let path, let lines): changes[path]?.marks[lines].allSatisfy { $0 == decision } ?? false
        }
    }

    /// `a.swift`, `a.swift and b.swift`, `a.swift and 3 more files`.
    func names(_ paths: [RelativePath]) -> String {
        guard let first = paths.first else { return "" }
        switch paths.count {
        case 1: return first.text
        case 2: return "\(first.text) and \(paths[1].text)"
        default: return "\(first.text) and \(paths.count - 1) more files"
        }
    }
}
