// One writer at a time, by a lock that the kernel drops when its holder dies, however it dies.
import Glibc

/// An exclusive `flock` on a file. Released when the value goes away, or with the process.
///
/// The file stays: removing a lock file lets two processes lock two files of one name.
public struct FileLock: ~Copyable, Sendable {
    private let file: Descriptor

    /// The lock, or `nil` when somebody else has it. Writes our process id into the file, for `holder`.
    public static func tryTake(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles()
    ) throws(FileError) -> FileLock? {
        let file = try files.open(name, in: folder, .update)
        while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return nil }
            guard errno == EINTR else { throw FileError("lock", name, code: errno) }
        }
        // A note for people and for `holder`; a full disk must not keep us from locking.
        try? files.truncate(file, to: 0)
        try? files.write(Array("\(getpid())\n".utf8), to: file)
        return FileLock(file: file)
    }

    /// The lock, as soon as it is free: asks every 25 ms. `waiting` is called once, before the first wait, with the
    /// holder's process id where known. Returns `nil` when the Swift task was cancelled.
    public static func take(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles(),
        waiting: @Sendable (_ holder: Int32?) -> Void
    ) async throws(FileError) -> FileLock? {
        var hasWaited = false
        while true {
            if let lock = try tryTake(name, in: folder, files: files) { return lock }
            if !hasWaited { waiting(holder(name, in: folder, files: files)) }
            hasWaited = true
            do { try await Task.sleep(for: .milliseconds(25)) } catch { return nil }
        }
    }

    /// The process id that the last taker wrote; `nil` when there is none. Says nothing about who holds it now.
    public static func holder(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles()
    ) -> Int32? {
        do {
            let file = try files.open(name, in: folder, .read)
            let text = String(decoding: try files.read(file, upTo: 32), as: UTF8.self)
            return Int32(text.prefix { $0.isNumber })
        } catch {
            return nil
        }
    }

    private init(file: consuming Descriptor) { self.file = file }

    deinit {
        // Closing is not enough: a child between fork and exec has the file open too, and would keep the lock.
        flock(file.number, LOCK_UN)
    }
}
