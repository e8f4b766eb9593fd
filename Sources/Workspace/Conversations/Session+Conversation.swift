// What a session needs to go on after a crash: which conversation it had open, and what stood in the composer.
public import Storage
import TaskMachine

/// The names of these files: a person who looks into the folder understands them.
enum SessionFile {
    /// The id of the conversation. Gone after a clean end.
    static let conversation = "conversation"
    static let draft = "draft"
}

/// How a session ended that did not end well.
public struct UnfinishedSession: Hashable, Sendable {
    /// The conversation that was open, if any.
    public var conversation: String?
    public var draft = ""
}

extension Session {
    /// What an earlier program left in this session; nothing after a clean end.
    public func unfinished() throws(FileError) -> UnfinishedSession {
        let id = try text(of: SessionFile.conversation, limit: 256)?.split(separator: "\n").first.map(String.init)
        return UnfinishedSession(
            conversation: id.flatMap { ConversationName.isName($0) ? $0 : nil },
            draft: try text(of: SessionFile.draft, limit: 16 << 20) ?? "")
    }

    /// Which conversation is open from now on; nil: none yet.
    public func note(conversation id: String?) throws(FileError) {
        try keep(id.map { "\($0)\n" }, as: SessionFile.conversation)
    }

    /// Puts the draft in the place of the one before; an empty one is none.
    public func keepDraft(_ text: String) throws(FileError) {
        try keep(text.isEmpty ? nil : text, as: SessionFile.draft)
    }

    /// The program ends as its user wanted: the next one begins afresh, with what stood in the composer.
    public func end() throws(FileError) { try note(conversation: nil) }

    private func keep(_ text: String?, as name: String) throws(FileError) {
        if let text {
            try files.replace(name, in: folder, with: Array(text.utf8))
        } else if try files.status(of: name, in: folder) != nil {
            try files.remove(name, in: folder)
            try files.sync(folder)
        }
    }

    private func text(of name: String, limit: Int) throws(FileError) -> String? {
        guard try files.status(of: name, in: folder)?.kind == .file else { return nil }
        let file = try files.open(name, in: folder, .read)
        return try files.readAll(file, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }
}
