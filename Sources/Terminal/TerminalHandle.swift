// The descriptor of the terminal, and where descriptor 2 points while the terminal is ours.
private import Glibc

/// An open terminal: raw bytes in and out.
struct TerminalHandle {
    let descriptor: Int32

    /// The controlling terminal, so that keys can be read while standard input is a pipe; else standard output's.
    init(mayRedirectOutput: Bool = false) throws(TerminalError) {
        guard mayRedirectOutput || isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        var opened = open("/dev/tty", O_RDWR | O_CLOEXEC)
        if opened < 0, isatty(STDIN_FILENO) == 1 { opened = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) }
        guard opened >= 0, isatty(opened) == 1 else { throw .notATerminal }
        descriptor = opened
    }

    /// One that somebody else opened and closes.
    init(borrowing descriptor: Int32) { self.descriptor = descriptor }

    func shut() { close(descriptor) }

    /// Columns and rows as the kernel knows them now; `nil` when it doesn't.
    func measured() -> (columns: Int, rows: Int)? {
        var window = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Up to 16 KiB of what was typed, empty where somebody else was quicker; `nil` at the end of the terminal.
    func read() -> [UInt8]? {
        var isOpen = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
            var got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
            // A shell's other child may have left the terminal so that reads do not wait.
            isOpen = got > 0 || (got < 0 && errno == EAGAIN)
            count = max(0, got)
        }
        return isOpen ? bytes : nil
    }

    /// Writes all of it. A terminal that is gone shows at the next wait.
    func write(_ text: String) {
        write(Array(text.utf8)[...])
    }

    func write(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

/// Descriptor 2, pointed at a log and back.
public struct ErrorRedirection {
    private let former: Int32

    /// Lines that nobody meant for the terminal go to the file of this path. `nil` when there is no log to point it at: then it stays as it is.
    public init?(to path: String?) {
        guard let path else { return nil }
        var log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        // Lines that can't be kept must not tear the screen either.
        if log < 0 { log = open("/dev/null", O_WRONLY | O_CLOEXEC) }
        guard log >= 0 else { return nil }
        defer { close(log) }
        former = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        dup2(log, STDERR_FILENO)
    }

    public func undo() {
        guard former >= 0 else { return }
        dup2(former, STDERR_FILENO)
        close(former)
    }
}
