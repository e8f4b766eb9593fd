// Bytes go out to `$EDITOR` and come back.
import Glibc
import Screen
import Storage

/// One visit of a file in the user's editor. It has the name that it is given, so that the editor knows the language, and
/// stands in a folder that only the user can enter.
struct EditorVisit {
    let name: String
    let bytes: [UInt8]
    /// Of a longer one nothing comes back.
    let limit: Int
    let environment: [String: String]

    /// `news` is given the file as the editor left it; nil: it failed, or the file can't be read.
    func action<Message>(_ news: @escaping @Sendable ([UInt8]?) -> Message) -> TerminalAction<Message> {
        let editor =
            ["OROPENDOLA_EDITOR", "VISUAL", "EDITOR"].map { environment[$0] }.compactMap { $0 }.first { !$0.isEmpty }
            ?? "vi"
        var template = Array("\(environment["TMPDIR"] ?? "/tmp")/oropendola-edit-XXXXXX".utf8CString)
        let isMade = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } != nil }
        guard isMade else { return .bell }
        let place = Place(
            folder: template.withUnsafeBufferPointer { name in name.baseAddress.map { String(cString: $0) } ?? "" },
            name: name)
        guard place.write(bytes) else {
            place.remove()
            return .bell
        }
        // Through the shell: the variable may hold options (`code --wait`).
        let arguments = ["/bin/sh", "-c", "exec \(editor) \"$1\"", "sh", place.path]
        let limit = limit
        return .handOver(arguments: arguments) { status in
            defer { place.remove() }
            return news(status == 0 ? place.read(limit: limit) : nil)
        }
    }
}

/// The file, and the folder that holds nothing else.
private struct Place: Sendable {
    let folder: String
    let name: String

    var path: String { "\(folder)/\(name)" }

    func write(_ bytes: [UInt8]) -> Bool {
        let files = SystemFiles()
        do throws(FileError) {
            let file = try files.open(name, in: try Descriptor(folder: folder), .createNew(mode: 0o600))
            try files.write(bytes, to: file)
            return true
        } catch {
            return false
        }
    }

    func read(limit: Int) -> [UInt8]? {
        let files = SystemFiles()
        do throws(FileError) {
            return try files.readAll(try files.open(name, in: try Descriptor(folder: folder), .read), limit: limit)
        } catch {
            return nil
        }
    }

    func remove() {
        unlink(path)
        rmdir(folder)
    }
}
