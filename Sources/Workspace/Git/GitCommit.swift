// A commit of exactly some parts of files, whatever else is in them, in the index or on disk.
public import ChangeReview
import Glibc
import Storage

extension GitRepository {
    /// Commits parts of files on HEAD with git's own `commit`: hooks run, with the user's environment. Each part is merged
    /// into what HEAD has; other changes of the same files stay where they are, in the index too.
    ///
    /// - Parameters:
    ///   - steps: in the order in which they were made; one path may have several.
    ///   - folder: where the paths are meant from, relative to the top; empty: the top itself.
    public func commit(
        _ steps: [FileStep], in folder: String = "", message: String
    ) throws(CommitRefusal) -> CommitReport {
        let (parts, before) = try refusing { () throws(GitFailure) in try self.parts(steps, in: folder) }
        if let what = underWay { throw .underWay(what) }
        guard !parts.states.isEmpty else { throw parts.leftOut.isEmpty ? .nothing : .allLeftOut(parts.leftOut) }
        let paths = parts.states.keys.sorted()
        let index = try refusing { () throws(GitFailure) in try self.temporaryIndex() }
        defer { unlink(index) }
        try refusing { () throws(GitFailure) in _ = try self.stage(parts.states, expecting: before, index: index) }
        try commit(message, index: index)
        let id: String
        do throws(GitFailure) {
            id = Self.line(try top.ask(["rev-parse", "--short", "HEAD"]))
            try followCommit(from: before, to: try committed(paths, in: "HEAD"), paths)
        } catch {
            throw .git(["The commit was made, but the index still says otherwise: \(error)"])
        }
        return CommitReport(id: id, files: paths.count, leftOut: parts.leftOut)
    }

    /// The branch that a commit goes on; nil: HEAD is on none.
    public func branch() throws(GitFailure) -> String? {
        let answer = try git.run(["symbolic-ref", "--quiet", "--short", "HEAD"])
        return answer.status == 0 ? Self.line(answer.output) : nil
    }

    /// What `git commit` would finish, were it run now: a commit of some files would pass for the end of it.
    var underWay: String? {
        for (name, words) in [
            ("MERGE_HEAD", "a merge"), ("CHERRY_PICK_HEAD", "a cherry-pick"), ("REVERT_HEAD", "a revert"),
        ] {
            let answer = try? git.run(["rev-parse", "--verify", "--quiet", name])
            if answer?.status == 0 { return words }
        }
        return nil
    }

    private struct Parts {
        /// nil: the file goes.
        var states: [RelativePath: FileState?] = [:]
        var leftOut: [CommitReport.LeftOut] = []
    }

    /// What HEAD would have with the steps, and what it has.
    private func parts(
        _ steps: [FileStep], in folder: String
    ) throws(GitFailure) -> (Parts, before: [RelativePath: GitSide]) {
        let steps = steps.compactMap { step in
            RelativePath(folder.isEmpty ? step.path.text : "\(folder)/\(step.path.text)").map {
                FileStep(path: $0, before: step.before, after: step.after)
            }
        }
        let paths = Set(steps.map(\.path)).sorted()
        let before = try hasCommit() ? committed(paths, in: "HEAD") : [:]
        let head = try states(before)
        var parts = Parts()
        var left: [RelativePath: CommitReport.LeftOut.Reason] = [:]
        for step in steps where left[step.path] == nil {
            if let side = before[step.path], !side.isFile {
                left[step.path] = .notAFile
                continue
            }
            let now = parts.states[step.path] ?? head[step.path]
            switch step.laid(onto: now) {
            case .success(let state): parts.states.updateValue(state, forKey: step.path)
            case .failure(let misfit): left[step.path] = misfit.reason
            }
        }
        for path in left.keys { parts.states[path] = nil }
        parts.states = parts.states.filter { $0.value != head[$0.key] }
        parts.leftOut = left.sorted { $0.key < $1.key }.map { CommitReport.LeftOut(path: $0.key, reason: $0.value) }
        return (parts, before)
    }

    /// Runs the commit itself. The hooks get the user's environment: ours would change what `git` means in them.
    private func commit(_ message: String, index: String) throws(CommitRefusal) {
        var variables = git.given
        variables["GIT_INDEX_FILE"] = index
        let outcome: GitChild.Outcome
        do throws(FileError) {
            outcome = try GitChild.run(
                ["git", "-C", root, "commit", "--quiet", "--file=-"], environment: variables,
                input: Array(message.utf8), limit: GitProgram.largestAnswer, leadsSession: true)
        } catch {
            throw error.code == ENOENT ? .notInstalled : .git(["\(error)"])
        }
        guard outcome.status != 0 else { return }
        let said =
            String(decoding: outcome.output ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
            + String(decoding: outcome.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        let lines = said.map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
        throw .git(lines.isEmpty ? ["git commit ended with status \(outcome.status)"] : lines)
    }

    private func refusing<Value>(_ call: () throws(GitFailure) -> Value) throws(CommitRefusal) -> Value {
        do throws(GitFailure) { return try call() } catch { throw CommitRefusal(error) }
    }
}

extension CommitRefusal {
    public init(_ failure: GitFailure) {
        self =
            switch failure {
            case .notInstalled: .notInstalled
            case .noRepository: .noRepository
            case .refused(let command, let words): .git(["git \(command): \(words)"])
            case .system(let error): .git(["\(error)"])
            default: .git(["\(failure)"])
            }
    }
}

extension FileStep {
    fileprivate struct Misfit: Error { var reason: CommitReport.LeftOut.Reason }

    /// The step done to another state than it was made from.
    fileprivate func laid(onto now: FileState?) -> Result<FileState?, Misfit> {
        if now == before || now == after { return .success(after) }
        guard let after else { return .success(nil) }
        guard let before else { return .failure(Misfit(reason: .overlaps)) }
        guard let now else { return .failure(Misfit(reason: .unknown)) }
        let merged: [UInt8]?
        if before.bytes == after.bytes {
            merged = now.bytes
        } else if [now, before, after].contains(where: { $0.bytes.prefix(8000).contains(0) }) {
            merged = nil
        } else {
            merged = ThreeWayMerge(base: before.bytes, ours: now.bytes, theirs: after.bytes).bytes
        }
        guard let merged else { return .failure(Misfit(reason: .overlaps)) }
        let isExecutable = before.isExecutable == after.isExecutable ? now.isExecutable : after.isExecutable
        return .success(FileState(bytes: merged, isExecutable: isExecutable))
    }
}
