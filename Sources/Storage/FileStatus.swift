// What `stat` says, without the C structure.
public import Glibc

/// A file's kind, rights and stamps.
public struct FileStatus: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case file, folder, symbolicLink, pipe, socket, device }

    public var kind: Kind
    /// The permission bits, `0o7777` at most.
    public var mode: UInt32
    public var owner: UInt32
    public var group: UInt32
    /// Names that the file has.
    public var links: Int
    /// Bytes.
    public var size: Int
    public var device: UInt64
    public var inode: UInt64
    /// Nanoseconds since 1970: of the contents, and of the inode.
    public var modified: Int64
    public var changed: Int64

    public init(_ raw: stat) {
        switch raw.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .pipe
        case S_IFSOCK: kind = .socket
        default: kind = .device
        }
        mode = UInt32(raw.st_mode & 0o7777)
        owner = raw.st_uid
        group = raw.st_gid
        links = Int(raw.st_nlink)
        size = Int(raw.st_size)
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        modified = Int64(raw.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_mtim.tv_nsec)
        changed = Int64(raw.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_ctim.tv_nsec)
    }

    /// Git's rule: a file is executable when its owner may run it.
    public var isExecutable: Bool { mode & 0o100 != 0 }

    /// The same file with the same contents, as far as `stat` can tell. A link made or removed does not count.
    public func isSameContents(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }
}
