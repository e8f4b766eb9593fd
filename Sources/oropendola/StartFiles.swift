// Small things a start needs from the file system: the log, a script, a folder's short name.
import App
import Glibc
import Logging
import Storage
import Terminal
import Workspace

/// Where stray lines and our own log go while the terminal is ours; nil when the folder can't be made.
func errorLog(in folders: Folders) -> String? {
    do throws(FileError) {
        _ = try makeFolder(at: folders.state)
    } catch {
        return nil
    }
    let path = "\(folders.state)/oropendola.log"
    var status = stat()
    // The log is for the latest runs: one that grew large starts anew.
    if stat(path, &status) == 0, status.st_size > 1 << 20 { unlink(path) }
    return path
}

/// Writes to descriptor 2, which is the log file while the terminal is ours.
func fileLogger() -> Logger {
    var log = Logger(label: "oropendola", factory: StreamLogHandler.standardError(label:))
    log.logLevel = .notice
    return log
}

/// `~/shop` for a folder below the home folder.
func shortened(_ path: String, home: String?) -> String {
    guard let home, home.count > 1, path == home || path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
}

/// The text of a file that a person named. One that does not end, or is longer than anything meant, is refused.
func readText(_ path: String, maximumBytes: Int = 64 << 20) throws -> String {
    guard let file = fopen(path, "re") else { throw FileError("open", path, code: errno) }
    defer { fclose(file) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        guard count > 0 else { break }
        text.append(contentsOf: buffer[..<count])
        guard text.count <= maximumBytes else { throw FileError("read", path, code: EFBIG) }
    }
    guard ferror(file) == 0 else { throw FileError("read", path, code: EIO) }
    return String(decoding: text, as: UTF8.self)
}

extension TerminalError {
    var reviewSentence: String {
        self == .notATerminal ? "there is no terminal to show the review on." : sentence
    }

    /// One sentence for the shell.
    var sentence: String {
        switch self {
        case .notATerminal:
            "oropendola needs a terminal: start it without redirecting its output, or with --plain, which prints lines."
        case .terminalNotNamed:
            "oropendola needs to know the terminal: TERM is not set. Try TERM=xterm-256color oropendola, or oropendola --plain."
        case .unknownTerminal(let name):
            "oropendola knows no terminal named \(name). Install its description (ncurses-term), set TERM=xterm-256color, or use --plain."
        case .noCursorAddressing(let name):
            "oropendola can't place the cursor on a \(name) terminal. Use another terminal, or --plain, which prints lines."
        case .system(let call, let code):
            "oropendola could not open the terminal: \(call): \(String(cString: strerror(code)))."
        }
    }
}

extension Trouble {
    init(_ failure: OpenFailure) {
        switch failure {
        case .root(let error): self = .projectNotOpened(reason: "\(error)")
        case .state(let path, let error): self = .stateNotKept(folder: path, reason: "\(error)")
        }
    }
}
