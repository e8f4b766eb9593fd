// The form of a review's events in the staging log. Text stays text, so that a person can read the log.
//
//     {"event":"proposed","path":"a.txt","before":null,"after":{"text":"hi\n"},"by":"call-1"}
//     {"event":"decided","decision":"accepted","path":"a.txt","hunk":0,"engine":2}
//
// What names lines or hunks by number says which way of comparing numbered them. Read by another one, it is `outdated`.
public import ChangeReview
public import JSON

extension RecordedEvent {
    /// As a line of the staging log.
    public var json: JSONValue {
        var table = ContentTable()
        return json(&table)
    }

    /// - Parameter contents: what was written so far; a state that is in it is written by its id alone.
    func json(_ contents: inout ContentTable) -> JSONValue {
        switch self {
        case .proposed(let step, let author):
            return line(
                "proposed",
                [
                    ("path", .path(step.path)), ("before", contents.json(step.before)),
                    ("after", contents.json(step.after)),
                ] + author.pairs)
        case .proposedAgain(let path, let state, let author):
            return line("proposedAgain", [("path", .path(path)), ("after", contents.json(state))] + author.pairs)
        case .edited(let path, let state):
            return line("edited", [("path", .path(path)), ("after", contents.json(state))])
        case .decided(let decision, let selection):
            return line("decided", [("decision", .string(decision.rawValue))] + selection.pairs)
        case .rejected(let selection, let reason):
            return line("rejected", selection.pairs + [("reason", .string(reason))])
        case .split(let path, let at): return line("split", Selection.lines(path, at..<at + 1).pairs)
        case .joined(let path, let at): return line("joined", Selection.lines(path, at..<at + 1).pairs)
        case .commented(let path, let range, let text):
            return line("commented", [("path", .path(path))] + (range?.pairs ?? []) + [("text", .string(text))])
        case .commentChanged(let id, let text):
            return line("commentChanged", [("id", .number(id)), ("text", .string(text))])
        case .commentRemoved(let id): return line("commentRemoved", [("id", .number(id))])
        case .commentResolved(let id): return line("commentResolved", [("id", .number(id))])
        case .feedbackSent(let number): return line("feedbackSent", [("id", .number(number))])
        case .resolved(let path, let index, let resolution):
            return line(
                "resolved",
                [("path", .path(path)), ("conflict", .number(index)), ("as", resolution.json), Self.engine])
        case .changedOnDisk(let path, let finding):
            return line("changedOnDisk", [("path", .path(path)), ("state", contents.json(finding))])
        case .applyRequested: return line("applyRequested")
        case .applied(let entry): return line("applied", [("entry", .number(entry))])
        case .applyFailed: return line("applyFailed")
        case .undoRequested: return line("undoRequested")
        case .undone(let entry, let skipped, let plan, let by):
            return line(
                "undone",
                [("entry", .number(entry)), ("skipped", .array(skipped.map { .path($0) }))]
                    + (plan.map { [("plan", contents.json($0))] } ?? []) + (by.map { [("by", .number($0))] } ?? []))
        case .undoFailed: return line("undoFailed")
        case .undoLost: return line("undoLost")
        case .redoRequested: return line("redoRequested")
        case .journalListed(let facts): return line("journalListed", [("writes", .array(facts.map(\.json)))])
        case .outdated(let path): return line("outdated", [("path", .path(path))])
        case .held(let change): return line("held", contents.pairs(change))
        case .heldComment(let comment): return line("heldComment", comment.pairs)
        case .heldRest(let rest): return line("heldRest", contents.pairs(rest))
        }
    }

    /// nil when the value is no event that we know.
    public init?(_ json: JSONValue) {
        var table = ContentTable()
        self.init(json, &table)
    }

