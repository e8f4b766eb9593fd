// What in an answer is a plan: numbered lines before calls, or a list with boxes. Ordinary lists are neither.

enum PlanReading {
    /// The lines of a list that counts from 1, at least two; else none.
    static func steps(of text: String) -> [String] {
        var steps: [String] = []
        for line in text.lines {
            let line = line.trimmed
            let digits = line.prefix { ("0"..."9").contains($0) }
            guard let number = Int(digits), number == steps.count + 1 else { continue }
            let rest = line.dropFirst(digits.count)
            guard rest.hasPrefix(". ") || rest.hasPrefix(") ") else { continue }
            steps.append(String(rest.dropFirst(2)).trimmed)
            if steps.count == 50 { break }
        }
        return steps.count > 1 ? steps : []
    }

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
