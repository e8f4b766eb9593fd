// What the journal says about the latest writes: a start compares them with a write whose end nobody saw.
public import ChangeReview
import Glibc
public import Storage

/// A transaction of the journal that was written.
public struct LatestWrite: Hashable, Sendable {
    public var number: Int
    public var plan: ChangePlan
    /// The entry that this one took back, if it was an undo.
    public var undoes: Int?
    /// What that entry had written; `nil` when it is gone.
    public var undone: ChangePlan?
    /// Files of that entry which this one left alone.
    public var skipped: [RelativePath] = []
}

extension ProjectFolder {
    /// The transactions after an entry, the newest first, whole.
    ///
    /// - Throws: one of them can't be read. Then nothing is known of a write that may be among them, least of all that
    ///   it was not done.
    public func latestWrites(after number: Int) throws(FileError) -> [LatestWrite] {
        var writes: [LatestWrite] = []
        for name in try journal.names().reversed() where name.number > number && name.isWritten {
            guard let entry = try journal.read(name) else {
                throw FileError("read", "journal entry \(name.number)", code: EIO)
            }
            var write = LatestWrite(number: name.number, plan: entry.plan, undoes: entry.undoes)
            if let undone = entry.undoes, let first = try journal.names().first(where: { $0.number == undone }),
                let plan = try journal.read(first)?.plan
            {
                let done = Set(entry.steps.map(\.step.path))
                write.undone = plan
                write.skipped = plan.steps.map(\.path).filter { !done.contains($0) }.sorted()
            }
            writes.append(write)
        }
        return writes
    }

    /// The newest transaction, whole; `nil` when there is none.
    public func latestWrite() throws(FileError) -> LatestWrite? {
        guard let newest = try journal.names().last(where: \.isWritten) else { return nil }
        return try latestWrites(after: newest.number - 1).first
    }

    /// Whether new names can be made in the root: `false` on a read-only folder or file system.
    public var isWritable: Bool { access(rootPath, W_OK) == 0 }
}
