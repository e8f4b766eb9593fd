// Models without a tool interface write their calls into the text: fenced blocks, tags, lines of JSON.

import JSON

/// A text taken apart: what people read, and the calls that stood in it.
struct ToolFences: Equatable {
    private(set) var text: String
    private(set) var calls: [ToolCall] = []
    /// Where a call begins that the text does not end.
    private var unfinished: String.Index?

    /// Calls are
    ///
    /// - blocks fenced as `tool_call`, and what stands in `<tool_call>` tags, with any action;
    /// - blocks fenced as `json`, or as nothing, that hold an action that we know, and nothing else;
    /// - lines of JSON by themselves that begin with `{"action":` and an action that we know.
    ///
    /// JSON that is broken in a way that leaves no doubt is mended; a call is made of it only if the action is known and
    /// nothing that it needs is missing. What cannot be read stays where it is: better seen than swallowed.
    init(_ source: String) {
        var scan = FenceScan(source)
        scan.readAll()
        calls = scan.calls
        unfinished = scan.unfinished
        text = calls.isEmpty ? source : scan.text
    }

    /// What people read of a text that is still being written: no calls, and nothing of one that has begun.
    static func shown(ofUnfinished source: String) -> String {
        var scan = FenceScan(source)
        scan.readAll()
        guard scan.calls.isEmpty else { return scan.text(upTo: scan.unfinished) }
        return scan.unfinished.map { String(source[..<$0]) } ?? source
    }

    /// Whether a text may hold a call at all.
    static func mayHoldCalls(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<") }
    }
}

/// The walk over the lines.
private struct FenceScan {
    private let source: String
    private let lines: [Substring]
    private var index = 0
    private var kept: [Substring] = []
    private(set) var calls: [ToolCall] = []
    private(set) var unfinished: String.Index?

