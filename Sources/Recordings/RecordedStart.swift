// What the program knew of the world when a recording began.

internal import App
internal import ChangeReview
internal import JSON
internal import Screen
internal import Settings
internal import TaskMachine

extension StartReport.Server: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .embedded: "embedded"
        case .remote(let address): line(("remote", .string(address)))
        }
    }

    init?(recorded value: JSONValue) {
        if let address = value["remote"]?.asString {
            self = .remote(address)
        } else {
            guard value == "embedded" else { return nil }
            self = .embedded
        }
    }
}

extension Theme.Ground: Recorded {}

extension ConversationSummary.State: Recorded {}

extension ConversationSummary: RecordedMembers {
    static var blank: ConversationSummary {
        ConversationSummary(id: "", title: "", messages: 0, created: 0, updated: 0)
    }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("id", &id)
        coder.text("title", &title)
        coder.number("messages", &messages)
        coder.number("created", &created)
        coder.number("updated", &updated)
        coder.text("project", &project)
        coder.one("state", &state)
        coder.number("bytes", &bytes)
        coder.text("trouble", &trouble)
    }
}

extension ConversationState: Recorded {
    /// As its records, which is how a conversation is kept.
    var inRecording: JSONValue {
        var records = entries.map { ConversationRecord.entry($0).json }
        for (index, message) in history.enumerated() {
            records.append(ConversationRecord.message(message, number: firstMessage + index).json)
        }
        records.append(ConversationRecord.note(note).json)
        return line(("records", .array(records)), ("isPartial", isPartial ? true : nil))
    }

    init?(recorded value: JSONValue) {
        guard let records = value["records"]?.asArray else { return nil }
        self.init()
        isPartial = value["isPartial"]?.asBool ?? false
        for record in records {
            guard let record = ConversationRecord(record) else { return nil }
            apply(record)
        }
    }
}

extension Entry: Recorded {
    var inRecording: JSONValue { ConversationRecord.entry(self).json }

    init?(recorded: JSONValue) {
        guard case .entry(let entry) = ConversationRecord(recorded) else { return nil }
        self = entry
    }
}

extension StartReport.JournalFact: RecordedMembers {
    static var blank: Self { Self(entry: 0, plan: ChangePlan(steps: [])) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("entry", &entry)
        coder.one("plan", &plan)
        coder.number("undoes", &undoes)
        coder.one("undone", &undone)
        coder.list("skipped", &skipped)
    }
}

extension StartReport.Recovery: RecordedMembers {
    static var blank: Self { Self() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.list("restored", &restored)
        coder.list("leftAlone", &leftAlone)
        coder.text("failure", &failure)
        coder.number("unreadable", &unreadable)
        coder.numbers("damaged", &damagedEntries)
    }
}

extension PaneShares: RecordedMembers {
    static var blank: PaneShares { PaneShares() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("beside", &beside)
        coder.number("below", &below)
        coder.number("list", &list)
    }
}

extension KeyRemap: RecordedMembers {
    static var blank: KeyRemap { KeyRemap(context: "", key: "", action: nil) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("context", &context)
        coder.text("key", &key)
        coder.text("action", &action)
    }
}

extension SettingsLayer.Entry: Recorded {
    /// The value, and where it comes from.
    var inRecording: JSONValue {
        var parts: [JSONValue] =
            switch value {
            case .flag(let flag): [.bool(flag)]
            case .number(let number): [JSONValue(number)]
            case .text(let text): [.string(text)]
            }
        switch origin {
        case .standard: break
        case .flag(let name): parts += ["flag", .string(name)]
        case .variable(let name): parts += ["variable", .string(name)]
        case .file(let path, let place, let isProject):
            parts += [
                isProject ? "project" : "user", .string(path), JSONValue(place.line), JSONValue(place.column),
            ]
        }
        return .array(parts)
    }

    init?(recorded parts: JSONValue) {
        let value: SettingValue
        switch parts[0] {
        case .bool(let flag)?: value = .flag(flag)
        case .string(let text)?: value = .text(text)
        default:
            guard let number = parts[0]?.asInt else { return nil }
            value = .number(number)
        }
        let name = parts[2]?.asString ?? ""
        let place = TextPlace(line: parts[3]?.asInt ?? 1, column: parts[4]?.asInt ?? 1)
        switch parts[1]?.asString {
        case "flag": self.init(value, .flag(name))
        case "variable": self.init(value, .variable(name))
        case "project": self.init(value, .file(name, place, isProject: true))
        case "user": self.init(value, .file(name, place, isProject: false))
        default: self.init(value, .standard)
        }
    }
}

extension ChosenSettings: Recorded {
    var inRecording: JSONValue {
        let names = SettingName.allCases.filter { entries[$0] != nil }
        return line(
            (
                "values",
                .object(JSONObject(names.compactMap { name in entries[name].map { (name.rawValue, $0.inRecording) } }))
            ),
            ("keys", remaps.isEmpty ? nil : .array(remaps.map(\.inRecording))))
    }

    init?(recorded value: JSONValue) {
        var entries: [SettingName: SettingsLayer.Entry] = [:]
        for (name, entry) in value["values"]?.asObject?.pairs ?? [] {
            // A setting of another version has nothing to set here.
            guard let name = SettingName(rawValue: name) else { continue }
            guard let entry = SettingsLayer.Entry(recorded: entry) else { return nil }
            entries[name] = entry
        }
        self.init(entries, remaps: (value["keys"]?.asArray ?? []).compactMap(KeyRemap.init(recorded:)))
    }
}

extension StartReport: RecordedMembers {
    static var blank: StartReport { StartReport(unicode: false) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("version", &version)
        coder.text("folder", &folder)
        coder.text("folderPath", &folderPath)
        coder.text("stateFolder", &stateFolder)
        coder.one("server", &server)
        coder.flag("unicode", &unicode)
        var isColourless = !hasColour
        coder.flag("isColourless", &isColourless)
        hasColour = !isColourless
        coder.flag("isRemote", &isRemote)
        coder.flag("hidesAddresses", &hidesAddresses)
        coder.one("ground", &ground)
        coder.one("settings", &settings)
        coder.one("shares", &shares)
        coder.flag("isSecond", &isSecond)
        coder.number("clockOffset", &clockOffset)
        coder.number("wallClock", &wallClock)
        coder.flag("isReadOnly", &isReadOnly)
        coder.list("latestWrites", &latestWrites)
        coder.list("written", &written)
        coder.text("journalFailure", &journalFailure)
        coder.one("recovery", &recovery)
        coder.texts("history", &history)
        coder.one("conversation", &conversation)
        coder.text("conversationID", &conversationID)
        coder.text("draft", &draft)
        coder.flag("isAfterCrash", &isAfterCrash)
        coder.text("recording", &recording)
        coder.one("latest", &latest)
        var rules = rules.map { KeptRule(rule: $0) }
        coder.list("rules", &rules)
        self.rules = rules.map(\.rule)
    }
}

/// A standing answer of the project's.
private struct KeptRule: Recorded {
    var rule: ApprovalRule

    init(rule: ApprovalRule) { self.rule = rule }

    var inRecording: JSONValue { rule.json }

    init?(recorded: JSONValue) {
        guard let rule = ApprovalRule(recorded, scope: .project) else { return nil }
        self.rule = rule
    }
}
