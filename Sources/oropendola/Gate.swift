// How the main thread waits for work of the thread pool at the end, when the loop is over: there is no `await` there.
import Glibc

/// Opened once, from any thread; the main thread waits for it, not for ever.
struct Gate: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init?() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    func open() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Whether it was opened within so many milliseconds.
    func wait(milliseconds: Int32) -> Bool {
        var waited = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        return poll(&waited, 1, milliseconds) == 1
    }
}
