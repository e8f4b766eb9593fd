// The one way in which anything is written into a project: check, journal, write, done; and the way back.
public import ChangeReview
import Storage

extension ProjectFolder {
    /// Writes a plan, wholly or not at all.
    ///
    /// - Parameters:
    ///   - plan: one step per path; each `before` must be what is on disk, bytes and executable bit.
    ///   - waiting: called once when another process is writing, with its id where known; then we wait for our turn.
    ///     Cancelling the Swift task ends the wait.
    public func apply(
        _ plan: ChangePlan, waiting: @Sendable (Int32?) -> Void = { _ in }
    ) async throws(ApplyFailure) -> WrittenPlan {
        let lock = try await turn(waiting)
        defer { release(lock) }
        return try write(plan.steps.map { ($0, nil) }, leaving: plan.leaving, reviewed: plan.reviewed)
    }

    /// Takes back what an interrupted write left, if nobody is writing right now. Quick, and never waits.
    public func recover() -> RecoveryReport {
        var report = RecoveryReport()
        do throws(FileError) {
            guard let lock = try journal.tryLock() else {
                report.isBusy = true
                report.holder = journal.holder()
                return report
            }
            report = recoverLocked()
            release(lock)
        } catch {
            report.failure = error
        }
        return report
    }

    // MARK: Under the lock

    func turn(_ waiting: @Sendable (Int32?) -> Void) async throws(ApplyFailure) -> FileLock {
        let taken: FileLock?
        do throws(FileError) { taken = try await journal.lock(waiting: waiting) } catch { throw .journal(error) }
        guard let lock = taken else { throw .cancelled }
        if let failure = recoverLocked().failure { throw .recoveryFailed(failure) }
        return lock
    }

    /// Holds the lock until here; the value's end lets go of it.
    func release(_ lock: borrowing FileLock) {}

    private func recoverLocked() -> RecoveryReport {
        var report = RecoveryReport()
        do throws(FileError) {
            try journal.sweep()
            for name in try journal.names() {
                switch name.stage {
                case .done, .unresolved: continue
                case .committed:
                    if let entry = try journal.read(name) {
                        guard Transaction(project: self, number: name.number, entry: entry).tidy() else { continue }
                    }
                    try journal.move(name.number, from: .committed, to: .done)
                    report.finished.append(name.number)
                case .intent:
                    guard let entry = try journal.read(name) else {
                        // Not by a crash of ours, since an intent appears whole: nothing was done under it.
                        try journal.move(name.number, from: .intent, to: .unresolved)
                        report.unreadable.append(name.number)
                        continue
                    }
                    let left = try rollBack(Transaction(project: self, number: name.number, entry: entry))
                    report.leftAlone += left
                    report.restored += entry.steps.map(\.step.path).filter { !left.contains($0) }
                }
            }
        } catch {
            report.failure = error
        }
        return report
    }

    private func rollBack(_ transaction: Transaction) throws(FileError) -> [RelativePath] {
        let left: [RelativePath]
        do throws(Transaction.Failure) { left = try transaction.rollBack() } catch {
            if case .system(let error) = error.error { throw error }
            throw FileError("restore", error.path?.text ?? rootPath, code: notPossible)
        }
        if left.isEmpty {
            try journal.forget(Journal.Name(transaction.number, .intent))
        } else {
            try journal.move(transaction.number, from: .intent, to: .unresolved)
        }
        return left
    }

    func write(
        _ steps: [(step: FileStep, origin: JournalEntry.Step?)], leaving left: [RelativePath] = [],
        undoing number: Int? = nil, isRedo: Bool = false, reviewed: [ReviewedFile]
    ) throws(ApplyFailure) -> WrittenPlan {
        let checked = try check(steps)
        let entry = JournalEntry(
            steps: checked.steps, madeFolders: try missingFolders(checked.steps.map(\.step)), leftFolders: left,
            undoes: number, isRedo: isRedo, reviewed: reviewed)
        let transaction: Transaction
        do throws(FileError) {
            transaction = Transaction(project: self, number: try journal.begin(entry), entry: entry)
        } catch {
            throw .journal(error)
        }
        do throws(Transaction.Failure) {
            try transaction.prepare()
            try transaction.swap(seen: checked.seen)
            do throws(FileError) { try journal.move(transaction.number, from: .intent, to: .committed) } catch {
                // The rename may have happened and its sync failed: then it has to be taken back first.
                try? journal.move(transaction.number, from: .committed, to: .intent, durably: false)
                throw Transaction.Failure(path: nil, error: .system(error))
            }
        } catch {
            try takeBack(transaction, after: error)
        }
        // From here on it is written, whatever happens to the tidying.
        if transaction.tidy() { try? journal.move(transaction.number, from: .committed, to: .done, durably: false) }
        var written = WrittenPlan(entry: transaction.number)
        for step in checked.steps where step.step.after != nil {
            if let links = checked.seen[step.step.path]?.links, links > 1 {
                written.otherNames[step.step.path] = links - 1
            }
        }
        written.trim = journal.trim()
        return written
    }

    private func takeBack(_ transaction: Transaction, after failure: Transaction.Failure) throws(ApplyFailure) -> Never
    {
        do throws(FileError) { _ = try rollBack(transaction) } catch {
            throw .rollbackFailed(entry: transaction.number, error)
        }
        switch (failure.path, failure.error) {
        case (let path?, .system(let error)) where error.code == staleFile || error.code == existingFile:
            // Somebody was quicker between our look and our write.
            var now: FileState?
            do { now = try state(of: path) } catch { throw .refused(path, error) }
            throw .changedOnDisk([path: now])
        case (let path, .system(let error)): throw .failed(path, error)
        case (let path?, let error): throw .refused(path, error)
        case (nil, _): throw .failed(nil, FileError("write", rootPath, code: notPossible))
        }
    }
}
