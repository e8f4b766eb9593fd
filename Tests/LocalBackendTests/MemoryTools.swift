// The tools of a client, over files in memory: just enough to let an engine work to the end of a turn.

import JSON

@testable import LocalBackend

/// Answers tool calls in the text formats of docs/PROTOCOL.md.
struct MemoryTools {
    var files: [String: [UInt8]]
    /// Longer lines are cut in a search.
    var cut = 500
    /// As many lines are read at once.
    var readLimit = 5000
    private(set) var calls: [String] = []
    /// What `revert_file` brings back; `write` changes it.
    private var disk: [String: [UInt8]]

    init(files: [String: String]) {
        self.files = files.mapValues { Array($0.utf8) }
        disk = self.files
    }

    mutating func write() { disk = files }

    func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }

    /// The message that a client adds to the history.
    mutating func answer(_ call: JSONValue) -> EngineRequest.Message {
        let action = call["action"]?.asString ?? ""
        calls.append(action)
        let result: (Bool, String)
        switch action {
        case "search_files": result = (true, search(call))
        case "read_file": result = read(call)
        case "apply_diff": result = applyDiff(call)
        case "create_file":
            let path = call["path"]?.asString ?? ""
            files[path] = Array((call["content"]?.asString ?? "").utf8)
            result = (true, "staged: \(path) +1 -0 (not on disk until accepted)")
        case "delete_file":
            result =
                files.removeValue(forKey: call["path"]?.asString ?? "") == nil ? (false, "missing") : (true, "staged")
        case "move_file":
            let to = call["to"]?.asString ?? ""
            guard files[to] == nil else {
                result = (false, "\(to) exists already")
                break
            }
            guard let bytes = files.removeValue(forKey: call["path"]?.asString ?? "") else {
                result = (false, "missing")
                break
            }
            files[to] = bytes
            result = (true, "staged")
        case "list_files":
            let folder = call["path"]?.asString.map { $0 + "/" } ?? ""
            let names = files.keys.filter { $0.hasPrefix(folder) }.sorted()
            result = (true, names.isEmpty ? "no files" : names.joined(separator: "\n"))
        case "revert_file":
            let path = call["path"]?.asString ?? ""
            result = files[path] == disk[path] ? (false, "nothing of \(path) is staged") : (true, "staged")
            files[path] = disk[path]
        default: result = (false, "there is no tool \(action)")
        }
        let head = "[tool_result \(call["id"]?.asString ?? "-") \(action) \(result.0 ? "success" : "error")]"
        return EngineRequest.Message(role: "user", content: head + "\n" + result.1)
    }

    private func lines(_ path: String) -> [Substring] {
        var lines = SearchReport.lines(of: text(path))
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.utf8.last == 13 ? Substring($0.utf8.dropLast()) : $0 }
    }

    /// Offers every line of the files that hold the text: an engine must pick the right ones by itself.
    private func search(_ call: JSONValue) -> String {
        let pattern = call["regex"]?.asString ?? ""
        let suffix = call["file_pattern"]?.asString.map { String($0.drop { $0 == "*" }) } ?? ""
        let isLiteral = call["literal"]?.asBool ?? false
        var found: [String] = []
        var count = 0
        let place = call["path"]?.asString
        for path in files.keys.sorted() where path.hasSuffix(suffix) {
            if let place, path != place, !path.hasPrefix(place + "/") { continue }
            let hits = lines(path).enumerated().filter { !isLiteral || contains($0.element, pattern) }
            guard !hits.isEmpty else { continue }
            found.append(path)
            for (index, line) in hits {
                let isCut = line.unicodeScalars.count > cut
                let shown =
                    isCut ? String(String.UnicodeScalarView(line.unicodeScalars.prefix(cut))) + "…" : String(line)
                found.append("  \(index + 1)\(isCut ? "~" : ":") \(shown)")
                count += 1
            }
        }
        return (count == 0 ? ["no matches"] : ["\(count) matches in \(files.count) files"] + found).joined(
            separator: "\n")
    }

    private func contains(_ line: Substring, _ pattern: String) -> Bool {
        let line = Array(line.utf8)
        let pattern = Array(pattern.utf8)
        guard line.count >= pattern.count else { return false }
        return (0...(line.count - pattern.count)).contains { line[$0..<($0 + pattern.count)].elementsEqual(pattern) }
    }

    private func read(_ call: JSONValue) -> (Bool, String) {
        let path = call["path"]?.asString ?? ""
        guard files[path] != nil else { return (false, "\(path) does not exist") }
        let first = call["start_line"]?.asInt ?? 1
        let last = call["end_line"]?.asInt ?? Int.max
        let wanted = lines(path).enumerated().filter { (first...last).contains($0.offset + 1) }
        let shown = wanted.prefix(readLimit).map { "\($0.offset + 1) | \($0.element)" }.joined(separator: "\n")
        return (true, shown + (wanted.count > readLimit ? "\n[more: the file goes on]" : ""))
    }

    /// Blocks must match exactly where they say; line ends of the file stay.
    private mutating func applyDiff(_ call: JSONValue) -> (Bool, String) {
        let path = call["path"]?.asString ?? ""
        var lines = SearchReport.lines(of: text(path)).map(String.init)
        var diff = SearchReport.lines(of: call["diff"]?.asString ?? "").map(String.init)[...]
        var shift = 0
        var count = 0
        while let head = diff.popFirst(), !head.isEmpty {
            guard head == "<<<<<<< SEARCH", let start = diff.popFirst().flatMap({ Int($0.dropFirst(12)) }),
                diff.popFirst() == "-------"
            else { return (false, "broken block \(head)") }
            let old = body(&diff, until: "=======")
            let new = body(&diff, until: ">>>>>>> REPLACE")
            for (index, line) in old.enumerated() {
                let place = start - 1 + shift + index
                guard lines.indices.contains(place) else { return (false, "no line \(place + 1)") }
                let end = lines[place].utf8.last == 13 ? "\r" : ""
                guard Array(lines[place].utf8) == Array((line + end).utf8) else {
                    return (false, "line \(place + 1) is another")
                }
            }
            let end = lines[start - 1 + shift].utf8.last == 13 ? "\r" : ""
            lines.replaceSubrange((start - 1 + shift)..<(start - 1 + shift + old.count), with: new.map { $0 + end })
            shift += new.count - old.count
            count += 1
        }
        files[path] = Array(lines.joined(separator: "\n").utf8)
        return (true, "staged: \(path) +\(count) -\(count) (not on disk until accepted)")
    }

    private func body(_ diff: inout ArraySlice<String>, until marker: String) -> [String] {
        var lines: [String] = []
        while let line = diff.popFirst(), line != marker {
            let bare = line.drop { $0 == "\\" }
            let isEscaped =
                bare == "-------"
                || ["<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE"].contains { marker in
                    bare.hasPrefix(marker) && bare.dropFirst(marker.count).allSatisfy { $0 == " " || $0 == "\t" }
                }
            lines.append(isEscaped && line.hasPrefix("\\") ? String(line.dropFirst()) : line)
        }
        return lines
    }
}

