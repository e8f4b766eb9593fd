// The law of streamed answers: wherever the reply comes among its events, the chat ends the same.
import JSON
import TaskMachine
import TestSupport
import Testing

@Suite struct StreamInterleavingTests {
    /// A random stream as one connection delivers it, and the reply that it is of.
    private static func stream(_ chance: inout SeededGenerator) -> (events: [JSONValue], reply: ChatReply) {
        let words = (0..<Int.random(in: 1...12, using: &chance)).map { _ in
            ["It ", "parses", "\n\n", "`x` ", "é", "- a\n", " "].randomElement(using: &chance) ?? ""
        }
        let isCumulative = Bool.random(using: &chance)
        var events: [JSONValue] = []
        for type in ["reasoning", ["text", "ai_chunk"].randomElement(using: &chance) ?? ""] {
            let key = type == "ai_chunk" ? "token" : "text"
            for (index, word) in words.enumerated() {
                let text = isCumulative ? words[...index].joined() : word
                events.append(.object(JSONObject([("type", .string(type)), (key, .string(text)), ("task_id", "1")])))
            }
        }
        let ends: [JSONValue] = [
            ["type": "completion", "text": .string(words.joined()), "reasoning": "all of it", "partial": false],
            ["type": "ai_complete", "full_response": .string(words.joined())],
            ["type": "metrics_update", "metrics": ["tokensIn": 900, "tokensOut": "70", "cost": 0.5]],
        ]
        events += ends.filter { _ in Bool.random(using: &chance) }
        let hasUsage = Bool.random(using: &chance)
        return (
            events,
            ChatReply(
                text: "It parses.", inputTokens: hasUsage ? 1_000 : nil, outputTokens: hasUsage ? 80 : nil,
                cost: hasUsage ? 0.25 : nil)
        )
    }

    private static func play(_ events: [JSONValue], _ reply: ChatReply, at place: Int) -> Conversation {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        for (index, event) in events.enumerated() {
            if index == place { _ = chat.play(.agent(.replied(reply, request: 1))) }
            _ = AgentProgress(reading: event).map { chat.play(.agent(.progressed($0))) }
        }
        if place == events.count { _ = chat.play(.agent(.replied(reply, request: 1))) }
        return chat
    }

