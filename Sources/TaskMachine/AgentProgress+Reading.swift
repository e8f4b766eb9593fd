// `ai_progress` as servers send it (docs/PROTOCOL.md): every field optional but `type`, numbers also as text.

public import JSON

extension AgentProgress {
    /// nil when there is no `type`: such an event is counted and not shown.
    public init?(reading value: JSONValue) {
        guard case .object(let object) = value else { return nil }
        let members = Members(of: object)
        guard let type = members.value(members.type)?.nonEmptyText else { return nil }
        var changes = ReportedChanges()
        if let reported = members.value(members.fileChanges) { changes = ReportedChanges(reading: reported) }
        if type == "step_complete" { changes.addFlat(value) }
        self.init(
            kind: Kind(type: type), message: members.shownMessage, step: members.value(members.step)?.lenientInt,
            total: members.value(members.total)?.lenientInt, fileChanges: changes,
            details: ReportedChanges.sentences(members.value(members.details)), failed: members.tellOfFailure)
    }
}

/// Where the members of an event stand, found in one walk: events come by the thousand, and most of what they may
/// hold is not there.
private struct Members {
    private let pairs: [(key: String, value: JSONValue)]
    private(set) var type: Int?
    private(set) var step: Int?
    private(set) var total: Int?
    private(set) var fileChanges: Int?
    private(set) var details: Int?
    private var message: Int?
    private var text: Int?
    private var error: Int?
    private var success: Int?

    init(of object: JSONObject) {
        pairs = object.pairs
        for place in pairs.indices {
            let key = pairs[place].key
            // The length tells most keys apart for less than a comparison costs.
            switch key.utf8.count {
            case 4 where key == "type": type = place
            case 4 where key == "step": step = place
            case 4 where key == "text": text = place
            case 5 where key == "total": total = place
            case 5 where key == "error": error = place
            case 7 where key == "message": message = place
            case 7 where key == "success": success = place
            case 7 where key == "details": details = place
            case 12 where key == "file_changes": fileChanges = place
            default: break
            }
        }
    }

    func value(_ place: Int?) -> JSONValue? { place.map { pairs[$0].value } }

    /// `message`, or what stands in its place.
    var shownMessage: String {
        for place in [message, text, error] {
            if let place, case .string(let shown) = pairs[place].value, !shown.isEmpty { return shown }
        }
        return value(message)?.lenientText ?? ""
    }

    var tellOfFailure: Bool {
        value(error)?.isTruthy == true || value(success).map { !$0.isTruthy } == true
    }
}

extension AgentProgress.Kind {
    init(type: String) {
        self =
            switch type {
            case "working": .working
            case "thinking": .thinking
            case "plan": .plan
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
