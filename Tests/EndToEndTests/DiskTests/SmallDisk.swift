// A file system of a few hundred kilobytes, to be full, read-only, or enlarged while the program runs.
import Glibc
import TestSupport
import Testing

/// A mounted memory disk; gone with the value.
final class SmallDisk: Sendable {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    /// Mounting takes rights that a test run may not have.
    static let isPossible: Bool = {
        guard getuid() == 0, let disk = try? SmallDisk(kilobytes: 64) else { return false }
        return disk.isMounted
    }()
    static let reason: Comment = "needs the right to mount a memory disk (root)"

    private var isMounted: Bool { (try? run(["mountpoint", "-q", path]).status) == 0 }

    init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        try mount("-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=755", "tmpfs")
    }

    deinit { _ = try? run(["umount", "-l", path]) }

    func remount(_ options: String) throws { try mount("-o", "remount,\(options)") }

    /// Takes all the space that is left.
    func fill() throws {
        _ = try run(["sh", "-c", "cat /dev/zero >filler 2>/dev/null; true"], in: path)
    }

    func makeRoom() { unlink("\(path)/filler") }

    private func mount(_ words: String...) throws {
        let outcome = try run(["mount"] + words + [path])
        guard outcome.status == 0 else { throw POSIXFailure(call: outcome.errorText, code: EPERM) }
    }
}

/// An account without rights, for tests that run as root: root may read and write everything.
enum Nobody {
    static let isPossible: Bool = {
        guard getuid() == 0, let program = try? builtProduct("oropendola") else { return false }
        return (try? run(["sh", "-c", "\(runner) test -x \(shellQuoted(program))"]).status) == 0
    }()
    static let reason: Comment = "needs root, setpriv, and a program that others may run"
    static let runner = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    static func give(_ path: String) throws {
        _ = try run(["chown", "-R", "65534:65534", path])
    }
}
