// After a commit of accepted parts: index and files are brought along, or `git status` would show the commit taken back.
public import ChangeReview

extension ReviewReader {
    /// Puts what was committed on top of what index and files hold, where these lack it. Lines that they have beyond that
    /// stay: what is staged stays staged.
    ///
    /// - Parameters:
    ///   - before: what HEAD had at the paths of the plan, as git has it.
    ///   - bringsFiles: the change came from elsewhere (a patch, other revisions), so the files may lack it. They are
    ///     brought along also where the index can't be.
    public func followCommit(
        _ plan: ChangePlan, from before: [RelativePath: GitSide], bringsFiles: Bool
    ) async -> FollowedCommit {
        guard let repository else { return FollowedCommit() }
        var followed = repository.followCommit(plan, from: before)
        if bringsFiles { await bringFiles(plan, &followed) }
        return followed
    }

    private func bringFiles(_ plan: ChangePlan, _ followed: inout FollowedCommit) async {
        var written = ChangePlan(steps: [])
        for step in plan.steps {
            switch plan.next([step], at: step.path, on: project.finding(at: step.path)) {
            case .nothing: break
            case .step(let next): written.steps.append(next)
            case .otherLines: followed.otherLines.insert(step.path)
            }
        }
        guard !written.steps.isEmpty else { return }
        do throws(ApplyFailure) { _ = try await project.apply(written) } catch {
            followed.files = (written.steps.map(\.path), error)
        }
    }
}

/// What index and files were like after a commit.
public struct FollowedCommit: Sendable {
    /// Files whose index entry or contents have other lines there, and were left as they are.
    public var otherLines: Set<RelativePath> = []
    /// The index could not be read or written: these may be behind in it.
    public var index: (paths: [RelativePath], failure: GitFailure)?
    /// The files could not be written.
    public var files: (paths: [RelativePath], failure: ApplyFailure)?
    /// What HEAD has now; nil: it can't be read.
    public var now: [RelativePath: GitSide]?
}

extension GitRepository {
    /// The index gets what was committed, and keeps what else is staged.
    ///
    /// - Parameters:
    ///   - plan: what was committed, as it was accepted; one path may have several steps, in order.
    ///   - before: what HEAD had at the paths of the plan.
    func followCommit(_ plan: ChangePlan, from before: [RelativePath: GitSide]) -> FollowedCommit {
        let paths = Set(plan.steps.map(\.path)).sorted()
        var followed = FollowedCommit()
        do throws(GitFailure) {
            let now = try committed(paths, in: "HEAD")
            followed.now = now
            followed.otherLines = try bringIndex(plan, paths, from: before, to: now)
        } catch {
            followed.index = (paths, error)
        }
        return followed
    }

    /// - Returns: entries that have other lines there, and were left as they are.
    private func bringIndex(
        _ plan: ChangePlan, _ paths: [RelativePath], from before: [RelativePath: GitSide],
        to after: [RelativePath: GitSide]
    ) throws(GitFailure) -> Set<RelativePath> {
        let now = try indexed(paths)
        var sides: [RelativePath: GitSide?] = [:]
        for path in paths where now[path] == before[path] && now[path] != after[path] {
            sides.updateValue(after[path], forKey: path)
        }
        if !sides.isEmpty { try replace(sides, expecting: before) }

        // The rest was staged otherwise; what was taken out of the index stays out.
        let others = now.filter { $0.value != before[$0.key] && $0.value != after[$0.key] }
        guard !others.isEmpty else { return [] }
        let isOther = { (entry: (key: RelativePath, value: GitSide)) in others[entry.key] != nil }
        let (was, made) = (try states(before.filter(isOther)), try states(after.filter(isOther)))
        var left: Set<RelativePath> = []
        var staged: [RelativePath: FileState?] = [:]
        for (path, state) in try states(others) {
            let finding = DiskFinding.file(state)
            // HEAD's own step is the plain one; where it does not fit, what is staged may be what was reviewed.
            var next = plan.next(
                [FileStep(path: path, before: was[path], after: made[path])], at: path, on: finding)
            if next == .otherLines { next = plan.next(plan.steps.filter { $0.path == path }, at: path, on: finding) }
            switch next {
            case .nothing: break
            case .step(let step): staged.updateValue(step.after, forKey: path)
            case .otherLines: left.insert(path)
            }
        }
        if !staged.isEmpty { try stage(staged, expecting: now.filter { staged.keys.contains($0.key) }) }
        return left
    }
}

extension ChangePlan {
    fileprivate enum Next: Equatable {
        /// It is there.
        case nothing
        case step(FileStep)
        case otherLines
    }

    /// What committed steps of one path do to what was found there.
    fileprivate func next(_ steps: [FileStep], at path: RelativePath, on finding: DiskFinding) -> Next {
        if let found = finding.state, case .success(let after) = FileStep.laid(steps, onto: found) {
            return after == found ? .nothing : .step(FileStep(path: path, before: found, after: after))
        }
        // All of what was under review is there, of which a part was committed: the rest is what differs.
        let whole = reviewed.first { $0.path == path }.flatMap { file in
            steps.first.map { FileStep(path: path, before: $0.before, after: file.proposed) }
        }
        if let whole, FittedFile(whole, on: finding)?.standing == .inPlace { return .nothing }
        return .otherLines
    }
}

extension FileStep {
    struct Misfit: Error { var reason: CommitReport.LeftOut.Reason }

    /// Steps of one path, in order, done to another state than they were made from. They begin behind the last one that
    /// is there, as far as that can be told: somebody else may have committed the ones before it.
    ///
    /// - Parameter deletesOthers: a file that goes takes along lines that it does not have.
    static func laid(
        _ steps: [FileStep], onto found: FileState?, deletesOthers: Bool = false
    ) -> Result<FileState?, Misfit> {
        let start = max(
            steps.lastIndex { $0.before == found } ?? 0, steps.lastIndex { $0.after == found }.map { $0 + 1 } ?? 0)
        var state = found
        for step in steps[start...] {
            guard let fitted = FittedFile(step, on: DiskFinding(state)) else { continue }
            switch fitted.standing {
            case .inPlace: break
            case .forApplying: state = fitted.step.after
            case .conflict where deletesOthers && step.after == nil: state = nil
            case .conflict: return .failure(Misfit(reason: step.before != nil && state == nil ? .unknown : .overlaps))
            }
        }
        return .success(state)
    }
}

extension GitRepository {
    /// HEAD's abbreviated id, and whether it has no parent.
    public func latestCommit() throws(GitFailure) -> (id: String, isFirst: Bool) {
        let id = Self.line(try git.ask(["rev-parse", "--short", "HEAD"]))
        return (id, try revision("HEAD~1") == nil)
    }
}
