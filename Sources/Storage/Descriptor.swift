// An open file that is closed when the value that owns it goes away, and never twice.
import Glibc

/// An owned file descriptor.
public struct Descriptor: ~Copyable, Sendable {
    /// The number. Valid while the value lives.
    public let number: Int32

    /// Takes ownership of an open descriptor.
    public init(owning number: Int32) { self.number = number }

    /// Opens a folder by path, following symbolic links: for roots that the user named, never for what is inside one.
    public init(folder path: String) throws(FileError) {
        let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw FileError("open", path, code: errno) }
        self.number = number
    }

    /// Another descriptor for the same open file.
    public func duplicate() throws(FileError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw FileError("duplicate", "descriptor", code: errno) }
        return Descriptor(owning: copy)
    }

    deinit { close(number) }
}