    /// `nil` when the value is no event that we know.
    init?(_ json: JSONValue, _ contents: inout ContentTable) {
        let path = json.path
        switch json["event"]?.asString {
        case "proposed":
            guard let path, let before = contents.state(json["before"]), let after = contents.state(json["after"])
            else { return nil }
            self = .proposed(FileStep(path: path, before: before, after: after), by: Author(json))
        case "proposedAgain":
            guard let path, let after = contents.state(json["after"]) else { return nil }
            self = .proposedAgain(path, after, by: Author(json))
        case "edited":
            guard let path, let after = contents.state(json["after"]) else { return nil }
            self = .edited(path, after)
        case "decided":
            guard let decision = json["decision"]?.asString.flatMap({ Decision(rawValue: $0) }) else { return nil }
            self = Self.current(.decided(decision, Selection(json)), json)
        case "rejected":
            self = Self.current(.rejected(Selection(json), reason: json["reason"]?.asString ?? ""), json)
        case "split", "joined":
            guard let path, let at = json["line"]?.asInt, at >= 0 else { return nil }
            let isSplit = json["event"]?.asString == "split"
            self = Self.current(isSplit ? .split(path, at: at) : .joined(path, at: at), json)
        case "commented":
            guard let path, let text = json["text"]?.asString else { return nil }
            self = .commented(path, ReviewComment.Range(json), text)
        case "commentChanged":
            guard let id = json["id"]?.asInt, let text = json["text"]?.asString else { return nil }
            self = .commentChanged(id, text)
        case "commentRemoved", "commentResolved", "feedbackSent":
            guard let id = json["id"]?.asInt else { return nil }
            switch json["event"]?.asString {
            case "commentRemoved": self = .commentRemoved(id)
            case "commentResolved": self = .commentResolved(id)
            default: self = .feedbackSent(id)
            }
        case "resolved":
            guard let path, let index = json["conflict"]?.asInt,
                let resolution = json["as"].flatMap({ ThreeWayMerge.Resolution($0) })
            else { return nil }
            self =
                json["engine"]?.asInt == LineDiff.version
                ? .resolved(path, conflict: index, resolution) : .outdated(path)
        case "changedOnDisk":
            guard let path, let finding = contents.finding(json["state"]) else { return nil }
            self = .changedOnDisk(path, finding)
        case "applyRequested": self = .applyRequested
        case "applied":
            guard let entry = json["entry"]?.asInt else { return nil }
            self = .applied(journalEntry: entry)
        case "applyFailed": self = .applyFailed
        case "undoRequested": self = .undoRequested
        case "undone":
            guard let entry = json["entry"]?.asInt else { return nil }
            let plan = json["plan"].flatMap { contents.plan($0) }
            if json["plan"] != nil, plan == nil { return nil }
            self = .undone(
                journalEntry: entry, skipped: json["skipped"]?.paths ?? [], plan: plan, by: json["by"]?.asInt)
        case "undoFailed": self = .undoFailed
        case "undoLost": self = .undoLost
        case "redoRequested": self = .redoRequested
        case "journalListed":
            self = .journalListed((json["writes"]?.asArray ?? []).compactMap { WrittenFact($0) })
        case "outdated":
            guard let path else { return nil }
            self = .outdated(path)
        case "held":
            guard let path, let change = contents.change(path, json) else { return nil }
            self = .held(change)
        case "heldComment":
            guard let path, let comment = ReviewComment(path, json) else { return nil }
            self = .heldComment(comment)
        case "heldRest":
            guard let rest = contents.rest(json) else { return nil }
            self = .heldRest(rest)
        default: return nil
        }
    }

    /// The event, where the lines it names are numbered as they are now.
    private static func current(_ event: RecordedEvent, _ json: JSONValue) -> RecordedEvent {
        guard json["hunk"] != nil || json["line"] != nil, let path = json.path,
            json["engine"]?.asInt != LineDiff.version
        else { return event }
        return .outdated(path)
    }

    static var engine: (String, JSONValue) { ("engine", .number(LineDiff.version)) }

    private func line(_ event: String, _ pairs: [(String, JSONValue)] = []) -> JSONValue {
        .object(JSONObject([("event", .string(event))] + pairs))
    }
}
