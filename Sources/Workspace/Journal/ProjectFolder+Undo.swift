// Taking a write back, and taking that back: the same steps read the other way, where files still are as they were left.
public import ChangeReview
import Glibc
import Storage

extension ProjectFolder {
    /// Takes a journal entry back, where files are still as it left them; others are left alone, each with its reason.
    /// The undo is an entry too: taking that back does the first one again.
    public func undo(
        _ number: Int, waiting: @Sendable (Int32?) -> Void = { _ in }
    ) async throws(ApplyFailure) -> UndoneWrite {
        let lock = try await turn(waiting)
        defer { release(lock) }
        let (entry, skipped) = try undoable(number)
        let left = steps(of: entry, without: skipped)
        var plan = entry.plan
        let again = reviewed(bySameAs: entry)
        // Of what is written once more it tells what was dropped beside it.
        if plan.reviewed.isEmpty { plan.reviewed = again }
        var undone = UndoneWrite(plan: plan, undone: left.map(\.step.path).sorted(), skipped: skipped)
        if left.isEmpty { return undone }
        undone.written = try write(
            left.map { ($0.step.inverse, $0) }, leaving: entry.madeFolders.reversed(), undoing: number,
            isRedo: entry.undoes != nil && !entry.isRedo, reviewed: again)
        return undone
    }

    /// What `undo` would do now. Takes no lock, changes nothing.
    public func previewUndo(_ number: Int) throws(ApplyFailure) -> UndoPreview {
        let (entry, skipped) = try undoable(number)
        let steps = steps(of: entry, without: skipped).map(\.step.inverse)
        return UndoPreview(entry: number, steps: steps.sorted { $0.path < $1.path }, skipped: skipped)
    }

    /// The last first, as they are taken back.
    private func steps(of entry: JournalEntry, without skipped: [SkippedFile]) -> [JournalEntry.Step] {
        let left = Set(skipped.map(\.path))
        return entry.steps.reversed().filter { !left.contains($0.step.path) }
    }

    /// Taking an undo back does once more what the first write did; it left the same under review.
    private func reviewed(bySameAs undone: JournalEntry) -> [ReviewedFile] {
        guard let first = undone.undoes else { return [] }
        do throws(ApplyFailure) { return try written(first).reviewed } catch {
            // Dropped since: then the files come back without what was left undecided in them.
            return []
        }
    }

    /// A written entry, whole.
    private func written(_ number: Int) throws(ApplyFailure) -> JournalEntry {
        let name: Journal.Name?
        let entry: JournalEntry?
        do throws(FileError) {
            name = try journal.names().first { $0.number == number && $0.isWritten }
            entry = if let name { try journal.read(name) } else { nil }
        } catch {
            throw .journal(error)
        }
        guard let entry else { throw name == nil ? .noSuchEntry(number) : .damagedEntry(number) }
        return entry
    }

    /// An entry that can be undone, and which of its files are no longer what it made of them. By path.
    private func undoable(_ number: Int) throws(ApplyFailure) -> (entry: JournalEntry, skipped: [SkippedFile]) {
        let entry = try written(number)
        var skipped: [SkippedFile] = []
        var later: [RelativePath: LaterWrite]?
        for step in entry.steps.map(\.step) {
            var now: FileState?
            do throws(AccessFailure) {
                now = try state(of: step.path)
                if now == step.after { continue }
            } catch {
                // A disk that fails says nothing about the file; a missing right, a link or a folder in its place does.
                if case .system(let cause) = error, cause.code != EACCES, cause.code != EPERM {
                    throw .refused(step.path, error)
                }
                skipped.append(SkippedFile(path: step.path, reason: SkippedFile.Reason(error)))
                continue
            }
            if later == nil { later = try writes(after: number) }
            let reason: SkippedFile.Reason =
                if let again = later?[step.path], again.left(now) {
                    .writtenAgain(entry: again.entry)
                } else {
                    now == nil ? .gone : .changedSince
                }
            skipped.append(SkippedFile(path: step.path, reason: reason))
        }
        return (entry, skipped.sorted { $0.path < $1.path })
    }

    /// What a later entry made of a file.
    private struct LaterWrite {
        var entry: Int
        var hash: ContentHash?
        var isExecutable: Bool

        func left(_ state: FileState?) -> Bool {
            guard let state, let hash else { return state == nil && hash == nil }
            return state.isExecutable == isExecutable && ContentHash(of: state.bytes) == hash
        }
    }

    /// The latest write of each file by an entry after this one, told by heads alone.
    private func writes(after number: Int) throws(ApplyFailure) -> [RelativePath: LaterWrite] {
        var writes: [RelativePath: LaterWrite] = [:]
        do throws(FileError) {
            for name in try journal.names() where name.number > number && name.isWritten {
                guard let header = try journal.head(name)?.header else { continue }
                for step in header.steps {
                    writes[step.path] = LaterWrite(
                        entry: name.number, hash: step.after.map { header.contents[$0.content].hash },
                        isExecutable: step.after?.isExecutable ?? false)
                }
            }
        } catch {
            throw .journal(error)
        }
        return writes
    }
}

extension SkippedFile.Reason {
    /// Why a file can't be compared with what was written.
    init(_ failure: AccessFailure) {
        switch failure {
        case .isFolder: self = .folder
        case .symbolicLink: self = .symbolicLink
        case .special: self = .special
        // A file where its folder was, or one that has grown beyond all measure.
        case .notFolder, .tooLarge: self = .changedSince
        default: self = .unreadable(reason: failure.text)
        }
    }
}
