// Accepted parts that are collected and not written to files: for a patch, the index, or a commit.

/// Files that plans are applied to without a disk.
public struct VirtualTree: Equatable, Sendable {
    /// What each file was at first, and what it is now.
    public private(set) var files: [RelativePath: FileStep] = [:]
    private var entries: [Int: ChangePlan] = [:]
    private var latest = 0

    public init() {}

    /// Applies a plan as a whole; its number, by which it can be undone.
    public mutating func apply(_ plan: ChangePlan) throws(ApplyConflict) -> Int {
        var findings: [ApplyRefusal.Finding] = []
        for step in plan.steps {
            if let known = files[step.path], known.after != step.before {
                findings.append(ApplyRefusal.Finding(path: step.path, state: known.after))
            }
        }
        guard findings.isEmpty else { throw ApplyConflict(findings: findings) }
        for step in plan.steps { take(step) }
        latest += 1
        entries[latest] = plan
        return latest
    }

    /// What undoing an entry would write; `nil` for one that is not known.
    public func preview(_ entry: Int) -> UndoPreview? {
        guard let plan = entries[entry] else { return nil }
        var preview = UndoPreview(entry: entry, steps: [])
        for step in plan.inverse.steps {
            if files[step.path]?.after == step.before {
                preview.steps.append(step)
            } else {
                preview.skipped.append(SkippedFile(path: step.path, reason: .changedSince))
            }
        }
        preview.steps.sort { $0.path < $1.path }
        return preview
    }

    /// Takes an entry back; what was done, `nil` for one that is not known.
    public mutating func undo(_ entry: Int) -> UndoPreview? {
        guard let preview = preview(entry) else { return nil }
        for step in preview.steps { take(step) }
        entries[entry] = nil
        return preview
    }

    /// Somebody else gave these files other contents: the next plan begins with what is there, and what was written to
    /// them before can't be undone.
    public mutating func forget(_ paths: [RelativePath]) {
        for path in paths { files[path] = nil }
    }

    /// The steps from what the files were at first to what they are now.
    public var steps: [FileStep] {
        files.values.filter { $0.before != $0.after }.sorted { $0.path < $1.path }
    }

    private mutating func take(_ step: FileStep) {
        let first = files[step.path].map(\.before) ?? step.before
        files[step.path] = FileStep(path: step.path, before: first, after: step.after)
    }
}

/// Files of a plan that are not what it starts from; nothing was done.
public struct ApplyConflict: Error, Hashable, Sendable {
    public var findings: [ApplyRefusal.Finding]
}
