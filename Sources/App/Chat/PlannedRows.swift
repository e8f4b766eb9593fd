// The check list that the agent wrote, under the line of its call: how much of it is done, and its first items.

internal import Screen
internal import TaskMachine

struct PlannedRows {
    static let shown = 8

    let width: Int
    let signs: Signs
    let isExpanded: Bool
    let todos: [Todo]

    init(_ line: ToolLine, width: Int, signs: Signs, isExpanded: Bool) {
        self.width = width
        self.signs = signs
        self.isExpanded = isExpanded
        todos = Todo.items(inBoxes: line.output.head)
    }

    var count: String { "\(todos.count { $0.status == .done })/\(todos.count)" }

    /// The last row counts what there is no room for.
    var rows: [TextRow] {
        let bar = StyledLine("  ") + StyledLine("\(signs.vertical) ", .rule)
        let limit = isExpanded || todos.count <= Self.shown ? todos.count : Self.shown - 1
        var rows = todos.prefix(limit).map { todo in
            let (sign, role, words) = todo.signs(signs)
            let text = truncated(
                visibleText(todo.text), columns: max(4, width - bar.width - displayWidth(of: sign) - 2),
                sign: signs.cut)
            return TextRow(bar + StyledLine(sign, role) + StyledLine(" \(text)", words))
        }
        if todos.count > limit {
            rows.append(TextRow(bar + StyledLine("\(signs.more) \(todos.count - limit) more  /todos", .dim)))
        }
        return rows
    }
}

extension Todo {
    /// How it is marked, and how its words stand there.
    func signs(_ signs: Signs) -> (sign: String, role: Role, words: Role) {
        switch status {
        case .open: (signs.waiting, .dim, .plain)
        case .inProgress: (signs.running, .user, .plain)
        case .done: (signs.done, .added, .dim)
        }
    }
}
