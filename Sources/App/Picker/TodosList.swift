// The check list: how far the work is, and items ticked by hand.

internal import Screen
internal import TaskMachine

extension AppModel {
    /// `2/5`; nil when there is no list.
    var todoStats: String? {
        let todos = conversation.todos
        return todos.isEmpty ? nil : "\(todos.count { $0.status == .done })/\(todos.count)"
    }

    var todosContent: PickerContent {
        let todos = conversation.todos
        let s = " \(signs.separator) "
        let hints = [
            ["space or its number ticks", "j k move", "/todos clear empties", "Esc close"],
            ["space ticks", "Esc close"],
        ]
        return PickerContent(
            title: "Todos", remark: todoStats.map { "\($0) done" } ?? "",
            empty: "There is no check list. The agent makes one when the work has several steps.",
            hints: hints.map { $0.joined(separator: s) }, count: todos.count
        ) { [signs] index in
            let todo = todos[index]
            let (sign, role, textRole) = todo.signs(signs)
            let text = todo.text.split(whereSeparator: \.isNewline).joined(separator: " ")
            return TextRow(
                StyledLine(" \(padded("\(index + 1)", columns: 2, .right)) ", .dim) + StyledLine(sign, role)
                    + StyledLine(" ") + StyledLine(text, textRole),
                trailing: StyledLine(todo.status == .inProgress ? "in progress " : "", .dim))
        }
    }

    /// `/todos`, `/todos 2`, `/todos clear`.
    mutating func todos(_ argument: String) -> [AppEffect] {
        if argument == "clear" {
            guard !conversation.todos.isEmpty else { return say("There is no check list") }
            return tell(.todosCleared) + say("The check list is empty")
        }
        if let number = Int(argument) { return toggleTodo(number - 1) }
        picker = Picker(.todos)
        return []
    }

    mutating func toggleTodo(_ index: Int) -> [AppEffect] {
        let todos = conversation.todos
        guard todos.indices.contains(index) else {
            return say(todos.isEmpty ? "There is no check list" : "There is no item \(index + 1). /todos lists them")
        }
        return tell(.todoToggled(todos[index].id))
    }
}
