// A conversation written out for others to read: entry by entry, so that its length does not matter, and with secrets
// hidden.
import Console
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
        do throws(NewFile.Trouble) {
            return try NewFile(path: path).write { sink throws(FileError) in try write(sink) }
        } catch {
            switch error {
            case .taken(let full): throw .pathTaken(full)
            case .failed(let reason): throw .failed(reason: reason)
            }
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
}
