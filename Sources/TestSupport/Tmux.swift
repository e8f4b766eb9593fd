// A real terminal for tests: the program runs inside tmux, keys are sent to it, and the screen is read back.
public import Glibc

/// One tmux server with one window of a fixed size.
public final class Tmux: Sendable {
    private let socket: String
    private let folder: TemporaryFolder

    /// Starts `command` (a shell line) in `directory`.
    public init(
        columns: Int, rows: Int, command: String, in directory: String, environment extra: [String: String] = [:]
    ) throws {
        folder = try TemporaryFolder()
        socket = "\(folder.path)/tmux"
        try folder.write(
            "tmux.conf",
            "set -g status off\nset -g escape-time 10\nset -g default-terminal tmux-256color\n"
                + "set -g history-limit 2000\nset -g focus-events on\n")
        // A test runner without a terminal asks its children for no colour.
        var variables = ["LC_ALL": "C.UTF-8", "TMUX": "", "NO_COLOR": ""]
        for (name, value) in extra { variables[name] = value }
        // Variables go on the command line: a tmux server does not take them over one by one.
        let assignments = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\(shellQuoted($0.value))" }
        let start = "echo $$ >\(folder.path)/pid; exec env \(assignments.joined(separator: " ")) \(command)"
        // A shell stays in the pane, so that the last screen can be read; it keeps the status, which tmux may lose.
        let line = """
            cd \(shellQuoted(directory)); sh -c \(shellQuoted(start)); echo $? >\(folder.path)/status.new
            mv \(folder.path)/status.new \(folder.path)/status; exec sleep 1000
            """
        try tmux("new-session", "-d", "-s", "t", "-x", "\(columns)", "-y", "\(rows)", line)
    }

    deinit {
        _ = try? tmux("kill-server")
    }

    /// Named keys, as tmux calls them (`Enter`, `C-t`, `F1`, `Escape`).
    public func press(_ keys: String...) throws {
        try tmux(["send-keys", "-t", "t"] + keys)
    }

    /// Text, as typed.
    public func type(_ text: String) throws {
        try tmux("send-keys", "-t", "t", "-l", "--", text)
    }

    /// Text, as a bracketed paste.
    public func paste(_ text: String) throws {
        try folder.write("paste", text)
        try tmux("load-buffer", "-b", "p", "\(folder.path)/paste")
        try tmux("paste-buffer", "-p", "-r", "-d", "-b", "p", "-t", "t")
    }

    public func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-t", "t", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// The screen as text, a string per row, without trailing blanks.
    public func screen() throws -> [String] {
        var rows = try tmux("capture-pane", "-p", "-t", "t").text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if rows.last == "" { rows.removeLast() }
        return rows
    }

    /// What has scrolled away, and the screen.
    public func transcript() throws -> String {
        try tmux("capture-pane", "-p", "-S", "-", "-t", "t").text
    }

    /// The screen with its attributes as escape codes.
    public func paintedScreen() throws -> String {
        try tmux("capture-pane", "-p", "-e", "-t", "t").text
    }

    /// Waits until a row holds `text`, and gives the screen then.
    @discardableResult
    public func wait(for text: String, upTo seconds: Double = 30) throws -> [String] {
        try wait(upTo: seconds, for: text) { $0.contains { $0.contains(text) } }
    }

    /// Waits until the screen is as wanted.
    @discardableResult
    public func wait(
        upTo seconds: Double = 30, for what: String, until condition: ([String]) -> Bool
    ) throws -> [String] {
        var last: [String] = []
        do {
            return try TestSupport.wait(upTo: seconds, for: what) {
                last = try screen()
                return condition(last) ? last : nil
            }
        } catch let error as Waited {
            throw ScreenWaited(what: error.what, screen: last)
        }
    }

    /// Waits for the program to end: its exit status, or 128 plus the signal that ended it.
    public func waitForEnd(upTo seconds: Double = 30) throws -> Int32 {
        try TestSupport.wait(upTo: seconds, for: "end of the program") {
            try number(in: "status")
        }
    }

    /// The process that was started in the window.
    public func processIdentifier() throws -> pid_t {
        try TestSupport.wait(for: "start of the program") { try number(in: "pid") }
    }

    private func number(in name: String) throws -> Int32? {
        guard folder.exists(name) else { return nil }
        return Int32(try folder.text(name).split(whereSeparator: \.isWhitespace).first ?? "")
    }

    /// Any other command of tmux (`display-message`, `pipe-pane`), and what it prints.
    @discardableResult
    public func ask(_ words: String...) throws -> String { try tmux(words).text }

    @discardableResult
    private func tmux(_ words: String...) throws -> Outcome { try tmux(words) }

    @discardableResult
    private func tmux(_ words: [String]) throws -> Outcome {
        let outcome = try run(
            ["tmux", "-S", socket, "-f", "\(folder.path)/tmux.conf"] + words, environment: ["LC_ALL": "C.UTF-8"])
        guard outcome.status == 0 else { throw TmuxFailure(words: words, errors: outcome.errorText) }
        return outcome
    }
}

/// A screen that never showed what a test waited for.
public struct ScreenWaited: Error, CustomStringConvertible {
    public let what: String
    public let screen: [String]
    public var description: String { "still no \(what) on the screen:\n" + screen.map { "|\($0)|\n" }.joined() }
}

public struct TmuxFailure: Error, CustomStringConvertible {
    public let words: [String]
    public let errors: String
    public var description: String { "tmux \(words): \(errors)" }
}

public func shellQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
