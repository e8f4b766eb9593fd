// The conversations of a served site on disk: a folder for each user, a file that only grows for each conversation.

import Glibc
import JSON
import Storage
import Synchronization

/// Its methods block: they run on the disk's own thread. Names of users and conversations are hashed before they become
/// names of files, so that nothing which somebody sends is ever a path.
final class Archive: Sendable {
    private struct Open {
        var log: AppendLog
        var conversation: KeptConversation
        var bytes: Int
        var used = 0
    }

    private struct State {
        var open: [String: Open] = [:]
        var uses = 0
    }

    private let folder: String
    private let limits: ArchiveLimits
    private let state = Mutex(State())

    /// Conversations whose contents are held in memory.
    private static let openLimit = 64
    /// A note is shorter: an id of 140 bytes and a title of 400, each perhaps escaped, and the marks of 500 todos.
    private static let tailBytes = 8_192

    /// Conversations that are held now: what a test counts.
    var heldConversations: Int { state.withLock { $0.open.count } }

    init(folder: String, limits: ArchiveLimits) {
        self.folder = folder
        self.limits = limits
    }

    /// Adds what a request says, before it is answered.
    func note(_ request: EngineRequest, at now: Int) throws(FileError) {
        guard let id = request.conversationID else { return }
        try append(request.user, id) { $0.lines(asking: request, at: now) }
    }

    /// Adds what came of it.
    func note(_ request: EngineRequest, _ reply: JSONValue, at now: Int) throws(FileError) {
        guard let id = reply["conversation_id"]?.asString ?? request.conversationID, !id.isEmpty else { return }
        try append(request.user, id) {
            $0.lines(asking: request, at: now) + KeptConversation.lines(answering: reply, at: now)
        }
    }

    /// The messages of a conversation, the latest last; none when the user has no such conversation.
    func history(of id: String, user: String, limit: Int) throws(FileError) -> JSONValue {
        let messages = try conversation(user, id)?.messages ?? []
        let shown = messages.suffix(min(max(limit, 0), 500)).map { message -> JSONValue in
            [
                "role": .string(message.role), "content": .string(message.content),
                "creation": .string(Self.date(message.at)),
            ]
        }
        return ["conversation_id": .string(id), "messages": .array(shown)]
    }

    /// Conversations, the latest first.
    func list(of user: String, offset: Int, limit: Int) throws(FileError) -> JSONValue {
        let notes = try notes(of: user)
        let shown = notes.dropFirst(max(0, offset)).prefix(min(max(0, limit), 100)).map { note -> JSONValue in
            [
                "conversation_id": .string(note.id), "title": .string(note.title),
                "message_count": JSONValue(note.messages), "last_message": .string(Self.date(note.at)),
                "status": "active",
            ]
        }
        return ["success": true, "conversations": .array(shown), "total": JSONValue(notes.count)]
    }

    func todos(of id: String, user: String) throws(FileError) -> JSONValue {
        Self.todos(try conversation(user, id)?.todos ?? [], of: id)
    }

    /// Turns a todo of the user's latest conversation that has one of this id.
    func toggleTodo(_ todo: String, user: String) throws(FileError) -> JSONValue {
        for note in try notes(of: user) where note.mayHave(todo: todo) {
            guard let kept = try conversation(user, note.id), let line = kept.line(togglingTodo: todo) else { continue }
            try append(user, note.id) { _ in [line] }
            return Self.todos(line["todos"]?.asArray ?? [], of: note.id)
        }
        return ["success": false, "error": "There is no such todo."]
    }

    func clearTodos(of id: String, user: String) throws(FileError) -> JSONValue {
        guard let kept = try conversation(user, id) else { return Self.noConversation }
        try append(user, id) { _ in [["todos": []]] }
        return ["success": true, "conversation_id": .string(id), "cleared": JSONValue(kept.todos.count)]
    }

    /// - Parameter text: at most 500 characters of the answer that is meant (contract §2.2).
    func feedback(
        _ word: String, on text: String, in id: String, user: String, at now: Int
    ) throws(FileError) -> JSONValue {
        guard ["accept", "reject"].contains(word) else {
            return ["success": false, "error": "The feedback is neither accept nor reject."]
        }
        guard try conversation(user, id) != nil else { return Self.noConversation }
        try append(user, id) { _ in
            [["feedback": .string(word), "content": .string(String(text.prefix(500))), "at": JSONValue(now)]]
        }
        return ["success": true]
    }

    private static let noConversation: JSONValue = ["success": false, "error": "There is no such conversation."]

    private static func todos(_ todos: [JSONValue], of id: String) -> JSONValue {
        let done = todos.count(where: { $0["completed"] == true })
        let active = todos.count - done
        return [
            "success": true, "conversation_id": .string(id), "todos": .array(todos),
            "todo_stats": ["total": JSONValue(todos.count), "completed": JSONValue(done), "active": JSONValue(active)],
        ]
    }

