// A shell in a terminal, from which the program is started as a person would, with a look at what the terminal is left in.
import Glibc
import TestSupport

/// A shell that waits for lines; everything that is sent to the terminal is recorded.
struct TerminalShell {
    enum Kind {
        /// Runs a line and says how it ended. It leaves the terminal's modes alone, which `bash` would put right itself.
        case plain
        /// `bash` with job control.
        case bash
    }

    let tmux: Tmux
    let home: Home
    let folder: TemporaryFolder
    private let kind: Kind
    private let scratch: TemporaryFolder

    init(
        _ kind: Kind = .plain, columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) throws {
        self.kind = kind
        home = try Home()
        folder = try TemporaryFolder()
        scratch = try TemporaryFolder()
        try scratch.write(
            "shell",
            """
            echo shell ready
            while IFS= read -r line; do
                sh -c "$line"
                echo "status $?" | tee \(scratch.path)/status.new
                mv \(scratch.path)/status.new \(scratch.path)/status
            done

            """)
        let command =
            switch kind {
            case .plain: "sh \(scratch.path)/shell"
            case .bash: "bash --norc --noprofile -i"
            }
        tmux = try Tmux(
            columns: columns, rows: rows, command: command, in: folder.path,
            environment: home.variables.merging(["PS1": "shell ready "]) { $1 }.merging(environment) { $1 })
        try tmux.wait(for: "shell ready")
        try scratch.write("tty", "")
        try tmux.ask("pipe-pane", "-O", "-t", "t", "exec cat >>\(scratch.path)/tty")
    }

    /// Types a line and sends it.
    func run(_ line: String) throws {
        try tmux.type(line)
        try tmux.press("Enter")
    }

    /// Starts the program and waits for its composer.
    func startProgram(_ options: String = "") throws {
        _ = unlink("\(scratch.path)/status")
        let program = "\(shellQuoted(try builtProduct("oropendola"))) \(options)"
        try run(kind == .plain ? "echo $$ >\(scratch.path)/pid; exec \(program)" : program)
        try tmux.wait(for: "online") { $0.contains { $0.contains("›") } && $0.contains { $0.contains("online") } }
    }

    /// The program that was started last from the plain shell.
    func programIdentifier() throws -> pid_t {
        let text = try scratch.text("pid").split(whereSeparator: \.isWhitespace).first ?? ""
        guard let number = pid_t(text) else { throw POSIXFailure(call: "pid", code: ESRCH) }
        return number
    }

    /// Waits until the program that was started last has ended: its exit status, or 128 plus the signal.
    func waitForEnd() throws -> Int32 {
        try wait(for: "end of the program") {
            guard scratch.exists("status") else { return nil }
            return Int32(try scratch.text("status").dropFirst("status ".count).prefix { $0.isNumber })
        }
    }

    // MARK: What the terminal is in

    /// The kernel's modes as `stty -g` prints them, and the modes that tmux knows of.
    func modes() throws -> String {
        let tty = try tmux.ask("display-message", "-p", "-t", "t", "#{pane_tty}").split(separator: "\n").first ?? ""
        let kernel = try TestSupport.run(["stty", "-g", "-F", String(tty)]).text
        let flags = [
            "alternate_on", "cursor_flag", "mouse_any_flag", "keypad_flag", "keypad_cursor_flag", "insert_flag",
        ]
        let format = flags.map { "\($0)=#{\($0)}" }.joined(separator: " ")
        return kernel + (try tmux.ask("display-message", "-p", "-t", "t", format))
    }

    /// All that was written to the terminal since the shell was ready.
    func written() throws -> [UInt8] { try scratch.read("tty") }

    /// Private modes (`ESC [ ? n h`) and the latest word on each.
    func privateModes() throws -> [Int: Bool] {
        var modes: [Int: Bool] = [:]
        let bytes = try written()
        var place = 0
        while place + 2 < bytes.count {
            guard bytes[place] == 0x1B, bytes[place + 1] == UInt8(ascii: "["), bytes[place + 2] == UInt8(ascii: "?")
            else {
                place += 1
                continue
            }
            let rest = bytes[(place + 3)...]
            let body = rest.prefix { $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }
            let end = rest.dropFirst(body.count).first
            if end == UInt8(ascii: "h") || end == UInt8(ascii: "l") {
                for number in body.split(separator: UInt8(ascii: ";")) {
                    if let number = Int(String(decoding: number, as: UTF8.self)) {
                        modes[number] = end == UInt8(ascii: "h")
                    }
                }
            }
            place += 3
        }
        return modes
    }

    /// Waits until the terminal is as it was, and nothing that the program turned on is left on.
    func waitForRestoration(to former: String) throws {
        var now = ""
        do {
            try wait(upTo: 10, for: "restored terminal") {
                now = try modes()
                return now == former ? true : nil
            }
        } catch {
            throw NotRestored(former: former, now: now)
        }
        try wait(for: "recorded modes") {
            let modes = try privateModes()
            return Self.ours.allSatisfy { modes[$0] == false } && modes[25] != false ? true : nil
        }
    }

    private static let bracketedPaste = 2004
    /// Alternate screen, bracketed paste, focus, buttons, their SGR form.
    private static let ours = [1049, bracketedPaste, 1004, 1002, 1006]
}

struct NotRestored: Error, CustomStringConvertible {
    let former: String
    let now: String
    var description: String { "before: \(former)\nafter:  \(now)" }
}
