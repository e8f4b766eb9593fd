// After a commit of accepted parts: index and files are brought along, or `git status` would show the commit taken back.
public import ChangeReview

extension ReviewReader {
    /// Puts what was committed on top of what index and files hold, where these lack it. Lines that they have beyond that
    /// stay: what is staged stays staged.
    ///
    /// - Parameters:
    ///   - before: what HEAD had at the paths of the plan, as git has it; `after`: what it has now.
    ///   - bringsFiles: the change came from elsewhere (a patch, other revisions), so the files may lack it.
    /// - Returns: files whose index entry or contents have other lines there, and were left as they are.
    public func followCommit(
        _ plan: ChangePlan, from before: [RelativePath: GitSide], to after: [RelativePath: GitSide],
        bringsFiles: Bool
    ) async throws(GitFailure) -> [RelativePath] {
        guard let repository else { return [] }
        let paths = plan.steps.map(\.path)
        try repository.followCommit(from: before, to: after, paths)
        var left: Set<RelativePath> = []
        let now = try repository.indexed(paths).filter { after[$0.key] != $0.value }
        let states = try repository.states(now)
        var staged: [RelativePath: FileState?] = [:]
        for step in plan.steps {
            guard let state = states[step.path], let next = plan.next(step, on: .file(state)) else { continue }
            guard next.before != next.after else {
                left.insert(step.path)
                continue
            }
            staged.updateValue(next.after, forKey: step.path)
        }
        if !staged.isEmpty { try repository.stage(staged, expecting: now.filter { staged.keys.contains($0.key) }) }
        if bringsFiles { left.formUnion(await bringFiles(plan)) }
        return left.sorted()
    }

    private func bringFiles(_ plan: ChangePlan) async -> [RelativePath] {
        var left: [RelativePath] = []
        var written = ChangePlan(steps: [])
        for step in plan.steps {
            guard let next = plan.next(step, on: project.finding(at: step.path)) else { continue }
            if next.before == next.after { left.append(step.path) } else { written.steps.append(next) }
        }
        guard !written.steps.isEmpty else { return left }
        do throws(ApplyFailure) { _ = try await project.apply(written) } catch { left += written.steps.map(\.path) }
        return left
    }
}

extension ChangePlan {
    /// What a committed step does to what was found there. `nil`: nothing, since it is there; a step from and to the
    /// same: its lines are others.
    fileprivate func next(_ step: FileStep, on finding: DiskFinding) -> FileStep? {
        guard let fitted = FittedFile(step, on: finding) else { return nil }
        switch fitted.standing {
        case .inPlace: return nil
        case .forApplying: return fitted.step
        case .conflict:
            // All of what was under review is there, of which a part was committed: the rest is what differs.
            let whole = reviewed.first { $0.path == step.path }.map {
                FileStep(path: step.path, before: step.before, after: $0.proposed)
            }
            if let whole, FittedFile(whole, on: finding)?.standing == .inPlace { return nil }
            return FileStep(path: step.path, before: step.after, after: step.after)
        }
    }
}

extension GitRepository {
    /// HEAD's abbreviated id, and whether it has no parent.
    public func latestCommit() throws(GitFailure) -> (id: String, isFirst: Bool) {
        let id = Self.line(try git.ask(["rev-parse", "--short", "HEAD"]))
        return (id, try revision("HEAD~1") == nil)
    }
}
