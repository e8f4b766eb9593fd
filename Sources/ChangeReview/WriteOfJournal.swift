// A write that the journal kept, as changes with their marks again: an undo in a later run begins with it.

extension ChangeSet.Write {
    /// A write as the journal kept it.
    ///
    /// - Parameter inPlace: files that were reviewed in place come back as that; otherwise the steps alone do.
    init(_ plan: ChangePlan, inPlace: Bool) {
        self.init(plan: plan, before: [:], isRedo: false)
        var told: Set<RelativePath> = []
        for kept in plan.reviewed where inPlace || !kept.isInPlace {
            var change = Change(path: kept.path, base: kept.base, proposed: kept.proposed)
            change.origin = kept.origin
            if kept.marks.count == change.marks.count {
                for (line, mark) in kept.marks.enumerated() { change.marks[line] = mark }
                change.summarize()
            }
            // Another way of comparing numbers lines otherwise: then they don't give what was written.
            let steps = plan.steps.filter { $0.path == kept.path || $0.path == kept.origin }
            if !change.gives(steps, inPlace: kept.isInPlace) { change.mark(.undecided) }
            before[kept.path] = change
            told.insert(kept.path)
            if let origin = kept.origin { told.insert(origin) }
        }
        for step in plan.steps where !told.contains(step.path) {
            var change = Change(path: step.path, base: step.before, proposed: step.after)
            change.mark(.accepted)
            before[step.path] = change
        }
    }
}

extension Change {
    /// Its marks lead to these steps.
    fileprivate func gives(_ steps: [FileStep], inPlace: Bool) -> Bool {
        if inPlace {
            if origin != nil, summary == .rejected { return steps.count == 2 }
            return steps.map(\.after) == [withoutRejected]
        }
        let wanted =
            marks.contains(.accepted) ? self.steps(to: SelectedContent.state(of: self) { $0 == .accepted }) : []
        return Set(wanted) == Set(steps)
    }
}
