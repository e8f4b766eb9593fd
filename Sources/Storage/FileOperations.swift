// Every call that changes or reads a file goes through this protocol, so that a test can fail each one in turn.

/// How a file is opened. Symbolic links are never followed, pipes never waited for, children never inherit it.
public enum OpenMode: Hashable, Sendable {
    case read
    /// A folder, to work in and to sync.
    case folder
    /// A new file that must not exist yet, with these permission bits (less the umask).
    case createNew(mode: UInt32)
    /// Reading and appending; made with mode 0600 when missing.
    case append
    /// Reading and writing at any place; made with mode 0600 when missing.
    case update
}

/// The file system, one call at a time. A name is one path component, relative to an open folder.
public protocol FileOperations: Sendable {
    func open(_ name: String, in folder: borrowing Descriptor, _ mode: OpenMode) throws(FileError) -> Descriptor
    /// At most `count` bytes from where the descriptor stands; empty at the end.
    func read(_ file: borrowing Descriptor, upTo count: Int) throws(FileError) -> [UInt8]
    /// At most `count` bytes from this place in the file on, wherever the descriptor stands; empty at the end.
    func read(_ file: borrowing Descriptor, at offset: Int, upTo count: Int) throws(FileError) -> [UInt8]
    /// All of it, or an error (and then any part of it).
    func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws(FileError)
    func truncate(_ file: borrowing Descriptor, to count: Int) throws(FileError)
    /// `fsync`: contents and inode, or a folder's entries.
    func sync(_ file: borrowing Descriptor) throws(FileError)
    /// `fdatasync`: contents, and the size when it changed.
    func syncData(_ file: borrowing Descriptor) throws(FileError)
    func setMode(_ mode: UInt32, of file: borrowing Descriptor) throws(FileError)
    func setOwner(_ owner: UInt32, group: UInt32, of file: borrowing Descriptor) throws(FileError)
    /// Gives a file the extended attributes of another, access control lists among them. Left out are those that speak
    /// of the contents (signatures, a program's capabilities), and those of the system that we have no right to set.
    func copyAttributes(from file: borrowing Descriptor, to other: borrowing Descriptor) throws(FileError)
    func status(of file: borrowing Descriptor) throws(FileError) -> FileStatus
    /// The status of the name itself, a link's too; `nil` when there is none.
    func status(of name: String, in folder: borrowing Descriptor) throws(FileError) -> FileStatus?
    func rename(
        _ name: String, in folder: borrowing Descriptor, to other: String, in target: borrowing Descriptor
    ) throws(FileError)
    /// A second name for the same file, in the same folder.
    func link(_ name: String, to other: String, in folder: borrowing Descriptor) throws(FileError)
    func remove(_ name: String, in folder: borrowing Descriptor) throws(FileError)
    func makeFolder(_ name: String, in folder: borrowing Descriptor, mode: UInt32) throws(FileError)
    func removeFolder(_ name: String, in folder: borrowing Descriptor) throws(FileError)
}

extension FileOperations {
    /// Everything from where the descriptor stands, or `nil` when there is more than `limit` bytes.
    public func readAll(_ file: borrowing Descriptor, limit: Int) throws(FileError) -> [UInt8]? {
        var all: [UInt8] = []
        let size = try status(of: file).size
        guard size <= limit else { return nil }
        all.reserveCapacity(size)
        while true {
            // One more byte than is left, so that a file that grows is noticed.
            let part = try read(file, upTo: max(min(limit - all.count, size - all.count) + 1, 4096))
            if part.isEmpty { return all }
            all.append(contentsOf: part)
            if all.count > limit { return nil }
        }
    }

    /// `count` bytes from this place on; an error when there are fewer.
    public func read(_ file: borrowing Descriptor, at offset: Int, wholly count: Int) throws(FileError) -> [UInt8] {
        var all = try read(file, at: offset, upTo: count)
        while all.count < count {
            let more = try read(file, at: offset + all.count, upTo: count - all.count)
            guard !more.isEmpty else { throw FileError("read", "file", code: inputOutput) }
            all += more
        }
        return all
    }
}

/// `EIO`: the file has become shorter.
private let inputOutput: Int32 = 5
