// All that the application hears, as a recording has it: `{"applied":3}`, `{"key":"enter"}`.

public import App
public import ChangeReview
public import JSON
internal import Screen
internal import Settings
internal import TaskMachine

/// What the application heard, as a line of a recording says it.
public enum RecordedNews: Equatable, Sendable {
    case message(AppMessage)
    /// The colours of the oldest change that was asked about and not answered: whoever replays reads them anew.
    case highlighted
    /// Something that recordings don't keep, by its name.
    case leftOut(String)

    /// What the review's log holds of an earlier session is written in the log's own form.
    public struct ReviewLog: Sendable {
        var written: @Sendable (RecordedEvent) -> JSONValue
        var read: @Sendable (JSONValue) -> RecordedEvent?

        public init(
            written: @escaping @Sendable (RecordedEvent) -> JSONValue,
            read: @escaping @Sendable (JSONValue) -> RecordedEvent?
        ) {
            self.written = written
            self.read = read
        }
    }

    public init(_ message: AppMessage) {
        switch message {
        case .highlighted: self = .highlighted
        case .review: self = .leftOut("review")
        default: self = .message(message)
        }
    }

    /// The object of a line, without the time.
    public func json(_ log: ReviewLog) -> JSONValue {
        switch self {
        case .highlighted: ["highlighted": true]
        case .leftOut(let name): ["leftOut": .string(name)]
        case .message(.started(let report)):
            line(
                ("started", report.inRecording),
                ("review", report.recorded.isEmpty ? nil : .array(report.recorded.map(log.written))))
        case .message(let message): Self.json(message)
        }
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func json(_ message: AppMessage) -> JSONValue {
        switch message {
        case .input(let event): event.inRecording
        case .started(let report): line(("started", report.inRecording))
        case .agent(let event, let time): line(("agent", event.inRecording), ("clock", JSONValue(time)))
        case .prepared(let turn, let id): line(("prepared", turn.inRecording), ("id", JSONValue(id)))
        case .toolFinished(let result, let time): line(("tool", result.inRecording), ("clock", JSONValue(time)))
        case .toolOutput(let id, let output): line(("output", .string(output)), ("call", .string(id)))
        case .filesFound(let answer):
            line(
                ("files", .array(answer.paths.map { .string($0) })), ("number", JSONValue(answer.number)),
                ("soFar", answer.soFar.map { JSONValue($0) }))
        case .leftRunning(let commands):
            line(
                (
                    "leftRunning",
                    .array(
                        commands.map { command in
                            line(
                                ("command", .string(command.command)),
                                ("processes", .array(command.processes.map { JSONValue(Int($0)) })))
                        })
                ))
        case .applied(let entry): line(("applied", JSONValue(entry)))
        case .applyFailed(let refusal): line(("applyFailed", refusal.inRecording))
        case .undone(let entry, let skipped, let plan, let by):
            line(
                ("undone", JSONValue(entry)), ("skipped", .array(skipped.map(\.inRecording))),
                ("plan", plan?.inRecording),
                ("by", by.map { JSONValue($0) }))
        case .undoPreviewed(let preview): line(("undoPreviewed", preview.inRecording))
        case .journalTrimmed(let writes): line(("journalTrimmed", JSONValue(writes)))
        case .undoFailed(let reason): line(("undoFailed", .string(reason)))
        case .undoLost(let reason): line(("undoLost", .string(reason)))
        case .changedOnDisk(let path, let finding): line(("onDisk", finding.inRecording), ("path", path.inRecording))
        case .waitingForWriter(let isWaiting): line(("waitingForWriter", .bool(isWaiting)))
        case .conversationsListed(let list): line(("conversations", .array(list.map(\.inRecording))))
        case .conversationOpened(let state, let id): line(("conversation", state.inRecording), ("id", .string(id)))
        case .conversationTroubled(let trouble): line(("conversationTrouble", trouble.inRecording))
        case .exported(let path): line(("exported", .string(path)))
        case .earlierEntries(let entries, let isPartial):
            line(("earlier", .array(entries.map(\.inRecording))), ("isPartial", .bool(isPartial)))
        case .signedIn(let user): line(("signedIn", text(user)))
        case .settingsChanged(let settings): line(("settings", settings.inRecording))
        case .timerFired(let timer, let time): line(("timer", timer.inRecording), ("clock", JSONValue(time)))
        case .editorReturned(let words): line(("editor", text(words)))
        case .fileEdited(let path, let state):
            line(("fileEdited", state?.inRecording ?? .null), ("path", path.inRecording))
        case .copied(let name, let place): line(("copied", place.inRecording), ("name", .string(name)))
        case .reviewExported(let path): line(("reviewExported", .string(path)))
        case .reviewExportFailed(let path, let reason):
            line(("reviewExportFailed", text(reason)), ("path", .string(path)))
        case .branchFound(let branch): line(("branch", text(branch)))
        case .models(let news): line(("models", news.inRecording))
        case .troubled(let trouble): trouble.inRecording
        case .resumed: line(("resumed", true))
        case .commitNews(let news): line(("commit", news.inRecording))
        case .earlierSearched(let finds): line(("finds", finds.inRecording))
        case .highlighted, .review: .null
        }
    }

    /// nil for a line that says none.
    public init?(json value: JSONValue, _ log: ReviewLog) {
        if let name = value["leftOut"]?.asString {
            self = .leftOut(name)
        } else if value["highlighted"] != nil {
            self = .highlighted
        } else {
            guard var message = Self.message(value) else { return nil }
            if case .started(var report) = message, let events = value["review"]?.asArray {
                report.recorded = events.compactMap(log.read)
                guard report.recorded.count == events.count else { return nil }
                message = .started(report)
            }
            self = .message(message)
        }
    }

    private static func message(_ value: JSONValue) -> AppMessage? {
        guard let (name, member) = value.asObject?.pairs.first else { return nil }
        let clock = value["clock"]?.asInt ?? 0
        let number = member.asInt ?? 0
        let path = value["path"].flatMap(RelativePath.init(recorded:))
        switch name {
        case "started": return StartReport(recorded: member).map { .started($0) }
        case "agent": return AgentEvent(recorded: member).map { .agent($0, at: clock) }
        case "prepared": return PreparedTurn(recorded: member).map { .prepared($0, id: value["id"]?.asInt ?? 0) }
        case "tool": return ToolResult(recorded: member).map { .toolFinished($0, at: clock) }
        case "output": return .toolOutput(callID: value["call"]?.asString ?? "", member.asString ?? "")
        case "files":
            let paths = (member.asArray ?? []).compactMap(\.asString)
            return .filesFound(
                FileAnswer(number: value["number"]?.asInt ?? 0, paths: paths, soFar: value["soFar"]?.asInt))
        case "leftRunning":
            return .leftRunning(
                (member.asArray ?? []).map { command in
                    BackgroundCommand(
                        command: command["command"]?.asString ?? "",
                        processes: (command["processes"]?.asArray ?? []).compactMap { Int32(exactly: $0.asInt ?? 0) })
                })
        case "applied": return .applied(journalEntry: number)
        case "applyFailed": return ApplyRefusal(recorded: member).map { .applyFailed($0) }
        case "undone":
            return .undone(
                journalEntry: number,
                skipped: (value["skipped"]?.asArray ?? []).compactMap(SkippedFile.init(recorded:)),
                plan: value["plan"].flatMap(ChangePlan.init(recorded:)), by: value["by"]?.asInt)
        case "undoPreviewed": return UndoPreview(recorded: member).map { .undoPreviewed($0) }
        case "journalTrimmed": return .journalTrimmed(writes: number)
        case "undoFailed": return .undoFailed(reason: member.asString ?? "")
        case "undoLost": return .undoLost(reason: member.asString ?? "")
        case "onDisk": return path.flatMap { path in DiskFinding(recorded: member).map { .changedOnDisk(path, $0) } }
        case "waitingForWriter": return .waitingForWriter(member == true)
        default: return rarer(name, member, value) ?? InputEvent(recorded: value).map { .input($0) }
        }
    }

    private static func rarer(_ name: String, _ member: JSONValue, _ value: JSONValue) -> AppMessage? {
        let text = member.asString
        switch name {
        case "conversations":
            return .conversationsListed((member.asArray ?? []).compactMap(ConversationSummary.init(recorded:)))
        case "conversation":
            return ConversationState(recorded: member).map { .conversationOpened($0, id: value["id"]?.asString ?? "") }
        case "conversationTrouble": return ConversationTrouble(recorded: member).map { .conversationTroubled($0) }
        case "exported": return .exported(path: text ?? "")
        case "earlier":
            return .earlierEntries(
                (member.asArray ?? []).compactMap(Entry.init(recorded:)), isPartial: value["isPartial"] == true)
        case "signedIn": return .signedIn(user: text)
        case "settings": return ChosenSettings(recorded: member).map { .settingsChanged($0) }
        case "timer":
            return AppTimer(recorded: member).map { .timerFired($0, at: value["clock"]?.asInt ?? 0) }
        case "editor": return .editorReturned(text)
        case "fileEdited":
            guard let path = value["path"].flatMap(RelativePath.init(recorded:)) else { return nil }
            return .fileEdited(path, member.isNull ? nil : FileState(recorded: member))
        case "copied":
            return CopyPlace(recorded: member).map { .copied(name: value["name"]?.asString ?? "", $0) }
        case "reviewExported": return .reviewExported(path: text ?? "")
        case "reviewExportFailed":
            return .reviewExportFailed(path: value["path"]?.asString ?? "", reason: text)
        case "models": return ModelNews(recorded: member).map { .models($0) }
        case "commit": return CommitNews(recorded: member).map { .commitNews($0) }
        case "finds": return EarlierFinds(recorded: member).map { .earlierSearched($0) }
        case "branch": return .branchFound(text)
        case "trouble": return Trouble(recorded: value).map { .troubled($0) }
        case "resumed": return .resumed
        default: return nil
        }
    }
}
