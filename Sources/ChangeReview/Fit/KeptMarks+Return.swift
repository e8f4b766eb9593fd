// A review that was left, taken up again: what comes back, and what has lost its lines.

extension KeptMarks {
    /// What has come of a review that was left.
    public struct Return: Hashable, Sendable {
        /// Changed lines that are decided about as they were.
        public var lines = 0
        /// Lines that were decided about and are open again, or gone, since their run is not what it was.
        public var lostLines = 0
        /// Comments that stand at their lines again.
        public var comments = 0
        /// Hunks that were cut or joined by hand, counted by their boundaries.
        public var cuts = 0
        /// Choices in conflicts that are made again, and those whose conflict is not what it was.
        public var choices = 0
        public var lostChoices = 0
        /// Comments whose lines are not what they were.
        public var lostComments: [KeptComment] = []

        public init() {}

        /// Nothing was kept.
        public var isNothing: Bool { self == Return() }
        /// Some of what was kept has no place any more.
        public var hasLost: Bool { lostLines > 0 || lostChoices > 0 || !lostComments.isEmpty }
    }

    /// The changes as they were left, and the comments on them: for a replay, since nobody decides anything here that
    /// could be undone. Choices in conflicts can: there is no other way back from them.
    public func returned(to changes: [Change]) -> (events: [RecordedEvent], outcome: Return) {
        var (events, outcome): ([RecordedEvent], Return) = ([], Return())
        var present: [RelativePath: Change] = [:]
        outcome.lostChoices = choices.values.reduce(0) { $0 + $1.made }
        for (path, runs) in files {
            let forms = [runs] + (otherForms[path] ?? [])
            outcome.lostLines += forms.map { $0.reduce(0) { $0 + $1.openCount } }.max() ?? 0
        }
        for change in changes {
            guard let change = chosen(change, &events, &outcome) else { continue }
            present[change.path] = change
            guard let runs = files[change.path] else { continue }
            // The form that most of comes back.
            var (best, most) = (change, Taken())
            for form in [runs] + (otherForms[change.path] ?? []) {
                let (again, taken) = change.taking(form)
                if (taken.open, taken.lines, taken.cuts) > (most.open, most.lines, most.cuts) {
                    (best, most) = (again, taken)
                }
            }
            outcome.lines += most.lines
            outcome.lostLines -= most.open
            outcome.cuts += most.cuts
            present[change.path] = best
            if best != change { events.append(.held(best)) }
        }
        outcome.lostChoices -= outcome.choices
        var id = 1
        for comment in comments {
            guard let here = present[comment.path].flatMap({ comment.comment(id: id, on: $0) }) else {
                outcome.lostComments.append(comment)
                continue
            }
            events.append(.heldComment(here))
            id += 1
            outcome.comments += 1
        }
        return (events, outcome)
    }

    /// With the choices in its conflict; `nil` when these leave nothing of it.
    private func chosen(_ change: Change, _ events: inout [RecordedEvent], _ outcome: inout Return) -> Change? {
        guard let kept = choices[change.path] else { return change }
        // What was decided elsewhere in the file is there before: so it is when the choice is taken back.
        let marked = files[change.path].map { change.taking($0).0 } ?? change
        if marked != change { events.append(.held(marked)) }
        let first = events.count
        let chosen = marked.choosing(kept, &events)
        outcome.choices += events.count - first
        return chosen
    }
}

/// What a form gave back.
private struct Taken {
    var lines = 0
    /// Of these, lines that were neither written nor dropped.
    var open = 0
    var cuts = 0
}

extension Change {
    /// With the marks and cuts of runs that are the same, in their order.
    fileprivate func taking(_ kept: [KeptMarks.Run]) -> (Change, Taken) {
        var (change, taken) = (self, Taken())
        var left = kept[...]
        var start = 0
        var (splits, joins): ([Int], [Int]) = ([], [])
        for run in keptRuns() {
            defer { start += run.marks.count }
            guard let place = left.firstIndex(where: { $0.isSame(as: run) }) else { continue }
            let found = left[place]
            // Those before it are gone: runs keep their order.
            left = left[(place + 1)...]
            for (offset, mark) in found.marks.enumerated() where mark != .undecided {
                change.marks[start + offset] = mark
                taken.lines += 1
            }
            taken.open += found.openCount
            splits += found.cuts.splits.map { start + $0 }
            joins += found.cuts.joins.map { start + $0 }
        }
        for (lines, isJoin) in [(splits, false), (joins, true)] {
            for line in lines.sorted() where change.cut(at: line, joining: isJoin) { taken.cuts += 1 }
        }
        change.summarize()
        return (change, taken)
    }
}
