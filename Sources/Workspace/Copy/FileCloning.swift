// The contents of one file put into another: as a reflink where the file system shares blocks, byte by byte elsewhere.
import Glibc
import Storage

/// How contents are shared; a double in tests stands for a file system that can.
protocol FileCloning: Sendable {
    /// Makes an empty file share the contents of another. False: not here.
    func clone(_ source: borrowing Descriptor, to target: borrowing Descriptor) -> Bool
}

/// `FICLONE` (ioctl_ficlone(2)): btrfs, XFS, bcachefs.
struct Reflinks: FileCloning {
    /// `_IOW(0x94, 9, int)`
    private static let request: UInt = 0x4004_9409

    func clone(_ source: borrowing Descriptor, to target: borrowing Descriptor) -> Bool {
        ioctl(target.number, Reflinks.request, source.number) == 0
    }
}

/// Copies what can't be shared, to the end of the source.
func copyBytes(_ source: borrowing Descriptor, to target: borrowing Descriptor, name: String) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
        let count = read(source.number, &buffer, buffer.count)
        if count == 0 { return }
        if count < 0 {
            if errno == EINTR { continue }
            throw FileError("read", name, code: errno)
        }
        var sent = 0
        while sent < count {
            let put = buffer[sent..<count].withUnsafeBytes { write(target.number, $0.baseAddress, $0.count) }
            if put < 0 {
                if errno == EINTR { continue }
                throw FileError("write", name, code: errno)
            }
            sent += put
        }
    }
}

/// The times of the source, so that a program that compares ages sees those of the project.
func setModified(_ nanoseconds: Int64, of file: borrowing Descriptor) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    // `UTIME_OMIT` (utimensat(2)), a macro that Swift can't read: the time of the last access stays.
    let times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2), timespec(tv_sec: Int(seconds), tv_nsec: Int(rest))]
    futimens(file.number, times)
}
