// The part of the machine that meets what others do on disk while a change is under review.

extension ChangeSet {
    mutating func look(at path: RelativePath, _ finding: DiskFinding) -> [Effect] {
        guard !isOwnDoing(path, finding) else { return [] }
        if let disk = held[path], let now = finding.state {
            if let change = files[path] { return follow(change, from: disk, to: now) }
            // The old path of a file that was renamed in place.
            guard rename(from: path) != nil, now != disk else { return [] }
            partRename(at: path)
            return look(at: path, finding)
        }
        let recorded = Effect.record(.changedOnDisk(path, finding))
        if let joined = files[path].flatMap({ $0.origin == nil ? nil : $0 }) ?? rename(from: path),
            !isBeingWritten(joined.path)
        {
            // As both ends should be: the old file there, and nothing at the new path.
            if finding.state == .some(joined.path == path ? nil : joined.base) { return [] }
            partRename(at: path)
            let effects = look(at: path, finding)
            return effects.isEmpty ? [recorded] : effects
        }
        guard let change = files[path] else { return [] }
        if finding.state == .some(change.base) {
            guard change.conflict != nil else { return [] }
            files[path]?.conflict = nil
            return [recorded]
        }
        let isRefused = change.marks.contains(.rejected)
        if finding.state == .some(change.proposed), !isRefused, !isBeingWritten(path) {
            files[path] = nil
            return [recorded, .alreadyOnDisk(path)]
        }
        if case .merging(let merging) = change.conflict, finding.state == .some(merging.disk) { return [] }
        if case .file(let disk) = finding, !isBeingWritten(path), let met = change.confronted(with: disk) {
            if met.isNothing {
                if !isRefused {
                    files[path] = nil
                    return [recorded, .alreadyOnDisk(path)]
                }
            } else {
                adopt(met)
                return met.conflict == nil ? [recorded, .rebased(path)] : [recorded]
            }
        }
        let conflict = Change.Conflict.changedOnDisk(finding)
        guard change.conflict != conflict else { return [] }
        files[path]?.conflict = conflict
        return [recorded]
    }

    mutating func resolve(
        _ path: RelativePath, _ index: Int, _ resolution: ThreeWayMerge.Resolution
    ) -> [Effect] {
        guard let change = files[path], let after = change.resolved(index, resolution) else {
            return [.ignored(.file(path))]
        }
        guard after != change else { return [] }
        replace(change, with: after)
        remember(resolution, index, in: change, after)
        return [.record(.resolved(path, conflict: index, resolution))]
    }

    /// A file that is just being written may be seen in either state.
    func isOwnDoing(_ path: RelativePath, _ finding: DiskFinding) -> Bool {
        guard let state = finding.state else { return false }
        switch activity {
        case .idle: return false
        case .writing(let write), .undoing(let write, _):
            return write.earlier?.paths.contains(path) ?? false
                || write.plan.steps.contains { $0.path == path && ($0.before == state || $0.after == state) }
        }
    }

    func isBeingWritten(_ path: RelativePath) -> Bool {
        switch activity {
        case .idle: false
        case .writing(let write), .undoing(let write, _):
            write.before[path] != nil || write.before.values.contains { $0.origin == path }
        }
    }
}
