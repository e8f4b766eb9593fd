// The names in a folder, as bytes: the file system does not promise text.
import Glibc
import Storage

/// The names in an open folder, in no order, without `.` and `..`. Stops after `limit` names.
func listNames(
    _ folder: borrowing Descriptor, label: String, limit: Int = .max
) throws(FileError) -> [[UInt8]] {
    // A stream of its own: reading moves the position of the descriptor it shares.
    let number = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw FileError("read folder", label, code: errno) }
    guard let stream = fdopendir(number) else {
        let code = errno
        close(number)
        throw FileError("read folder", label, code: code)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while names.count < limit {
        errno = 0
        guard let entry = readdir(stream) else {
            guard errno == 0 else { throw FileError("read folder", label, code: errno) }
            return names
        }
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { start in
                Array(
                    UnsafeBufferPointer(
                        start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))))
            }
        }
        if name != [0x2e], name != [0x2e, 0x2e] { names.append(name) }
    }
    return names
}
