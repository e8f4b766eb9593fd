// `ai_progress` as servers send it (docs/PROTOCOL.md): every field optional but `type`, numbers also as text.

public import JSON

extension AgentProgress {
    /// nil when there is no `type`: such an event is counted and not shown.
    public init?(reading value: JSONValue) {
        guard let type = value["type"]?.nonEmptyText else { return nil }
        let failed = value["error"]?.isTruthy == true || value["success"].map { !$0.isTruthy } == true
        var changes = ReportedChanges(reading: value["file_changes"])
        if type == "step_complete" { changes.addFlat(value) }
        self.init(
            kind: Kind(type: type), message: Self.message(value), step: value["step"]?.lenientInt,
            total: value["total"]?.lenientInt, fileChanges: changes,
            details: ReportedChanges.sentences(value["details"]), failed: failed)
    }

    private static func message(_ value: JSONValue) -> String {
        for key in ["message", "text", "error"] {
            guard case .string(let text)? = value[key], !text.isEmpty else { continue }
            return text
        }
        return value["message"]?.lenientText ?? ""
    }
}

extension AgentProgress.Kind {
    init(type: String) {
        self =
            switch type {
            case "thinking": .thinking
            case "plan": .plan
            case "working": .working
            case "step_complete": .stepComplete
            case "complete": .complete
            case "error": .error
            default: .other(type)
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
