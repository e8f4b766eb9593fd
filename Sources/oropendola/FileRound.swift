// A proposed file goes out to `$EDITOR` and comes back, bytes as they are.
import App
import ChangeReview
import Glibc
import Screen

/// One visit of a file in the user's editor. The copy has the file's name, so that the editor knows the language, and
/// stands in a folder that only the user can enter.
struct FileRound {
    let path: RelativePath
    let state: FileState
    let environment: [String: String]

    var action: TerminalAction<AppMessage> {
        action { .fileEdited(path, $0) }
    }

    /// `news` is given the file as it came back; nil: it did not, or is as it was.
    func action<Message>(_ news: @escaping @Sendable (FileState?) -> Message) -> TerminalAction<Message> {
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        var template = Array("\(environment["TMPDIR"] ?? "/tmp")/oropendola-edit-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } != nil }
        guard isMade else { return .bell }
        let folder = template.withUnsafeBufferPointer { name in name.baseAddress.map { String(cString: $0) } ?? "" }
        let file = "\(folder)/\(path.text.split(separator: "/").last ?? "file")"
        guard Self.write(state.bytes, to: file) else {
            unlink(file)
            rmdir(folder)
            return .bell
        }
        let arguments = ["/bin/sh", "-c", "exec \(editor) \"$1\"", "sh", file]
        let (state, isOf) = (state, file)
        return .handOver(arguments: arguments) { status in
            defer {
                unlink(isOf)
                rmdir(folder)
            }
            guard status == 0, let bytes = Self.bytes(of: isOf), bytes != state.bytes else { return news(nil) }
            return news(FileState(bytes: bytes, isExecutable: state.isExecutable))
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWhole = bytes.withUnsafeBytes { content in
            var rest = content[...]
            while !rest.isEmpty {
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        return close(file) == 0 && isWhole
    }

    /// nil when it can't be read, or is larger than a review shows by lines.
    private static func bytes(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, all.count + count <= Change.largestText else { return nil }
            if count == 0 { return all }
            all.append(contentsOf: buffer[..<count])
        }
    }
}
