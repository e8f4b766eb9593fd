// A check list as an agent writes it: Markdown with boxes, or objects. Ordinary lists are none.

import JSON

extension Todo {
    /// In a line, as `update_todo_list` takes it.
    var boxed: String {
        let mark =
            switch status {
            case .open: " "
            case .inProgress: "-"
            case .done: "x"
            }
        return "[\(mark)] " + text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// What stands in such lines.
    public static func items(inBoxes text: String) -> [Todo] { TodoList.items(reading: .string(text)) ?? [] }
}

extension TodoList {
    /// What `update_todo_list` asks for: a text with `[ ]`, `[-]`, `[~]` or `[x]` at the head of its lines, or a list of
    /// objects or such lines; nil when there is no item in it. Ids are made here, and begin with `#`.
    static func items(reading value: JSONValue?) -> [Todo]? {
        var items: [Todo] = []
        switch value {
        case .string(let text): items = text.split(whereSeparator: \.isNewline).compactMap(Self.item)
        case .array(let list):
            items = list.compactMap { one in
                if let text = one.asString { return Self.item(text[...]) ?? Todo(id: "", text: text) }
                return Todo(reading: one)
            }
        default: break
        }
        guard !items.isEmpty else { return nil }
        items = Array(items.prefix(maximumCount))
        for index in items.indices { items[index].id = "#\(index + 1)" }
        return items
    }

    private static func item(_ line: Substring) -> Todo? {
        var rest = line.drop { $0 == " " || $0 == "\t" }
        if let first = rest.first, "-*+".contains(first), rest.dropFirst().first == " " {
            rest = rest.dropFirst(2).drop { $0 == " " }
        }
        guard rest.first == "[", rest.dropFirst(2).first == "]", let mark = rest.dropFirst().first else { return nil }
        let text = PlainText.trimmed(String(rest.dropFirst(3)))
        guard !text.isEmpty else { return nil }
        let status: Todo.Status
        switch mark {
        case " ": status = .open
        case "-", "~", "/": status = .inProgress
        case "x", "X", "✓": status = .done
        default: return nil
        }
        return Todo(id: "", text: text, status: status)
    }
}
