// What goes on beside the turns: feedback, the check list, questions whose answers come when they come.

extension Conversation {
    /// What a question to the server is for.
    enum Question: Equatable, Sendable {
        /// A history that was too long.
        case summary
        /// The words of a prompt.
        case prompt
    }

    mutating func ask(_ question: SideQuestion, for purpose: Question) -> [Effect] {
        let number = nextQuestion
        nextQuestion += 1
        questions[number] = purpose
        return [.agent(.ask(question, question: number))]
    }

    /// An answer that nobody waits for any more finds no question.
    mutating func answered(_ text: String?, _ number: Int) -> [Effect] {
        let text = text.flatMap { PlainText.trimmed($0).isEmpty ? nil : $0 }
        switch questions.removeValue(forKey: number) {
        case .summary: return pass(.condensed(text))
        case .prompt: return [.improved(text)]
        case nil: return []
        }
    }

    /// A server takes the beginning of an answer, and no more than that.
    private static let feedbackCharacters = 500

    mutating func feedback(_ id: Int, _ isLiked: Bool) -> [Effect] {
        guard let index = index(of: id), case .assistant(var answer) = entries[index].content else { return [] }
        answer.isLiked = isLiked
        change(index, to: .assistant(answer))
        let words = String(answer.text.prefix(Self.feedbackCharacters))
        return [.agent(.tell(.feedback(conversationID: conversationID, answer: words, isLiked: isLiked)))]
    }

    mutating func toggleTodo(_ id: String) -> [Effect] {
        guard let todo = todos.first(where: { $0.id == id }) else { return [] }
        _ = todoList.take(.updated(id: id, text: nil, status: todo.status == .done ? .open : .done))
        // The server does not know the ids that were made here.
        return id.isEmpty || id.hasPrefix("#") ? [] : [.agent(.tell(.toggleTodo(id: id)))]
    }

    mutating func clearTodos() -> [Effect] {
        guard !todos.isEmpty else { return [] }
        todoList = TodoList()
        return conversationID.map { [.agent(.tell(.clearTodos(conversationID: $0)))] } ?? []
    }
}
