// A file that a person named for output.
import Glibc
import Storage

/// Writes it so that the old one or the new one is there, whatever happens. A pipe or a device is written to as it is.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        let number = open(path, O_WRONLY | O_CLOEXEC)
        guard number >= 0 else { throw FileError("open", path, code: errno) }
        try SystemFiles().write(bytes, to: Descriptor(owning: number))
        return
    }
    let place = path.lastIndex(of: "/")
    let folder = place.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = place.map { String(path[path.index(after: $0)...]) } ?? path
    try SystemFiles().replace(name, in: try Descriptor(folder: folder), with: bytes, mode: 0o644)
}
