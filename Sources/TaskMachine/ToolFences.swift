// Models without a tool interface write their calls as fenced blocks in the text.

import JSON

/// A text taken apart: what people read, and the calls that stood in it.
struct ToolFences: Equatable {
    var text: String
    var calls: [ToolCall]

    /// A block fenced as `tool_call` that holds one JSON object with an `action` is a call and leaves the text. One that
    /// cannot be read stays where it is: better seen than swallowed.
    init(_ source: String) {
        var kept: [Substring] = []
        var calls: [ToolCall] = []
        let lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        var index = 0
        while index < lines.count {
            guard Self.opens(lines[index]) else {
                kept.append(lines[index])
                index += 1
                continue
            }
            let body = lines[(index + 1)...].prefix { !Self.opens($0) && !Self.closes($0) }
            if body.endIndex < lines.count, Self.closes(lines[body.endIndex]), let call = Self.call(body) {
                calls.append(call)
                index = body.endIndex + 1
                // The blank lines around a block would be two in a row.
                guard kept.last.map(Self.isBlank) ?? true else { continue }
                while index < lines.count, Self.isBlank(lines[index]) { index += 1 }
            } else {
                kept += lines[index..<body.endIndex]
                index = body.endIndex
            }
        }
        while let last = kept.last, Self.isBlank(last) { kept.removeLast() }
        self.calls = calls
        text = calls.isEmpty ? source : kept.joined(separator: "\n")
    }

    /// What people read of a text that is still being written: no calls, and nothing of one that has begun.
    static func shown(ofUnfinished source: String) -> String {
        let text = ToolFences(source).text
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard let last = lines.lastIndex(where: opens), !lines[(last + 1)...].contains(where: closes) else {
            return text
        }
        return String(text[..<lines[last].startIndex])
    }

    private static func opens(_ line: Substring) -> Bool {
        let line = line.drop { $0 == " " }
        guard line.hasPrefix("```") else { return false }
        return words(line.drop { $0 == "`" }).first == "tool_call"
    }

    private static func closes(_ line: Substring) -> Bool {
        words(line) == ["```"]
    }

    private static func words(_ line: Substring) -> [Substring] {
        line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
    }

    private static func call(_ lines: ArraySlice<Substring>) -> ToolCall? {
        guard let value = try? JSONValue.parse(lines.joined(separator: "\n")) else { return nil }
        guard value["action"]?.asString != nil else { return nil }
        return ToolCall(reading: value)
    }

    private static func isBlank(_ line: Substring) -> Bool { words(line).isEmpty }
}
