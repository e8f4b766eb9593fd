// The link's news: its state, what failed, and what a turn takes along.

internal import JSON
internal import TaskMachine

extension LinkStatus.State: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .connecting: "connecting"
        case .online: "online"
        case .reconnecting(let attempt, let limit, let milliseconds):
            line(("reconnecting", [JSONValue(attempt), JSONValue(limit), JSONValue(milliseconds)]))
        case .offline(let reason): line(("offline", .string(reason)))
        case .realtimeOff(let reason): line(("realtimeOff", .string(reason)))
        }
    }

    init?(recorded value: JSONValue) {
        if let numbers = value["reconnecting"]?.asArray?.compactMap(\.asInt), numbers.count == 3 {
            self = .reconnecting(attempt: numbers[0], limit: numbers[1], milliseconds: numbers[2])
        } else if let reason = value["offline"]?.asString {
            self = .offline(reason: reason)
        } else if let reason = value["realtimeOff"]?.asString {
            self = .realtimeOff(reason: reason)
        } else {
            switch value.asString {
            case "connecting": self = .connecting
            case "online": self = .online
            default: return nil
            }
        }
    }
}

extension RealtimeMetrics: RecordedMembers {
    static var blank: RealtimeMetrics { RealtimeMetrics() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("attempts", &connectAttempts)
        coder.number("successes", &connectSuccesses)
        coder.number("disconnects", &disconnects)
        coder.number("events", &eventsReceived)
        coder.number("reconnects", &reconnects)
    }
}

extension LinkStatus: RecordedMembers {
    static var blank: LinkStatus { LinkStatus(state: .connecting) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("state", &state)
        coder.one("metrics", &metrics)
        coder.text("server", &server)
        coder.text("namespace", &namespace)
        coder.text("transport", &transport)
        coder.text("socket", &socketID)
        coder.text("lastError", &lastError)
        coder.flag("isGuest", &isGuest)
    }
}

extension RequestFailure: Recorded {
    var inRecording: JSONValue {
        let parts = parts
        return line(
            ("failure", .string(parts.kind)), ("words", parts.words.map { .string($0) }),
            ("number", parts.number.map { JSONValue($0) }))
    }

    init?(recorded value: JSONValue) {
        self.init(
            RequestFailureParts(
                value["failure"]?.asString ?? "", value["words"]?.asString, number: value["number"]?.asInt))
    }
}

extension AgentEvent: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .replied(let reply, let request): line(("replied", reply.inRecording), ("request", JSONValue(request)))
        case .requestFailed(let failure, let request):
            line(("failed", failure.inRecording), ("request", JSONValue(request)))
        case .progressed(let progress): line(("progress", progress.inRecording))
        case .linkChanged(let status): line(("link", status.inRecording))
        case .noticed(let text): line(("notice", .string(text)))
        case .feedMissed(let gap):
            line(("missed", JSONValue(gap.milliseconds)), ("answer", gap.latestAnswer.map { .string($0) }))
        case .answered(let text, let question):
            line(("answered", JSONValue(question)), ("text", text.map { .string($0) }))
        case .accountKnown(let account): line(("account", account.inRecording))
        }
    }

    init?(recorded value: JSONValue) {
        let request = value["request"]?.asInt ?? 0
        if let reply = value["replied"] {
            guard let reply = ChatReply(recorded: reply) else { return nil }
            self = .replied(reply, request: request)
        } else if let failure = value["failed"] {
            guard let failure = RequestFailure(recorded: failure) else { return nil }
            self = .requestFailed(failure, request: request)
        } else if let progress = value["progress"] {
            guard let progress = AgentProgress(recorded: progress) else { return nil }
            self = .progressed(progress)
        } else if let status = value["link"] {
            guard let status = LinkStatus(recorded: status) else { return nil }
            self = .linkChanged(status)
        } else if let text = value["notice"]?.asString {
            self = .noticed(text)
        } else if let milliseconds = value["missed"]?.asInt {
            self = .feedMissed(FeedGap(milliseconds: milliseconds, latestAnswer: value["answer"]?.asString))
        } else if let question = value["answered"]?.asInt {
            self = .answered(value["text"]?.asString, question: question)
        } else {
            guard let account = value["account"].flatMap(Account.init(recorded:)) else { return nil }
            self = .accountKnown(account)
        }
    }
}

extension AttachedLine.Kind: Recorded {}

extension AttachedLine: RecordedMembers {
    static var blank: AttachedLine { AttachedLine(kind: .file, name: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("kind", &kind)
        coder.text("name", &name)
        coder.number("bytes", &bytes)
        coder.text("refusal", &refusal)
    }
}

extension ImageAttachment: RecordedMembers {
    static var blank: ImageAttachment { ImageAttachment(name: "", dataURL: "") }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("name", &name)
        coder.text("url", &dataURL)
    }
}

extension PreparedTurn: RecordedMembers {
    static var blank: PreparedTurn { PreparedTurn() }

    mutating func members(_ coder: inout RecordCoder) {
        coder.object("context", &context)
        coder.list("attached", &attached)
        coder.text("text", &attachedText)
        coder.list("images", &images)
    }
}
