// What can be undone and done again, newest last.

/// Decisions and writes, in the order they were made.
struct ReviewHistory: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        /// The changes as they were before the decision, and the comments that it made, changed or took away (by id;
        /// `nil`: there was none).
        case decided(before: [RelativePath: Change], comments: [Int: ReviewComment?] = [:])
        /// An edit or the choice in a conflict: the change as it was, and what stands there since.
        case replaced(before: Change?, after: Change?, isEdit: Bool)
        /// A write that had nothing to write: rejected parts went away.
        case dropped(before: [RelativePath: Change])
        case wrote(journalEntry: Int, ChangeSet.Write)
        /// A write of which the journal alone knows: of an earlier run, or another program.
        case wroteEarlier(WrittenFact)
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
    mutating func undidWrite(_ entry: Int, _ write: ChangeSet.Write) {
        guard let place = past.lastIndex(where: { $0.entry == entry }) else { return }
        past.remove(at: place)
        future.append(.wrote(journalEntry: entry, write))
    }

    /// Puts a write where it belongs among the others.
    mutating func learn(_ fact: WrittenFact) {
        let place = past.firstIndex { $0.entry.map { $0 > fact.entry } ?? false }
        let last = past.lastIndex { $0.entry != nil }.map { $0 + 1 }
        past.insert(.wroteEarlier(fact), at: place ?? last ?? 0)
    }

    /// The journal entries of all writes.
    var entries: Set<Int> { Set((past + future).compactMap(\.entry)) }

    mutating func takeRedo() -> Step? { future.popLast() }

    /// A write that was to be done again was refused: it can be tried once more.
    mutating func didNotRedo(_ write: ChangeSet.Write) {
        future.append(.wrote(journalEntry: 0, write))
    }

    mutating func didRedo(undo: Step) { past.append(undo) }
}

extension ReviewHistory.Step {
    var entry: Int? {
        switch self {
        case .wrote(let entry, _): entry
        case .wroteEarlier(let fact): fact.entry
        case .decided, .replaced, .dropped: nil
        }
    }
}
