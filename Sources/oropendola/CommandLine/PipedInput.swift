// Standard input where it is no terminal: a patch for a review, an attachment for a message.
import Console
import Glibc

enum PipedInput {
    /// A pipe, a socket or a file; a terminal, and `/dev/null`, have nothing to give.
    static var isThere: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        return [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    /// All of it, or one piece more than `limit` bytes. Whoever waits for a second is told for what.
    ///
    /// - Throws: the reason of the system's, in words.
    static func read(limit: Int) throws(ReadFailure) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var isTold = false
        while all.count <= limit {
            var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            if !isTold, poll(&watched, 1, 1_000) == 0 {
                complain("oropendola: reading standard input to its end; Ctrl-C leaves.")
                isTold = true
            }
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ReadFailure(reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            all += buffer[..<count]
        }
        return all
    }

    struct ReadFailure: Error {
        var reason: String
    }

    /// Nothing is read when there is no terminal to show it on: that is said first.
    static func attachmentToShow() -> String? {
        isThere && isatty(STDOUT_FILENO) == 1 ? attachment() : nil
    }

    /// What goes along with a first message; nil when nothing came. A reason why it can't is told, and is the end.
    static func attachment() -> String? {
        do throws(ReadFailure) {
            let bytes = try read(limit: PipedText.limit)
            do throws(PipedText.Refusal) {
                return try PipedText(bytes)?.fenced
            } catch {
                complain("oropendola: \(error.sentence)")
                Glibc.exit(1)
            }
        } catch {
            complain("oropendola: standard input can't be read: \(error.reason)")
            Glibc.exit(1)
        }
    }
}
