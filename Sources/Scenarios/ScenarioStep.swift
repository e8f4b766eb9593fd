// One step of a scenario: what the played server does, and how it is written (docs/SCENARIOS.md).

public import JSON

/// What a played server does next.
public enum ScenarioStep: Equatable, Sendable {
    /// An `ai_progress` event, the payload as it stands.
    case progress(JSONValue)
    /// Another realtime event.
    case event(name: String, JSONValue)
    /// Every realtime connection of the user is cut.
    case realtimeCut
    /// All sessions end.
    case sessionsEnded
    case wait(milliseconds: Int)
    case stream(StreamedWords)
    /// Back to the first step of the steps in order.
    case restart
    /// The `message` of a reply. This and what follows ends a request.
    case reply(JSONValue)
    /// A reply of the text that was streamed, with these calls.
    case answerStreamed(calls: JSONValue)
    /// Any bytes instead of JSON.
    case raw(status: Int, contentType: String, body: [UInt8])
    /// An HTTP answer as it stands.
    case played(PlayedAnswer)
    /// The connection is closed without an answer.
    case connectionClosed
    /// Nothing is ever sent.
    case silence

    /// A request is answered by it, well or badly.
    public var ends: Bool {
        switch self {
        case .progress, .event, .realtimeCut, .sessionsEnded, .wait, .stream, .restart: false
        case .reply, .answerStreamed, .raw, .played, .connectionClosed, .silence: true
        }
    }
}

extension ScenarioStep {
    /// Each kind of step by its name, and what may stand beside it.
    static let kinds: [(name: String, beside: [String])] = [
        ("answer", ["calls"]), ("stream", ["tokens_per_second", "as"]), ("progress", []), ("event", ["data"]),
        ("wait", []), ("reply", ["unchecked"]), ("raw", []), ("http", []), ("close", []), ("hang", []),
        ("cut_realtime", []), ("end_session", []), ("restart", []),
    ]

    /// - Parameter kind: a name of `kinds` that the line has.
    init(_ kind: String, _ line: PlacedValue) throws(Misread) {
        guard let argument = line.member(kind) else { throw line.wrong("`\(kind)` is missing") }
        switch kind {
        case "answer":
            let calls = try line.member("calls")?.writtenCalls() ?? []
            self =
                argument.value == true
                ? .answerStreamed(calls: calls) : .reply(Self.answer(try argument.lines(), calls: calls))
        case "stream":
            self = .stream(
                StreamedWords(
                    try argument.lines(),
                    tokensPerSecond: try line.member("tokens_per_second")?.number(1...10_000) ?? 40,
                    isReasoning: try Self.isReasoning(line.member("as"))))
        case "progress": self = .progress(argument.value)
        case "event": self = .event(name: try argument.text(), line.value["data"] ?? .null)
        case "wait": self = .wait(milliseconds: try argument.number(0...600_000, " milliseconds"))
        case "reply":
            if line.value["unchecked"] != true, let calls = argument.member("tool_calls"), calls.value.asArray != nil {
                try calls.checkCalls()
            }
            self = .reply(argument.value)
        case "raw": self = try Self.raw(argument)
        case "http": self = .played(try PlayedAnswer(argument))
        default:
            guard argument.value == true else { throw argument.wrong("`\(kind)` takes true") }
            switch kind {
            case "close": self = .connectionClosed
            case "hang": self = .silence
            case "cut_realtime": self = .realtimeCut
            case "end_session": self = .sessionsEnded
            default: self = .restart
            }
        }
    }

    /// The `message` of a good reply.
    static func answer(_ text: String, calls: JSONValue) -> JSONValue {
        ["success": true, "response": .string(text), "tool_calls": calls]
    }

    private static func isReasoning(_ value: PlacedValue?) throws(Misread) -> Bool {
        guard let value, value.value != "text" else { return false }
        guard value.value == "reasoning" else { throw value.wrong("`as` takes text or reasoning") }
        return true
    }

    private static func raw(_ value: PlacedValue) throws(Misread) -> ScenarioStep {
        try value.only(["status", "content_type", "body"])
        guard let status = value.member("status") else { throw value.wrong("`raw` has a `status`") }
        let type = try value.member("content_type")?.text() ?? "text/html"
        guard type.utf8.allSatisfy({ (32..<127).contains($0) }) else {
            throw value.wrong("`content_type` takes plain letters")
        }
        return .raw(
            status: try status.number(200...599), contentType: type,
            body: Array((try value.member("body")?.text() ?? "").utf8))
    }
}