/// What came of a turn.
struct PlayedTurn {
    var events: [JSONValue] = []
    var replies: [JSONValue] = []
    var messages: [EngineRequest.Message] = []
    var answer: String { replies.last?["response"]?.asString ?? "" }
}

/// Plays a turn as a client does: request, tool calls, results, request, until no calls are left.
func play(
    _ text: String, with tools: inout MemoryTools, on engine: any Engine,
    after history: [EngineRequest.Message] = [], conversation: String? = nil, mode: String = "agent"
) async throws -> PlayedTurn {
    var played = PlayedTurn()
    played.messages = history + [EngineRequest.Message(role: "user", content: text)]
    var conversation = conversation
    for _ in 0..<200 {
        let events = EventLog()
        let request = EngineRequest(user: "u", conversationID: conversation, messages: played.messages, mode: mode)
        let reply = await engine.reply(to: request) { await events.append($0) }
        guard case .message(let message) = reply else { throw OddReply(reply: reply) }
        for case .progress(let payload) in await events.all { played.events.append(payload) }
        played.replies.append(message)
        conversation = message["conversation_id"]?.asString
        let calls = message["tool_calls"]?.asArray ?? []
        let text = message["response"]?.asString ?? ""
        played.messages.append(.init(role: "assistant", content: text.isEmpty ? "[tool_call …]" : text))
        if calls.isEmpty { return played }
        for call in calls { played.messages.append(tools.answer(call)) }
    }
    throw OddReply(reply: .silence)
}

struct OddReply: Error { var reply: EngineReply }

actor EventLog {
    private(set) var all: [EngineEvent] = []
    func append(_ event: EngineEvent) { all.append(event) }
}
