// Notes as JSON objects for programs, one a line; docs/TROUBLESHOOTING.md lists their members.

public import Backend
public import JSON
import SocketIO
import SocketIOClient

extension Note {
    /// One object. `time` is in seconds since the program's start, on a clock that only goes forward. Nothing is cut, and
    /// binary data is base64.
    public func json(_ stamp: Stamp) -> JSONValue {
        var object: JSONObject = ["time": .double((stamp.seconds * 1e6).rounded() / 1e6), "event": .string(kind)]
        switch self {
        case .notStarted(let reason): object["happened"] = .string(reason)
        case .unanswered(let server): object["server"] = .string(server)
        case .connected(let namespace, let id, let transport, let isRecovered):
            object["namespace"] = .string(namespace)
            object["id"] = .string(id)
            object["transport"] = transport.map { .string($0.rawValue) } ?? .null
            object["recovered"] = .bool(isRecovered)
        case .disconnected(let namespace, let finding, let retry),
            .attemptFailed(let namespace, let finding, let retry, _):
            object["namespace"] = .string(namespace)
            if let finding { object.add(finding) }
            object["retry_in"] = retry.map { .double(Double($0) / 1_000) } ?? .null
        case .received(let event):
            object["namespace"] = .string(event.namespace)
            object["name"] = .string(event.name)
            object["arguments"] = .array(event.arguments.values.map { Self.value($0, event.arguments) })
            if let id = event.acknowledgementID { object["wants_acknowledgement"] = JSONValue(id) }
        case .acknowledged(let emission, let arguments):
            object["name"] = .string(emission.name)
            object["arguments"] = .array(arguments.values.map { Self.value($0, arguments) })
        case .emitFailed(let emission, let error):
            object["name"] = .string(emission.name)
            object["happened"] = .string(error.told)
        case .found(let finding): object.add(finding)
        case .check(let check): object.add(check)
        case .summary(let summary): object.add(summary)
        }
        return .object(object)
    }

    private var kind: String {
        switch self {
        case .notStarted: "not_started"
        case .unanswered: "unanswered"
        case .connected: "connected"
        case .disconnected: "disconnected"
        case .attemptFailed: "attempt_failed"
        case .received: "received"
        case .acknowledged: "acknowledged"
        case .emitFailed: "emit_failed"
        case .found: "finding"
        case .check: "check"
        case .summary: "summary"
        }
    }

    /// Placeholders become the data that they stand for.
    private static func value(_ value: JSONValue, _ arguments: SocketArguments) -> JSONValue {
        guard !arguments.attachments.isEmpty else { return value }
        if let data = arguments.attachment(for: value) {
            var text: [UInt8] = []
            Base64.encode(data, into: &text)
            return ["bytes": JSONValue(data.count), "base64": .string(String(decoding: text, as: UTF8.self))]
        }
        switch value {
        case .array(let elements): return .array(elements.map { Self.value($0, arguments) })
        case .object(let object):
            return .object(JSONObject(object.pairs.map { ($0.key, Self.value($0.value, arguments)) }))
        default: return value
        }
    }
}

extension LayerCheck {
    /// `layer`, `outcome` (`passed`, `failed`, `remark`, `skipped`) and words.
    public var json: JSONValue {
        var object = JSONObject()
        object.add(self)
        return .object(object)
    }
}

extension JSONObject {
    fileprivate mutating func add(_ finding: Finding) {
        self["layer"] = .string(finding.layer.rawValue)
        self["outcome"] = finding.weight == .failure ? "failed" : "remark"
        self["happened"] = .string(finding.happened)
        self["advice"] = .string(finding.advice)
    }

    fileprivate mutating func add(_ check: LayerCheck) {
        switch check.outcome {
        case .passed(let words):
            self["layer"] = .string(check.layer.rawValue)
            self["outcome"] = "passed"
            self["happened"] = .string(words)
        case .skipped(let words):
            self["layer"] = .string(check.layer.rawValue)
            self["outcome"] = "skipped"
            self["happened"] = .string(words)
        case .found(let finding): add(finding)
        }
    }

    fileprivate mutating func add(_ summary: Summary) {
        let metrics = summary.metrics
        self["connectAttempts"] = JSONValue(metrics.connectAttempts)
        self["connectSuccesses"] = JSONValue(metrics.connectSuccesses)
        self["disconnects"] = JSONValue(metrics.disconnects)
        self["eventsReceived"] = JSONValue(metrics.eventsReceived)
        self["reconnects"] = JSONValue(metrics.reconnects)
        self["eventsDropped"] = JSONValue(metrics.eventsDropped)
        self["seconds"] = .double((summary.seconds * 1e3).rounded() / 1e3)
        self["rate"] = .double((summary.rate * 1e3).rounded() / 1e3)
        self["status"] = JSONValue(Int(summary.status))
    }
}
