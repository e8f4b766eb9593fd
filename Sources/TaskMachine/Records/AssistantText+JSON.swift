// How an answer is kept: its text, what the model thought, and what the server told with it.
import JSON

extension AssistantText {
    var json: JSONValue {
        kept(
            ("t", .string(text)), ("think", reasoning.text.isEmpty ? nil : .string(reasoning.text)),
            ("thinkCut", reasoning.isCut ? true : nil), ("s", state == .replied ? nil : .string(state.word)),
            ("cut", isCut ? true : nil), ("model", model.map { .string($0) }),
            ("ms", milliseconds.map { JSONValue($0) }), ("files", reported.isEmpty ? nil : reported.kept),
            ("liked", isLiked.map { .bool($0) }))
    }

    /// The number of its request is of a run that is over, and is not kept.
    init?(_ json: JSONValue) {
        guard let text = json["t"]?.asString else { return nil }
        let word = json["s"]?.asString ?? State.replied.word
        guard let state = State.all.first(where: { $0.word == word }) else { return nil }
        self.init(
            text: text,
            reasoning: StreamedText(
                kept: json["think"]?.asString ?? "", isCut: json["thinkCut"]?.asBool ?? false),
            state: state, model: json["model"]?.asString, milliseconds: json["ms"]?.asInt,
            reported: ReportedChanges(kept: json["files"]))
        isCut = json["cut"]?.asBool ?? false
        isLiked = json["liked"]?.asBool
    }
}

extension AssistantText.State {
    fileprivate static let all: [Self] = [.replied, .streaming, .incomplete, .fetched]

    fileprivate var word: String {
        switch self {
        case .replied: "replied"
        case .streaming: "streaming"
        case .incomplete: "incomplete"
        case .fetched: "fetched"
        }
    }
}

extension ReportedChanges {
    var kept: JSONValue {
        func list(_ files: [File]) -> JSONValue? { files.isEmpty ? nil : .array(files.map(\.kept)) }
        return TaskMachine.kept(
            ("created", list(created)), ("modified", list(modified)), ("deleted", list(deleted)),
            ("commands", commands.isEmpty ? nil : .array(commands.map(\.kept))))
    }

    init(kept json: JSONValue?) {
        func list(_ key: String) -> [File] { (json?[key]?.asArray ?? []).compactMap(File.init(kept:)) }
        self.init(
            created: list("created"), modified: list("modified"), deleted: list("deleted"),
            commands: (json?["commands"]?.asArray ?? []).compactMap(Command.init(kept:)))
    }
}

extension ReportedChanges.File {
    fileprivate var kept: JSONValue {
        TaskMachine.kept(
            ("path", .string(path)), ("lines", lineCount.map { JSONValue($0) }),
            ("added", linesAdded.map { JSONValue($0) }), ("removed", linesRemoved.map { JSONValue($0) }),
            ("details", details.isEmpty ? nil : .array(details.map { .string($0) })))
    }

    fileprivate init?(kept json: JSONValue) {
        guard let path = json["path"]?.asString else { return nil }
        self.init(
            path: path, lineCount: json["lines"]?.asInt, linesAdded: json["added"]?.asInt,
            linesRemoved: json["removed"]?.asInt, details: (json["details"]?.asArray ?? []).compactMap(\.asString))
    }
}

extension ReportedChanges.Command {
    fileprivate var kept: JSONValue {
        TaskMachine.kept(
            ("run", .string(command)), ("out", output.isEmpty ? nil : .string(output)),
            ("exit", exitCode.map { JSONValue($0) }))
    }

    fileprivate init?(kept json: JSONValue) {
        guard let command = json["run"]?.asString else { return nil }
        self.init(command: command, output: json["out"]?.asString ?? "", exitCode: json["exit"]?.asInt)
    }
}
