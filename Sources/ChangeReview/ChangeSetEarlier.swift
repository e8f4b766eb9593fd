// Writes of which the journal alone knows, of an earlier run or another program: taken back, and done again.

extension ChangeSet {
    /// Takes up what the journal holds: writes that can be undone, and undos that can be taken back. What happened to
    /// writes of this review elsewhere counts, too.
    mutating func learn(_ facts: [WrittenFact]) -> [Effect] {
        let byEntry = Dictionary(facts.map { ($0.entry, $0) }) { $1 }
        let known = history.entries
        /// The write that all began with.
        func root(_ fact: WrittenFact) -> Int {
            var first = fact
            while let undone = first.undoes {
                guard let before = byEntry[undone], before.entry < first.entry else { return undone }
                first = before
            }
            return first.entry
        }
        let undone = Set(facts.compactMap(\.undoes))
        let standing = facts.filter { !undone.contains($0.entry) }.sorted { $0.entry < $1.entry }
        let new = standing.filter { !known.past.contains($0.entry) && !known.future.contains($0.entry) }
        let writes = new.filter { !$0.isUndo && !known.past.contains(root($0)) }
        // A later write has taken the place of what was undone before it, also when it was undone since itself.
        let latest = max(facts.lazy.filter { $0.undoes == nil }.map(\.entry).max() ?? 0, known.past.max() ?? 0)
        let undos = new.filter {
            $0.isUndo && !known.future.contains(root($0)) && (known.past.contains(root($0)) || $0.entry > latest)
        }
        guard !writes.isEmpty || !undos.isEmpty else { return [] }
        for fact in writes { history.learn(fact) }
        history.learn(undos: undos, of: Set(undos.map(root)))
        // A replay has to find the same beginnings.
        let links = undos.flatMap { undo in sequence(first: undo) { $0.undoes.flatMap { byEntry[$0] } }.dropFirst() }
        return [.record(.journalListed(writes + undos + links.filter { $0.undoes != nil }))]
    }

    mutating func takeBack(_ fact: WrittenFact, isRedo: Bool) -> [Effect] {
        let write = Write(plan: ChangePlan(steps: []), before: [:], isRedo: isRedo, earlier: fact)
        activity = .undoing(write, journalEntry: fact.entry)
        return [.undo(journalEntry: fact.entry)]
    }

    /// - Parameters:
    ///   - fact: the entry that was taken back, and `written`: what it had written.
    ///   - by: the entry that did it.
    mutating func finishEarlier(
        _ fact: WrittenFact, _ isRedo: Bool, _ written: ChangePlan?, _ skipped: Set<RelativePath>, by: Int?
    ) -> [Effect] {
        activity = .idle
        let plan = written ?? ChangePlan(steps: [])
        let recorded = Effect.record(
            .undone(journalEntry: fact.entry, skipped: skipped.sorted(), plan: written, by: by))
        if isRedo {
            let steps = plan.steps.filter { !skipped.contains($0.path) }.map(\.inverse)
            let effects = settle(writtenElsewhere: steps)
            history.redidWrite(
                fact.entry, by.map { WrittenFact(entry: $0, paths: fact.paths, undoes: fact.entry, isRedo: true) })
            latestEntry = by.map { max($0, latestEntry ?? $0) } ?? latestEntry
            return [recorded] + effects + [.restored(steps.map(\.path).sorted())]
        }
        let write = Write(plan, inPlace: takesUpInPlace)
        var redo = ReviewHistory.Step.wrote(journalEntry: fact.entry, write)
        if takesUpInPlace, let by {
            // What is in place does not say by itself what was written.
            redo = .tookBack(WrittenFact(entry: by, paths: fact.paths, undoes: fact.entry))
        }
        // What follows is no news that redo would have to give way to.
        var history = self.history
        history.undidWrite(fact.entry, redo: redo)
        var rest = write
        var effects: [Effect] = []
        var back: [RelativePath] = []
        if takesUpInPlace {
            let inPlace = Dictionary(plan.reviewed.filter(\.isInPlace).map { ($0.path, $0) }) { $1 }
            for path in write.before.keys.sorted() where !skipped.contains(path) {
                guard let change = write.before[path], let steps = stepsOf(change, plan, without: skipped) else {
                    continue
                }
                guard let taken = takeUp(change, inPlace[path], steps) else { continue }
                effects += taken
                back.append(path)
                rest.before[path] = nil
            }
        }
        back += restore(rest, skipped, fact.entry)
        self.history = history
        forgetUnchanged(in: write)
        return [recorded] + effects.filter { !$0.isRecord } + [.restored(back.sorted())]
    }

    /// The steps of a change; `nil` when one of them was left alone.
    private func stepsOf(_ change: Change, _ plan: ChangePlan, without skipped: Set<RelativePath>) -> [FileStep]? {
        let steps = plan.steps.filter { $0.path == change.path || $0.path == change.origin }
        return steps.contains { skipped.contains($0.path) } ? nil : steps
    }

    /// Brings a file back that is reviewed in place, or was then. `nil`: it is like any other.
    private mutating func takeUp(_ change: Change, _ kept: ReviewedFile?, _ steps: [FileStep]) -> [Effect]? {
        let current = files[change.path]
        let isHeld = current != nil && held[change.path] != nil
        if !isHeld { for step in steps { held[step.path] = nil } }
        if kept != nil,
            current == nil || isHeld && current?.base == change.base && current?.proposed == held[change.path]
        {
            for step in steps { held.updateValue(step.before, forKey: step.path) }
            adopt(change)
            return []
        }
        guard isHeld, let step = steps.first(where: { $0.path == change.path }), let disk = held[change.path] else {
            return nil
        }
        let effects = current.map { follow($0, from: disk, to: step.before) } ?? []
        guard files[change.path] == nil else { return effects }
        // Nothing of it is in place any more.
        held[change.path] = nil
        return nil
    }

    /// Files that are as accepted parts of them would make them are settled; of others it is news.
    private mutating func settle(writtenElsewhere steps: [FileStep]) -> [Effect] {
        let history = self.history
        defer { self.history = history }
        var effects: [Effect] = []
        var done: Set<RelativePath> = []
        for change in changes where held[change.path] == nil && change.conflict == nil {
            let wanted = self.steps(writing: change)
            guard !wanted.isEmpty, wanted.allSatisfy(steps.contains) else { continue }
            files[change.path] = change.remainder(afterWriting: change)
            done.formUnion(wanted.map(\.path))
        }
        for step in steps where !done.contains(step.path) { effects += look(at: step.path, DiskFinding(step.after)) }
        return effects.filter { !$0.isRecord }
    }
}

extension ChangeSet.Effect {
    fileprivate var isRecord: Bool { if case .record = self { true } else { false } }
}
