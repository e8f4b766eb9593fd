// How what the server said it was doing is kept: the rows of a turn.
import JSON

extension ProgressBlock {
    var json: JSONValue {
        kept(("rows", .array(rows.map(\.json))), ("dropped", dropped == 0 ? nil : JSONValue(dropped)))
    }

    /// A row of a kind that this program does not know is left out.
    init?(_ json: JSONValue) {
        guard let rows = json["rows"]?.asArray else { return nil }
        self.init(rows: rows.compactMap(Row.init(kept:)), dropped: json["dropped"]?.asInt ?? 0)
    }
}

extension ProgressBlock.Row {
    fileprivate var json: JSONValue {
        let (word, type) = kind.kept
        return kept(
            ("k", .string(word)), ("type", type.map { .string($0) }), ("t", text.isEmpty ? nil : .string(text)),
            ("step", step.map { JSONValue($0) }), ("of", total.map { JSONValue($0) }),
            ("details", details.isEmpty ? nil : .array(details.map { .string($0) })),
            ("files", reported.isEmpty ? nil : reported.kept),
            ("todos", todos.isEmpty ? nil : .array(todos.map(\.kept))))
    }

    fileprivate init?(kept json: JSONValue) {
        guard let kind = Kind(kept: json["k"]?.asString ?? "", type: json["type"]?.asString) else { return nil }
        self.init(
            kind: kind, text: json["t"]?.asString ?? "", step: json["step"]?.asInt, total: json["of"]?.asInt,
            details: (json["details"]?.asArray ?? []).compactMap(\.asString),
            reported: ReportedChanges(kept: json["files"]))
        todos = (json["todos"]?.asArray ?? []).compactMap(Todo.init(kept:))
    }
}

extension ProgressBlock.Row.Kind {
    private static let plain: [Self] =
        [.thinking, .plan, .todos, .complete, .error]
        + ProgressBlock.StepState.all.flatMap { [.step($0), .tool($0)] }

    fileprivate var kept: (word: String, type: String?) {
        switch self {
        case .thinking: ("thinking", nil)
        case .plan: ("plan", nil)
        case .step(let state): ("step-\(state.word)", nil)
        case .tool(let state): ("tool-\(state.word)", nil)
        case .todos: ("todos", nil)
        case .complete: ("complete", nil)
        case .error: ("error", nil)
        case .other(let type): ("other", type)
        }
    }

    fileprivate init?(kept word: String, type: String?) {
        if word == "other" {
            self = .other(type ?? "")
        } else if let kind = Self.plain.first(where: { $0.kept.word == word }) {
            self = kind
        } else {
            return nil
        }
    }
}

extension ProgressBlock.StepState {
    fileprivate static let all: [Self] = [.running, .done, .failed, .left]

    fileprivate var word: String {
        switch self {
        case .running: "running"
        case .done: "done"
        case .failed: "failed"
        case .left: "left"
        }
    }
}

extension Todo {
    var kept: JSONValue {
        TaskMachine.kept(
            ("id", id.isEmpty ? nil : .string(id)), ("t", .string(text)),
            ("s", status == .open ? nil : .string(status == .done ? "done" : "doing")))
    }

    init?(kept json: JSONValue) {
        guard let text = json["t"]?.asString else { return nil }
        let status: Status =
            switch json["s"]?.asString {
            case "done": .done
            case "doing": .inProgress
            default: .open
            }
        self.init(id: json["id"]?.asString ?? "", text: text, status: status)
    }
}
