// The part of a turn that reads a whole answer: words, calls, mistakes.

import JSON
import ModelWire

extension AgentTurn {
    /// A call as the answer has it, and what it is, or what is wrong with it.
    enum Reading {
        case call(ModelCall, AgentCall)
        case wrong(ModelCall?, CallMistake)

        var mistake: CallMistake? { if case .wrong(_, let mistake) = self { mistake } else { nil } }
        /// As the model made it; nil where nothing of it could be made out.
        var written: ModelCall? {
            switch self {
            case .call(let call, _): call
            case .wrong(let call, _): call
            }
        }
    }

    mutating func replied(_ reply: ModelReply) -> [Effect] {
        var effects = count(reply)
        var readings: [Reading] = []
        if facts.allowsTools {
            var whole = freshSieve
            let text = whole.read(reply.text)
            answer.text = text.trimmed
            effects += publishRest(of: text)
            readings = read(reply, whole.found)
        } else {
            answer.text = reply.text
            effects += publishRest(of: reply.text)
            if !reply.calls.isEmpty { effects.append(note(.callsIgnored(reply.calls.count))) }
        }
        if phase == .over { return effects }
        if let mistake = readings.lazy.compactMap(\.mistake).first {
            return effects + correct(mistake, readings, reply)
        }
        var calls: [(ModelCall, AgentCall)] = []
        for case .call(let call, let made) in readings { calls.append((call, made)) }
        // A tool for the end is an answer.
        for (_, made) in calls where made.deed.verb == .finish { add(made.fields["result"]?.asString ?? "") }
        calls.removeAll { $0.1.deed.verb == .finish }
        guard calls.isEmpty else { return effects + give(calls, reply) }
        return effects + finish(reply)
    }

    /// The answer's own count sets the estimates right.
    private mutating func count(_ reply: ModelReply) -> [Effect] {
        answer.model = reply.model ?? answer.model
        if answer.reasoning.isEmpty || !reply.reasoning.isEmpty { answer.reasoning = reply.reasoning }
        guard let usage = reply.usage else { return [] }
        var sum = answer.usage ?? ModelUsage(inputTokens: 0, outputTokens: 0)
        sum.inputTokens += usage.inputTokens
        sum.outputTokens += usage.outputTokens
        sum.cachedTokens += usage.cachedTokens
        if let cost = usage.cost { sum.cost = (sum.cost ?? 0) + cost }
        answer.usage = sum
        // What was not read is no measure of what is estimated.
        if let asked, TokenEstimate.isCut(counted: usage.inputTokens, estimated: asked.estimate) {
            guard !memory.hasToldOfPromptCut else { return [] }
            memory.hasToldOfPromptCut = true
            return [note(.promptCut(read: usage.inputTokens, sent: asked.estimate))]
        }
        if let asked, let scale = TokenEstimate.scale(counted: usage.inputTokens, estimated: asked.estimate) {
            memory.scale = scale
        }
        return []
    }

    private mutating func publishRest(of text: String) -> [Effect] {
        let (new, old) = (Array(text.utf8), Array(published.utf8))
        // The whole is what counts; pieces that differ from it were not its pieces.
        guard new.starts(with: old), new.count > old.count else { return [] }
        let rest = String(decoding: new[old.count...], as: UTF8.self)
        published = text
        guard let end = watchedText.take(rest) else { return [.publish(.text(rest))] }
        return [.publish(.text(rest))] + cutShort(at: end)
    }

    private mutating func add(_ words: String) {
        let words = words.trimmed
        guard !words.isEmpty, !answer.text.hasSuffix(words) else { return }
        answer.text += answer.text.isEmpty ? words : "\n\n" + words
    }

    // MARK: Calls

