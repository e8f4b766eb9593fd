// A text goes out to `$EDITOR` and comes back.
import App
import Glibc
import Screen

/// One visit of a text in the user's editor, through a file that only they can read.
struct EditorRound {
    let text: String
    let environment: [String: String]

    var action: TerminalAction<AppMessage> {
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        let folder = environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/oropendola-message-XXXXXX.md".utf8CString)
        let file = mkstemps(&template, 3)
        guard file >= 0 else { return .bell }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        let path = template.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { String(cString: $0) } ?? "" }
        var content = Array(text.utf8)
        let isWritten = content.withUnsafeMutableBytes { write(file, $0.baseAddress, $0.count) } == content.count
        close(file)
        guard isWritten else {
            unlink(path)
            return .bell
        }
        // Through the shell: the variable may hold options (`code --wait`).
        let arguments = ["/bin/sh", "-c", "exec \(editor) \"$1\"", "sh", path]
        return .handOver(arguments: arguments) { status in
            defer { unlink(path) }
            return .editorReturned(status == 0 ? contents(of: path) : nil)
        }
    }
}

/// A text file, without the line end that editors add; nil when it can't be read or is over 16 MB.
private func contents(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while all.count < 16 << 20 {
        let count = read(file, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        all.append(contentsOf: buffer[..<count])
    }
    if all.last == UInt8(ascii: "\n") { all.removeLast() }
    return String(decoding: all, as: UTF8.self)
}
