// The review as a few events that say how it stands, so that its log need not keep how it came about.

/// What a snapshot holds beside changes, comments and writes.
public struct HeldRest: Equatable, Sendable {
    /// The id that the next comment gets.
    public var nextComment: Int
    public var latestEntry: Int?
    /// Feedback that was sent so far.
    public var feedbackNumber: Int
    /// What the agent has not heard of yet.
    public var outcomes: [ChangeSet.Outcome]
    /// By path: what the agent proposed, and what the user made of it.
    public var edits: [(path: RelativePath, note: ChangeSet.EditNote)]

    public init(
        nextComment: Int, latestEntry: Int?, feedbackNumber: Int, outcomes: [ChangeSet.Outcome],
        edits: [(path: RelativePath, note: ChangeSet.EditNote)]
    ) {
        self.nextComment = nextComment
        self.latestEntry = latestEntry
        self.feedbackNumber = feedbackNumber
        self.outcomes = outcomes
        self.edits = edits
    }

    public static func == (a: HeldRest, b: HeldRest) -> Bool {
        a.nextComment == b.nextComment && a.latestEntry == b.latestEntry && a.feedbackNumber == b.feedbackNumber
            && a.outcomes == b.outcomes && a.edits.elementsEqual(b.edits) { $0 == $1 }
    }
}

extension ChangeSet {
    /// Replayed by an empty set, these give this one: its changes with marks, cuts, authors and conflicts, its comments,
    /// what is still to be told, and the writes that can be undone. Undo of decisions is not in it, nor is redo.
    /// `nil` while a write or an undo is on its way, of which the log has to tell.
    public var snapshot: [RecordedEvent]? {
        guard activity == .idle else { return nil }
        var events = changes.map(RecordedEvent.held) + comments.map(RecordedEvent.heldComment)
        let writes = history.past.compactMap { step -> WrittenFact? in
            switch step {
            case .wrote(let entry, let write): WrittenFact(entry: entry, paths: write.plan.steps.map(\.path))
            case .wroteEarlier(let fact): fact
            case .decided, .replaced, .dropped, .tookBack: nil
            }
        }
        if !writes.isEmpty { events.append(.journalListed(writes)) }
        events.append(
            .heldRest(
                HeldRest(
                    nextComment: nextComment, latestEntry: latestEntry, feedbackNumber: told.number,
                    outcomes: told.outcomes,
                    edits: told.edits.sorted { $0.key < $1.key }.map { (path: $0.key, note: $0.value) })))
        return events
    }

    /// Starts over from a snapshot of itself, which is to take the place of the log: what the log does not know any more
    /// must not be undone, or a replay would undo something else.
    public mutating func compacted() -> [RecordedEvent]? {
        guard let snapshot else { return nil }
        var set = ChangeSet()
        _ = set.handle(.replayed(snapshot))
        self = set
        return snapshot
    }

    mutating func replay(_ events: [RecordedEvent]) -> [Effect] {
        var outdated: Set<RelativePath> = []
        for recorded in events {
            switch recorded {
            case .outdated(let path): outdated.insert(path)
            case .held(let change): files[change.path] = change
            case .heldComment(let comment):
                setComment(comment.id, to: comment)
                nextComment = max(nextComment, comment.id + 1)
            case .heldRest(let rest):
                nextComment = rest.nextComment
                latestEntry = rest.latestEntry
                told = Told(
                    number: rest.feedbackNumber, outcomes: rest.outcomes,
                    edits: Dictionary(rest.edits.map { ($0.path, $0.note) }) { $1 })
            default: if let event = recorded.event { _ = handle(event) }
            }
        }
        let dropped = outdated.filter { files[$0] != nil }.sorted()
        return dropped.isEmpty ? [] : [.marksDropped(dropped)]
    }
}

extension Change {
    /// A kept change that waits for choices about a conflict.
    public func held(in finding: DiskFinding, _ choices: [ThreeWayMerge.Resolution?]) -> Change {
        var change = self
        if !choices.isEmpty, case .file(let disk) = finding, let met = confronted(with: disk) {
            guard case .merging(var merging) = met.conflict else { return met }
            if merging.choices.count == choices.count { merging.choices = choices }
            change.conflict = .merging(merging)
            return change
        }
        change.conflict = .changedOnDisk(finding)
        return change
    }
}
