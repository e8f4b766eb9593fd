// What was found out about models, as a recording has it.

internal import App
internal import JSON

extension KnownModel.Source: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .helper: "helper"
        case .found(let program): line(("found", .string(program)))
        case .configured: "configured"
        }
    }

    init?(recorded value: JSONValue) {
        if let program = value["found"]?.asString {
            self = .found(program)
        } else {
            switch value.asString {
            case "helper": self = .helper
            case "configured": self = .configured
            default: return nil
            }
        }
    }
}

extension KnownModel: RecordedMembers {
    static var blank: KnownModel { KnownModel(name: "", choice: "", source: .configured, host: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("name", &name)
        coder.text("choice", &choice)
        coder.one("source", &source)
        coder.text("host", &host)
        coder.number("contextTokens", &contextTokens)
        var says = takesTools != nil
        coder.flag("saysOfTools", &says)
        var takes = takesTools ?? false
        coder.flag("takesTools", &takes)
        takesTools = says ? takes : nil
    }
}

extension ModelRefusal: Recorded {
    var inRecording: JSONValue {
        func made(_ name: String, _ text: String, _ more: (String, JSONValue)? = nil) -> JSONValue {
            line(("refusal", .string(name)), ("text", .string(text)), (more?.0 ?? "", more?.1))
        }
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return switch self {
        case .unknown(let name, let near): made("unknown", name, ("list", list(near)))
        case .ambiguous(let name, let choices): made("ambiguous", name, ("list", list(choices)))
        case .noAddress(let text): made("noAddress", text)
        case .noModels(let text): made("noModels", text)
        case .severalModels(let text, let count): made("severalModels", text, ("count", JSONValue(count)))
        case .notThere(let text, let reason): made("notThere", text, ("reason", .string(reason)))
        case .keysUnread(let server, let file, let reason):
            line(
                ("refusal", "keysUnread"), ("text", .string(file)), ("server", .string(server)),
                ("reason", .string(reason)))
        case .notKept(let reason): made("notKept", reason)
        }
    }

    init?(recorded value: JSONValue) {
        let text = value["text"]?.asString ?? ""
        let list = (value["list"]?.asArray ?? []).compactMap(\.asString)
        switch value["refusal"]?.asString {
        case "unknown": self = .unknown(text, near: list)
        case "ambiguous": self = .ambiguous(text, choices: list)
        case "noAddress": self = .noAddress(text)
        case "noModels": self = .noModels(text)
        case "severalModels": self = .severalModels(text, count: value["count"]?.asInt ?? 0)
        case "notThere": self = .notThere(text, reason: value["reason"]?.asString ?? "")
        case "keysUnread":
            self = .keysUnread(
                server: value["server"]?.asString ?? "", file: text, reason: value["reason"]?.asString ?? "")
        case "notKept": self = .notKept(reason: text)
        default: return nil
        }
    }
}

extension ModelNews: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .known(let models, let current, let isAsked):
            line(
                ("known", .array(models.map(\.inRecording))), ("current", .string(current)),
                ("isAsked", .bool(isAsked)))
        case .offered(let models): line(("offered", .array(models.map(\.inRecording))))
        case .chosen(let model, let isKept): line(("chosen", model.inRecording), ("isKept", .bool(isKept)))
        case .refused(let refusal): line(("refused", refusal.inRecording))
        case .keyInClear(let server): line(("keyInClear", .string(server)))
        }
    }

    init?(recorded value: JSONValue) {
        func models(_ list: [JSONValue]) -> [KnownModel] { list.compactMap(KnownModel.init(recorded:)) }
        if let known = value["known"]?.asArray {
            self = .known(
                models(known), current: value["current"]?.asString ?? "", isAsked: value["isAsked"] == true)
        } else if let offered = value["offered"]?.asArray {
            self = .offered(models(offered))
        } else if let chosen = value["chosen"].flatMap(KnownModel.init(recorded:)) {
            self = .chosen(chosen, isKept: value["isKept"] == true)
        } else if let server = value["keyInClear"]?.asString {
            self = .keyInClear(server: server)
        } else {
            guard let refusal = value["refused"].flatMap(ModelRefusal.init(recorded:)) else { return nil }
            self = .refused(refusal)
        }
    }
}
