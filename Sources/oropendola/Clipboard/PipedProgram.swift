// A small program that reads all of its input and ends: what puts text into a clipboard.
import Glibc
import Storage
import Workspace

/// A program, looked up in the `PATH` of its environment unless its name has a slash, that is given bytes and nothing else: what it prints goes nowhere.
struct PipedProgram {
    private let words: [String]
    private let environment: [String: String]
    /// Milliseconds after which it is killed. A clipboard that is not there may hang for good.
    private let limit: Int

    init(_ words: [String], environment: [String: String], limit: Int = 3_000) {
        self.words = words
        self.environment = environment
        self.limit = limit
    }

    /// It is on this machine.
    var isThere: Bool { program != nil }

    /// True when it took everything and ended well. Blocks until then, or until the time is over.
    func take(_ bytes: [UInt8]) -> Bool {
        var ends: [Int32] = [-1, -1]
        // Not a pipe: what is sent to a socket can't kill us, and no other child gets an end of it.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return false }
        let child = start(reading: ends[0])
        close(ends[0])
        guard let child else {
            close(ends[1])
            return false
        }
        let end = Self.now() + limit
        let isWritten = give(bytes, to: ends[1], until: end)
        close(ends[1])
        return finish(child, until: isWritten ? end : Self.now()) && isWritten
    }

    private func start(reading input: Int32) -> pid_t? {
        guard let program else { return nil }
        do throws(FileError) {
            return try startChild([program] + words.dropFirst(), environment: environment) { actions in
                posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
                for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
                    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
                }
            }
        } catch {
            // It is not on this machine, which is one of the answers.
            return nil
        }
    }

    private var program: String? {
        if words[0].contains("/") { return access(words[0], X_OK) == 0 ? words[0] : nil }
        return (environment["PATH"] ?? "").split(separator: ":").lazy.map { "\($0)/\(words[0])" }
            .first { access($0, X_OK) == 0 }
    }

    private func give(_ bytes: [UInt8], to pipe: Int32, until end: Int) -> Bool {
        return bytes.withUnsafeBytes { content in
            var rest = content[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
                let count = Glibc.send(pipe, piece.baseAddress, piece.count, flags)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: pipe, events: Int16(POLLOUT), revents: 0)
                    guard poll(&wait, 1, Int32(max(0, end - Self.now()))) > 0 else { return false }
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    private func finish(_ child: pid_t, until end: Int) -> Bool {
        var status: Int32 = 0
        while true {
            let found = waitpid(child, &status, WNOHANG)
            if found == child { return status == 0 }
            if found < 0, errno != EINTR { return false }
            if Self.now() >= end { break }
            _ = poll(nil, 0, 5)
        }
        kill(child, SIGKILL)
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return false
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
