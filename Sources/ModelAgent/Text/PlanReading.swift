// What in an answer is a check list: lines with boxes. An ordinary list, numbered or not, is none: it is read where it
// stands.

enum PlanReading {
    /// The lines `- [ ] text` and `- [x] text`.
    static func todos(of text: String) -> [AgentTodo] {
        var todos: [AgentTodo] = []
        for line in text.lines {
            var line = line.trimmed[...]
            guard let sign = line.first, "-*+".contains(sign), line.dropFirst().hasPrefix(" [") else { continue }
            line = line.dropFirst(3)
            guard let mark = line.first, line.dropFirst().hasPrefix("] "), " xX".contains(mark) else { continue }
            todos.append(AgentTodo(line.dropFirst(3).trimmed, isDone: mark != " "))
            if todos.count == 50 { break }
        }
        return todos
    }
}
