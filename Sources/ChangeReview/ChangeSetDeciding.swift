// The part of the machine for what is proposed, and what is said about it.

extension ChangeSet {
    mutating func propose(_ step: FileStep, _ author: Author) -> [Effect] {
        if rename(from: step.path) != nil { partRename(at: step.path) }
        if files[step.path]?.origin != nil, step.after == nil { partRename(at: step.path) }
        let known = files[step.path]
        var base = known == nil ? step.before : known?.base
        // Made from what is on disk now: the conflict is solved.
        switch known?.conflict {
        case .changedOnDisk(let found) where .some(step.before) == found.state: base = step.before
        case .merging(let merging) where step.before == merging.disk: base = step.before
        default: break
        }
        if known == nil, base == step.after { return [] }
        history.forgetRedo()
        let isPlain = known != nil && known?.conflict == nil
        let recorded = Effect.record(
            isPlain ? .proposedAgain(step.path, step.after, by: author) : .proposed(step, by: author))
        guard base != step.after || known?.origin != nil || isBeingWritten(step.path) else {
            files[step.path] = nil
            return [recorded]
        }
        var change = Change(path: step.path, base: base, proposed: step.after, author: author)
        if let known {
            change.origin = known.origin
            change.carryMarks(from: known)
            if base == known.base { change = change.facing(known.conflict) }
        }
        // Put on top of what is on disk it may be nothing any more.
        if change.isNothing, !isBeingWritten(step.path) { files[step.path] = nil } else { adopt(change) }
        if known == nil { joinRename(step.path, author) }
        return [recorded]
    }

    mutating func decide(_ decision: Decision, _ selection: Selection) -> [Effect] {
        var before: [RelativePath: Change] = [:]
        switch selection {
        case .everything:
            for change in files.items where change.marks.contains(where: { $0 != decision }) {
                before[change.path] = change
            }
            for path in before.keys { files[path]?.mark(decision) }
        case .file(let path):
            guard let change = files[path] else { return [.ignored(selection)] }
            if change.marks.contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision)
        case .hunk(let path, let hunk):
            guard let change = files[path], let lines = change.lines(ofHunk: hunk) else { return [.ignored(selection)] }
            if change.marks[lines].contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision, lines)
        case .lines(let path, let lines):
            guard let change = files[path], !lines.isEmpty, change.marks.indices.contains(lines.lowerBound),
                lines.upperBound <= change.marks.count
            else { return [.ignored(selection)] }
            if change.marks[lines].contains(where: { $0 != decision }) { before[path] = change }
            files[path]?.mark(decision, lines)
        }
        guard !before.isEmpty else { return [] }
        let comments = decision == .rejected ? [:] : dropReasons(of: before.keys)
        history.did(.decided(before: before, comments: comments))
        return [.record(.decided(decision, selection))]
    }

    mutating func cut(_ path: RelativePath, at line: Int, joining: Bool) -> [Effect] {
        guard var change = files[path], change.cut(at: line, joining: joining) else {
            return [.ignored(.lines(path, line..<line + 1))]
        }
        if let before = files[path] { history.did(.decided(before: [path: before])) }
        files[path] = change
        return [.record(joining ? .joined(path, at: line) : .split(path, at: line))]
    }
}
