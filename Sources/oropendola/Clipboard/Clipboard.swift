// Text that is to be pasted elsewhere, by whichever way this machine and this terminal have.
import App
import Glibc
import Storage

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
        return "\u{1B}]52;c;\(base64(bytes))\u{07}"
    }

    /// Hands the text to the first program that takes it, else to the terminal, else to a file.
    ///
    /// - Parameter wasSent: the terminal was asked already.
    func keep(_ bytes: [UInt8], wasSent: Bool) -> CopyPlace {
        for tool in tools where PipedProgram(tool.words, environment: environment).take(bytes) { return tool.place }
        return wasSent ? .terminal : file(bytes)
    }

    /// The programs of this machine that would be tried, by name, in their order.
    var programs: [String] {
        tools.filter { PipedProgram($0.words, environment: environment).isThere }.map { $0.words[0] }
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
        do throws(FileError) {
            try SystemFiles().write(bytes, to: Descriptor(owning: file))
            return .file(path: path)
        } catch {
            unlink(path)
            return .nowhere(reason: error.reason)
        }
    }
}
