// A real terminal without a window: the test is the wire at its other end and sees every byte.
public import Glibc

/// A program on a pseudo terminal of its own, as the leader of a session.
public final class PseudoTerminal {
    public let child: pid_t
    private var wire: Int32
    public private(set) var output: [UInt8] = []
    private var reaped: Int32?

    /// TIOCSPTLCK, TIOCGPTN, and POSIX_SPAWN_SETSID with POSIX_SPAWN_SETSIGMASK: not visible from Swift.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let newSessionAndSignals: Int16 = 0x88

    /// Starts `arguments` with just this environment and a window of the given size.
    public init(_ arguments: [String], columns: Int = 80, rows: Int = 24, environment: [String: String]) throws {
        let wire = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard wire >= 0 else { throw POSIXFailure(call: "open /dev/ptmx", code: errno) }
        var (lock, number): (Int32, Int32) = (0, 0)
        guard ioctl(wire, Self.setLock, &lock) == 0, ioctl(wire, Self.getNumber, &number) == 0 else {
            throw POSIXFailure(call: "ioctl /dev/ptmx", code: errno)
        }
        self.wire = wire
        let path = "/dev/pts/\(number)"
        child = try Self.start(arguments, on: path, window: (columns, rows), wire: wire, environment)
    }

    private static func start(
        _ arguments: [String], on path: String, window: (Int, Int), wire: Int32, _ environment: [String: String]
    ) throws -> pid_t {
        var size = winsize(ws_row: UInt16(window.1), ws_col: UInt16(window.0), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(wire, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens becomes its controlling terminal.
        for stream: Int32 in 0...2 { posix_spawn_file_actions_addopen(&actions, stream, path, O_RDWR, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSessionAndSignals)
        // The threads that tests run on have signals blocked; a shell's child has not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let words = pointers(arguments)
        let variables = pointers(environment.map { "\($0.key)=\($0.value)" })
        defer { for word in words + variables { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, arguments[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw POSIXFailure(call: "posix_spawn \(arguments)", code: code) }
        return child
    }

    private static func pointers(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) } + [nil]
    }

    deinit {
        if reaped == nil {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        close(wire)
    }

    public var text: String { String(decoding: output, as: UTF8.self) }

    /// Reads what has come until now.
    public func pump() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(wire, &buffer, buffer.count)
            guard count > 0 else { return }
            output += buffer[..<count]
        }
    }

    /// Waits until the output, from `start` on, holds `wanted`.
    public func wait(for wanted: String, from start: Int = 0) throws {
        _ = try TestSupport.wait(upTo: 20, for: "\(wanted.debugDescription) in \(text.suffix(600).debugDescription)") {
            pump()
            return String(decoding: output[start...], as: UTF8.self).contains(wanted) ? true : nil
        }
    }

    public func type(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(wire, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else {
                var watched = pollfd(fd: wire, events: Int16(POLLIN | POLLOUT), revents: 0)
                poll(&watched, 1, 1000)
                pump()
            }
        }
    }

    public func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(wire, UInt(TIOCSWINSZ), &size)
    }

    /// Hangs up.
    public func hangUp() {
        close(wire)
        wire = -1
    }

    /// Nobody has the terminal open any more.
    public var isHungUp: Bool {
        var watched = pollfd(fd: wire, events: 0, revents: 0)
        return poll(&watched, 1, 0) == 1 && watched.revents & Int16(POLLHUP) != 0
    }

    /// Echo and line editing are on: the modes of a shell.
    public var isCooked: Bool {
        var modes = termios()
        tcgetattr(wire, &modes)
        return modes.c_lflag & UInt32(ICANON) != 0 && modes.c_lflag & UInt32(ECHO) != 0
            && modes.c_lflag & UInt32(ISIG) != 0
    }

    /// Waits for the end: the exit status, or 128 + signal.
    public func waitForEnd() throws -> Int32 {
        let status = try TestSupport.wait(upTo: 20, for: "end of the program") { () -> Int32? in
            pump()
            var status: Int32 = 0
            return waitpid(child, &status, WNOHANG) == child ? status : nil
        }
        pump()
        reaped = status
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
    }
}
