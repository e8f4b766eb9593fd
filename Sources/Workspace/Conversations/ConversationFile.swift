// A conversation that this program writes: records go to the end of its file, and a note is never far from there.
import JSON
public import Storage
public import TaskMachine

/// An open conversation's file. `append` returns when what it wrote is on disk.
public struct ConversationFile: Sendable {
    public let id: String
    private var file: RecordFile
    private var note: ConversationNote
    private var messages: Int
    /// Where the file ended after the latest note.
    private var noteEnd: Int

    /// Whoever reads the end of a file finds a note within so many bytes, and what one step added.
    static let bytesBetweenNotes = 256 << 10

    /// A new file.
    static func create(
        _ header: ConversationHeader, with records: [ConversationRecord], in folder: borrowing Descriptor,
        files: any FileOperations
    ) throws(FileError) -> ConversationFile {
        var kept = Kept(note: ConversationNote(), messages: 0)
        // A list reads nothing but notes, so that there has to be one.
        let lines = kept.lines(of: records, needsNote: true)
        let file = try RecordFile.create(
            "\(header.id).jsonl", in: folder, with: [header.json] + lines, files: files)
        return ConversationFile(
            id: header.id, file: file, note: kept.note, messages: kept.messages, noteEnd: file.size)
    }

    init(id: String, file: RecordFile, note: ConversationNote, messages: Int, noteEnd: Int? = nil) {
        self.id = id
        self.file = file
        self.note = note
        self.messages = messages
        // As if it were long ago.
        self.noteEnd = noteEnd ?? 0
    }

    /// Adds records and syncs. On an error none of them is there.
    public mutating func append(_ records: [ConversationRecord]) throws(FileError) {
        guard !records.isEmpty else { return }
        var kept = Kept(note: note, messages: messages)
        let lines = kept.lines(of: records, needsNote: file.size - noteEnd >= Self.bytesBetweenNotes)
        try file.append(lines)
        (note, messages) = (kept.note, kept.messages)
        if kept.hasNote { noteEnd = file.size }
    }

    /// The same conversation under another title.
    mutating func rename(_ title: String) throws(FileError) {
        var note = note
        note.title = title
        try append([.note(note)])
    }
}

/// What a file's latest note says, followed through records.
private struct Kept {
    var note: ConversationNote
    var messages: Int
    var hasNote = false

    init(note: ConversationNote, messages: Int) {
        self.note = note
        self.messages = messages
    }

    mutating func lines(of records: [ConversationRecord], needsNote: Bool) -> [JSONValue] {
        var lines: [JSONValue] = []
        for record in records {
            switch record {
            case .note(let new): note = new
            case .message(_, let number): messages = number + 1
            case .rewound(_, let message): messages = min(messages, message)
            case .entry, .removed: break
            }
        }
        for record in records {
            if case .note = record { hasNote = true }
            lines.append(counted(record))
        }
        if needsNote, !hasNote {
            hasNote = true
            lines.append(counted(.note(note)))
        }
        return lines
    }

    /// With a note stands how many messages there are, so that a list need not look for them.
    private func counted(_ record: ConversationRecord) -> JSONValue {
        guard case .note = record, var object = record.json.asObject else { return record.json }
        object["count"] = JSONValue(messages)
        return .object(object)
    }
}