    init(_ source: String) {
        self.source = source
        // By bytes: a text that streams is taken apart again and again.
        lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    var text: String { text(upTo: nil) }

    func text(upTo end: String.Index?) -> String {
        var kept = kept
        if let end { kept.removeAll { $0.startIndex >= end } }
        while let last = kept.last, Self.isBlank(last) { kept.removeLast() }
        return kept.joined(separator: "\n")
    }

    mutating func readAll() {
        while index < lines.count {
            let line = lines[index]
            if let fence = Fence(line) {
                if fence.holdsCalls { readBlock(fence) } else { skipBlock(fence) }
            } else if line.drop(while: { $0 == " " }).hasPrefix("<tool_call>") {
                readTag()
            } else if Self.mayBeCall(line) {
                readLine(line)
            } else {
                if index == lines.count - 1, Self.mayBegin(line) { unfinished = line.startIndex }
                keep(1)
            }
        }
    }

    private mutating func keep(_ count: Int) {
        kept += lines[index..<index + count]
        index += count
    }

    /// Takes calls out of the text, and goes on at a line. The blank lines around would be two in a row.
    private mutating func take(_ found: [ToolCall], next: Int) {
        calls += found
        index = next
        guard kept.last.map(Self.isBlank) ?? true else { return }
        while index < lines.count, Self.isBlank(lines[index]) { index += 1 }
    }

    // MARK: Forms

    /// A block of code, as it is. A call that begins in it counts all the same: models forget to close.
    private mutating func skipBlock(_ fence: Fence) {
        if index == lines.count - 1, Fence.mayBecomeCall(lines[index]) { unfinished = lines[index].startIndex }
        keep(1)
        while index < lines.count {
            if let other = Fence(lines[index]) {
                if fence.isClosed(by: other) { return keep(1) }
                if other.isExplicit, !fence.isQuotation { return }
            }
            keep(1)
        }
    }

    private mutating func readBlock(_ fence: Fence) {
        let body = index + 1
        guard body < lines.count else {
            unfinished = lines[index].startIndex
            return keep(1)
        }
        let whole = values(from: lines[body].startIndex)
        let next = whole.map { line(after: $0.end) } ?? body
        let isClosed = next < lines.count && Fence(lines[next]).map(fence.isClosed) == true
        if let whole, isClosed || next >= lines.count || fence.isExplicit,
            let found = read(whole.texts, mustBeKnown: !fence.isExplicit)
        {
            if !isClosed { unfinished = next >= lines.count ? lines[index].startIndex : nil }
            return take(found, next: isClosed ? next + 1 : next)
        }
        let end = lines[body...].firstIndex { Fence($0).map { fence.isClosed(by: $0) || $0.isExplicit } == true }
        guard let end, fence.isClosed(by: Fence(lines[end]) ?? fence) else {
            if end == nil, fence.isExplicit || Self.mayBeginCall(lines[body...]) {
                unfinished = lines[index].startIndex
            }
            return keep((end ?? lines.count) - index)
        }
        let text = String(source[lines[body].startIndex..<lines[end].startIndex])
        if let found = read([text], mustBeKnown: !fence.isExplicit) { return take(found, next: end + 1) }
        keep(end + 1 - index)
    }

    private mutating func readTag() {
        let start = lines[index]
        let inner = source[start.startIndex...].firstRange(of: "<tool_call>")?.upperBound ?? start.endIndex
        let close = source[inner...].firstRange(of: "</tool_call>")
        let body = String(source[inner..<(close?.lowerBound ?? source.endIndex)])
        if close == nil { unfinished = start.startIndex }
        let last = close.map { close in
            lines[index...].firstIndex { $0.endIndex >= close.upperBound } ?? lines.count - 1
        }
        guard let found = read([body], mustBeKnown: false) else {
            return keep((last ?? lines.count - 1) + 1 - index)
        }
        take(found, next: (last ?? lines.count - 1) + 1)
    }

    private mutating func readLine(_ line: Substring) {
        if let value = try? JSONValue.parse(String(line)), let call = ToolCall(reading: value), call.tool != nil {
            return take([call], next: index + 1)
        }
        if index == lines.count - 1 { unfinished = line.startIndex }
        keep(1)
    }

    // MARK: JSON

    /// The JSON values one after the other from a place on, as texts, and where they end; nil when there is none, or one
    /// that does not end.
    private func values(from start: String.Index) -> (texts: [String], end: String.Index)? {
        var texts: [String] = []
        var place = start
        while true {
            let rest = source[place...].drop { $0.isWhitespace }
            guard rest.first == "{" || rest.first == "[" else { break }
            guard let end = BrokenJSON.end(ofValueIn: rest) else { return nil }
            texts.append(String(rest[..<end]))
            place = end
        }
        return texts.isEmpty ? nil : (texts, place)
    }

    /// nil unless all of it is calls.
    private func read(_ texts: [String], mustBeKnown: Bool) -> [ToolCall]? {
        var found: [ToolCall] = []
        for text in texts {
            let text = PlainText.trimmed(text)
            var isMended = false
            var value = try? JSONValue.parse(text)
            if value == nil, let mended = BrokenJSON.mended(text) {
                isMended = true
                value = try? JSONValue.parse(mended)
            }
            guard let value else { return nil }
            let calls = (value.asArray ?? [value]).compactMap(ToolCall.init(reading:))
            guard calls.count == value.asArray?.count ?? 1 else { return nil }
            for call in calls {
                guard !call.action.isEmpty, !isMended || call.isComplete, !mustBeKnown || call.tool != nil else {
                    return nil
                }
            }
            found += calls
        }
        return found.isEmpty ? nil : found
    }

    /// The first line with words from a place on.
    private func line(after place: String.Index) -> Int {
        // From where the walk is: from the end, an answer of many blocks would cost their number squared.
        var line = index
        while line + 1 < lines.count, lines[line + 1].startIndex <= place { line += 1 }
        if place > lines[line].startIndex {
            guard lines[line][min(place, lines[line].endIndex)...].allSatisfy(\.isWhitespace) else { return line }
            line += 1
        }
        while line < lines.count, Self.isBlank(lines[line]) { line += 1 }
        return line
    }

    // MARK: Lines

    static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    /// A line of JSON by itself.
    private static func mayBeCall(_ line: Substring) -> Bool {
        guard line.first == "{" else { return false }
        return dense(line).hasPrefix(#"{"action":"#)
    }

    /// The end of a text that a call may begin with, or end.
    private static func mayBegin(_ line: Substring) -> Bool {
        guard !line.isEmpty else { return false }
        return "<tool_call>".hasPrefix(line) || "```".hasPrefix(line) || #"{"action":"#.hasPrefix(dense(line))
    }

    private static func mayBeginCall(_ lines: ArraySlice<Substring>) -> Bool {
        let start = dense(lines.joined()[...])
        return ["action", "tool", "tool_name", "name", "function"].contains { key in
            let opening = "{\"\(key)\":"
            return start.hasPrefix(opening) || opening.hasPrefix(start)
        }
    }

    /// The first characters, blanks left out.
    private static func dense(_ text: Substring) -> String {
        String(text.prefix(60).filter { !$0.isWhitespace })
    }
}

/// A line of backticks, and what stands behind them.
private struct Fence {
    private let ticks: Int
    private let info: Substring

    init?(_ line: Substring) {
        let line = line.drop { $0 == " " || $0 == "\t" }
        ticks = line.prefix { $0 == "`" }.count
        guard ticks >= 3 else { return nil }
        info = line.dropFirst(ticks).split { $0 == " " || $0 == "\t" || $0 == "\r" }.first ?? ""
        guard !info.contains("`") else { return nil }
    }

    /// It says that it is a call.
    var isExplicit: Bool { ["tool_call", "tool_code", "tool_use", "tool"].contains(info) }
    var holdsCalls: Bool { isExplicit || info.isEmpty || info.lowercased() == "json" }
    /// What is in it is about text.
    var isQuotation: Bool { ticks > 3 || ["markdown", "md", "text"].contains(info) }

    func isClosed(by other: Fence) -> Bool { other.info.isEmpty && other.ticks >= ticks }

    /// The last line of a text that is being written may be a longer word in a moment.
    static func mayBecomeCall(_ line: Substring) -> Bool {
        let line = line.drop { $0 == " " }
        return "```tool_call".hasPrefix(line) || "```json".hasPrefix(line)
    }
}
