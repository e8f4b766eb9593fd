// What a review without a chat does with files, the index and patches: used in order by one lane.
import App
import ChangeReview
import Glibc
import Storage
import Workspace

/// Its methods block on the disk and on git; never call them from the terminal's thread.
actor ReviewDesk {
    nonisolated let reader: ReviewReader
    /// Where the patch goes; `-` is printed at the end.
    private let output: String?
    /// What was accepted where no file of the working tree is written.
    private var tree = VirtualTree()
    /// What git has at the paths of the review, as far as we know.
    private var sides: [RelativePath: GitSide]
    private let message: String?
    /// What is committed came from elsewhere and is put into the files as well.
    private let bringsFiles: Bool
    private var watched: WatchBase?
    /// The write that waits for `git commit`.
    private var committing: (plan: ChangePlan, entry: Int)?

    init(
        _ reader: ReviewReader, sides: [RelativePath: GitSide], output: String?, message: String?, bringsFiles: Bool,
        watched: WatchBase?
    ) {
        self.reader = reader
        self.bringsFiles = bringsFiles
        self.output = output
        self.sides = sides
        self.message = message
        self.watched = watched
    }

    // MARK: Writing

    func apply(_ plan: ChangePlan, waiting: @escaping @Sendable (Int32?) -> Void) async -> [AppMessage] {
        guard reader.target != .workingTree else { return await write(plan, waiting) }
        let entry: Int
        do throws(ApplyConflict) { entry = try tree.apply(plan) } catch {
            return [.applyFailed(.changedOnDisk(error.findings))]
        }
        do throws(GitFailure) {
            switch reader.target {
            case .workingTree, .patch: break
            case .index: try stage(plan)
            case .commit:
                committing = (plan, entry)
                return [.review(.commitPrepared(index: try prepareCommit(plan)))]
            }
        } catch {
            _ = tree.undo(entry)
            return [.applyFailed(refusal(error))]
        }
        do throws(FileError) { try writePatch() } catch {
            _ = tree.undo(entry)
            return [.applyFailed(.failed(path: nil, reason: "\(error)"))]
        }
        return [.applied(journalEntry: entry)]
    }

    private func write(_ plan: ChangePlan, _ waiting: @Sendable (Int32?) -> Void) async -> [AppMessage] {
        var plan = plan
        // What was there before the watch began is not the change's.
        if let watched { plan.leaving.removeAll(where: watched.hadFolder) }
        do throws(ApplyFailure) {
            let written = try await reader.project.apply(plan, waiting: waiting)
            return [.waitingForWriter(false), .applied(journalEntry: written.entry)] + news(of: written)
        } catch {
            var messages: [AppMessage] = [.waitingForWriter(false), .applyFailed(ApplyRefusal(error))]
            if case .refused = error { messages += look(plan.steps.map(\.path)) }
            return messages
        }
    }

    private func news(of written: WrittenPlan?) -> [AppMessage] {
        guard let written else { return [] }
        var messages: [AppMessage] = []
        if !written.otherNames.isEmpty { messages.append(.troubled(.otherNames(written.otherNames))) }
        if written.trim.dropped > 0 { messages.append(.journalTrimmed(writes: written.trim.dropped)) }
        if let bytes = written.trim.oversize { messages.append(.troubled(.writeTooLarge(bytes: bytes))) }
        if let failure = written.trim.failure { messages.append(.troubled(.journalTooLarge(reason: "\(failure)"))) }
        return messages
    }

    private func stage(_ plan: ChangePlan) throws(GitFailure) {
        guard let repository = reader.repository else { return }
        var states: [RelativePath: FileState?] = [:]
        for step in plan.steps { states.updateValue(step.after, forKey: step.path) }
        let now = try repository.stage(states, expecting: sides)
        for path in states.keys { sides[path] = now[path] }
    }

    private func refusal(_ failure: GitFailure) -> ApplyRefusal {
        guard case .indexChanged(let names) = failure else {
            return .failed(path: nil, reason: failure.sentence)
        }
        let paths = names.compactMap { RelativePath($0) }
        do throws(GitFailure) {
            let found = try reader.findings(paths)
            // What is accepted is put on top of what is there now, and is expected there the next time.
            if let repository = reader.repository {
                let now = try reader.sides(paths, in: repository)
                for path in paths { sides[path] = now[path] }
                tree.forget(paths)
            }
            return .changedOnDisk(paths.map { ApplyRefusal.Finding(path: $0, state: found[$0]?.state ?? nil) })
        } catch {
            return .failed(path: nil, reason: failure.sentence)
        }
    }

    // MARK: Undo

    func undo(_ entry: Int, waiting: @escaping @Sendable (Int32?) -> Void) async -> [AppMessage] {
        switch reader.target {
        case .workingTree:
            do throws(ApplyFailure) {
                let undone = try await reader.project.undo(entry, waiting: waiting)
                return [
                    .waitingForWriter(false),
                    .undone(journalEntry: entry, skipped: undone.skipped, plan: undone.plan, by: undone.entry),
                ] + news(of: undone.written)
            } catch {
                return [.waitingForWriter(false), error.undoNews]
            }
        case .commit: return [.undoFailed(reason: "it is a commit, and git's to take back")]
        case .index, .patch:
            let before = tree
            guard let undone = tree.undo(entry) else { return [.undoFailed(reason: "it is not known any more")] }
            do throws(GitFailure) {
                if reader.target == .index { try stage(ChangePlan(steps: undone.steps)) }
            } catch {
                tree = before
                return [.undoFailed(reason: error.sentence)]
            }
            do throws(FileError) { try writePatch() } catch {
                tree = before
                return [.undoFailed(reason: "\(error)")]
            }
            return [.undone(journalEntry: entry, skipped: undone.skipped, plan: nil)]
        }
    }

    func previewUndo(_ entry: Int) -> [AppMessage] {
        guard reader.target == .workingTree else {
            return [tree.preview(entry).map { .undoPreviewed($0) } ?? .undoFailed(reason: "it is not known any more")]
        }
        do throws(ApplyFailure) {
            return [.undoPreviewed(try reader.project.previewUndo(entry))]
        } catch {
            return [error.undoNews]
        }
    }

    // MARK: Looking

    func look(_ paths: [RelativePath]) -> [AppMessage] {
        // What is accepted into a patch does not come from the disk.
        guard reader.target == .workingTree else { return [] }
        return paths.map { .changedOnDisk($0, reader.project.finding(at: $0)) }
    }

    /// Files that may be others than at the start of the watch.
    func follow(_ news: WatchNews) -> [AppMessage] {
        guard let watched else { return look(news.files) }
        do throws(GitFailure) {
            var paths = news.files
            if news.everything || !news.folders.isEmpty { paths = Set(try watched.candidates()).union(paths).sorted() }
            return try watched.steps(paths).map { .review(.appeared($0)) }
        } catch {
            return [.troubled(.notWatched(reason: error.sentence))]
        }
    }

    // MARK: The patch

    /// What was accepted, as a patch.
    var patch: [UInt8] {
        UnifiedPatch(tree.steps.map { Change(path: $0.path, base: $0.before, proposed: $0.after) }).bytes
    }

    private func writePatch() throws(FileError) {
        guard reader.target == .patch, let output, output != "-" else { return }
        try replaceFile(output, with: patch)
    }

    // MARK: A commit

    /// Makes an index of HEAD and what is accepted; its file.
    private func prepareCommit(_ plan: ChangePlan) throws(GitFailure) -> String {
        guard let repository = reader.repository else { return "" }
        let index = try repository.temporaryIndex()
        var states: [RelativePath: FileState?] = [:]
        for step in plan.steps { states.updateValue(step.after, forKey: step.path) }
        do throws(GitFailure) { try repository.stage(states, expecting: sides, index: index) } catch {
            unlink(index)
            throw error
        }
        return index
    }

    /// What `git commit` is run with.
    nonisolated func commitWords(index: String) -> [String] {
        ["/usr/bin/env", "GIT_INDEX_FILE=\(index)", "git", "-C", reader.repository?.root ?? ".", "commit"]
            + (message.map { ["-m", $0] } ?? [])
    }

    nonisolated var project: ProjectFolder { reader.project }

    /// Commits without a terminal: there is a message.
    func commitHere(index: String) async -> [AppMessage] {
        guard let repository = reader.repository, let message else { return await committed(index: index, status: 1) }
        do throws(CommitRefusal) {
            try repository.commit(message: message, index: index, hasTerminal: true)
            return await committed(index: index, status: 0)
        } catch {
            guard let (_, entry) = committing else { return [] }
            committing = nil
            _ = tree.undo(entry)
            unlink(index)
            return [.applyFailed(.failed(path: nil, reason: ReviewWords.reason(of: error)))]
        }
    }

    /// Git has ended.
    func committed(index: String, status: Int32) async -> [AppMessage] {
        defer { unlink(index) }
        guard let (plan, entry) = committing, let repository = reader.repository else { return [] }
        committing = nil
        guard status == 0 else {
            _ = tree.undo(entry)
            return [.applyFailed(.failed(path: nil, reason: "git commit ended with status \(status)"))]
        }
        let followed = await reader.followCommit(plan, from: sides, bringsFiles: bringsFiles)
        let paths = plan.steps.map(\.path)
        var lags = followed.otherLines.isEmpty ? [] : [CommitLag(followed.otherLines.sorted(), .otherLines)]
        if let (paths, failure) = followed.index { lags.append(CommitLag(paths, .index(reason: failure.reason))) }
        if let (paths, failure) = followed.files { lags.append(CommitLag(paths, .files(reason: failure.words))) }
        var made = ReviewCommit(id: "HEAD", isFirst: false)
        do throws(GitFailure) {
            let commit = try repository.latestCommit()
            made = ReviewCommit(id: commit.id, isFirst: commit.isFirst)
        } catch {
            if followed.index == nil { lags.append(CommitLag(paths, .index(reason: error.reason))) }
        }
        for path in paths where followed.now != nil { sides[path] = followed.now?[path] }
        return [.review(.committed(made, lags: lags)), .applied(journalEntry: entry)]
    }
}
