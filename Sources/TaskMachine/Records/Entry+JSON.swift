// How an entry of the chat is kept: its id, its revision, and its content under the name of its kind.
import JSON

extension Entry {
    var json: JSONValue {
        let (kind, content) = content.kept
        return TaskMachine.kept(
            ("e", JSONValue(id)), ("r", revision == 0 ? nil : JSONValue(revision)), (kind, content))
    }

    /// nil for an entry of a kind that this program does not know.
    init?(_ json: JSONValue) {
        guard let id = json["e"]?.asInt, let content = Content(kept: json) else { return nil }
        self.init(id: id, content: content)
        revision = json["r"]?.asInt ?? 0
    }
}

extension Entry.Content {
    fileprivate var kept: (kind: String, value: JSONValue) {
        switch self {
        case .user(let text): ("user", .string(text))
        case .attached(let lines): ("attached", .array(lines.map(\.json)))
        case .assistant(let answer): ("says", answer.json)
        case .progress(let block): ("progress", block.json)
        case .tool(let line): ("tool", line.json)
        case .notice(let text, let times):
            ("notice", TaskMachine.kept(("t", .string(text)), ("n", times == 1 ? nil : JSONValue(times))))
        case .feedGap(let times, let milliseconds):
            ("gap", ["n": JSONValue(times), "ms": JSONValue(milliseconds)])
        case .failure(let failure): ("failure", failure.json)
        case .cancelled: ("cancelled", true)
        case .question(let question, let answer):
            (
                "asks",
                TaskMachine.kept(
                    ("q", .string(question.text)),
                    ("choices", question.choices.isEmpty ? nil : .array(question.choices.map { .string($0) })),
                    ("a", answer.map { .string($0) }))
            )
        case .steered(let text): ("steered", .string(text))
        case .report(let text): ("report", .string(text))
        case .remark(let remark): ("remark", remark.json)
        }
    }

    fileprivate init?(kept json: JSONValue) {
        guard let members = json.asObject else { return nil }
        for (kind, value) in members.pairs where kind != "e" && kind != "r" {
            guard let content = Self(kind, value) else { continue }
            self = content
            return
        }
        return nil
    }

    private init?(_ kind: String, _ value: JSONValue) {
        let found: Self? =
            switch kind {
            case "user": value.asString.map { .user($0) }
            case "attached": value.asArray.map { .attached($0.compactMap(AttachedLine.init)) }
            case "says": AssistantText(value).map { .assistant($0) }
            case "progress": ProgressBlock(value).map { .progress($0) }
            case "tool": ToolLine(value).map { .tool($0) }
            case "notice": value["t"]?.asString.map { .notice($0, times: value["n"]?.asInt ?? 1) }
            case "gap":
                value["n"]?.asInt.map { .feedGap(times: $0, milliseconds: value["ms"]?.asInt ?? 0) }
            case "failure": RequestFailure(value).map { .failure($0) }
            case "cancelled": .cancelled
            case "asks":
                value["q"]?.asString.map { text in
                    let choices = (value["choices"]?.asArray ?? []).compactMap(\.asString)
                    return .question(FollowUpQuestion(text: text, choices: choices), answer: value["a"]?.asString)
                }
            case "steered": value.asString.map { .steered($0) }
            case "report": value.asString.map { .report($0) }
            case "remark": Remark(value).map { .remark($0) }
            default: nil
            }
        guard let found else { return nil }
        self = found
    }
}

extension AttachedLine {
    fileprivate var json: JSONValue {
        kept(
            ("k", .string(kind.rawValue)), ("n", .string(name)), ("b", bytes == 0 ? nil : JSONValue(bytes)),
            ("no", refusal.map { .string($0) }))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let kind = json["k"]?.asString.flatMap(Kind.init(rawValue:)), let name = json["n"]?.asString else {
            return nil
        }
        self.init(kind: kind, name: name, bytes: json["b"]?.asInt ?? 0, refusal: json["no"]?.asString)
    }
}
