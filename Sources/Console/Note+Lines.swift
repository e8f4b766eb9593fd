// Notes as lines for people: a time, what happened, and what to do about it.

import Backend
import JSON
import SocketIO
import TaskMachine

extension Note {
    /// Lines without their ends. Nothing in them commands a terminal but our own colours. Events have the time since the
    /// connection was made, everything else the time of the day.
    public func lines(_ stamp: Stamp, _ style: ConsoleStyle) -> [String] {
        switch self {
        case .notStarted(let reason):
            return [row(stamp.clock, [style.paint("not started", .red), style.clean(reason)], style)]
        case .unanswered(let server):
            let parts = [style.paint("no answer", .red), style.clean(server), "nothing has come from there so far"]
            return [row(stamp.clock, parts, style)]
        case .connected(let namespace, let id, let transport, let isRecovered):
            let parts = [
                style.paint("connected", .green), style.clean(namespace), transport?.rawValue ?? "",
                "id " + style.short(style.clean(id), 7), isRecovered ? "recovered: nothing was missed" : "",
            ]
            return [row(stamp.clock, parts, style)]
        case .disconnected(let namespace, let finding, let retry):
            return ended("disconnected", namespace, finding, retry, stamp, style)
        case .attemptFailed(let namespace, let finding, let retry, let isLookedInto):
            let lines = ended("not connected", namespace, finding, retry, stamp, style)
            return isLookedInto ? Array(lines.prefix(1)) : lines
        case .received(let event):
            let name = style.paint(style.short(style.clean(event.name), 60), .bold)
            return [row(stamp.sinceConnected, [name, Self.payload(event.name, event.arguments, style)], style)]
        case .acknowledged(let emission, let arguments):
            let name = style.short(style.clean(emission.name), 60)
            return [row(stamp.sinceConnected, ["\(name) acknowledged", Self.payload("", arguments, style)], style)]
        case .emitFailed(let emission, let error):
            let name = style.short(style.clean(emission.name), 60)
            return [row(stamp.sinceConnected, [style.paint("\(name) failed", .red), error.told], style)]
        case .found(let finding):
            let sign = finding.weight == .failure ? style.paint(style.failed, .red) : style.paint(style.remark, .yellow)
            return [row(stamp.clock, ["\(sign) \(style.clean(finding.happened))"], style)] + [advice(finding, style)]
        case .check(let check): return check.lines(style)
        case .summary(let summary): return summary.lines(style)
        }
    }

    /// Width of the column of times.
    private static let timeWidth = 12

    private func row(_ time: String, _ parts: [String], _ style: ConsoleStyle) -> String {
        let padded = String(repeating: " ", count: max(0, Self.timeWidth - time.count)) + time
        return ([style.paint(padded, .dim)] + parts.filter { !$0.isEmpty }).joined(separator: "  ")
    }

    private func advice(_ finding: Finding, _ style: ConsoleStyle) -> String {
        String(repeating: " ", count: Self.timeWidth + 2) + style.paint(style.clean(finding.advice), .dim)
    }

    private func ended(
        _ word: String, _ namespace: String, _ finding: Finding?, _ retry: Int?, _ stamp: Stamp, _ style: ConsoleStyle
    ) -> [String] {
        let next = retry.map { "next try in \(fixed(Double($0) / 1_000, 1)) s" } ?? "no further try"
        let parts = [
            style.paint(word, .red), style.clean(namespace), style.clean(finding?.happened ?? ""),
            style.paint(next, .dim),
        ]
        return [row(stamp.clock, parts, style)] + (finding.map { [advice($0, style)] } ?? [])
    }

    /// What an event carries, in one line.
    private static func payload(_ name: String, _ arguments: SocketArguments, _ style: ConsoleStyle) -> String {
        if name == "ai_progress", arguments.values.count == 1, let type = arguments.values[0]["type"]?.asString,
            let line = AgentProgress(reading: arguments.values[0])?.line(type: type)
        {
            return style.short(style.clean(line), style.payloadLimit)
        }
        var text = ""
        for value in arguments.values {
            // A line is short; a payload may have megabytes.
            guard text.utf8.count <= style.payloadLimit * 4 else { break }
            if !text.isEmpty { text += "  " }
            text += shown(value, arguments)
        }
        return style.short(style.clean(String(text.prefix(style.payloadLimit * 4))), style.payloadLimit)
    }

    private static func shown(_ value: JSONValue, _ arguments: SocketArguments) -> String {
        if let data = arguments.attachment(for: value) { return "<\(data.count) bytes>" }
        switch value {
        case .array(let elements) where !arguments.attachments.isEmpty:
            return "[" + elements.map { shown($0, arguments) }.joined(separator: ",") + "]"
        case .object(let object) where !arguments.attachments.isEmpty:
            let members = object.pairs.map { "\(JSONValue.string($0.key).text):\(shown($0.value, arguments))" }
            return "{" + members.joined(separator: ",") + "}"
        default: return value.text
        }
    }
}

extension AgentProgress {
    /// `working 2/5  Renaming…`; nil where there is more to it than a type and a message.
    fileprivate func line(type: String) -> String? {
        guard !message.isEmpty || step != nil else { return nil }
        let place = step.map { " \($0)" + (total.map { "/\($0)" } ?? "") } ?? ""
        return [type + place, message].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

extension SocketEmitError {
    /// One sentence without its full stop.
    var told: String {
        self == .timedOut ? words + "; not every server sends them, and Frappe's never do" : words
    }
}

extension Stamp {
    /// `12:03:04.123`
    var clock: String {
        let seconds = dayMilliseconds / 1_000
        return [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
            + "."
            + padded(dayMilliseconds % 1_000, 3)
    }

    /// `+0.812`
    var sinceConnected: String { "+" + fixed(secondsConnected ?? 0, 3) }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// A number with so many digits after the point.
func fixed(_ number: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((max(0, min(number, 1e12)) * Double(scale)).rounded())
    return "\(scaled / scale)." + padded(scaled % scale, digits)
}
