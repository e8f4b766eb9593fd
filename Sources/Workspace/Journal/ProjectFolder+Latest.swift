// What the journal says about the latest write: a start compares it with a write whose end nobody saw.
public import ChangeReview
import Glibc
public import Storage

/// A transaction of the journal that was written.
public struct LatestWrite: Hashable, Sendable {
    public var number: Int
    public var plan: ChangePlan
    /// The entry that this one took back, if it was an undo.
    public var undoes: Int?
}

extension ProjectFolder {
    /// The newest transaction that is done, whole; `nil` when there is none.
    public func latestWrite() throws(FileError) -> LatestWrite? {
        for name in try journal.names().reversed() where name.isWritten {
            guard let entry = try journal.read(name) else { continue }
            return LatestWrite(
                number: name.number, plan: ChangePlan(steps: entry.steps.map(\.step)), undoes: entry.undoes)
        }
        return nil
    }

    /// Whether new names can be made in the root: `false` on a read-only folder or file system.
    public var isWritable: Bool { access(rootPath, W_OK) == 0 }
}
