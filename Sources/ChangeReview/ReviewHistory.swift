// What can be undone and done again, newest last.

/// Decisions and writes, in the order they were made.
struct ReviewHistory: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        /// The changes as they were before the decision.
        case decided(before: [RelativePath: Change])
        /// A write that had nothing to write: rejected parts went away.
        case dropped(before: [RelativePath: Change])
        case wrote(journalEntry: Int, ChangeSet.Write)
    }

    /// Steps that are kept; the oldest go first.
    static let longest = 1000

    private(set) var past: [Step] = []
    private(set) var future: [Step] = []

    mutating func did(_ step: Step, keepingRedo: Bool = false) {
        if !keepingRedo { future = [] }
        past.append(step)
        if past.count > Self.longest { past.removeFirst() }
    }

    mutating func forgetRedo() { future = [] }
    mutating func forgetLatest() { past.removeLast() }

    /// Takes the newest step back; `redo` is what would do it again.
    mutating func undid(redo: Step) {
        past.removeLast()
        future.append(redo)
    }

    /// Takes a write back, wherever it stands: decisions may have come in since its undo began.
    mutating func undidWrite(_ entry: Int) {
        let place = past.lastIndex { if case .wrote(entry, _) = $0 { true } else { false } }
        if let place { future.append(past.remove(at: place)) }
    }

    mutating func takeRedo() -> Step? { future.popLast() }

    /// A write that was to be done again was refused: it can be tried once more.
    mutating func didNotRedo(_ write: ChangeSet.Write) {
        future.append(.wrote(journalEntry: 0, write))
    }

    mutating func didRedo(undo: Step) { past.append(undo) }
}
