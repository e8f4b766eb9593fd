// The real file system with somebody in between who counts the operations and may spoil one of them.
public import Storage
import Synchronization

/// `FileOperations` that ask, before each operation, what is to become of it. Nothing is really synced: no test takes
/// the power away, and disks are slow.
public final class InterceptedFiles: FileOperations {
    public enum Verdict: Sendable {
        case go
        /// The operation fails with this `errno`; a write does half of its work first, as a full disk does.
        case fail(Int32)
    }

    private let counter = Mutex(0)
    private let bytes = Mutex(0)
    /// A name that nobody may open.
    private let closed: String?
    private let verdict: @Sendable (_ number: Int, _ operation: String) -> Verdict
    private let real = SystemFiles()

    /// - Parameters:
    ///   - closed: a name that nobody may open, root neither.
    ///   - verdict: asked with the operation's number, counted from 1, and its name.
    public init(
        closed: String? = nil,
        _ verdict: @escaping @Sendable (_ number: Int, _ operation: String) -> Verdict = { _, _ in .go }
    ) {
        self.closed = closed
        self.verdict = verdict
    }

    /// Bytes that were read of all files.
    public var bytesRead: Int { bytes.withLock { $0 } }

    private func counted(_ read: [UInt8]) -> [UInt8] {
        bytes.withLock { $0 += read.count }
        return read
    }

    /// How many operations there were.
    public var count: Int { counter.withLock { $0 } }

    private func ask(_ operation: String, _ path: String = "file") throws(FileError) {
        let number = counter.withLock { count in
            count += 1
            return count
        }
        if case .fail(let code) = verdict(number, operation) { throw FileError(operation, path, code: code) }
    }

    public func open(
        _ name: String, in folder: borrowing Descriptor, _ mode: OpenMode
    ) throws(FileError) -> Descriptor {
        try ask("open", name)
        if name == closed { throw FileError("open", name, code: permissionDenied) }
        return try real.open(name, in: folder, mode)
    }

    public func read(_ file: borrowing Descriptor, upTo count: Int) throws(FileError) -> [UInt8] {
        try ask("read")
        return counted(try real.read(file, upTo: count))
    }

    public func read(
        _ file: borrowing Descriptor, at offset: Int, upTo count: Int
    ) throws(FileError) -> [UInt8] {
        try ask("read")
        return counted(try real.read(file, at: offset, upTo: count))
    }

    public func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws(FileError) {
        do throws(FileError) { try ask("write") } catch {
            try real.write(Array(bytes.prefix(bytes.count / 2)), to: file)
            throw error
        }
        try real.write(bytes, to: file)
    }

    public func truncate(_ file: borrowing Descriptor, to count: Int) throws(FileError) {
        try ask("truncate")
        try real.truncate(file, to: count)
    }

    public func sync(_ file: borrowing Descriptor) throws(FileError) {
        try ask("sync")
    }

    public func syncData(_ file: borrowing Descriptor) throws(FileError) {
        try ask("sync")
    }

    public func setMode(_ mode: UInt32, of file: borrowing Descriptor) throws(FileError) {
        try ask("setMode")
        try real.setMode(mode, of: file)
    }

    public func setOwner(_ owner: UInt32, group: UInt32, of file: borrowing Descriptor) throws(FileError) {
        try ask("setOwner")
        try real.setOwner(owner, group: group, of: file)
    }

    public func copyAttributes(
        from file: borrowing Descriptor, to other: borrowing Descriptor
    ) throws(FileError) {
        try ask("copyAttributes")
        try real.copyAttributes(from: file, to: other)
    }

    public func status(of file: borrowing Descriptor) throws(FileError) -> FileStatus {
        try ask("status")
        return try real.status(of: file)
    }

    public func status(of name: String, in folder: borrowing Descriptor) throws(FileError) -> FileStatus? {
        try ask("status", name)
        return try real.status(of: name, in: folder)
    }

    public func rename(
        _ name: String, in folder: borrowing Descriptor, to other: String, in target: borrowing Descriptor
    ) throws(FileError) {
        try ask("rename", name)
        try real.rename(name, in: folder, to: other, in: target)
    }

    public func link(_ name: String, to other: String, in folder: borrowing Descriptor) throws(FileError) {
        try ask("link", name)
        try real.link(name, to: other, in: folder)
    }

    public func remove(_ name: String, in folder: borrowing Descriptor) throws(FileError) {
        try ask("remove", name)
        try real.remove(name, in: folder)
    }

    public func makeFolder(_ name: String, in folder: borrowing Descriptor, mode: UInt32) throws(FileError) {
        try ask("makeFolder", name)
        try real.makeFolder(name, in: folder, mode: mode)
    }

    public func removeFolder(_ name: String, in folder: borrowing Descriptor) throws(FileError) {
        try ask("removeFolder", name)
        try real.removeFolder(name, in: folder)
    }
}

/// `EACCES`.
private let permissionDenied: Int32 = 13
