// Where commands without a screen write: whole lines, and an end without a word when nobody reads any more.
import Console
import Glibc
import Storage

/// Standard output.
struct ConsoleOutput: Sendable {
    var style: ConsoleStyle
    var secrets: Secrets

    init(environment: [String: String], secrets: Secrets = Secrets(headers: [])) {
        style = ConsoleStyle(
            isUnicode: ConsoleLocale(environment).isUnicode,
            usesColour: isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
                && environment["TERM"] != "dumb")
        self.secrets = secrets
    }

    /// Writes what may hold words of others: control characters are shown, not sent.
    func printClean(_ text: String) { print([style.clean(text, keepingLines: true)]) }

    /// Writes lines. A reader that is gone ends the program, as SIGPIPE would.
    func print(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        var text = secrets.hidden(in: lines.joined(separator: "\n")) + "\n"
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = write(STDOUT_FILENO, rest.baseAddress, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno == EAGAIN {
                    var waited = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                    poll(&waited, 1, -1)
                } else if errno == EPIPE {
                    _exit(128 + SIGPIPE)
                } else if errno != EINTR {
                    complain("oropendola: the output can't be written: \(String(cString: strerror(errno)))")
                    _exit(1)
                }
            }
        }
    }
}

/// The locale, as the environment names it.
struct ConsoleLocale {
    /// Empty when none is set.
    let name: String

    init(_ environment: [String: String]) {
        name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    }

    var isUnicode: Bool {
        let lowered = name.lowercased()
        return lowered.contains("utf-8") || lowered.contains("utf8")
    }
}