    @Test func whereverTheReplyComesTheChatEndsTheSame() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 40) {
            let (events, reply) = Self.stream(&chance)
            let last = Self.play(events, reply, at: events.count)
            for place in 0..<events.count {
                let chat = Self.play(events, reply, at: place)
                let seed: Comment = "FUZZ_SEED=\(chance.seed), reply at \(place) of \(events)"
                #expect(chat.entries.map(\.id) == last.entries.map(\.id), seed)
                #expect(chat.entries.map(\.content) == last.entries.map(\.content), seed)
                #expect(chat.history == last.history && chat.usage == last.usage, seed)
                #expect(chat.task.lifecycle == .completed, seed)
            }
            guard case .assistant(let answer) = last.entries.last?.content else {
                Issue.record("no answer, FUZZ_SEED=\(chance.seed)")
                continue
            }
            #expect(answer.text == "It parses." && answer.state == .replied && last.entries.count == 2)
        }
    }

    /// The same for a reply that asks for a tool, with words and without: a late piece is not taken for an answer.
    @Test func whereverAReplyWithACallComesTheChatEndsTheSame() {
        var chance = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 40) {
            let events = Self.stream(&chance).events.filter { round % 2 == 0 || $0["type"] != "reasoning" }
            // Without words only the reasoning would remain of the answer, where it came in time.
            let texts = events.filter { round % 2 == 0 || $0["reasoning"] == nil }
            let reply = ChatReply(text: round % 2 == 0 ? "I read." : "", toolCalls: [readCall("a", "x.txt")])
            let last = Self.play(texts, reply, at: texts.count)
            for place in 0..<texts.count {
                let chat = Self.play(texts, reply, at: place)
                let seed: Comment = "FUZZ_SEED=\(chance.seed), reply at \(place) of \(texts)"
                #expect(chat.entries.map(\.content) == last.entries.map(\.content), seed)
                #expect(chat.history == last.history && chat.task.lifecycle == last.task.lifecycle, seed)
            }
            #expect(last.lines.last == "tool: read_file x.txt running")
            #expect(last.entries.count == (round % 2 == 0 ? 3 : 2))
        }
    }

    /// Whatever came before a cancel stays, whatever comes after it changes nothing.
    @Test func aCancelKeepsWhatCame() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 40) {
            let events = Self.stream(&chance).events
            var chat = Conversation()
            _ = chat.play(.submitted("go"))
            let place = Int.random(in: 0...events.count, using: &chance)
            for (index, event) in events.enumerated() {
                let before = chat
                if index == place { _ = chat.play(.cancelRequested) }
                let cancelled = chat.entries
                _ = AgentProgress(reading: event).map { chat.play(.agent(.progressed($0))) }
                let seed: Comment = "FUZZ_SEED=\(chance.seed), cancel at \(place) of \(events)"
                if index >= place { #expect(chat.entries == cancelled, seed) }
                guard index == place, case .assistant(var answer) = before.entries.last?.content else { continue }
                answer.state = .incomplete
                #expect(chat.entries.suffix(2).map(\.content) == [.assistant(answer), .cancelled], seed)
            }
        }
    }

    @Test func aBlockIsAboveTheAnswerInEveryOrder() {
        let feed: [JSONValue] = [
            ["type": "thinking", "message": "hm"], ["type": "working", "step": 1, "message": "on"],
        ]
        let text: [JSONValue] = [["type": "text", "text": "It "], ["type": "text", "text": "parses"]]
        var orders = 0
        for order in Self.merges(feed, text) {
            let chat = Self.play(order, ChatReply(text: "It parses."), at: order.count)
            #expect(chat.lines == ["user: go", "progress: hm | on", "answer: It parses."], "\(order)")
            orders += 1
        }
        #expect(orders == 6)
    }

    /// All orders of two streams in which each keeps its own.
    private static func merges(_ a: [JSONValue], _ b: [JSONValue]) -> [[JSONValue]] {
        guard let first = a.first else { return [b] }
        guard let other = b.first else { return [a] }
        return merges(Array(a.dropFirst()), b).map { [first] + $0 }
            + merges(a, Array(b.dropFirst())).map { [other] + $0 }
    }

    @Test func anythingInAPayloadIsRead() {
        var chance = SeededGenerator.fresh()
        let types = [
            "reasoning", "text", "completion", "ai_chunk", "ai_response_chunk", "ai_complete", "ai_response_complete",
            "usage", "metrics_update", "toolExecutionStart", "toolExecutionComplete", "todo_added", "todo_updated",
            "todo_removed", "complete", "plan", "weather",
        ]
        let keys = [
            "text", "token", "partial", "reasoning", "is_reasoning", "full_response", "metrics", "tokensIn", "cost",
            "tool_name", "todo", "todo_id", "todos", "status", "step", "total", "message", "success", "id", "steps",
        ]
        for _ in 0..<fuzzRounds(default: 300) {
            var chat = Conversation()
            _ = chat.play(.submitted("go"))
            var played: [String] = []
            for _ in 0..<12 {
                var event = JSONObject([("type", .string(types.randomElement(using: &chance) ?? ""))])
                for _ in 0..<Int.random(in: 0..<6, using: &chance) {
                    event[keys.randomElement(using: &chance) ?? ""] = Self.anything(&chance, keys, depth: 2)
                }
                played.append(JSONValue.object(event).text)
                _ = AgentProgress(reading: .object(event)).map { chat.play(.agent(.progressed($0))) }
            }
            _ = chat.reply("It parses.", to: 1)
            let seed: Comment = "FUZZ_SEED=\(chance.seed) \(played)"
            #expect(chat.task.lifecycle == .completed, seed)
            #expect(chat.lines.count { $0.hasPrefix("answer: ") } == 1, seed)
            #expect(!chat.lines.contains { $0.hasPrefix("streaming") }, seed)
            #expect((chat.usage.tokens ?? 0) >= 0 && (chat.usage.cost ?? 0) >= 0, seed)
        }
    }

    private static func anything(_ chance: inout SeededGenerator, _ keys: [String], depth: Int) -> JSONValue {
        let plain: [JSONValue] = [
            nil, true, false, 0, -7, 3, .integer(.max), .integer(.min), 0.5, -1e300, 1e308, "", "x", "3", "-1", "1e9",
            "false", "in_progress", "```tool_call\n{", "\u{0}", "é\u{301}👩‍👩‍👧", "completed",
        ]
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &chance) {
        case 6:
            return .array((0..<3).map { _ in anything(&chance, keys, depth: depth - 1) })
        case 7:
            return .object(
                JSONObject(
                    (0..<3).map { _ in
                        (keys.randomElement(using: &chance) ?? "", anything(&chance, keys, depth: depth - 1))
                    }))
        default: return plain.randomElement(using: &chance) ?? nil
        }
    }
}
