// The real file system. Nothing here decides anything; each function is one call, retried when a signal cut it short.
import Glibc

/// `FileOperations` on the operating system.
public struct SystemFiles: FileOperations {
    public init() {}

    public func open(
        _ name: String, in folder: borrowing Descriptor, _ mode: OpenMode
    ) throws(FileError) -> Descriptor {
        let always = O_CLOEXEC | O_NOFOLLOW | O_NOCTTY
        let number: Int32 =
            switch mode {
            // Without O_NONBLOCK, opening a pipe waits for its writer.
            case .read: openat(folder.number, name, always | O_RDONLY | O_NONBLOCK)
            case .folder: openat(folder.number, name, always | O_RDONLY | O_DIRECTORY)
            case .createNew(let bits): openat(folder.number, name, always | O_WRONLY | O_CREAT | O_EXCL, bits)
            case .append: openat(folder.number, name, always | O_RDWR | O_CREAT | O_APPEND, 0o600)
            case .update: openat(folder.number, name, always | O_RDWR | O_CREAT, 0o600)
            }
        guard number >= 0 else { throw FileError("open", name, code: errno) }
        return Descriptor(owning: number)
    }

    public func read(_ file: borrowing Descriptor, upTo count: Int) throws(FileError) -> [UInt8] {
        let number = file.number
        return try SystemFiles.read(count) { Glibc.read(number, $0.baseAddress, $0.count) }
    }

    public func read(
        _ file: borrowing Descriptor, at offset: Int, upTo count: Int
    ) throws(FileError) -> [UInt8] {
        let number = file.number
        return try SystemFiles.read(count) { pread(number, $0.baseAddress, $0.count, off_t(offset)) }
    }

    private static func read(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int
    ) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                let got = fill(buffer)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                filled = max(got, 0)
                return
            }
        }
        guard failure == 0 else { throw FileError("read", "file", code: failure) }
        return bytes
    }

    public func write(_ bytes: [UInt8], to file: borrowing Descriptor) throws(FileError) {
        var sent = 0
        while sent < bytes.count {
            let number = file.number
            let got = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw FileError("write", "file", code: got < 0 ? errno : EIO) }
            sent += got
        }
    }

    public func truncate(_ file: borrowing Descriptor, to count: Int) throws(FileError) {
        try check(ftruncate(file.number, count), "truncate", "file")
    }

    public func sync(_ file: borrowing Descriptor) throws(FileError) {
        try check(fsync(file.number), "sync", "file")
    }

    public func syncData(_ file: borrowing Descriptor) throws(FileError) {
        try check(fdatasync(file.number), "sync", "file")
    }

    public func setMode(_ mode: UInt32, of file: borrowing Descriptor) throws(FileError) {
        try check(fchmod(file.number, mode), "set the mode of", "file")
    }

    public func setOwner(_ owner: UInt32, group: UInt32, of file: borrowing Descriptor) throws(FileError) {
        try check(fchown(file.number, owner, group), "set the owner of", "file")
    }

    public func copyAttributes(
        from file: borrowing Descriptor, to other: borrowing Descriptor
    ) throws(FileError) {
        for name in try attributeNames(file.number) {
            try copyAttribute(name, from: file.number, to: other.number)
        }
    }

    public func status(of file: borrowing Descriptor) throws(FileError) -> FileStatus {
        var raw = stat()
        try check(fstat(file.number, &raw), "look at", "file")
        return FileStatus(raw)
    }

    public func status(of name: String, in folder: borrowing Descriptor) throws(FileError) -> FileStatus? {
        var raw = stat()
        guard fstatat(folder.number, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw FileError("look at", name, code: errno)
        }
        return FileStatus(raw)
    }

    public func rename(
        _ name: String, in folder: borrowing Descriptor, to other: String, in target: borrowing Descriptor
    ) throws(FileError) {
        try check(renameat(folder.number, name, target.number, other), "rename", name)
    }

    public func link(_ name: String, to other: String, in folder: borrowing Descriptor) throws(FileError) {
        try check(linkat(folder.number, name, folder.number, other, 0), "link", name)
    }

    public func remove(_ name: String, in folder: borrowing Descriptor) throws(FileError) {
        try check(unlinkat(folder.number, name, 0), "remove", name)
    }

    public func makeFolder(_ name: String, in folder: borrowing Descriptor, mode: UInt32) throws(FileError) {
        try check(mkdirat(folder.number, name, mode), "make folder", name)
    }

    public func removeFolder(_ name: String, in folder: borrowing Descriptor) throws(FileError) {
        try check(unlinkat(folder.number, name, AT_REMOVEDIR), "remove folder", name)
    }

    private func check(_ result: Int32, _ operation: String, _ path: String) throws(FileError) {
        guard result != 0 else { return }
        throw FileError(operation, path, code: errno)
    }
}
