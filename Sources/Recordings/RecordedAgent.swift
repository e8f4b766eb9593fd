// What the agent's side told, read and sorted, as a recording has it.

internal import JSON
internal import TaskMachine

extension ToolCall: RecordedMembers {
    static var blank: ToolCall { ToolCall(id: "", action: "", arguments: [:]) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("id", &id)
        coder.text("action", &action)
        coder.object("arguments", &arguments)
    }
}

extension ToolResult: RecordedMembers {
    static var blank: ToolResult { ToolResult(callID: "", action: "", succeeded: false, text: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("call", &callID)
        coder.text("action", &action)
        coder.flag("succeeded", &succeeded)
        coder.text("text", &text)
        coder.list("proposed", &proposed)
        var status = exitStatus.map(Int.init)
        coder.number("exitStatus", &status)
        exitStatus = status.flatMap(Int32.init(exactly:))
        coder.number("milliseconds", &milliseconds)
    }
}

extension ReportedChanges.File: RecordedMembers {
    static var blank: Self { Self(path: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("path", &path)
        coder.number("lines", &lineCount)
        coder.number("added", &linesAdded)
        coder.number("removed", &linesRemoved)
        coder.texts("details", &details)
    }
}

extension ReportedChanges.Command: RecordedMembers {
    static var blank: Self { Self(command: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("command", &command)
        coder.text("output", &output)
        coder.number("exitCode", &exitCode)
    }
}

extension ReportedChanges: RecordedMembers {
    static var blank: ReportedChanges { ReportedChanges() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.list("created", &created)
        coder.list("modified", &modified)
        coder.list("deleted", &deleted)
        coder.list("commands", &commands)
    }
}

extension Todo.Status: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .open: "open"
        case .inProgress: "inProgress"
        case .done: "done"
        }
    }

    init?(recorded: JSONValue) {
        switch recorded.asString {
        case "open": self = .open
        case "inProgress": self = .inProgress
        case "done": self = .done
        default: return nil
        }
    }
}

extension Todo: RecordedMembers {
    static var blank: Todo { Todo(id: "", text: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("id", &id)
        coder.text("text", &text)
        coder.one("status", &status)
    }
}

extension TodoChange: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .replaced(let todos): line(("replaced", .array(todos.map(\.inRecording))))
        case .added(let todo): line(("added", todo.inRecording))
        case .updated(let id, let text, let status):
            line(("updated", .string(id)), ("text", text.map { .string($0) }), ("status", status?.inRecording))
        case .removed(let id): line(("removed", .string(id)))
        }
    }

    init?(recorded value: JSONValue) {
        if let todos = value["replaced"]?.asArray {
            self = .replaced(todos.compactMap(Todo.init(recorded:)))
        } else if let todo = value["added"].flatMap(Todo.init(recorded:)) {
            self = .added(todo)
        } else if let id = value["updated"]?.asString {
            self = .updated(
                id: id, text: value["text"]?.asString, status: value["status"].flatMap(Todo.Status.init(recorded:)))
        } else {
            guard let id = value["removed"]?.asString else { return nil }
            self = .removed(id: id)
        }
    }
}

extension ServerToolResult: RecordedMembers {
    static var blank: ServerToolResult { ServerToolResult(action: "", succeeded: false, message: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("action", &action)
        coder.flag("succeeded", &succeeded)
        coder.text("message", &message)
    }
}

extension AgentBadge: RecordedMembers {
    static var blank: AgentBadge { AgentBadge() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("reason", &reason)
        coder.amount("budgetRemaining", &budgetRemaining)
        coder.text("provider", &provider)
    }
}

extension ChatReply: RecordedMembers {
    static var blank: ChatReply { ChatReply(text: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("text", &text)
        coder.text("originalText", &originalText)
        coder.list("calls", &toolCalls)
        coder.text("conversation", &conversationID)
        coder.text("model", &model)
        coder.number("inputTokens", &inputTokens)
        coder.number("outputTokens", &outputTokens)
        coder.amount("cost", &cost)
        coder.one("changes", &fileChanges)
        coder.number("milliseconds", &milliseconds)
        coder.text("reasoning", &reasoning)
        // A list that is there and empty is not the same as none.
        var hasTodos = todos != nil
        coder.flag("hasTodos", &hasTodos)
        var list = todos ?? []
        coder.list("todos", &list)
        todos = hasTodos ? list : nil
        coder.list("serverTools", &toolResults)
        coder.one("badge", &badge)
    }
}

extension Usage: RecordedMembers {
    static var blank: Usage { Usage() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("inputTokens", &inputTokens)
        coder.number("outputTokens", &outputTokens)
        coder.amount("cost", &cost)
    }
}

extension StreamedPiece: RecordedMembers {
    static var blank: StreamedPiece { StreamedPiece() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("answer", &answer)
        coder.text("reasoning", &reasoning)
        coder.flag("isWhole", &isWhole)
    }
}

extension AgentProgress.Kind: Recorded {
    private static let names: [(AgentProgress.Kind, String)] = [
        (.thinking, "thinking"), (.plan, "plan"), (.working, "working"), (.stepComplete, "stepComplete"),
        (.complete, "complete"), (.error, "error"), (.toolStarted, "toolStarted"), (.toolEnded, "toolEnded"),
        (.todo, "todo"),
    ]

    var inRecording: JSONValue {
        switch self {
        case .streamed(let piece): line(("streamed", piece.inRecording))
        case .usage(let usage): line(("usage", usage.inRecording))
        case .other(let type): line(("other", .string(type)))
        default: .string(Self.names.first { $0.0 == self }?.1 ?? "")
        }
    }

    init?(recorded value: JSONValue) {
        if let name = value.asString {
            guard let kind = Self.names.first(where: { $0.1 == name })?.0 else { return nil }
            self = kind
        } else if let piece = value["streamed"].flatMap(StreamedPiece.init(recorded:)) {
            self = .streamed(piece)
        } else if let usage = value["usage"].flatMap(Usage.init(recorded:)) {
            self = .usage(usage)
        } else {
            guard let type = value["other"]?.asString else { return nil }
            self = .other(type)
        }
    }
}

extension AgentProgress: RecordedMembers {
    static var blank: AgentProgress { AgentProgress(kind: .thinking) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("kind", &kind)
        coder.text("message", &message)
        coder.number("step", &step)
        coder.number("total", &total)
        coder.one("changes", &fileChanges)
        coder.texts("details", &details)
        coder.flag("failed", &failed)
        coder.one("todo", &todo)
    }
}

extension Account: RecordedMembers {
    static var blank: Account { Account(user: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("user", &user)
        coder.text("fullName", &fullName)
        coder.text("plan", &plan)
        coder.text("status", &status)
        coder.number("daysRemaining", &daysRemaining)
        coder.number("dailyLimit", &dailyLimit)
        coder.number("dailyRemaining", &dailyRemaining)
    }
}