    /// As Frappe writes a date and time, in UTC.
    static func date(_ milliseconds: Int) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(1_900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}

// MARK: Files

extension Archive {
    private func place(of user: String) -> String {
        "\(folder)/\(KeptSessions.hash(user).description.prefix(32))"
    }

    private static func fileName(of id: String) -> String { "\(KeptSessions.hash(id).description.prefix(32)).jsonl" }

    /// nil: there is no such conversation. What is read stays open for a while.
    private func conversation(_ user: String, _ id: String) throws(FileError) -> KeptConversation? {
        let path = "\(place(of: user))/\(Self.fileName(of: id))"
        return try state.withLock { state throws(FileError) in
            if state.open[path] == nil {
                guard access(path, F_OK) == 0 else { return nil }
                try open(path, user, id, &state)
            }
            return state.open[path]?.conversation
        }
    }

    private func append(
        _ user: String, _ id: String, _ lines: (KeptConversation) -> [JSONValue]
    ) throws(FileError) {
        let path = "\(place(of: user))/\(Self.fileName(of: id))"
        try state.withLock { state throws(FileError) in
            if state.open[path] == nil {
                if access(path, F_OK) != 0, let gone = try makeRoom(for: user) { state.open[gone] = nil }
                try open(path, user, id, &state)
            }
            guard var entry = state.open[path] else { return }
            let isNew = entry.bytes == 0
            let new = lines(entry.conversation)
            guard !new.isEmpty else { return }
            for line in new { entry.conversation.take(line) }
            let all = (isNew ? [entry.conversation.head] : []) + new + [entry.conversation.note.json]
            try entry.log.append(all)
            entry.bytes += all.reduce(0) { $0 + $1.serialized().count + 1 }
            if entry.bytes > limits.conversationBytes {
                let kept = entry.conversation.shortened
                entry.log = try entry.log.rewritten(kept)
                entry.bytes = kept.reduce(0) { $0 + $1.serialized().count + 1 }
                entry.conversation = KeptConversation(id: id)
                for line in kept { entry.conversation.take(line) }
            }
            state.uses += 1
            entry.used = state.uses
            state.open[path] = entry
        }
    }

    private func open(_ path: String, _ user: String, _ id: String, _ state: inout State) throws(FileError) {
        let folder = try makeFolder(at: place(of: user))
        let (log, contents) = try AppendLog.open(Self.fileName(of: id), in: folder, limit: 64 << 20)
        var conversation = KeptConversation(id: id)
        for line in contents.values { conversation.take(line) }
        let bytes = contents.values.reduce(0) { $0 + $1.serialized().count + 1 }
        state.uses += 1
        state.open[path] = Open(log: log, conversation: conversation, bytes: bytes, used: state.uses)
        if state.open.count > Self.openLimit, let oldest = state.open.min(by: { $0.value.used < $1.value.used }) {
            state.open[oldest.key] = nil
        }
    }

    /// The latest first.
    private func notes(of user: String) throws(FileError) -> [KeptConversation.Note] {
        let place = place(of: user)
        var notes: [KeptConversation.Note] = []
        for name in Self.names(in: place) {
            if let note = try Self.note(at: name, in: place) { notes.append(note) }
        }
        return notes.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
    }

    /// Takes the conversation away that was used longest ago, when there are as many as may be: its path.
    private func makeRoom(for user: String) throws(FileError) -> String? {
        let place = place(of: user)
        let names = Self.names(in: place)
        guard names.count >= limits.conversationsPerUser else { return nil }
        let folder = try Descriptor(folder: place)
        var oldest: (name: String, at: Int64)?
        for name in names {
            guard let at = try SystemFiles().status(of: name, in: folder)?.modified else { continue }
            if at < oldest?.at ?? .max { oldest = (name, at) }
        }
        guard let oldest else { return nil }
        try SystemFiles().remove(oldest.name, in: folder)
        return "\(place)/\(oldest.name)"
    }

    /// The last line that is whole; nil when there is none.
    private static func note(at name: String, in place: String) throws(FileError) -> KeptConversation.Note? {
        let files = SystemFiles()
        let file = try files.open(name, in: try Descriptor(folder: place), .read)
        let size = try files.status(of: file).size
        let start = max(0, size - tailBytes)
        let tail = try files.read(file, at: start, wholly: size - start)
        // Behind the last end of a line stands nothing, or what a crash has left.
        for line in tail.split(separator: UInt8(ascii: "\n")).reversed() {
            if let value = try? JSONValue.parse(Array(line)), let note = KeptConversation.Note(value) { return note }
        }
        return nil
    }

    /// Nothing where there is no folder yet.
    private static func names(in place: String) -> [String] {
        guard let folder = opendir(place) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".jsonl") { names.append(name) }
        }
        return names
    }
}
