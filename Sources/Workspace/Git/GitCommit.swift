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
    ///   - stop: ends git and its hooks when it is asked for.
    public func commit(
        _ steps: [FileStep], in folder: String = "", message: String, stop: GitStop = GitStop()
    ) throws(CommitRefusal) -> CommitReport {
        let steps = steps.compactMap { step in
            RelativePath(folder.isEmpty ? step.path.text : "\(folder)/\(step.path.text)").map {
                FileStep(path: $0, before: step.before, after: step.after)
            }
        }
        let (parts, before) = try refusing { () throws(GitFailure) in try self.parts(steps) }
        if let what = try refusing({ () throws(GitFailure) in try self.underWay() }) { throw .underWay(what) }
        guard !parts.states.isEmpty else { throw parts.leftOut.isEmpty ? .nothing : .allLeftOut(parts.leftOut) }
        let index = try refusing { () throws(GitFailure) in try self.temporaryIndex() }
        defer { unlink(index) }
        try refusing { () throws(GitFailure) in _ = try self.stage(parts.states, expecting: before, index: index) }
        try commit(message: message, index: index, hasTerminal: false, stop: stop)

        var report = CommitReport(id: "HEAD", files: parts.states.count, leftOut: parts.leftOut)
        let plan = ChangePlan(steps: steps.filter { parts.states.keys.contains($0.path) })
        var followed = followCommit(plan, from: before)
        do throws(GitFailure) { report.id = Self.line(try top.ask(["rev-parse", "--short", "HEAD"])) } catch {
            followed.index = followed.index ?? (parts.states.keys.sorted(), error)
        }
        if !followed.otherLines.isEmpty { report.lags.append(CommitLag(followed.otherLines.sorted(), .otherLines)) }
        if let (paths, failure) = followed.index {
            report.lags.append(CommitLag(paths, .index(reason: failure.reason)))
        }
        return report
    }

    /// The branch that a commit goes on; nil: HEAD is on none.
    public func branch() throws(GitFailure) -> String? {
        let answer = try git.run(["symbolic-ref", "--quiet", "--short", "HEAD"])
        return answer.status == 0 ? Self.line(answer.output) : nil
    }

    /// What `git commit` would finish, were it run now: a commit of some files would pass for the end of it.
    func underWay() throws(GitFailure) -> String? {
        for (name, words) in [
            ("MERGE_HEAD", "a merge"), ("CHERRY_PICK_HEAD", "a cherry-pick"), ("REVERT_HEAD", "a revert"),
        ] {
            // 1: there is none.
            let answer = try git.run(["rev-parse", "--verify", "--quiet", name])
            if answer.status == 0 { return words }
            if answer.status != 1 { throw .refused(command: "rev-parse", words: answer.words) }
        }
        return nil
    }

    private struct Parts {
        /// nil: the file goes.
        var states: [RelativePath: FileState?] = [:]
        var leftOut: [CommitReport.LeftOut] = []
    }

    /// What HEAD would have with the steps, and what it has.
    private func parts(_ steps: [FileStep]) throws(GitFailure) -> (Parts, before: [RelativePath: GitSide]) {
        let paths = Set(steps.map(\.path)).sorted()
        let before = try hasCommit() ? committed(paths, in: "HEAD") : [:]
        let head = try states(before)
        var parts = Parts()
        for path in paths {
            if let side = before[path], !side.isFile {
                parts.leftOut.append(CommitReport.LeftOut(path: path, reason: .notAFile))
                continue
            }
            // Whoever accepts that a file goes means HEAD's too, whatever else he has in it.
            switch FileStep.laid(steps.filter { $0.path == path }, onto: head[path], deletesOthers: true) {
            case .success(let state): if state != head[path] { parts.states.updateValue(state, forKey: path) }
            case .failure(let misfit): parts.leftOut.append(CommitReport.LeftOut(path: path, reason: misfit.reason))
            }
        }
        return (parts, before)
    }

    /// Runs the commit of an index. The hooks get the user's environment: ours would change what `git` means in them.
    ///
    /// - Parameters:
    ///   - hasTerminal: hooks and signing may ask there; else git leads a session of its own.
    ///   - stop: ends git and its hooks when it is asked for; only without a terminal.
    public func commit(
        message: String, index: String, hasTerminal: Bool, stop: GitStop = GitStop()
    ) throws(CommitRefusal) {
        var variables = git.given
        variables["GIT_INDEX_FILE"] = index
        let head = try refusing { () throws(GitFailure) in try self.revision("HEAD") }
        let outcome: GitChild.Outcome
        do throws(FileError) {
            outcome = try GitChild.run(
                ["git", "-C", root, "commit", "--quiet", "--file=-"], environment: variables,
                input: Array(message.utf8), limit: GitProgram.largestAnswer, leadsSession: !hasTerminal, stop: stop)
        } catch {
            throw error.code == ENOENT ? .notInstalled : .git(["\(error)"])
        }
        guard outcome.status != 0 else { return }
        // Git was ended behind its commit, in a hook that follows it.
        if try refusing({ () throws(GitFailure) in try self.isCommitted(index, after: head) }) { return }
        guard !stop.isAsked else { throw .ended }
        let said =
            String(decoding: outcome.output ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
            + String(decoding: outcome.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        let lines = said.map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
        throw .git(lines.isEmpty ? ["git commit ended with status \(outcome.status)"] : lines)
    }

    /// HEAD has moved on, to what the index holds.
    private func isCommitted(_ index: String, after head: String?) throws(GitFailure) -> Bool {
        guard let now = try revision("HEAD"), now != head else { return false }
        let tree = Self.line(try top.ask(["write-tree"], extra: Self.variables(index)))
        return Self.line(try git.ask(["rev-parse", "HEAD^{tree}"])) == tree
    }

    private func refusing<Value>(_ call: () throws(GitFailure) -> Value) throws(CommitRefusal) -> Value {
        do throws(GitFailure) { return try call() } catch { throw CommitRefusal(error) }
    }
}

extension CommitRefusal {
    /// What kept git from what comes before and after its `commit`.
    public init(_ failure: GitFailure) {
        self =
            switch failure {
            case .notInstalled: .notInstalled
            case .noRepository: .noRepository
            default: .git([failure.reason])
            }
    }
}

extension GitFailure {
    /// For the middle of a sentence.
    public var reason: String {
        switch self {
        case .refused(let command, let words): "git \(command): \(words)"
        case .system(let error): "\(error)"
        case .indexChanged(let paths): "\(paths.joined(separator: ", ")) changed there meanwhile"
        default: "\(self)"
        }
    }
}
