// What a write tells the journal beside its steps: marks and places of files, and folders that go with them.

extension ChangeSet {
    /// What the journal keeps of a file beside its steps, so that a later run can bring the review back.
    func reviewed(_ change: Change, writing steps: [FileStep]) -> ReviewedFile? {
        let isInPlace = held[change.path] != nil
        // What stays in place shows itself; a step that takes all says it all.
        if isInPlace, steps.isEmpty { return nil }
        let isWhole = change.marks.allSatisfy { $0 == .accepted } && steps.last?.after == change.proposed
        if !isInPlace, isWhole, change.origin == nil { return nil }
        return ReviewedFile(
            path: change.path, origin: change.origin, base: change.base, proposed: change.proposed,
            marks: change.marks, isInPlace: isInPlace)
    }

    /// Folders around new files that are taken out in place: a change made them, as far as one can know, where no file
    /// of the base is in them.
    func madeFolders(left write: Write) -> [RelativePath] {
        var folders: Set<RelativePath> = []
        for step in write.plan.steps where step.after == nil && held[step.path] != nil {
            guard let change = write.before[step.path], change.base == nil || change.origin != nil else { continue }
            folders.formUnion(step.path.folders)
        }
        guard !folders.isEmpty else { return [] }
        for change in changes where change.base != nil { folders.subtract((change.origin ?? change.path).folders) }
        return folders.sorted().reversed()
    }
}
