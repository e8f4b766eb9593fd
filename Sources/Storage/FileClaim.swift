// A file that one program writes: held with a lock that others can ask about without taking it, and that the kernel drops
// when its holder dies, however it dies.
import Glibc

/// Open file description locks (`fcntl(2)`, Linux 3.15): unlike `flock` they can be asked about.
extension Descriptor {
    /// Takes the file for writing; `false` when another open file has it. Dropped by `release`, or with the last
    /// descriptor of this open file.
    public func claim() throws(FileError) -> Bool {
        var request = Descriptor.request(F_WRLCK)
        while fcntl(number, setLock, &request) != 0 {
            if errno == EAGAIN || errno == EACCES { return false }
            guard errno == EINTR else { throw FileError("lock", "file", code: errno) }
        }
        return true
    }

    /// Closing is not enough: a child between fork and exec has the file open too, and would keep the lock.
    public func release() {
        var request = Descriptor.request(F_UNLCK)
        _ = fcntl(number, setLock, &request)
    }

    /// Whether another open file has it now. A file system that knows no locks has no holders.
    public var isClaimedByAnother: Bool {
        var request = Descriptor.request(F_RDLCK)
        guard fcntl(number, getLock, &request) == 0 else { return false }
        return Int32(request.l_type) != F_UNLCK
    }

    private static func request(_ type: some BinaryInteger) -> Glibc.flock {
        Glibc.flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
    }
}

/// `F_OFD_GETLK` and `F_OFD_SETLK` of Linux's fcntl.h, which the headers show only to GNU sources.
private let getLock: Int32 = 36
private let setLock: Int32 = 37
