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
        /// An undo of which the journal alone knows: taking it back writes once more what it took back.
        case tookBack(WrittenFact)
    }

    /// Steps that are kept; the oldest go first.
    static let longest = 1000

    private(set) var past: [Step] = []
    private(set) var future: [Step] = []

    mutating func did(_ step: Step, keepingRedo: Bool = false) {
        if !keepingRedo, case .wrote = step { future = [] } else if !keepingRedo { forgetRedo() }
        past.append(step)
        if past.count > Self.longest { past.removeFirst() }
    }

    /// What the journal knows to do again hangs on nothing that is under review.
    mutating func forgetRedo() { future.removeAll { if case .tookBack = $0 { false } else { true } } }
    mutating func forgetLatest() { past.removeLast() }

    /// Takes the newest step back; `redo` is what would do it again.
    mutating func undid(redo: Step) {
        past.removeLast()
        future.append(redo)
    }

    /// Takes a write back, wherever it stands: decisions may have come in since its undo began.
    mutating func undidWrite(_ entry: Int, redo: Step) {
        guard let place = past.lastIndex(where: { $0.entry == entry }) else { return }
        past.remove(at: place)
        future.append(redo)
    }

    /// Likewise an undo; `fact`: the entry that it was taken back by.
    mutating func redidWrite(_ entry: Int, _ fact: WrittenFact?) {
        guard let place = future.lastIndex(where: { $0.entry == entry }) else { return }
        future.remove(at: place)
        if let fact { past.append(.wroteEarlier(fact)) }
    }

    /// There is nothing in the journal to take back, or to do again.
    mutating func lost(_ entry: Int) {
        past.removeAll { $0.entry == entry }
        future.removeAll { $0.entry == entry }
    }

    /// Puts a write where it belongs among the others.
    mutating func learn(_ fact: WrittenFact) {
        future.removeAll { $0.entry == fact.undoes }
        let place = past.firstIndex { $0.entry.map { $0 > fact.entry } ?? false }
        let last = past.lastIndex { $0.entry != nil }.map { $0 + 1 }
        past.insert(.wroteEarlier(fact), at: place ?? last ?? 0)
    }

    /// What these undos took back is done again after all that was taken back here, the newest first.
    ///
    /// - Parameter roots: the writes that all began with: a write that was done again and undone once more is undone.
    mutating func learn(undos: [WrittenFact], of roots: Set<Int>) {
        past.removeAll { $0.entry.map(roots.contains) ?? false }
        future.insert(contentsOf: undos.map(Step.tookBack), at: 0)
    }

    /// The journal entries of all writes that can be undone, and of what can be done again.
    var entries: (past: Set<Int>, future: Set<Int>) { (Set(past.compactMap(\.entry)), Set(future.compactMap(\.entry))) }

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
        case .wroteEarlier(let fact), .tookBack(let fact): fact.entry
        case .decided, .replaced, .dropped: nil
        }
    }
}
