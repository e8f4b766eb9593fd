// What the panel's keys do to the review: decisions, writes, undo.

internal import ChangeReview
internal import Screen

extension Reviewing {
    mutating func perform(_ action: Action) -> [Effect] {
        panel.touch()
        switch action {
        case .yes, .no, .cancelOrClose:
            guard let question = panel.question else { return [] }
            return answer(question, yes: action == .yes)
        case .backToChat: return [.leave]
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
            panel.move(action, in: changes, layout: layout)
            return []
        }
    }

    mutating func requestWrite() -> [Effect] {
        guard !changes.isEmpty else { return [.say("Nothing to write")] }
        return review(.applyRequested)
    }

    /// A decision is taken back at once; a write asks first and says what will happen.
    private mutating func requestUndo() -> [Effect] {
        guard case .write(_, let plan) = changes.nextUndo, !changes.isWriting else { return review(.undoRequested) }
        panel.question = .undoWrite(plan)
        return []
    }

    private mutating func requestRedo() -> [Effect] {
        guard case .write(_, let plan) = changes.nextRedo, !changes.isWriting else { return review(.redoRequested) }
        panel.question = .redoWrite(plan)
        return []
    }

    private mutating func answer(_ question: ReviewQuestion, yes: Bool) -> [Effect] {
        panel.question = nil
        guard yes else { return [] }
        switch question {
        case .rejectAll: return review(.decided(.rejected, .everything))
        case .undoWrite: return review(.undoRequested)
        case .redoWrite: return review(.redoRequested)
        case .shrink: return review(.applyConfirmed)
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
}
