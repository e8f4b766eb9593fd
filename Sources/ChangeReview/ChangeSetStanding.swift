// Changes that the disk holds already: accepting keeps what is there, rejecting takes it back out.

extension ChangeSet {
    mutating func stand(inPlace paths: [RelativePath]) -> [Effect] {
        let here = Set(paths)
        // A rename has two ends; where the disk has one of them alone it is two changes.
        for change in changes where here.contains(change.path) != change.origin.map({ here.contains($0) }) {
            if change.origin != nil { partRename(at: change.path) }
        }
        for path in paths {
            if let change = files[path] {
                held.updateValue(change.proposed, forKey: path)
            } else if rename(from: path) != nil {
                held.updateValue(nil, forKey: path)
            }
        }
        return []
    }

    /// Files that are reviewed in place.
    public var inPlace: Set<RelativePath> { Set(held.keys) }

    /// The same about one file, at the cost of a look.
    public func isInPlace(_ path: RelativePath) -> Bool { held[path] != nil }

    /// What a write does to a change's file, or to both ends of a rename; nothing when all stays as it is.
    ///
    /// Both ways end in the same rest: what was accepted is in the base, what was rejected is in neither side, and the
    /// disk is on the side that it was on.
    func steps(writing change: Change) -> [FileStep] {
        guard let disk = held[change.path] else {
            guard change.marks.contains(.accepted) else { return [] }
            return change.steps(to: SelectedContent.state(of: change) { $0 == .accepted })
        }
        if let origin = change.origin, change.summary == .rejected {
            return [
                FileStep(path: change.path, before: disk, after: nil),
                FileStep(path: origin, before: nil, after: change.base),
            ]
        }
        let after = change.withoutRejected
        return after == disk ? [] : [FileStep(path: change.path, before: disk, after: after)]
    }

    /// A write would leave less than half of the file's lines.
    func shrinks(_ change: Change) -> Bool {
        guard held[change.path] != nil else { return change.shrinks }
        guard change.content == .text, let step = steps(writing: change).first, let before = step.before,
            let after = step.after
        else { return false }
        let lines = ByteLines(before.bytes).count
        return lines > Change.fewLines && ByteLines(after.bytes).count * 2 < lines
    }

    /// The disk is the proposal: what it holds now is what is proposed now, by whoever wrote it. What the user has
    /// edited meanwhile is put on top.
    mutating func follow(_ change: Change, from before: FileState?, to now: FileState?) -> [Effect] {
        guard before != now || change.conflict != nil else { return [] }
        var wanted = now
        if change.proposed != before {
            guard let base = before?.bytes, let disk = now, let edited = change.proposed,
                let bytes = ThreeWayMerge(base: base, ours: disk.bytes, theirs: edited.bytes).bytes
            else {
                files[change.path]?.conflict = .changedOnDisk(DiskFinding(now))
                return [.record(.changedOnDisk(change.path, DiskFinding(now)))]
            }
            wanted = FileState(bytes: bytes, isExecutable: disk.isExecutable)
        }
        held.updateValue(now, forKey: change.path)
        files[change.path]?.conflict = nil
        return propose(FileStep(path: change.path, before: change.base, after: wanted), change.author)
    }

    /// Steps were written, or taken back.
    mutating func moveHeld(by steps: [FileStep]) {
        for step in steps where held[step.path] != nil { held.updateValue(step.after, forKey: step.path) }
    }
}
