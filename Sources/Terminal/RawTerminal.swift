// The controlling terminal byte by byte, for commands without a screen that talk to it: borrowed, and given back.
private import Glibc
private import Synchronization

/// A terminal whose bytes come unedited between `begin` and `end`.
///
/// Note: whoever ends the program meanwhile, for a signal, calls `end` first.
public final class RawTerminal: Sendable {
    /// Why there is nobody to talk to.
    public enum Refusal: Error, Equatable, Sendable {
        case notThere
        /// Another job has it; asking would stop us (SIGTTOU).
        case inBackground
    }

    let descriptor: Int32
    private struct Borrowed {
        var modes: termios
        var farewell: String
    }
    private let borrowed = Mutex<Borrowed?>(nil)

    public init() throws(Refusal) {
        let opened = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard opened >= 0 else { throw .notThere }
        guard tcgetpgrp(opened) == getpgrp() else {
            close(opened)
            throw .inBackground
        }
        descriptor = opened
    }

    deinit {
        end()
        close(descriptor)
    }

    /// No echo, no line editing, no signals from keys; what is printed is still shown line by line.
    ///
    /// - Parameter farewell: what `end` writes before the modes come back.
    public func begin(farewell: String = "") -> Bool {
        borrowed.withLock { borrowed in
            var old = termios()
            guard borrowed == nil, tcgetattr(descriptor, &old) == 0 else { return false }
            var new = old
            new.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
            new.c_iflag &= ~tcflag_t(ICRNL | INLCR | IXON)
            guard tcsetattr(descriptor, TCSADRAIN, &new) == 0 else { return false }
            borrowed = Borrowed(modes: old, farewell: farewell)
            return true
        }
    }

    /// The modes that it had, without what is still unread: an answer that comes late must not be typed into a shell.
    public func end() {
        borrowed.withLock { borrowed in
            guard var former = borrowed else { return }
            write(former.farewell)
            tcsetattr(descriptor, TCSAFLUSH, &former.modes)
            borrowed = nil
        }
    }

    public func write(_ text: String) {
        TerminalHandle(borrowing: descriptor).write(text)
    }

    /// What came within so long; nil when nothing did, empty when nobody is there any more.
    public func read(within limit: Duration) -> [UInt8]? {
        let (seconds, attoseconds) = limit.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&watched, 1, Int32(clamping: max(0, milliseconds)))
        if count < 0 { return errno == EINTR ? nil : [] }
        guard count > 0 else { return nil }
        return TerminalHandle(borrowing: descriptor).read() ?? []
    }
}
