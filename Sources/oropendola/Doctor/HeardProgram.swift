// A small program that is asked one thing: what it prints, or nothing when it takes too long.
import Glibc
import Storage
import Workspace

/// A program, looked up in `PATH`, whose first few kilobytes of output are wanted.
struct HeardProgram {
    private let words: [String]
    private let environment: [String: String]

    init(_ words: [String], environment: [String: String]) {
        self.words = words
        self.environment = environment
    }

    /// Its output without the last line end; nil when it is not there, fails, or is silent for a second.
    func text() -> String? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let child: pid_t
        do throws(FileError) {
            let writing = ends[1]
            child = try startChild(words, environment: environment) { actions in
                posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
                posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
                posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
            }
        } catch {
            // It is not on this machine, which is one of the answers.
            close(ends[1])
            return nil
        }
        close(ends[1])
        let (bytes, isWhole) = heard(from: ends[0])
        if !isWhole { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard isWhole, status == 0 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private func heard(from end: Int32) -> (bytes: [UInt8], isWhole: Bool) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < 1 << 16 {
            var watched = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let ready = poll(&watched, 1, 1_000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return (bytes, false) }
            let count = read(end, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return (bytes, count == 0) }
            bytes += buffer[..<count]
        }
        return (bytes, false)
    }
}
