// Text that is to be pasted elsewhere, by whichever way this machine and this terminal have.
import App
import Glibc

/// The ways out, in the order of how sure it is that they arrived: a program that took the text says so with its exit
/// status, a terminal that is asked (OSC 52) never answers.
struct Clipboard {
    let environment: [String: String]
    /// Where a file goes when there is no other way.
    let folder: String

    /// Bytes that terminals are known to take in one sequence: xterm's limit for OSC 52 is 100,000 characters.
    static let mostInSequence = 74_000

    /// The sequence that asks the terminal to keep the text, base64 in OSC 52; nil where it can't be asked. What tmux is
    /// given goes to it, and tmux passes it on as it is set to.
    func sequence(for bytes: [UInt8]) -> String? {
        let terminal = environment["TERM"] ?? ""
        guard bytes.count <= Self.mostInSequence, !["", "dumb", "linux"].contains(terminal) else { return nil }
        return "\u{1B}]52;c;\(Self.base64(bytes))\u{07}"
    }

    /// Hands the text to the first program that takes it, else to the terminal, else to a file.
    ///
    /// - Parameter wasSent: the terminal was asked already.
    func keep(_ bytes: [UInt8], wasSent: Bool) -> CopyPlace {
        for tool in tools where PipedProgram(tool.words, environment: environment).take(bytes) { return tool.place }
        return wasSent ? .terminal : file(bytes)
    }

    private var tools: [(words: [String], place: CopyPlace)] {
        func has(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
        var tools: [(words: [String], place: CopyPlace)] = []
        if has("WAYLAND_DISPLAY") { tools.append((["wl-copy"], .tool("wl-copy"))) }
        if has("DISPLAY") {
            tools.append((["xclip", "-selection", "clipboard"], .tool("xclip")))
            tools.append((["xsel", "--input", "--clipboard"], .tool("xsel")))
        }
        tools.append((["pbcopy"], .tool("pbcopy")))
        if has("TMUX") { tools.append((["tmux", "load-buffer", "-"], .tmux)) }
        return tools
    }

    private func file(_ bytes: [UInt8]) -> CopyPlace {
        var template = Array("\(folder)/oropendola-copied-XXXXXX.txt".utf8CString)
        let file = mkstemps(&template, 4)
        guard file >= 0 else { return .nowhere(reason: String(cString: strerror(errno))) }
        let path = template.withUnsafeBufferPointer { name in name.baseAddress.map { String(cString: $0) } ?? "" }
        let isWhole = bytes.withUnsafeBytes { content in
            var rest = content[...]
            while !rest.isEmpty {
                let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        let code = errno
        guard close(file) == 0, isWhole else {
            unlink(path)
            return .nowhere(reason: String(cString: strerror(code)))
        }
        return .file(path: path)
    }

    /// RFC 4648 §4.
    static func base64(_ bytes: [UInt8]) -> String {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var start = 0
        while start < bytes.count {
            let count = min(3, bytes.count - start)
            var word: UInt32 = 0
            for offset in 0..<3 { word = word << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for digit in 0..<4 {
                text.append(digit <= count ? signs[Int(word >> (18 - 6 * UInt32(digit)) & 63)] : UInt8(ascii: "="))
            }
            start += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}
