// How other threads and signal handlers wake the loop: one eventfd, written rarely.
private import CNcurses
private import Glibc

/// A descriptor that becomes readable when somebody wants the loop to wake. Closed with its last owner.
public final class Waker: Sendable {
    /// For `poll` and for signal handlers.
    let descriptor: Int32

    public init() throws(TerminalError) {
        descriptor = cn_waker()
        guard descriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
    }

    deinit { close(descriptor) }

    /// Wakes the loop; again before it has woken makes no difference.
    public func wake() { cn_wake(descriptor) }
}
