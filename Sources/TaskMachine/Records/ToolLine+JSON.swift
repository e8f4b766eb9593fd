// How a tool call is kept: what was asked, what became of it, and as much of its output as the chat has.
import JSON

extension ToolLine {
    var json: JSONValue {
        kept(
            ("id", .string(callID)), ("do", .string(action)), ("on", object.isEmpty ? nil : .string(object)),
            ("s", .string(state.word)), ("out", output.head.isEmpty && output.isComplete ? nil : output.json),
            ("exit", exitStatus.map { JSONValue(Int($0)) }), ("ms", milliseconds.map { JSONValue($0) }),
            ("tail", liveTail.isEmpty ? nil : .string(liveTail)),
            ("at", place == .disk ? nil : .string(place.rawValue)),
            ("w", isWritten ? true : nil)
        )
    }

    init?(_ json: JSONValue) {
        guard let action = json["do"]?.asString,
            let state = State.all.first(where: { $0.word == json["s"]?.asString })
        else { return nil }
        self.init(
            callID: json["id"]?.asString ?? "", action: action, object: json["on"]?.asString ?? "", state: state,
            output: BoundedText(kept: json["out"]), exitStatus: json["exit"]?.asInt.flatMap { Int32(exactly: $0) },
            milliseconds: json["ms"]?.asInt)
        liveTail = json["tail"]?.asString ?? ""
        place = json["at"]?.asString.flatMap(CommandPlace.init(rawValue:)) ?? .disk
        isWritten = json["w"]?.asBool ?? false
    }
}

extension ToolLine.State {
    fileprivate static let all: [Self] = [.awaitingApproval, .running, .succeeded, .failed, .rejected, .cancelled]

    fileprivate var word: String {
        switch self {
        case .awaitingApproval: "asked"
        case .running: "running"
        case .succeeded: "done"
        case .failed: "failed"
        case .rejected: "rejected"
        case .cancelled: "cancelled"
        }
    }
}

extension BoundedText {
    /// A text that is whole is a string.
    var json: JSONValue {
        guard !isComplete else { return .string(head) }
        return [
            "h": .string(head), "t": .string(tail), "lines": JSONValue(omittedLines),
            "chars": JSONValue(omittedCharacters),
        ]
    }

    init(kept json: JSONValue?) {
        guard let head = json?["h"]?.asString else {
            self.init(json?.asString ?? "")
            return
        }
        self.init(
            head: head, tail: json?["t"]?.asString ?? "", omittedLines: json?["lines"]?.asInt ?? 0,
            omittedCharacters: json?["chars"]?.asInt ?? 0)
    }
}
