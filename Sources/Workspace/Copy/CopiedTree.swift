// A folder that files are read from or put into by relative names, one component at a time and through no link: a
// command may have put a link in the copy that leads to the user's own files.
import Glibc
import Storage

/// One side of a copy. Remembers the folder it was in last, since names come sorted.
final class CopiedTree {
    let path: String
    private let root: Descriptor
    private var folderName: String?
    private var folder: Descriptor?

    init(_ path: String) throws(FileError) {
        self.path = path
        root = try Descriptor(folder: path)
    }

    /// What stands at a name; nil: nothing, or a link or a file is on the way.
    func stamp(_ name: String) -> FileStamp? {
        inFolder(of: name, makes: false) { folder, last in
            var raw = stat()
            return fstatat(folder, last, &raw, AT_SYMLINK_NOFOLLOW) == 0 ? FileStamp(raw) : nil
        }
    }

    /// A regular file, open for reading; nil when it is not one any more.
    func reading(_ name: String) -> Descriptor? {
        inFolder(of: name, makes: false) { folder, last in
            let file = openat(folder, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            return file < 0 ? nil : Descriptor(owning: file)
        }
    }

    func link(_ name: String) -> String? {
        inFolder(of: name, makes: false) { folder, last in
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlinkat(folder, last, &buffer, buffer.count - 1)
            guard count > 0 else { return nil }
            return String(validating: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// A new, empty file in place of whatever stands there; folders on the way are made.
    func making(_ name: String, mode: UInt32) throws(FileError) -> Descriptor {
        remove(name)
        var code: Int32 = 0
        let made: Descriptor? = inFolder(of: name, makes: true) { folder, last in
            let file = openat(folder, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
            code = errno
            guard file >= 0 else { return nil }
            fchmod(file, mode_t(mode | 0o600))
            return Descriptor(owning: file)
        }
        guard let made else { throw FileError("make", name, code: code == 0 ? EIO : code) }
        return made
    }

    func makeLink(_ name: String, to target: String) throws(FileError) {
        remove(name)
        var code: Int32 = EIO
        let isMade: Bool? = inFolder(of: name, makes: true) { folder, last in
            if symlinkat(target, folder, last) == 0 { return true }
            code = errno
            return nil
        }
        if isMade == nil { throw FileError("link", name, code: code) }
    }

    /// An empty folder, with those above it.
    func makeFolder(_ name: String) {
        _ = open(name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }[...], makes: true)
    }

    /// A file or a link; a folder with all that is in it.
    func remove(_ name: String) {
        let hasFolder: Bool? = inFolder(of: name, makes: false) { folder, last in
            unlinkat(folder, last, 0) != 0 && (errno == EISDIR || errno == EPERM) ? true : nil
        }
        guard hasFolder == true else { return }
        folderName = nil
        folder = nil
        removeTree("\(path)/\(name)")
    }

    /// A name, and the folders above it that are empty without it.
    func removeWithFolders(_ name: String) {
        remove(name)
        var parts = name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        parts.removeLast()
        while !parts.isEmpty {
            let isEmpty: Bool? = inFolder(of: parts.joined(separator: "/"), makes: false) { folder, last in
                unlinkat(folder, last, AT_REMOVEDIR) == 0 ? true : nil
            }
            guard isEmpty == true else { return }
            parts.removeLast()
        }
    }

    private func inFolder<Result: ~Copyable>(
        of name: String, makes: Bool, _ use: (Int32, String) -> Result?
    ) -> Result? {
        let parts = name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        guard let last = parts.last else { return nil }
        let wanted = parts.dropLast().joined(separator: "/")
        if folderName == wanted, let number = folder?.number, isStillThere(number) { return use(number, last) }
        guard let opened = open(parts.dropLast(), makes: makes) else { return nil }
        let number = opened.number
        folderName = wanted
        folder = consume opened
        return use(number, last)
    }

    /// A folder that was removed meanwhile takes no names.
    private func isStillThere(_ number: Int32) -> Bool {
        var raw = stat()
        return fstat(number, &raw) == 0 && raw.st_nlink > 0
    }

    private func open(_ parts: ArraySlice<String>, makes: Bool) -> Descriptor? {
        var current = openat(root.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for part in parts {
            guard current >= 0 else { return nil }
            var next = openat(current, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if next < 0, makes {
                // A link or a file in the way is not ours to keep: this is the copy.
                if errno == ELOOP || errno == ENOTDIR { unlinkat(current, part, 0) }
                mkdirat(current, part, 0o755)
                next = openat(current, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
            close(current)
            current = next
        }
        return current < 0 ? nil : Descriptor(owning: current)
    }
}

/// What tells that a file is still the one that was seen.
struct FileStamp: Equatable {
    var kind: FileStatus.Kind
    var size: Int
    /// Nanoseconds since 1970.
    var modified: Int64
    var inode: UInt64
    var mode: UInt32

    init(_ raw: stat) {
        let status = FileStatus(raw)
        kind = status.kind
        size = status.size
        modified = status.modified
        inode = status.inode
        mode = status.mode
    }
}

/// Removes a folder and all in it, following no link. What can't be removed stays.
package func removeTree(_ path: String) {
    func empty(_ folder: borrowing Descriptor) {
        guard let entries = try? listEntries(folder, label: path) else { return }
        for entry in entries {
            (entry.name + [0]).withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { name in
                    guard let name = name.baseAddress else { return }
                    if unlinkat(folder.number, name, 0) == 0 { return }
                    guard let inner = openWritable(name, in: folder.number) else { return }
                    empty(inner)
                    unlinkat(folder.number, name, AT_REMOVEDIR)
                }
            }
        }
    }
    guard let top = openWritable(path, in: AT_FDCWD) else { return }
    empty(top)
    rmdir(path)
}

/// A real folder, with the right to take names out of it.
///
/// Note: `fchmodat` by name would follow a link, to a file of the user's; what is open is what it is.
private func openWritable(_ name: UnsafePointer<CChar>, in folder: Int32) -> Descriptor? {
    let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var number = openat(folder, name, O_RDONLY | flags)
    if number < 0, errno == EACCES {
        // One that may not even be read: a handle without rights takes no `fchmod`, its name in /proc does. `O_PATH`
        // (open(2)) is a macro that Swift can't read.
        let handle = openat(folder, name, 0o10000000 | flags)
        guard handle >= 0 else { return nil }
        chmod("/proc/self/fd/\(handle)", 0o700)
        close(handle)
        number = openat(folder, name, O_RDONLY | flags)
    }
    guard number >= 0 else { return nil }
    fchmod(number, 0o700)
    return Descriptor(owning: number)
}
