// Questions in a plain terminal: what is secret is read without an echo, and the terminal is given back as it was.
import Console
import Glibc
import Synchronization

/// Asks at standard input, where that is a terminal; prompts go to standard error, so that a pipe stays clean.
enum TerminalPrompt {
    /// What a secret may have at most. Without the kernel's line editing there is no limit of its own.
    private static let limit = 64 << 10
    private static let former = Mutex<termios?>(nil)

    static var isThere: Bool { isatty(STDIN_FILENO) == 1 }

    /// nil: the user left, by Ctrl-C, Ctrl-D, or by closing the terminal.
    static func ask(_ prompt: String, isSecret: Bool) async -> String? {
        await onOwnThread {
            write(prompt)
            guard isSecret else { return line() }
            guard hush() else { return nil }
            let typed = secret()
            restore()
            write("\n")
            return typed
        }
    }

    /// Gives the terminal back; whoever ends the program while a secret is asked for calls it first.
    static func restore() {
        former.withLock { modes in
            guard var old = modes else { return }
            tcsetattr(STDIN_FILENO, TCSADRAIN, &old)
            modes = nil
        }
    }

    /// No echo, and no line of the kernel's, which would cut a long one; control keys come as bytes.
    private static func hush() -> Bool {
        former.withLock { modes in
            var old = termios()
            guard tcgetattr(STDIN_FILENO, &old) == 0 else { return false }
            var new = old
            new.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
            guard tcsetattr(STDIN_FILENO, TCSADRAIN, &new) == 0 else { return false }
            modes = old
            return true
        }
    }

    private static func secret() -> String? {
        var typed = TypedSecret()
        while true {
            guard let byte = byte() else { return nil }
            switch typed.take(byte) {
            case .goesOn where typed.bytes.count <= limit: continue
            case .goesOn, .cancelled: return nil
            case .done: return String(decoding: typed.bytes, as: UTF8.self)
            }
        }
    }

    /// A line that the kernel edits and shows.
    private static func line() -> String? {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            guard let byte = byte() else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    private static func byte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 1 { return byte }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Lines from a pipe or a file, for `--password-stdin` and what is pasted without a terminal.
enum InputLines {
    /// nil at the end. Read byte by byte: what follows the line is for the next question.
    static func next() async -> String? {
        await onOwnThread {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while bytes.count <= 64 << 10 {
                let count = read(STDIN_FILENO, &byte, 1)
                if count < 0, errno == EINTR { continue }
                if count != 1 || byte == UInt8(ascii: "\n") {
                    guard count == 1 || !bytes.isEmpty else { return nil }
                    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
                    return String(decoding: bytes, as: UTF8.self)
                }
                bytes.append(byte)
            }
            return nil
        }
    }
}
