// The kernel's word on what happens in folders (inotify(7)), one call at a time.
import Glibc
import Storage

/// One thing that happened to a name in a watched folder.
struct Notice: Equatable, Sendable {
    var watch: Int32
    var name: [UInt8]
    /// What has the name, or had it, is a folder.
    var isFolder: Bool
    /// The folder itself is gone, and its watch with it.
    var isEnd = false
}

/// An open queue of notices. Reading never waits.
struct Inotify: ~Copyable {
    let file: Descriptor

    init() throws(FileError) {
        let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard number >= 0 else { throw FileError("watch", "files", code: errno) }
        file = Descriptor(owning: number)
    }

    /// Names that come, go, change hands or rights, and files that were written and closed.
    ///
    /// Note: by the open folder and not by its path, which may lead somewhere else by now.
    func watch(_ folder: borrowing Descriptor) throws(FileError) -> Int32 {
        let path = "/proc/self/fd/\(folder.number)"
        let watch = inotify_add_watch(file.number, path, Inotify.mask)
        guard watch >= 0 else { throw FileError("watch", path, code: errno) }
        return watch
    }

    /// A watch that is gone already is no error.
    func forget(_ watch: Int32) { inotify_rm_watch(file.number, watch) }

    /// What has come, at most some thousand notices at once; `nil` in their place when the kernel had to drop some.
    func read(_ files: any FileOperations = SystemFiles()) throws(FileError) -> [Notice]? {
        var notices: [Notice] = []
        for _ in 0..<16 {
            let bytes: [UInt8]
            do throws(FileError) { bytes = try files.read(file, upTo: 64 << 10) } catch {
                guard error.code == EAGAIN else { throw error }
                break
            }
            guard let more = Inotify.notices(bytes) else { return nil }
            notices += more
        }
        return notices
    }

    /// Sixteen bytes (watch, mask, cookie, length of the name), then the name, filled up with NULs.
    static func notices(_ bytes: [UInt8]) -> [Notice]? {
        var notices: [Notice] = []
        var rest = bytes[...]
        while rest.count >= 16 {
            func number(_ place: Int) -> UInt32 {
                rest.dropFirst(place).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
            }
            let (watch, mask, count) = (number(0), number(4), Int(number(12)))
            let name = rest.dropFirst(16).prefix(count).prefix { $0 != 0 }
            rest = rest.dropFirst(16 + count)
            if mask & UInt32(IN_Q_OVERFLOW) != 0 { return nil }
            notices.append(
                Notice(
                    watch: Int32(bitPattern: watch), name: Array(name), isFolder: mask & UInt32(IN_ISDIR) != 0,
                    isEnd: mask & UInt32(IN_IGNORED) != 0))
        }
        return notices
    }

    private static let mask =
        [IN_CLOSE_WRITE, IN_MOVED_TO, IN_MOVED_FROM, IN_CREATE, IN_DELETE, IN_ATTRIB, IN_ONLYDIR, IN_EXCL_UNLINK]
        .reduce(UInt32(0)) { $0 | UInt32($1) }
}
