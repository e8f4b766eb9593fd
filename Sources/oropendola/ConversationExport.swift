// A conversation written out for others to read: entry by entry, so that its length does not matter, and with secrets
// hidden.
import Console
import Glibc
import JSON
import Storage
import TaskMachine
import Workspace

/// A kept conversation, and the form it is to have.
struct ConversationExport {
    let reading: ConversationReading
    let format: ExportFormat

    /// Writes a new file, mode 0600, and gives its full path. One that exists is left as it is; a missing
    /// folder is an error.
    func write(to path: String) throws(ConversationTrouble) -> String {
        let full = path.hasPrefix("/") ? path : "\(currentFolder())/\(path)"
        let parts = full.split(separator: "/")
        guard let name = parts.last.map(String.init), !full.hasSuffix("/") else {
            throw .failed(reason: "\(path) is not the name of a file")
        }
        let files = SystemFiles()
        do throws(FileError) {
            // A folder that is not there is a slip of the pen, not a wish.
            let folder = try Descriptor(folder: "/" + parts.dropLast().joined(separator: "/"))
            do throws(FileError) {
                let file = try files.open(name, in: folder, .createNew(mode: 0o600))
                try write { bytes throws(FileError) in try files.write(bytes, to: file) }
                try files.sync(file)
            } catch {
                // Half an export is none.
                if error.code != EEXIST { try? files.remove(name, in: folder) }
                throw error
            }
            return full
        } catch {
            throw error.code == EEXIST ? .pathTaken(full) : .failed(reason: "\(error)")
        }
    }

    /// Gives the text piece by piece.
    func write(_ sink: ([UInt8]) throws(FileError) -> Void) throws(FileError) {
        let index = try reading.index()
        let transcript = Transcript(
            id: reading.header.id, created: reading.header.created, project: reading.header.project, note: index.note)
        try sink(Array(transcript.beginning(format).utf8))
        var isFirst = true
        try reading.eachEntry(in: index) { entry throws(FileError) in
            let text = transcript.text(of: entry, format, isFirst: isFirst)
            if !text.isEmpty {
                isFirst = false
                try sink(Array(text.utf8))
            }
        }
        try sink(Array(transcript.end(format).utf8))
    }

    private func currentFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }
}
