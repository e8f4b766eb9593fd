// The form of a review's events in the staging log. Text stays text, so that a person can read the log.
//
//     {"event":"proposed","path":"a.txt","before":null,"after":{"text":"hi\n"},"by":"call-1"}
//     {"event":"decided","decision":"accepted","path":"a.txt","hunk":0}
import ChangeReview
import JSON
import Storage

extension RecordedEvent {
    var json: JSONValue {
        switch self {
        case .proposed(let step, let author):
            return RecordedEvent.line(
                "proposed",
                [
                    ("path", .string(step.path.text)), ("before", RecordedEvent.json(step.before)),
                    ("after", RecordedEvent.json(step.after)),
                ] + RecordedEvent.pairs(author))
        case .decided(let decision, let selection):
            var pairs: [(String, JSONValue)] = [("decision", .string(decision.rawValue))]
            switch selection {
            case .everything: break
            case .file(let path): pairs.append(("path", .string(path.text)))
            case .hunk(let path, let index):
                pairs += [("path", .string(path.text)), ("hunk", .integer(Int64(index)))]
            case .lines(let path, let lines):
                pairs += [
                    ("path", .string(path.text)), ("line", .integer(Int64(lines.lowerBound))),
                    ("count", .integer(Int64(lines.count))),
                ]
            }
            return RecordedEvent.line("decided", pairs)
        case .split(let path, let line): return RecordedEvent.cut("split", path, line)
        case .joined(let path, let line): return RecordedEvent.cut("joined", path, line)
        case .changedOnDisk(let path, let finding):
            return RecordedEvent.line(
                "changedOnDisk", [("path", .string(path.text)), ("state", RecordedEvent.json(finding))])
        case .applyRequested: return RecordedEvent.line("applyRequested")
        case .applied(let entry): return RecordedEvent.line("applied", [("entry", .integer(Int64(entry)))])
        case .applyFailed: return RecordedEvent.line("applyFailed")
        case .undoRequested: return RecordedEvent.line("undoRequested")
        case .undone(let entry, let skipped):
            let paths = JSONValue.array(skipped.map { .string($0.text) })
            return RecordedEvent.line("undone", [("entry", .integer(Int64(entry))), ("skipped", paths)])
        case .undoFailed: return RecordedEvent.line("undoFailed")
        case .redoRequested: return RecordedEvent.line("redoRequested")
        }
    }

    /// `nil` when the value is no event that we know.
    init?(_ json: JSONValue) {
        let path = json["path"]?.asString.flatMap { RelativePath($0) }
        switch json["event"]?.asString {
        case "proposed":
            guard let path, let before = RecordedEvent.state(json["before"]),
                let after = RecordedEvent.state(json["after"])
            else { return nil }
            self = .proposed(FileStep(path: path, before: before, after: after), by: RecordedEvent.author(json))
        case "decided":
            guard let decision = json["decision"]?.asString.flatMap({ Decision(rawValue: $0) }) else { return nil }
            switch (path, json["hunk"]?.asInt) {
            case (let path?, let hunk?): self = .decided(decision, .hunk(path, hunk))
            case (let path?, nil):
                if let line = json["line"]?.asInt, let count = json["count"]?.asInt, line >= 0, count > 0 {
                    self = .decided(decision, .lines(path, line..<line + count))
                } else {
                    self = .decided(decision, .file(path))
                }
            case (nil, _): self = .decided(decision, .everything)
            }
        case "changedOnDisk":
            guard let path, let finding = RecordedEvent.finding(json["state"]) else { return nil }
            self = .changedOnDisk(path, finding)
        case "split", "joined":
            guard let path, let line = json["line"]?.asInt else { return nil }
            self = json["event"]?.asString == "split" ? .split(path, at: line) : .joined(path, at: line)
        case "applyRequested": self = .applyRequested
        case "applied":
            guard let entry = json["entry"]?.asInt else { return nil }
            self = .applied(journalEntry: entry)
        case "applyFailed": self = .applyFailed
        case "undoRequested": self = .undoRequested
        case "undone":
            guard let entry = json["entry"]?.asInt else { return nil }
            let skipped = (json["skipped"]?.asArray ?? []).compactMap { $0.asString.flatMap { RelativePath($0) } }
            self = .undone(journalEntry: entry, skipped: skipped)
        case "undoFailed": self = .undoFailed
        case "redoRequested": self = .redoRequested
        default: return nil
        }
    }

    private static func line(_ event: String, _ pairs: [(String, JSONValue)] = []) -> JSONValue {
        .object(JSONObject([("event", .string(event))] + pairs))
    }

    private static func cut(_ event: String, _ path: RelativePath, _ line: Int) -> JSONValue {
        self.line(event, [("path", .string(path.text)), ("line", .integer(Int64(line)))])
    }

    /// The agent's calls by their id alone, as the first version wrote them.
    private static func pairs(_ author: Author) -> [(String, JSONValue)] {
        var pairs: [(String, JSONValue)] = [("by", .string(author.id))]
        if author.kind != .call { pairs.append(("kind", .string(author.kind.rawValue))) }
        if author.turn != 0 { pairs.append(("turn", .integer(Int64(author.turn)))) }
        return pairs
    }

    private static func author(_ json: JSONValue) -> Author {
        Author(
            json["kind"]?.asString.flatMap { Author.Kind(rawValue: $0) } ?? .call, id: json["by"]?.asString ?? "",
            turn: json["turn"]?.asInt ?? 0)
    }

    /// A file or its absence as a state; anything else by its name.
    private static func json(_ finding: DiskFinding) -> JSONValue {
        func other(_ kind: String, _ more: [(String, JSONValue)] = []) -> JSONValue {
            .object(JSONObject([("is", .string(kind))] + more))
        }
        switch finding {
        case .file(let state): return json(state)
        case .missing: return .null
        case .folder: return other("folder")
        case .symbolicLink: return other("link")
        case .special: return other("special")
        case .unreadable(let reason): return other("unreadable", [("reason", .string(reason))])
        case .tooLarge(let bytes): return other("large", [("bytes", .integer(Int64(bytes)))])
        }
    }

    private static func finding(_ json: JSONValue?) -> DiskFinding? {
        switch json?["is"]?.asString {
        case "folder": .folder
        case "link": .symbolicLink
        case "special": .special
        case "unreadable": .unreadable(reason: json?["reason"]?.asString ?? "")
        case "large": .tooLarge(bytes: json?["bytes"]?.asInt ?? 0)
        case nil: state(json).map { DiskFinding($0) }
        default: nil
        }
    }

    private static func json(_ state: FileState?) -> JSONValue {
        guard let state else { return .null }
        var pairs: [(String, JSONValue)] =
            if let text = String(validating: state.bytes, as: UTF8.self) {
                [("text", .string(text))]
            } else {
                [("base64", .string(base64(state.bytes)))]
            }
        if state.isExecutable { pairs.append(("executable", .bool(true))) }
        return .object(JSONObject(pairs))
    }

    /// The outer `nil`: not a state; the inner: no file.
    private static func state(_ json: JSONValue?) -> FileState?? {
        guard let json else { return nil }
        if json.isNull { return .some(nil) }
        let isExecutable = json["executable"]?.asBool ?? false
        if let text = json["text"]?.asString {
            return FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
        }
        guard let bytes = json["base64"]?.asString.flatMap({ bytes(base64: $0) }) else { return nil }
        return FileState(bytes: bytes, isExecutable: isExecutable)
    }
}
