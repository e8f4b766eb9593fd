// Laws of the context's budget: what is sent fits, and the task is in it.
import JSON
import ModelWire
import TestSupport
import Testing

@testable import ModelAgent

struct BudgetLawsTests {
    private static func lines(_ count: Int, _ random: inout SeededGenerator) -> String {
        (0..<count).map { "\($0) | let value\($0) = \(Int.random(in: 0...99, using: &random))\n" }.joined()
    }

    /// A history of turns with calls, with and without a memory of them.
    private static func facts(_ random: inout SeededGenerator) -> AgentFacts {
        var facts = AgentFacts(history: [], allowsTools: true, model: "m", conversation: "c")
        facts.profile.edit = EditForm.allCases.randomElement(using: &random) ?? .wholeFile
        facts.profile.tools = Bool.random(using: &random) ? .native : .fenced
        facts.profile.context = [2048, 4096, 8192, 32768].randomElement(using: &random)
        facts.memory.meets("m")
        for turn in 0..<Int.random(in: 1...4, using: &random) {
            var text = "Task \(turn)"
            if Int.random(in: 0...3, using: &random) == 0 {
                text += "\n\n[attached]\n" + lines(Int.random(in: 1...200, using: &random), &random)
            }
            facts.history.append(ModelMessage(.user, text))
            for step in 0..<Int.random(in: 0...8, using: &random) {
                let ids = (0...Int.random(in: 0...2, using: &random)).map { "c\(turn)-\(step)-\($0)" }
                if Bool.random(using: &random) {
                    facts.memory.remember(
                        ConversationMemory.Step(
                            text: "I look.", written: nil,
                            calls: ids.map {
                                ModelCall(
                                    id: $0, name: "create",
                                    arguments: JSONValue.object(["path": "a", "content": .string(lines(80, &random))])
                                        .text)
                            }, made: []))
                }
                facts.history.append(ModelMessage(.assistant, "I look."))
                for id in ids where Int.random(in: 0...9, using: &random) > 0 {
                    facts.history.append(
                        ModelMessage(
                            .user,
                            "[tool_result \(id) read_file success]\n"
                                + lines(Int.random(in: 0...300, using: &random), &random)))
                }
            }
            if Bool.random(using: &random) { facts.history.append(ModelMessage(.assistant, "Done with \(turn).")) }
        }
        return facts
    }

    @Test func whatIsSentFitsAndHoldsTheTask() {
        var random = SeededGenerator.fresh()
        var shortened = 0
        for round in 0..<fuzzRounds(default: 80) {
            var facts = Self.facts(&random)
            for _ in 0..<2 {
                var turn = AgentTurn(facts)
                let effects = turn.handle(.began)
                let place = "seed \(random.seed), round \(round)"
                guard case .ask(let request)? = effects.last else {
                    guard case .answer(let answer)? = effects.last, case .contextTooSmall? = answer.stop else {
                        Issue.record("neither asked nor said why: \(place)")
                        break
                    }
                    break
                }
                for case .publish(.note(.shortened)) in effects { shortened += 1 }
                let estimate = request.messages.reduce(TokenEstimate.of(request.tools)) { $0 + TokenEstimate.of($1) }
                let context = facts.profile.context ?? 0
                #expect(estimate * turn.memory.scale / 100 <= context - min(4096, context / 4), "\(place)")
                let users = facts.history.filter { $0.role == .user && !$0.text.hasPrefix("[tool_result") }
                for pinned in [users.first, users.last] {
                    let words = pinned?.text.split(separator: "\n").first.map(String.init) ?? ""
                    #expect(request.messages.contains { $0.role == .user && $0.text.contains(words) }, "\(place)")
                }
                // Each call has its result, and each result its call.
                let calls = request.messages.flatMap(\.calls).map(\.id)
                let results = request.messages.compactMap(\.answeredCall)
                #expect(calls == results, "\(place)")
                for (message, next) in zip(request.messages, request.messages.dropFirst()) where message.role == .user {
                    #expect(next.role != .user, "\(place)")
                }
                // What is kept of it makes the next request the same.
                facts.memory = turn.memory
            }
        }
        #expect(shortened > 10)
    }

    @Test func theHeadAndTheTailStayWhole() {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { "\($0) é漢😀 \($0)\n" }.joined()
            let bytes = Int.random(in: 0...600, using: &random)
            let short = headAndTail(text, bytes: bytes) { "[\($0)]" }
            #expect(text.utf8.count <= bytes ? short == text : short.utf8.count <= bytes + 12)
            #expect(!short.contains("\u{FFFD}"))
        }
    }

    /// Trimmed once is trimmed so for good: a server that keeps what it has read does not read all anew.
    @Test func whatWasShortenedStaysShort() throws {
        var facts = AgentFacts(history: [ModelMessage(.user, "Task")], allowsTools: true, model: "m", conversation: "c")
        facts.profile.context = 4096
        var random = SeededGenerator(seed: 1)
        var prefixes: [[ModelMessage]] = []
        for step in 0..<7 {
            facts.history.append(ModelMessage(.assistant, "I read \(step)."))
            facts.history.append(
                ModelMessage(.user, "[tool_result c\(step) read_file success]\n" + Self.lines(90, &random)))
            var turn = AgentTurn(facts)
            let effects = turn.handle(.began)
            facts.memory = turn.memory
            guard case .ask(let request)? = effects.last else {
                Issue.record("not asked at \(step): \(effects)")
                return
            }
            prefixes.append(request.messages)
        }
        let changes = zip(prefixes, prefixes.dropFirst()).filter { old, new in
            !new.starts(with: old.dropLast(2))
        }
        #expect((1...3).contains(changes.count), "\(changes.count) of 6 requests began differently")
        let texts = try #require(prefixes.last).map(\.text).joined()
        #expect(texts.contains("lines are left out here, to fit your context"))
    }
}
