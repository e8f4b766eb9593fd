// A program in a process group of its own, whose output we read without waiting for it.
//
// swift-subprocess ends the reading when the program ends, and closes the pipe; a server that a command leaves running
// would die of its next line. So commands of the agent are started here, and the library runs the short ones.
import Glibc
import Storage

/// A child that leads a process group. It stays in the kernel's books until `bury`, so that the number of its group
/// can't become anybody else's.
final class ShellProcess: Sendable {
    /// The process and its group.
    let identifier: pid_t
    private let output: Descriptor

    enum Output: Equatable {
        case bytes([UInt8])
        /// Not now.
        case nothing
        /// Nobody has the other end any more.
        case end
    }

    enum Status: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// Standard input is empty, both outputs are one pipe, signals are as in a fresh shell. Every file of ours closes itself.
    ///
    /// - Parameter words: the program, looked up in the `PATH` of this process, and its arguments.
    init(words: [String], environment: [String: String]) throws(FileError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FileError("make pipe", words[0], code: errno) }
        let reading = Descriptor(owning: ends[0])
        let writing = Descriptor(owning: ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reading.number, F_SETFL, O_NONBLOCK)
        identifier = try startChild(words, environment: environment, leadsGroup: true) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, writing.number, 1)
            posix_spawn_file_actions_adddup2(&actions, writing.number, 2)
        }
        output = reading
    }

    /// What has come since.
    func read(upTo count: Int = 64 << 10) -> Output {
        let number = output.number
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                let got = Glibc.read(number, buffer.baseAddress, count)
                failure = got < 0 ? errno : 0
                filled = max(0, got)
            }
            if !bytes.isEmpty { return .bytes(bytes) }
            switch failure {
            case 0: return .end
            case EINTR: continue
            case EAGAIN: return .nothing
            default: return .end
            }
        }
    }

    /// How it ended; nil while it runs. It is not buried by this.
    func status() -> Status? {
        var found = siginfo_t()
        while waitid(P_PID, id_t(identifier), &found, WEXITED | WNOHANG | WNOWAIT) != 0 {
            // Somebody else's `wait` took it: then it has ended, and nobody knows how.
            guard errno == EINTR else { return .exited(-1) }
        }
        guard found._sifields._sigchld.si_pid == identifier else { return nil }
        let value = found._sifields._sigchld.si_status
        return found.si_code == CLD_EXITED ? .exited(value) : .killed(signal: value)
    }

    /// To the whole group; what left it is not reached.
    func send(_ signal: Int32) { kill(-identifier, signal) }

    /// Gives the number back to the kernel. Only after the end.
    func bury() {
        var status: Int32 = 0
        while waitpid(identifier, &status, WNOHANG) < 0, errno == EINTR {}
    }
}
