// Where each conversation stands in a scenario, and what is played for a request. Time and sockets are the caller's.

internal import JSON

/// The course of a played scenario. Conversations that are asked about at once don't disturb each other.
public struct ScenarioPlay: Sendable {
    /// One request that is answered.
    public struct Turn: Sendable {
        fileprivate enum Part: Sendable {
            case script
            case block(Int)
            case failure(String)
        }

        /// The conversation's id, also of one that begins.
        public fileprivate(set) var conversation: String
        fileprivate var part: Part
        fileprivate var variables = ScenarioVariables()
        fileprivate var streamed = ""
        fileprivate var restarts = 0
    }

    private struct Talk {
        var block: Int?
        var position = 0
        /// The message that the block answers.
        var start: ScenarioRequest.Message?
        var startIndex: Int?
        var captured: [String] = []
        var begun: [Int: Int] = [:]
        var names: Set<String> = []
        var lastAsked = 0
    }

    private static let mostTalks = 256

    private let scenario: Scenario
    private var position = 0
    private var talks: [String: Talk] = [:]
    /// Conversations that have no answer yet, by what they began with: whoever asks again means the same one.
    private var unanswered: [(messages: [ScenarioRequest.Message], id: String)] = []
    private var conversations = 0
    private var asked = 0

    public init(_ scenario: Scenario) { self.scenario = scenario }

    /// A request came.
    public mutating func begin(_ request: ScenarioRequest) -> Turn {
        asked += 1
        let id = conversation(of: request)
        var talk = talks.removeValue(forKey: id) ?? Talk()
        talk.lastAsked = asked
        var turn = Turn(conversation: id, part: .script)
        if position >= scenario.steps.count {
            turn.part = scenario.blocks.isEmpty ? .failure("The scenario is over.") : choose(request, &talk)
        }
        turn.variables = variables(request, id, talk.captured)
        if talks.count >= Self.mostTalks, let oldest = talks.min(by: { $0.value.lastAsked < $1.value.lastAsked }) {
            talks[oldest.key] = nil
        }
        talks[id] = talk
        return turn
    }

    /// What is done next, until a step that ends the request.
    public mutating func next(_ turn: inout Turn) -> ScenarioStep {
        while true {
            guard let step = take(&turn) else { return ended(failure("The scenario is over.", turn), turn) }
            switch step {
            case .restart:
                position = 0
                turn.restarts += 1
                // A scenario without a reply would go round for ever.
                if turn.restarts > 1 { return ended(failure("The scenario is over.", turn), turn) }
            case .stream(let words):
                let filled = StreamedWords(
                    turn.variables.filled(words.text), tokensPerSecond: words.tokensPerSecond,
                    isReasoning: words.isReasoning)
                if !words.isReasoning { turn.streamed += filled.text }
                return .stream(filled)
            case .progress(let payload): return .progress(turn.variables.filled(payload))
            case .event(let name, let data): return .event(name: name, turn.variables.filled(data))
            case .answerStreamed(let calls):
                return ended(ScenarioStep.answer(turn.streamed, calls: turn.variables.filled(calls)), turn)
            case .reply(let message): return ended(turn.variables.filled(message), turn)
            default: return step
            }
        }
    }

    private mutating func take(_ turn: inout Turn) -> ScenarioStep? {
        switch turn.part {
        case .script:
            guard position < scenario.steps.count else { return nil }
            position += 1
            return scenario.steps[position - 1]
        case .block(let block):
            guard let talk = talks[turn.conversation], talk.position < scenario.blocks[block].steps.count else {
                return nil
            }
            talks[turn.conversation]?.position += 1
            return scenario.blocks[block].steps[talk.position]
        case .failure(let words): return .reply(failure(words, turn))
        }
    }

    private func failure(_ words: String, _ turn: Turn) -> JSONValue {
        ["success": false, "error": .string(words), "conversation_id": .string(turn.conversation)]
    }

    /// A reply says which conversation it belongs to; a scenario need not.
    private mutating func ended(_ message: JSONValue, _ turn: Turn) -> ScenarioStep {
        guard var object = message.asObject else { return .reply(message) }
        unanswered.removeAll { $0.id == turn.conversation }
        if let own = object["conversation_id"] {
            if let id = own.asString, id != turn.conversation, let talk = talks.removeValue(forKey: turn.conversation) {
                talks[id] = talk
            }
            return .reply(message)
        }
        object["conversation_id"] = .string(turn.conversation)
        return .reply(.object(object))
    }

    private mutating func conversation(of request: ScenarioRequest) -> String {
        if let id = request.conversation { return id }
        if let known = unanswered.first(where: { $0.messages == request.messages }) { return known.id }
        conversations += 1
        let id = "scenario-\(conversations)"
        unanswered.append((request.messages, id))
        if unanswered.count > Self.mostTalks { unanswered.removeFirst() }
        return id
    }

    // MARK: Choosing

    /// The block that was begun for this message goes on; else the first one whose condition holds begins.
    private func choose(_ request: ScenarioRequest, _ talk: inout Talk) -> Turn.Part {
        let startIndex = request.turnStart
        let start = startIndex.map { request.messages[$0] }
        if let block = talk.block, talk.startIndex == startIndex, talk.start == start, !request.isBesideChat,
            talk.position < scenario.blocks[block].steps.count
        {
            return .block(block)
        }
        for (index, block) in scenario.blocks.enumerated() {
            if let times = block.times, talk.begun[index, default: 0] >= times { continue }
            var captured: [String] = []
            if let when = block.when {
                guard let caught = when.match(request, played: talk.names) else { continue }
                captured = caught
            } else if request.isBesideChat {
                continue
            }
            talk.block = index
            talk.position = 0
            (talk.startIndex, talk.start) = (startIndex, start)
            talk.captured = captured
            talk.begun[index, default: 0] += 1
            if let name = block.name { talk.names.insert(name) }
            return .block(index)
        }
        return .failure(unmatched(request, talk))
    }

    private func unmatched(_ request: ScenarioRequest, _ talk: Talk) -> String {
        var what = "\"\(request.words.said.prefix(80))\""
        if !request.results.isEmpty { what = "the result of \(request.results.map(\.action).joined(separator: ", "))" }
        let open = scenario.blocks.enumerated().filter { index, block in
            block.times.map { talk.begun[index, default: 0] < $0 } ?? true
        }
        let wanted = open.compactMap { $0.element.when?.words }
        var text = "This scenario has no answer to \(what)."
        if !wanted.isEmpty { text += " It answers " + wanted.prefix(12).joined(separator: "; ") + "." }
        if wanted.count > 12 { text += " And \(wanted.count - 12) more." }
        return text
    }

    private func variables(_ request: ScenarioRequest, _ id: String, _ captured: [String]) -> ScenarioVariables {
        var values = [
            "conversation": id, "message": request.words.said,
            "result": request.results.map(\.text).joined(separator: "\n"),
        ]
        for (index, text) in captured.enumerated() { values["\(index + 1)"] = text }
        return ScenarioVariables(values: values)
    }
}
