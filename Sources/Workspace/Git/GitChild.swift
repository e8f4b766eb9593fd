// One run of git: three channels that are served at once, so that neither side can wait for the other for ever, and no
// longer than git lives: a hook may leave a process behind that holds them.
import Glibc
import Storage

/// A child process, from its start to its end.
struct GitChild {
    /// What came of it; `nil` instead of an output that is longer than the limit.
    struct Outcome {
        var status: Int32
        var output: [UInt8]?
        var errors: [UInt8]
    }

    /// More is not read of what it says on standard error.
    static let largestErrors = 64 << 10
    /// How often it is looked whether git has ended, or is to, while its channels are silent.
    private static let lookMilliseconds: Int32 = 50
    /// How many looks it has to clean up behind itself when it is to end.
    private static let mostLooks = 40

    /// Runs a program, looked up in the `PATH` of this process. Its standard input is a socket: writing to one that
    /// nobody reads any more is an error, and no signal.
    ///
    /// - Parameter stop: ends it, with all of its group, where it leads a session.
    static func run(
        _ words: [String], environment: [String: String], input: [UInt8], limit: Int, leadsSession: Bool = false,
        stop: GitStop? = nil
    ) throws(FileError) -> Outcome {
        var (inside, outside): ([Int32], [Int32]) = ([], [])
        defer { for end in inside + outside where end >= 0 { close(end) } }
        for number in 0..<3 {
            var ends: [Int32] = [-1, -1]
            let made = number == 0 ? socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) : pipe(&ends)
            guard made == 0 else { throw FileError("make pipe for", words[0], code: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            outside.append(ends[0])
            inside.append(ends[1])
        }
        // The child writes to the far end of the two pipes, and reads either end of the socket.
        let channels = inside
        let child = try startChild(words, environment: environment, leadsSession: leadsSession) { actions in
            for (number, end) in channels.enumerated() {
                posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
            }
        }
        for end in inside { close(end) }
        inside = []
        for end in outside { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let (output, errors) = talk(&outside, input, limit: limit) {
            if leadsSession, let stop, stop.isAsked {
                endGroup(of: child)
                return true
            }
            return hasEnded(child)
        }
        if output == nil { kill(child, SIGKILL) }
        return Outcome(status: end(of: child), output: output, errors: errors)
    }

    /// Sends all of `bytes`, and reads both answers to their ends, or to what is there when `isOver`.
    private static func talk(
        _ ends: inout [Int32], _ bytes: [UInt8], limit: Int, isOver: () -> Bool
    ) -> (output: [UInt8]?, errors: [UInt8]) {
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        var sent = 0
        var isLast = false
        if bytes.isEmpty { shut(&ends[0]) }
        while !isLast, ends.contains(where: { $0 >= 0 }) {
            // What it had said is in the channels when it has ended, and one read takes all that they hold; what may
            // come after that is somebody else's.
            isLast = isOver()
            var polled = ends.enumerated().map { index, end in
                pollfd(fd: end, events: Int16(index == 0 ? POLLOUT : POLLIN), revents: 0)
            }
            let ready = poll(&polled, nfds_t(polled.count), isLast ? 0 : lookMilliseconds)
            // A signal came between: the last look is still to be had.
            if ready < 0 { isLast = false }
            guard ready > 0 else { continue }
            if polled[0].revents != 0 {
                let count = bytes[sent...].withUnsafeBytes {
                    send(ends[0], $0.baseAddress, min($0.count, 1 << 16), Int32(MSG_NOSIGNAL))
                }
                if count > 0 { sent += count }
                // Whoever does not want to hear the rest has said so.
                let isOver = count < 0 && errno != EAGAIN && errno != EINTR
                if sent == bytes.count || isOver { shut(&ends[0]) }
            }
            if polled[1].revents != 0 {
                if !take(from: &ends[1], into: &output) { shut(&ends[1]) }
                guard output.count <= limit else { return (nil, errors) }
            }
            if polled[2].revents != 0 {
                var more: [UInt8] = []
                if !take(from: &ends[2], into: &more) { shut(&ends[2]) }
                errors += more.prefix(max(0, largestErrors - errors.count))
            }
            // A child that closed both outputs is done, whatever of the input is left.
            if ends[1] < 0, ends[2] < 0 { shut(&ends[0]) }
        }
        return (output, errors)
    }

    /// It is left to be waited for.
    private static func hasEnded(_ child: pid_t) -> Bool {
        var news = siginfo_t()
        return waitid(P_PID, id_t(child), &news, WEXITED | WNOHANG | WNOWAIT) != 0 || news.si_signo == SIGCHLD
    }

    /// Git removes its locks when it is asked to end; a hook may not listen.
    private static func endGroup(of child: pid_t) {
        kill(-child, SIGTERM)
        for _ in 0..<mostLooks where !hasEnded(child) { poll(nil, 0, lookMilliseconds) }
        kill(-child, SIGKILL)
    }

    /// False at the end.
    private static func take(from end: inout Int32, into bytes: inout [UInt8]) -> Bool {
        let size = 1 << 16
        var got = 0
        let number = end
        let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            got = read(number, buffer.baseAddress, size)
            filled = max(0, got)
        }
        if got < 0 { return errno == EAGAIN || errno == EINTR }
        bytes += piece
        return got > 0
    }

    private static func shut(_ end: inout Int32) {
        if end >= 0 { close(end) }
        end = -1
    }

    /// Its exit status, or 128 plus the signal.
    private static func end(of child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
