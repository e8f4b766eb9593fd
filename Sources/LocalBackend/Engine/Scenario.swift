// What a scripted server does, step by step, read from a text that people write by hand (docs/SCENARIOS.md).

import JSON

/// The steps of a scenario file: one JSON object a line; blank lines and lines that begin with `#` are left out.
public struct Scenario: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case publish(EngineEvent)
        case wait(milliseconds: Int)
        /// Ends the play for one request.
        case reply(EngineReply)
        /// Goes back to the first step.
        case restart
    }

    let steps: [Step]
    /// What is wrong with the site, from its start.
    public private(set) var faults = SiteFaults()

    /// Reads a scenario file's text.
    public init(_ text: String) throws(ScenarioError) {
        var steps: [Step] = []
        for (index, line) in SearchReport.lines(of: text).enumerated() {
            let words = line.trimmed(of: " \t\r")
            guard !words.isEmpty, !words.hasPrefix("#") else { continue }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue.parse(words)
            } catch {
                throw ScenarioError(line: index + 1, reason: "\(error)")
            }
            if let object = value.asObject, faults.take(object) { continue }
            guard let step = Step(value) else { throw ScenarioError(line: index + 1, reason: "this is no step") }
            steps.append(step)
        }
        self.steps = steps
    }
}

/// A scenario that can't be read.
public struct ScenarioError: Error, Equatable, Sendable, CustomStringConvertible {
    /// 1-based.
    public let line: Int
    public let reason: String

    public var description: String { "line \(line): \(reason)" }
}

extension Scenario.Step {
    init?(_ value: JSONValue) {
        guard let object = value.asObject, let (key, argument) = object.pairs.first else { return nil }
        switch key {
        case "progress": self = .publish(.progress(argument))
        case "event":
            guard let name = argument.asString else { return nil }
            self = .publish(.other(name: name, object["data"] ?? .null))
        case "cut_realtime": self = .publish(.realtimeCut)
        case "end_session": self = .publish(.sessionsEnded)
        case "wait":
            guard let milliseconds = argument.asInt, (0...600_000).contains(milliseconds) else { return nil }
            self = .wait(milliseconds: milliseconds)
        case "reply": self = .reply(.message(argument))
        case "raw":
            guard let status = argument["status"]?.asInt, (200...599).contains(status) else { return nil }
            let type = argument["content_type"]?.asString ?? "text/html"
            guard type.utf8.allSatisfy({ (32..<127).contains($0) }) else { return nil }
            self = .reply(
                .raw(status: status, contentType: type, body: Array((argument["body"]?.asString ?? "").utf8)))
        case "http":
            guard let answer = PlayedAnswer(reading: argument) else { return nil }
            self = .reply(.played(answer))
        case "close": self = .reply(.connectionClosed)
        case "hang": self = .reply(.silence)
        case "restart": self = .restart
        default: return nil
        }
    }
}