    private mutating func read(_ reply: ModelReply, _ found: [TextSieve.Found]) -> [Reading] {
        let reading = CallReading(form: facts.profile.edit, root: facts.context["workspacePath"]?.asString)
        var readings: [Reading] = []
        func take(_ call: ModelCall) {
            do throws(CallMistake) {
                let made = try reading.read(call)
                // What a server lists and a model also wrote into its text is one call.
                let isTwice = readings.contains { if case .call(_, made) = $0 { true } else { false } }
                if !isTwice { readings.append(.call(call, made)) }
            } catch {
                let isCut = reply.ending == .length && error.isOfForm
                readings.append(.wrong(call, isCut ? .cutOff(tool: call.name) : error))
            }
        }
        for call in reply.calls { take(call) }
        for place in found {
            switch place {
            case .thought(let text): answer.reasoning += text
            case .blocks(let path, let diff):
                take(
                    ModelCall(
                        id: "", name: "apply_diff", arguments: text(["path": .string(path), "diff": .string(diff)])))
            case .file(let path, _, isOpen: true) where reply.ending == .length:
                readings.append(.wrong(nil, .cutOff(tool: path)))
            case .file(let path, let content, _):
                take(
                    ModelCall(
                        id: "", name: "write", arguments: text(["path": .string(path), "content": .string(content)])))
            case .call(_, _, isOpen: true) where reply.ending == .length:
                readings.append(.wrong(nil, .cutOff(tool: "tool_call")))
            case .call(let form, let body, _):
                do throws(CallMistake) {
                    for call in try WrittenCalls.calls(form, body) { take(call) }
                } catch {
                    readings.append(.wrong(nil, error))
                }
            }
        }
        return readings
    }

    private func text(_ object: JSONObject) -> String { JSONValue.object(object).text }

    /// Gives the client what is to be done, unless it was done before and nothing has changed since.
    private mutating func give(_ calls: [(ModelCall, AgentCall)], _ reply: ModelReply) -> [Effect] {
        if let repeated = calls.first(where: { timesMade($0.1) >= facts.limits.sameCalls }) {
            return tellOfRepetition(repeated.1, calls.map { .call($0.0, $0.1) }, reply)
        }
        var effects: [Effect] = []
        let before = dialogue.results.count
        var step = ConversationMemory.Step(text: answer.text, written: nil, calls: [], made: [])
        if writesCalls, reply.calls.isEmpty { step.written = reply.text }
        for (index, (_, made)) in calls.enumerated() {
            let id = callID(index)
            var object: JSONObject = ["id": .string(id)]
            for (key, value) in made.fields.pairs { object[key] = value }
            answer.calls.append(object)
            step.calls.append(ModelCall(id: id, name: made.name, arguments: made.arguments))
            step.made.append(made)
            prepared[before + index + 1] = nil
            effects.append(
                .publish(.working(step: before + index + 1, total: before + calls.count, made.deed)))
        }
        memory.remember(step)
        answer.todos = PlanReading.todos(of: answer.text)
        return effects + notes(on: reply.ending) + over()
    }

    /// What a user is to know about how an answer ended.
    private mutating func notes(on ending: ModelReply.Ending) -> [Effect] {
        switch ending {
        case .length: [note(.cut)]
        case .unsaid: [note(.endUnsaid)]
        case .stop, .toolCalls, .contentFilter, .other: []
        }
    }

    /// Nine letters and digits, as Mistral's servers want them. The same request has the same ids.
    private func callID(_ index: Int) -> String {
        let last = facts.history.last
        var number = fingerprint([
            facts.conversation, String(facts.history.count), last?.text ?? "", String(index),
        ])
        var digits = ""
        for _ in 0..<8 {
            digits += String(number % 36, radix: 36)
            number /= 36
        }
        return "c" + digits
    }

    /// How often this very call was made in this turn since something was changed.
    private func timesMade(_ call: AgentCall) -> Int {
        var times = 0
        for result in dialogue.results.reversed() {
            guard let made = memory.call(result.id) else { continue }
            if made.asksTheSame(as: call) { times += 1 }
            if made.deed.verb.isWrite, result.done.succeeded, !made.asksTheSame(as: call) { break }
        }
        return times
    }

