// The names in a folder, as bytes: the file system does not promise text.
import Glibc
import Storage

/// A name in a folder, and what stands there as far as the folder itself says.
struct FolderEntry {
    enum Kind { case file, folder, other, unknown }
    var name: [UInt8]
    var kind: Kind
}

/// The names in an open folder, in no order, without `.` and `..`. Stops after `limit` names.
func listEntries(
    _ folder: borrowing Descriptor, label: String, limit: Int = .max
) throws(FileError) -> [FolderEntry] {
    // A stream of its own: reading moves the position of the descriptor it shares.
    let number = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw FileError("read folder", label, code: errno) }
    guard let stream = fdopendir(number) else {
        let code = errno
        close(number)
        throw FileError("read folder", label, code: code)
    }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while entries.count < limit {
        errno = 0
        guard let entry = readdir(stream) else {
            guard errno == 0 else { throw FileError("read folder", label, code: errno) }
            return entries
        }
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name == [0x2e] || name == [0x2e, 0x2e] { continue }
        let kind: FolderEntry.Kind =
            switch Int32(entry.pointee.d_type) {
            case Int32(DT_REG): .file
            case Int32(DT_DIR): .folder
            case Int32(DT_UNKNOWN): .unknown
            default: .other
            }
        entries.append(FolderEntry(name: name, kind: kind))
    }
    return entries
}

/// The names alone.
func listNames(_ folder: borrowing Descriptor, label: String) throws(FileError) -> [[UInt8]] {
    try listEntries(folder, label: label).map(\.name)
}

/// The status of a name that may not be text; links are not followed.
func status(of name: [UInt8], in folder: borrowing Descriptor) -> FileStatus? {
    var raw = stat()
    let number = folder.number
    let result = (name + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { text in
            text.baseAddress.map { fstatat(number, $0, &raw, AT_SYMLINK_NOFOLLOW) } ?? -1
        }
    }
    return result == 0 ? FileStatus(raw) : nil
}

/// A folder inside a folder, by a name that may not be text.
func openFolder(_ name: [UInt8], in folder: borrowing Descriptor) -> Descriptor? {
    let number = folder.number
    let opened = (name + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { text in
            text.baseAddress.map { openat(number, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) } ?? -1
        }
    }
    return opened < 0 ? nil : Descriptor(owning: opened)
}
