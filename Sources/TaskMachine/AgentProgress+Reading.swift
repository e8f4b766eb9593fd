// `ai_progress` as servers send it (docs/PROTOCOL.md): every field optional but `type`, numbers also as text.

public import JSON

extension AgentProgress {
    /// nil when there is no `type`: such an event is counted and not shown.
    ///
    /// One walk over the members finds all that they may say: events come by the thousand, and most of what they may
    /// hold is not there.
    public init?(reading value: JSONValue) {
        guard case .object(let object) = value else { return nil }
        var type = ""
        var (message, text, error) = (JSONValue.null, "", "")
        var (step, total): (Int?, Int?) = (nil, nil)
        var changes: ReportedChanges?
        var details: [String] = []
        var (failed, hasTodos) = (false, false)
        let pairs = object.pairs
        for place in pairs.indices {
            let key = pairs[place].key
            // The length tells most keys apart for less than a comparison costs.
            switch key.utf8.count {
            case 4 where key == "type": type = pairs[place].value.lenientText ?? ""
            case 4 where key == "step": step = pairs[place].value.lenientInt
            case 4 where key == "text": text = pairs[place].value.asString ?? ""
            case 5 where key == "total": total = pairs[place].value.lenientInt
            case 5 where key == "todos": hasTodos = true
            case 5 where key == "error":
                error = pairs[place].value.asString ?? ""
                if pairs[place].value.isTruthy { failed = true }
            case 7 where key == "message": message = pairs[place].value
            case 7 where key == "success": if !pairs[place].value.isTruthy { failed = true }
            case 7 where key == "details": details = ReportedChanges.sentences(pairs[place].value)
            case 12 where key == "file_changes": changes = ReportedChanges(reading: pairs[place].value)
            default: break
            }
        }
        guard !type.isEmpty else { return nil }
        if type == "step_complete" {
            var withFlat = changes ?? ReportedChanges()
            withFlat.addFlat(value)
            changes = withFlat
        }
        let kind = Kind(type: type, reading: value)
        var words = Self.shown(message, or: text, or: error)
        if words.isEmpty { words = Self.otherWords(kind, value) }
        // Only these types, or a list, have to do with the check list.
        let mayTouchTodos = hasTodos || type.hasPrefix("todo_") || kind == .toolStarted || kind == .toolEnded
        self.init(
            kind: kind, message: words, step: step, total: total, fileChanges: changes ?? ReportedChanges(),
            details: details, failed: failed, todo: mayTouchTodos ? TodoChange(type: type, reading: value) : nil)
    }

    /// What says the same as a message in two of the types: a tool's name, a plan's steps.
    private static func otherWords(_ kind: Kind, _ event: JSONValue) -> String {
        switch kind {
        case .toolStarted, .toolEnded: event["tool_name"]?.lenientText ?? ""
        case .plan: ReportedChanges.sentences(event["steps"]).joined(separator: "\n")
        default: ""
        }
    }

    /// `message` as text; what may stand in its place; a message that is a number or a flag.
    private static func shown(_ message: JSONValue, or text: String, or error: String) -> String {
        if case .string(let message) = message, !message.isEmpty { return message }
        if !text.isEmpty { return text }
        return error.isEmpty ? message.lenientText ?? "" : error
    }
}

extension AgentProgress.Kind {
    init(type: String, reading event: JSONValue) {
        self =
            switch type {
            case "working": .working
            case "thinking": .thinking
            case "plan": .plan
            case "step_complete": .stepComplete
            case "complete": .complete
            case "error": .error
            case "toolExecutionStart": .toolStarted
            case "toolExecutionComplete": .toolEnded
            case "todo_added", "todo_updated", "todo_removed": .todo
            case "usage", "metrics_update": Usage(reading: event).map(Self.usage) ?? .other(type)
            default: StreamedPiece(type: type, reading: event).map(Self.streamed) ?? .other(type)
            }
    }
}

extension ReportedChanges {
    /// The flat form of a step's file: `action`, `file_path`, `line_count` beside the message. Its `details` stay the
    /// step's own.
    fileprivate mutating func addFlat(_ value: JSONValue) {
        guard isEmpty, var file = Self.file(value, path: value["file_path"]) else { return }
        file.details = []
        switch value["action"]?.asString {
        case "created", "create", "create_file": created.append(file)
        case "deleted", "delete", "delete_file": deleted.append(file)
        default: modified.append(file)
        }
    }
}