    // MARK: What goes wrong

    private mutating func correct(_ mistake: CallMistake, _ readings: [Reading], _ reply: ModelReply) -> [Effect] {
        guard corrections < facts.limits.corrections else {
            return end(.malformed(mistake, said: Self.said(reply)))
        }
        corrections += 1
        let again = "Nothing was done. Send the call again, corrected."
        sayBack(readings, reply) { reading in
            reading.mistake.map { $0.words + "\n" + again }
                ?? "Not made, since another call of the same answer was wrong."
        }
        return [note(.corrected(mistake))] + ask()
    }

    private mutating func tellOfRepetition(_ call: AgentCall, _ readings: [Reading], _ reply: ModelReply) -> [Effect] {
        let times = timesMade(call)
        guard memory.toldIn != dialogue.turn else {
            return end(.repeatedCall(call.deed, times: times))
        }
        memory.toldIn = dialogue.turn
        sayBack(readings, reply) { _ in
            "Not made. You made this call \(times) times, nothing has changed since, and the result is the same: it stands "
                + "above. Do something else, or answer without a tool."
        }
        return ask()
    }

    /// Puts an answer and what is said to it behind the conversation, for this request alone.
    private mutating func sayBack(_ readings: [Reading], _ reply: ModelReply, _ words: (Reading) -> String) {
        guard !reply.calls.isEmpty, !writesCalls else {
            var said: [String] = []
            for text in readings.map(words) where !said.contains(text) { said.append(text) }
            aside.append(ModelMessage(.assistant, reply.text.isEmpty ? "(no words)" : reply.text))
            aside.append(ModelMessage(.user, said.joined(separator: "\n")))
            return
        }
        var message = ModelMessage(.assistant, reply.text)
        var results: [ModelMessage] = []
        for (index, reading) in readings.enumerated() {
            guard var call = reading.written else { continue }
            call.id = callID(100 * (corrections + 1) + index)
            // Servers that read the arguments again stumble over what is no JSON.
            if (try? JSONValue.parse(call.arguments))?.asObject == nil { call.arguments = "{}" }
            call.name = Self.nameThatServersTake(call.name)
            message.calls.append(call)
            results.append(ModelMessage(.tool, words(reading), answeredCall: call.id))
        }
        aside.append(message)
        aside += results
    }

    private static func nameThatServersTake(_ name: String) -> String {
        let letters = name.utf8.filter { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
        return letters.isEmpty ? "unknown" : String(decoding: letters.prefix(64), as: UTF8.self)
    }

    /// An answer as it came, calls included.
    private static func said(_ reply: ModelReply) -> String {
        let calls = reply.calls.map { "\($0.name) \($0.arguments)" }
        let all = ([reply.text.trimmed] + calls).filter { !$0.isEmpty }.joined(separator: "\n")
        return headAndTail(all, bytes: 4000) { "[… \($0) lines]" }
    }

    // MARK: Words

    private mutating func finish(_ reply: ModelReply) -> [Effect] {
        if answer.text.isEmpty {
            let isAtLimit = reply.ending == .length
            guard !isAtLimit, corrections < facts.limits.corrections else {
                return end(.emptyAnswer(atLimit: isAtLimit))
            }
            corrections += 1
            aside.append(ModelMessage(.assistant, reply.text.isEmpty ? "(no words)" : reply.text))
            aside.append(
                ModelMessage(
                    .user,
                    facts.allowsTools
                        ? "Your answer was empty. Go on with a tool, or say in words that it is done."
                        : "Your answer had no words, and you have no tools. Answer in words."))
            return ask()
        }
        answer.todos = facts.allowsTools ? PlanReading.todos(of: answer.text) : []
        return notes(on: reply.ending) + over()
    }
}

extension CallMistake {
    /// It can come of an answer that was cut off.
    fileprivate var isOfForm: Bool {
        switch self {
        case .badJSON, .notAnObject, .missing, .noBlocks, .unreadable: true
        default: false
        }
    }
}
