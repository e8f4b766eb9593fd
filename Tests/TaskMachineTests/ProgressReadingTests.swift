// A progress event is read in one walk over its members; here each member is looked up by its name instead.
import JSON
import TaskMachine
import TestSupport
import Testing

@Suite struct ProgressReadingTests {
    @Test func membersInAnyOrderSayWhatLookUpsSay() {
        var generator = SeededGenerator.fresh()
        var read = 0
        let rounds = fuzzRounds(default: 3_000)
        for _ in 0..<rounds {
            let event = randomEvent(using: &generator)
            let progress = AgentProgress(reading: event)
            #expect(progress == lookedUp(event), "FUZZ_SEED=\(generator.seed) \(event.text)")
            if progress != nil { read += 1 }
        }
        #expect(read > rounds / 4 && read < rounds, "FUZZ_SEED=\(generator.seed): one-sided samples")
    }
}

/// The rules of docs/PROTOCOL.md, one look-up each. What a list or a number says is left to `ReportedChanges` and to
/// samples of one spelling.
private func lookedUp(_ event: JSONValue) -> AgentProgress? {
    guard let type = spelled(event["type"]), !type.isEmpty else { return nil }
    let kinds: [String: AgentProgress.Kind] = [
        "thinking": .thinking, "plan": .plan, "working": .working, "step_complete": .stepComplete,
        "complete": .complete, "error": .error, "toolExecutionStart": .toolStarted,
        "toolExecutionComplete": .toolEnded,
    ]
    let texts = ["message", "text", "error"].compactMap { event[$0]?.asString }.filter { !$0.isEmpty }
    let saysNo: [JSONValue] = [nil, false, 0, 0.0, "", "0", "false", "False", [], [:]]
    var changes = ReportedChanges(reading: event["file_changes"])
    if type == "step_complete", changes.isEmpty, let path = event["file_path"]?.asString, !path.isEmpty {
        let file = ReportedChanges.File(path: path, lineCount: number(event["line_count"]))
        switch event["action"] {
        case "created", "create", "create_file": changes.created = [file]
        case "deleted", "delete", "delete_file": changes.deleted = [file]
        default: changes.modified = [file]
        }
    }
    let details = event["details"].map { $0.asArray ?? [$0] } ?? []
    var message = texts.first ?? spelled(event["message"]) ?? ""
    if message.isEmpty, type.hasPrefix("toolExecution") { message = spelled(event["tool_name"]) ?? "" }
    if message.isEmpty, type == "plan" {
        let steps = event["steps"].map { $0.asArray ?? [$0] } ?? []
        message = steps.compactMap(spelled).filter { !$0.isEmpty }.joined(separator: "\n")
    }
    var kind = kinds[type] ?? .other(type)
    if type == "ai_chunk" { kind = .streamed(piece(event, saysNo: saysNo)) }
    return AgentProgress(
        kind: kind, message: message,
        step: number(event["step"]), total: number(event["total"]), fileChanges: changes,
        details: details.compactMap(spelled).filter { !$0.isEmpty },
        failed: event["error"].map { !saysNo.contains($0) } == true
            || event["success"].map { saysNo.contains($0) } == true)
}

/// Of an `ai_chunk`.
private func piece(_ event: JSONValue, saysNo: [JSONValue]) -> StreamedPiece {
    let text = ["token", "text", "content", "message"].compactMap { spelled(event[$0]) }.first { !$0.isEmpty } ?? ""
    let isReasoning = event["is_reasoning"].map { !saysNo.contains($0) } == true
    return StreamedPiece(
        answer: isReasoning ? "" : text, reasoning: isReasoning ? text : "",
        isWhole: event["partial"].map { saysNo.contains($0) } == true)
}

private func spelled(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text
    case .integer, .double, .bool: value?.text
    default: nil
    }
}

private func number(_ value: JSONValue?) -> Int? { value?.asInt ?? value?.asString.flatMap { Int($0) } }

private func randomEvent(using generator: inout SeededGenerator) -> JSONValue {
    let values: [JSONValue] = [
        nil, true, false, 0, 1, 5, 5.0, 2.5, 0.0, "", "x", "5", "0", "false", "created", "delete", "working", "plan",
        "step_complete", "thinking", "complete", "error", "ai_chunk", "toolExecutionStart", [], ["one", 2, nil, ""],
        [:], ["x": 1],
        ["created": ["a.txt"], "commands": ["ls"]], "a message of more than fifteen bytes",
    ]
    let keys = [
        "type", "message", "text", "error", "success", "step", "total", "file_changes", "details", "action",
        "file_path", "line_count", "partial", "is_reasoning", "token", "tool_name", "steps", "Type", "types",
        "messages", "file_change", "a key that nobody asks for", "",
    ]
    var object = JSONObject()
    if Int.random(in: 0..<4, using: &generator) > 0 { object["type"] = values.randomElement(using: &generator) }
    for _ in 0..<Int.random(in: 0..<9, using: &generator) {
        guard let key = keys.randomElement(using: &generator) else { continue }
        object[key] = values.randomElement(using: &generator)
    }
    if Bool.random(using: &generator) { object = JSONObject(object.pairs.shuffled(using: &generator).map { ($0, $1) }) }
    return .object(object)
}
