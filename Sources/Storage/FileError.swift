// A call of the operating system that failed, with what it was about.
import Glibc

/// A file operation that failed. `code` is `errno`; callers decide on it, people read `text`.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call, in plain words: `open`, `write`, `rename`.
    public var operation: String
    /// What it was about: a name or a path, as given to the call.
    public var path: String
    public var code: Int32

    public init(_ operation: String, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// What the system says about `code`, such as `No space left on device`.
    public var reason: String { FileError.words(code) }
    public var description: String { "\(operation) \(path): \(reason)" }

    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
    /// No right to do it, or the file system is read-only.
    public var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }

    static func words(_ code: Int32) -> String {
        // `strerror` would share a buffer between threads.
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return buffer.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { String(cString: $0) } ?? "error \(code)"
        }
    }
}
