// The server's check list of a turn: items known by their ids, amended one by one or replaced as a whole.

import JSON

/// One thing to do, in the server's words.
public struct Todo: Equatable, Sendable {
    public enum Status: Equatable, Sendable { case open, inProgress, done }

    public var id: String
    public var text: String
    public var status: Status

    public init(id: String, text: String, status: Status = .open) {
        self.id = id
        self.text = text
        self.status = status
    }
}

/// What an event does to the check list.
public enum TodoChange: Equatable, Sendable {
    case replaced([Todo])
    /// An item that is new, or takes the place of the one with its id.
    case added(Todo)
    /// nil: as it was.
    case updated(id: String, text: String?, status: Todo.Status?)
    case removed(id: String)
}

/// At most `maximumCount` items in the order in which they came; more are not taken.
struct TodoList: Equatable, Sendable {
    static let maximumCount = 200

    private(set) var items: [Todo]

    init(_ items: [Todo] = []) { self.items = Array(items.prefix(Self.maximumCount)) }

    /// False when nothing came of it: an id that nobody knows, a full list.
    mutating func take(_ change: TodoChange) -> Bool {
        let before = items
        switch change {
        case .replaced(let new):
            items = []
            for todo in new { add(todo) }
        case .added(let todo): add(todo)
        case .updated(let id, let text, let status):
            if let index = items.firstIndex(where: { $0.id == id }) {
                items[index].text = text ?? items[index].text
                items[index].status = status ?? items[index].status
            } else if let text {
                add(Todo(id: id, text: text, status: status ?? .open))
            }
        case .removed(let id): items.removeAll { $0.id == id }
        }
        return items != before
    }

    /// The turn is over: nobody works on anything.
    mutating func close() {
        for index in items.indices where items[index].status == .inProgress { items[index].status = .open }
    }

    private mutating func add(_ todo: Todo) {
        if let index = items.firstIndex(where: { !todo.id.isEmpty && $0.id == todo.id }) {
            items[index] = todo
        } else if items.count < Self.maximumCount {
            items.append(todo)
        }
    }
}

extension Todo {
    /// An object with some text, or the text alone; nil without one.
    init?(reading value: JSONValue) {
        let texts = ["text", "content", "title", "description", "message"].lazy.compactMap { value[$0]?.nonEmptyText }
        guard let text = value.asObject == nil ? value.nonEmptyText : texts.first else { return nil }
        let id = value["id"] ?? value["todo_id"]
        self.init(id: id?.lenientText ?? "", text: text, status: Status(reading: value["status"]) ?? .open)
    }
}

extension Todo.Status {
    /// nil when there is no word for it; a word that is not known is `open`.
    init?(reading value: JSONValue?) {
        guard let word = value?.lenientText else { return nil }
        switch word.lowercased() {
        case "in_progress", "in-progress", "inprogress", "running": self = .inProgress
        case "completed", "complete", "done", "true": self = .done
        default: self = .open
        }
    }
}

extension TodoChange {
    /// What an event of this type says about the list; nil when it says nothing. A whole list may come with any type; an
    /// empty one says nothing.
    init?(type: String, reading event: JSONValue) {
        if let todos = event["todos"]?.asArray, !todos.isEmpty {
            self = .replaced(todos.compactMap(Todo.init(reading:)))
            return
        }
        let item = event["todo"]
        let text = item.flatMap(Todo.init(reading:))?.text
        let named = event["todo_id"] ?? item?["id"] ?? item?["todo_id"]
        let id = named?.lenientText ?? ""
        switch type {
        case "todo_added":
            guard let item, var todo = Todo(reading: item) else { return nil }
            todo.id = id
            self = .added(todo)
        case "todo_updated" where !id.isEmpty:
            let status = Todo.Status(reading: event["status"]) ?? Todo.Status(reading: item?["status"])
            self = .updated(id: id, text: text, status: status)
        case "todo_removed" where !id.isEmpty: self = .removed(id: id)
        case "toolExecutionStart" where !id.isEmpty: self = .updated(id: id, text: nil, status: .inProgress)
        case "toolExecutionComplete" where !id.isEmpty:
            let isDone = event["success"].map(\.isTruthy) ?? true
            self = .updated(id: id, text: nil, status: isDone ? .done : .open)
        default: return nil
        }
    }
}
