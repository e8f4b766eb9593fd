// One conversation of one user as a served site keeps it: lines that only grow, and what they come to.

import JSON
import Storage

/// How much is kept for each user.
public struct ArchiveLimits: Equatable, Sendable {
    /// The one that was used longest ago goes when there are more.
    public var conversationsPerUser = 100
    /// Bytes of a conversation's file; the older half of its messages goes when there are more.
    public var conversationBytes = 1 << 20

    public init() {}
}

/// The lines are:
///
/// ```
/// {"conversation":"c-1","version":1}
/// {"role":"user","content":"Rename parse","at":1790000000000}
/// {"role":"assistant","content":"Done.","at":1790000004000}
/// {"todos":[{"id":"1","text":"Add a test","completed":false}]}
/// {"feedback":"accept","content":"Done.","at":1790000009000}
/// {"note":{"conversation":"c-1","title":"Rename parse","messages":2,"at":1790000009000}}
/// ```
///
/// A note ends each batch of lines, so that a list reads the end of each file alone.
struct KeptConversation: Equatable, Sendable {
    struct Message: Equatable, Sendable {
        var role: String
        var content: String
        /// Milliseconds since 1970.
        var at: Int
    }

    /// What a list shows.
    struct Note: Equatable, Sendable {
        var id: String
        var title = ""
        var messages = 0
        var at = 0
        /// A mark of four digits for the id of each todo, so that a todo is found without opening every conversation; nil
        /// in notes of earlier versions.
        var todoMarks: String?

        init(id: String) { self.id = id }

        init?(_ value: JSONValue) {
            guard let note = value["note"], let id = note["conversation"]?.asString else { return nil }
            self.id = id
            title = note["title"]?.asString ?? ""
            messages = note["messages"]?.asInt ?? 0
            at = note["at"]?.asInt ?? 0
            todoMarks = note["todos"]?.asString
        }

        var json: JSONValue {
            var note: JSONObject = [
                "conversation": .string(id), "title": .string(title), "messages": JSONValue(messages),
                "at": JSONValue(at),
            ]
            if let todoMarks { note["todos"] = .string(todoMarks) }
            return ["note": .object(note)]
        }

        /// Whether the conversation may have a todo of this id: one in 65,536 that it has not looks as if.
        func mayHave(todo id: String) -> Bool {
            guard let todoMarks else { return true }
            let (marks, wanted) = (Array(todoMarks.utf8), Array(Self.mark(id).utf8))
            return stride(from: 0, to: marks.count, by: 4).contains { marks[$0...].prefix(4).elementsEqual(wanted) }
        }

        static func marks(of todos: [JSONValue]) -> String {
            todos.compactMap { $0["id"]?.asString.map(mark) }.joined()
        }

        private static func mark(_ id: String) -> String { String(KeptSessions.hash(id).description.prefix(4)) }
    }

    private(set) var note: Note
    private(set) var messages: [Message] = []
    private(set) var todos: [JSONValue] = []

    /// Of a message, in characters, as of those in memory.
    private static let longestText = ConversationLog.maximumText
    private static let mostTodos = 500
    /// Of a title, in bytes.
    private static let longestTitle = 400

    init(id: String) {
        note = Note(id: id)
        note.todoMarks = ""
    }

    var head: JSONValue { ["conversation": .string(note.id), "version": 1] }

    /// Takes one of its lines; a line that is not understood is one of a later version's and passed over.
    mutating func take(_ line: JSONValue) {
        if let role = line["role"]?.asString, let content = line["content"]?.asString {
            messages.append(Message(role: role, content: content, at: line["at"]?.asInt ?? 0))
            note.messages += 1
            if note.title.isEmpty, role == "user" { note.title = Self.title(of: content) }
        } else if let list = line["todos"]?.asArray {
            todos = list
            note.todoMarks = Note.marks(of: list)
        } else if let kept = Note(line), kept.id == note.id {
            let marks = note.todoMarks
            note = kept
            note.todoMarks = marks
        }
        note.at = max(note.at, line["at"]?.asInt ?? 0)
    }

    /// The lines that a request adds: a client sends its whole history each time, and may send it twice.
    func lines(asking request: EngineRequest, at now: Int) -> [JSONValue] {
        let said = request.messages.filter { $0.role != "system" }
        let start = said.lastIndex { $0.role == "assistant" }.map { $0 + 1 } ?? 0
        let new = said[start...].map { Message(role: $0.role, content: Self.cut($0.content), at: now) }
        var known = min(new.count, messages.count)
        while known > 0, !Self.isSame(new.prefix(known), messages.suffix(known)) { known -= 1 }
        return new.dropFirst(known).map { Self.line($0) }
    }

    /// The lines that a reply adds. An empty list of todos says nothing about those that are there (contract §8.17).
    static func lines(answering reply: JSONValue, at now: Int) -> [JSONValue] {
        var lines: [JSONValue] = []
        let text = ["response", "content", "text"].lazy.compactMap { reply[$0]?.asString }.first ?? ""
        if !text.isEmpty { lines.append(line(Message(role: "assistant", content: cut(text), at: now))) }
        if let todos = reply["todos"]?.asArray, !todos.isEmpty {
            let shaped = todos.prefix(mostTodos).enumerated().map { todo($1, number: $0 + 1) }
            lines.append(["todos": .array(shaped)])
        }
        return lines
    }

    /// The line after which a todo is done, or open again; nil when it is none of these.
    func line(togglingTodo id: String) -> JSONValue? {
        guard let index = todos.firstIndex(where: { $0["id"]?.asString == id }), var todo = todos[index].asObject else {
            return nil
        }
        todo["completed"] = .bool(todo["completed"] != true)
        var all = todos
        all[index] = .object(todo)
        return ["todos": .array(all)]
    }

    /// What a file that has become too long is written anew with.
    var shortened: [JSONValue] {
        let kept = messages.suffix(messages.count / 2).map { Self.line($0) }
        return [head] + kept + [["todos": .array(todos)], note.json]
    }

    private static func line(_ message: Message) -> JSONValue {
        ["role": .string(message.role), "content": .string(message.content), "at": JSONValue(message.at)]
    }

    private static func isSame(_ a: ArraySlice<Message>, _ b: ArraySlice<Message>) -> Bool {
        a.elementsEqual(b) { $0.role == $1.role && $0.content == $1.content }
    }

    private static func cut(_ text: String) -> String { String(text.prefix(longestText)) }

    private static func title(of text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        var title = ""
        // One character may have any number of bytes, and a note has its place in the end of a file.
        for character in line.prefix(80) {
            guard title.utf8.count + String(character).utf8.count <= longestTitle else { break }
            title.append(character)
        }
        return title
    }

    /// In the shape of contract §2.1.1, with an id in any case.
    private static func todo(_ value: JSONValue, number: Int) -> JSONValue {
        var todo = value.asObject ?? ["text": .string(value.asString ?? "")]
        let id = todo["id"]
        todo["id"] = .string(id?.asString ?? id?.asInt.map { "\($0)" } ?? "\(number)")
        todo["completed"] = .bool(todo["completed"] == true || todo["completed"]?.asInt == 1)
        return .object(todo)
    }
}
