// What a turn's progress events add up to in the chat: the server's words and numbers, and no others.

/// The rows of one turn, in the order in which they first came.
public struct ProgressBlock: Equatable, Sendable {
    public struct Row: Equatable, Sendable {
        public enum Kind: Equatable, Sendable {
            case thinking
            /// May have several lines.
            case plan
            case step(StepState)
            /// A tool that the server runs.
            case tool(StepState)
            /// The check list; one per turn.
            case todos
            case complete
            case error
            case other(String)
        }

        public var kind: Kind
        /// The server's words, verbatim; may be empty for a step.
        public var text: String
        public var step: Int?
        public var total: Int?
        /// Sentences to show as bullets.
        public var details: [String]
        /// Files that the server reports with this row (created `N lines`, modified `+a −r`).
        public var reported: ReportedChanges
        /// Of the check list.
        public var todos: [Todo] = []
    }

    public enum StepState: Equatable, Sendable {
        case running, done, failed
        /// The turn ended, and the server never said how the step did.
        case left
    }

    /// More rows than this are not kept; the oldest go, and `dropped` counts them.
    public static let maximumRows = 1_000

    public private(set) var rows: [Row] = []
    public private(set) var dropped = 0
    private var todos = TodoList()

    public init() {}

    /// Rows that were kept.
    init(rows: [Row], dropped: Int) {
        self.rows = rows
        self.dropped = dropped
        todos = TodoList(rows.first { $0.kind == .todos }?.todos ?? [])
    }

    /// Takes an event in. False when it had nothing to show.
    mutating func add(_ event: AgentProgress) -> Bool {
        let isListed = event.todo.map { list($0) } ?? false
        return addRow(event) || isListed
    }

    private mutating func addRow(_ event: AgentProgress) -> Bool {
        let isStep = event.kind == .working || event.kind == .stepComplete
        if !isStep, event.message.isEmpty, event.fileChanges.isEmpty { return false }
        switch event.kind {
        case .thinking: replace(lastOf: .thinking, with: event)
        case .plan: replace(lastOf: .plan, with: event)
        case .working: addStep(event, .running)
        case .stepComplete: addStep(event, event.failed ? .failed : .done)
        case .toolStarted: append(event, .tool(.running))
        case .toolEnded: endTool(event)
        case .complete:
            if rows.last?.kind == .complete { rows.removeLast() }
            append(event, .complete)
        case .error: append(event, .error)
        case .other(let type): append(event, .other(type))
        // The list itself is what is shown; the answer and its price have places of their own.
        case .todo, .streamed, .usage: return false
        }
        return true
    }

    /// The turn is over: what still runs is `left`.
    mutating func close() {
        for index in rows.indices {
            switch rows[index].kind {
            case .step(.running): rows[index].kind = .step(.left)
            case .tool(.running): rows[index].kind = .tool(.left)
            default: break
            }
        }
        todos.close()
        showTodos()
    }

    /// What is shown as going on.
    var isRunning: Bool {
        rows.contains { row in
            row.kind == .step(.running) || row.kind == .tool(.running)
                || row.todos.contains { $0.status == .inProgress }
        }
    }

    /// The list has one row, where its first item came.
    private mutating func list(_ change: TodoChange) -> Bool {
        guard todos.take(change) else { return false }
        if rows.contains(where: { $0.kind == .todos }) {
            showTodos()
        } else {
            append(AgentProgress(kind: .todo), .todos)
            rows[rows.count - 1].todos = todos.items
        }
        return true
    }

    private mutating func showTodos() {
        guard let index = rows.firstIndex(where: { $0.kind == .todos }) else { return }
        rows[index].todos = todos.items
    }

    /// The latest one that runs and has the same number, or the same name where there are no numbers.
    private mutating func endTool(_ event: AgentProgress) {
        let open = rows.lastIndex { row in
            guard row.kind == .tool(.running) || row.kind == .tool(.left), row.step == event.step else { return false }
            return event.step != nil || row.text == event.message
        }
        let ended = Row.Kind.tool(event.failed ? .failed : .done)
        guard let open else { return append(event, ended) }
        rows[open].kind = ended
        if let total = event.total { rows[open].total = total }
        if !event.details.isEmpty { rows[open].details = event.details }
        if !event.fileChanges.isEmpty { rows[open].reported = event.fileChanges }
    }

    private mutating func append(_ event: AgentProgress, _ kind: Row.Kind) {
        if rows.count >= Self.maximumRows {
            rows.removeFirst()
            dropped += 1
        }
        rows.append(
            Row(
                kind: kind, text: event.message, step: event.step, total: event.total, details: event.details,
                reported: event.fileChanges))
    }

    /// There is one thought and one plan at a time: a new one takes the old one's place, or the end when more came since.
    private mutating func replace(lastOf kind: Row.Kind, with event: AgentProgress) {
        if let index = rows.lastIndex(where: { $0.kind == kind }) {
            if index == rows.count - 1 || kind == .plan {
                rows[index].text = event.message
                return
            }
            rows.remove(at: index)
        }
        append(event, kind)
    }

    /// A step is known by its number as long as nobody said that it ended. Without numbers, other words that begin are
    /// another step.
    private mutating func addStep(_ event: AgentProgress, _ state: StepState) {
        let open = rows.lastIndex { row in
            row.step == event.step && (row.kind == .step(.running) || row.kind == .step(.left))
        }
        guard let open else { return append(event, .step(state)) }
        let hasOtherWords = !event.message.isEmpty && event.message != rows[open].text
        if event.step == nil, state == .running, hasOtherWords { return append(event, .step(state)) }
        rows[open].kind = .step(state)
        if !event.message.isEmpty { rows[open].text = event.message }
        if let total = event.total { rows[open].total = total }
        if !event.details.isEmpty { rows[open].details = event.details }
        if !event.fileChanges.isEmpty { rows[open].reported = event.fileChanges }
    }
}
